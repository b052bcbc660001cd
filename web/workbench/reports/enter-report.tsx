import './report.css'
import { Button, Checkbox, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { type Language, languages } from '../words.ts'

const channels = ['phone', 'walk_in', 'partner'] as const
const signs = [
  'abuse_of_vulnerability',
  'deception',
  'restriction_of_movement',
  'isolation',
  'physical_and_sexual_violence',
  'intimidation_and_threats',
  'retention_of_identity_documents',
  'withholding_of_wages',
  'debt_bondage',
  'abusive_working_and_living_conditions',
  'excessive_overtime',
] as const
const safes = ['not_asked', 'yes', 'no', 'not_sure', 'declined'] as const
const children = ['not_asked', 'yes', 'no', 'unknown', 'declined'] as const

type Entered = { id: string; code: string; answerBy: string }

/** Enters a report for somebody who called, came or was sent; at the end stands a code for them to come back with. */
export function EnterReportDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation(['wb-reports', 'wb-cases'])
  const { day } = useReading()
  const [channel, setChannel] = useState<string>('phone')
  const [language, setLanguage] = useState<string>(i18n.language)
  const [safe, setSafe] = useState<string>('not_asked')
  const [child, setChild] = useState<string>('not_asked')
  const [story, setStory] = useState('')
  const [place, setPlace] = useState('')
  const [ticked, setTicked] = useState<string[]>([])
  const enter = useDeed({
    run: () =>
      api.post<Entered>('/intake/reports', {
        channel,
        language,
        report: { safe, child, story, place, signs: ticked },
      }),
    renew: [['reports']],
  })
  if (enter.data) {
    return (
      <Modal opened onClose={close} title={t('enter.done')}>
        <div className="stack-small">
          <p>{t('enter.tellCode')}</p>
          <Notice>
            <strong className="report-code" data-private="">
              {enter.data.code}
            </strong>
          </Notice>
          <p className="small quiet">{t('enter.answerBy', { day: day(enter.data.answerBy) })}</p>
          <Button onClick={close}>{t('enter.told')}</Button>
        </div>
      </Modal>
    )
  }
  const choice = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`, { defaultValue: t(`said.${value}`) }) }))
  return (
    <Modal opened onClose={close} title={t('enter.action')} size="lg">
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate()
        }}
      >
        <div className="row">
          <Select
            label={t('column.channel')}
            allowDeselect={false}
            data={choice(channels, 'channel')}
            value={channel}
            onChange={(next) => next && setChannel(next)}
          />
          <Select
            label={t('enter.language')}
            allowDeselect={false}
            data={(Object.keys(languages) as Language[]).map((id) => ({ value: id, label: languages[id] }))}
            value={language}
            onChange={(next) => next && setLanguage(next)}
          />
        </div>
        <div className="row">
          <Select
            label={t('triage.safe')}
            allowDeselect={false}
            data={choice(safes, 'safe')}
            value={safe}
            onChange={(next) => next && setSafe(next)}
          />
          <Select
            label={t('triage.child')}
            allowDeselect={false}
            data={choice(children, 'said')}
            value={child}
            onChange={(next) => next && setChild(next)}
          />
        </div>
        <Textarea
          label={t('report.told')}
          description={t('enter.storyHint')}
          autosize
          minRows={3}
          maxLength={20_000}
          dir="auto"
          value={story}
          onChange={(event) => setStory(event.currentTarget.value)}
        />
        <TextInput
          label={t('column.place')}
          maxLength={500}
          dir="auto"
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
        <Checkbox.Group label={t('triage.signs')} value={ticked} onChange={setTicked}>
          <div className="stack-small">
            {signs.map((sign) => (
              <Checkbox key={sign} value={sign} label={t(`wb-cases:indicator.${sign}`)} size="xs" />
            ))}
          </div>
        </Checkbox.Group>
        <div className="row">
          <Button type="submit" loading={enter.isPending}>
            {t('enter.keep')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
