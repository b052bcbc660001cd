import { Button, Checkbox, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, NeedView } from '#cases'
import { Badge, Facts } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { Answer, Lines } from '../../../ui/states.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useMay } from '../../session.ts'
import { useNeed } from './plan-queries.ts'

type Person = CasePage['people'][number]
export const sexes = ['female', 'male', 'other', 'unknown'] as const
const statuses = ['unknown', 'citizen', 'permit', 'asylum', 'none'] as const
export const exploitations = [
  'labour',
  'sexual',
  'domestic',
  'begging',
  'criminality',
  'marriage',
  'organs',
  'other',
] as const
export const offers = [
  'medical_care',
  'staff_at_night',
  'women_staff_only',
  'own_key',
  'pets',
  'school_near',
  'prayer_room',
] as const
export const tongues = [
  'ar',
  'bn',
  'en',
  'es',
  'fa',
  'fr',
  'hi',
  'km',
  'my',
  'pt',
  'qaa',
  'ro',
  'ru',
  'sq',
  'th',
  'tl',
  'uk',
  'ur',
  'vi',
  'zh',
] as const

/** What a person needs of a place and of services: sealed, and asked for only as far as it helps them. */
export function NeedOf(props: { code: string; person: Person; jurisdiction: string }) {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const [isWriting, setWriting] = useState(false)
  const found = useNeed(props.code, props.person.id)
  return (
    <section className="card stack-small" aria-label={t('need.title', { person: props.person.codeName })}>
      <div className="row-between">
        <h2>{t('need.title', { person: props.person.codeName })}</h2>
        {may('need', 'update') && found.data ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPencil size={15} aria-hidden />}
            onClick={() => setWriting(true)}
          >
            {t('need.write')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={3} />}>
        {(kept) => (kept.version === 0 ? <p className="quiet">{t('need.none')}</p> : <Shown kept={kept} />)}
      </Answer>
      {isWriting && found.data ? (
        <NeedDialog {...props} kept={found.data} close={() => setWriting(false)} />
      ) : null}
    </section>
  )
}

function Shown({ kept: { need, waiting } }: { kept: NeedView }) {
  const { t } = useTranslation('wb-plan')
  const { languageName } = useReading()
  const unknown = t('workbench:state.unknown')
  const list = (names: readonly string[]): string => names.join(', ')
  return (
    <>
      {waiting ? (
        <div>
          <Badge tone="clock">{t('need.waiting')}</Badge>
        </div>
      ) : null}
      <Facts
        items={[
          [t('need.sex'), t(`sex.${need.sex}`)],
          [t('need.age'), need.age === null ? unknown : String(need.age)],
          need.companions.length > 0 && [t('need.companions'), String(need.companions.length)],
          [
            t('need.languages'),
            need.languages.length === 0 ? unknown : list(need.languages.map(languageName)),
          ],
          [t('need.status'), t(`residence.${need.status}`)],
          need.exploitation.length > 0 && [
            t('need.exploitation'),
            list(need.exploitation.map((id) => t(`exploitation.${id}`))),
          ],
          need.stepFree && [t('need.access'), t('need.stepFree')],
          need.offers.length > 0 && [t('need.offers'), list(need.offers.map((id) => t(`offer.${id}`)))],
          need.stayAwayFrom.length > 0 && [
            t('need.stayAwayFrom'),
            <span key="away" dir="auto">
              {list(need.stayAwayFrom.map(({ place }) => place))} ({need.stayAwayKm} km)
            </span>,
          ],
          need.near !== null && [
            t('need.near'),
            <span key="near" dir="auto">
              {need.near.place}
            </span>,
          ],
        ]}
      />
    </>
  )
}

