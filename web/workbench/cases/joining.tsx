import { Button, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Joining } from '#cases'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay, useSession } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useJoinings } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'

type Way = 'ask' | 'emergency'

/** For who does not work on the case: how to be let in, or to go in when it cannot wait. */
export function JoinNotice({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const { instant } = useReading()
  const { data: me } = useSession()
  const may = useMay()
  const [way, setWay] = useState<Way>()
  const joinings = useJoinings(page.code, may('joining', 'read'))
  const mine = page.assigned.find(({ userId }) => userId === me?.id)
  if (!me || !may('joining', 'create')) return null
  if (mine) {
    return mine.until === null ? null : (
      <Notice tone="clock">{t('joining.until', { at: instant(mine.until) })}</Notice>
    )
  }
  const waits = joinings.data?.some(({ userId, answeredBy }) => userId === me.id && answeredBy === null)
  return (
    <Notice tone="accent">
      <p>{t(waits ? 'joining.waits' : 'joining.outside')}</p>
      {waits ? null : (
        <div className="row">
          <Button
            size="xs"
            leftSection={<IconUserPlus size={15} aria-hidden />}
            onClick={() => setWay('ask')}
          >
            {t('joining.ask')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconAlertTriangle size={15} aria-hidden />}
            onClick={() => setWay('emergency')}
          >
            {t('joining.emergency')}
          </Button>
        </div>
      )}
      {way ? <WhyDialog page={page} way={way} close={() => setWay(undefined)} /> : null}
    </Notice>
  )
}

function WhyDialog({ page, way, close }: { page: CasePage; way: Way; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [reason, setReason] = useState('')
  const [id] = useState(() => crypto.randomUUID())
  const ask = useDeed({
    run: () => api.post(`/cases/${part(page.code)}/joinings`, { id, reason, emergency: way === 'emergency' }),
    done: () => t(`joining.done.${way}`),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t(`joining.${way}`)}
      close={close}
      keep={() => ask.mutate()}
      isKeeping={ask.isPending}
      isReady={reason.trim().length >= 5}
      action={t(`joining.${way}`)}
    >
      <p>{t(`joining.means.${way}`)}</p>
      <Textarea
        label={t('joining.why')}
        description={t('sealed')}
        required
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        dir="auto"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}

/** Who asked to work on the case or went in because it could not wait; another answers. */
export function Joinings({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const found = useJoinings(page.code, may('joining', 'read'))
  if (!may('joining', 'read')) return null
  return (
    <section className="card card-flush" aria-label={t('joining.title')}>
      <div className="card-head">
        <h2>{t('joining.title')}</h2>
        <p className="small quiet">{t('joining.about')}</p>
      </div>
      <Answer query={found} loading={<Lines count={2} />}>
        {(all) =>
          all.length === 0 ? (
            <p className="case-line quiet">{t('joining.none')}</p>
          ) : (
            <ul className="plain-list">
              {all.map((one) => (
                <Line key={one.id} page={page} one={one} />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}

const answers = { asked: ['approved', 'declined'], to_review: ['justified', 'not_justified'] } as const

function Line({ page, one }: { page: CasePage; one: Joining }) {
  const { t } = useTranslation('wb-casework')
  const { instant } = useReading()
  const nameOf = useNameOf()
  const { data: me } = useSession()
  const say = useDeed({
    run: (answer: string) =>
      api.post(`/cases/${part(page.code)}/joinings/${part(one.id)}/answer`, { answer }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
  })
  const isOn = page.assigned.some(({ userId, until }) => userId === me?.id && until === null)
  const open = one.state === 'asked' || one.state === 'to_review' ? answers[one.state] : []
  return (
    <li className="case-line">
      <div>
        <strong>{nameOf(one.userId)}</strong>{' '}
        <Badge tone={one.state === 'to_review' ? 'clock' : 'plain'}>{t(`joining.state.${one.state}`)}</Badge>
        <p dir="auto">{one.reason}</p>
        <p className="small quiet">
          {instant(one.askedAt)}
          {one.until ? ` · ${t('joining.ends', { at: instant(one.until) })}` : ''}
          {one.answeredBy ? ` · ${nameOf(one.answeredBy)}` : ''}
        </p>
      </div>
      {isOn && one.userId !== me?.id && open.length > 0 ? (
        <span className="row">
          {open.map((answer) => (
            <Button
              key={answer}
              size="xs"
              variant="default"
              loading={say.isPending}
              onClick={() => say.mutate(answer)}
            >
              {t(`joining.say.${answer}`)}
            </Button>
          ))}
        </span>
      ) : null}
    </li>
  )
}