function NeedDialog(props: {
  code: string
  person: Person
  jurisdiction: string
  kept: NeedView
  close: () => void
}) {
  const { t } = useTranslation('wb-plan')
  const { languageName } = useReading()
  const { kept } = props
  const [need, setNeed] = useState(kept.need)
  const [waiting, setWaiting] = useState(kept.waiting)
  const [away, setAway] = useState('')
  const [near, setNear] = useState('')
  const set = (more: Partial<typeof need>): void => setNeed({ ...need, ...more })
  const told = (place: string) => ({ place, country: props.jurisdiction })
  const keep = useDeed({
    run: () =>
      api.put<NeedView>(`/cases/${part(props.code)}/people/${part(props.person.id)}/need`, {
        need: {
          ...need,
          stayAwayFrom: [...need.stayAwayFrom, ...(away.trim() === '' ? [] : [told(away)])],
          near: near.trim() === '' ? need.near : told(near),
        },
        waiting,
        version: kept.version,
      }),
    done: () => t('need.kept'),
    renew: [['cases', props.code], ['shelters']],
    after: props.close,
  })
  return (
    <Modal
      opened
      onClose={props.close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('need.title', { person: props.person.codeName })}
      size="lg"
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <Select
          label={t('need.sex')}
          allowDeselect={false}
          data={sexes.map((id) => ({ value: id, label: t(`sex.${id}`) }))}
          value={need.sex}
          onChange={(sex) => sex && set({ sex })}
        />
        <NumberInput
          label={t('need.age')}
          description={t('need.ageWhy')}
          min={0}
          max={120}
          allowDecimal={false}
          value={need.age ?? ''}
          onChange={(age) => set({ age: typeof age === 'number' ? age : null })}
        />
        <Companions companions={need.companions} change={(companions) => set({ companions })} />
        <MultiSelect
          label={t('need.languages')}
          searchable
          data={tongues.map((id) => ({ value: id, label: languageName(id) }))}
          value={need.languages}
          onChange={(languages) => set({ languages })}
        />
        <Select
          label={t('need.status')}
          allowDeselect={false}
          data={statuses.map((id) => ({ value: id, label: t(`residence.${id}`) }))}
          value={need.status}
          onChange={(status) => status && set({ status })}
        />
        <MultiSelect
          label={t('need.exploitation')}
          data={exploitations.map((id) => ({ value: id, label: t(`exploitation.${id}`) }))}
          value={need.exploitation}
          onChange={(exploitation) => set({ exploitation: exploitation as typeof need.exploitation })}
        />
        <MultiSelect
          label={t('need.offers')}
          data={offers.map((id) => ({ value: id, label: t(`offer.${id}`) }))}
          value={need.offers}
          onChange={(chosen) => set({ offers: chosen as typeof need.offers })}
        />
        <TextInput
          label={t('need.stayAwayFrom')}
          description={t('need.placeHint')}
          dir="auto"
          value={away}
          onChange={(event) => setAway(event.currentTarget.value)}
        />
        {need.stayAwayFrom.map((area) => (
          <Checkbox
            key={area.cell}
            label={area.place}
            checked
            onChange={() => set({ stayAwayFrom: need.stayAwayFrom.filter((one) => one !== area) })}
          />
        ))}
        <NumberInput
          label={t('need.stayAwayKm')}
          min={0}
          max={2000}
          value={need.stayAwayKm}
          onChange={(km) => set({ stayAwayKm: typeof km === 'number' ? km : 30 })}
        />
        <TextInput
          label={t('need.near')}
          dir="auto"
          placeholder={need.near?.place ?? ''}
          value={near}
          onChange={(event) => setNear(event.currentTarget.value)}
        />
        <Checkbox
          label={t('need.stepFree')}
          checked={need.stepFree}
          onChange={(event) => set({ stepFree: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('need.ownRoom')}
          checked={need.ownRoom}
          onChange={(event) => set({ ownRoom: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('need.waitsTonight')}
          checked={waiting}
          onChange={(event) => setWaiting(event.currentTarget.checked)}
        />
        <div className="row">
          <Button type="submit" loading={keep.isPending}>
            {t('workbench:state.save')}
          </Button>
          <Button variant="default" onClick={props.close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

type Companion = NeedView['need']['companions'][number]

function Companions(props: { companions: Companion[]; change: (companions: Companion[]) => void }) {
  const { t } = useTranslation('wb-plan')
  const { companions, change } = props
  return (
    <fieldset className="case-fieldset">
      <legend className="small">{t('need.companions')}</legend>
      {companions.map((companion, index) => (
        <div key={index} className="row">
          <Select
            size="xs"
            aria-label={t('need.sex')}
            allowDeselect={false}
            data={sexes.map((id) => ({ value: id, label: t(`sex.${id}`) }))}
            value={companion.sex}
            onChange={(sex) => sex && change(companions.with(index, { ...companion, sex }))}
          />
          <NumberInput
            size="xs"
            aria-label={t('need.age')}
            placeholder={t('need.age')}
            min={0}
            max={120}
            value={companion.age ?? ''}
            onChange={(age) =>
              change(companions.with(index, { ...companion, age: typeof age === 'number' ? age : null }))
            }
          />
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => change(companions.toSpliced(index, 1))}
          >
            {t('remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => change([...companions, { sex: 'unknown', age: null }])}
        >
          {t('need.addCompanion')}
        </Button>
      </div>
    </fieldset>
  )
}
