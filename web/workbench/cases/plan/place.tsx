import { Button, Select } from '@mantine/core'
import { IconBed, IconCheck, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Proposal, StayView } from '#cases'
import { Badge } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { Answer, Lines } from '../../../ui/states.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useMay } from '../../session.ts'
import { useConsents } from '../case-queries.ts'
import '../cases.css'
import { useNeed, useProposal, useShelters, useStays } from './plan-queries.ts'

type Person = CasePage['people'][number]
const endings = ['moved', 'left', 'shelter_closed', 'not_safe', 'mistake'] as const

/** Where a person stays; or the places that would fit, with why, and what the others break. */
export function PlaceOf({ code, person }: { code: string; person: Person }) {
  const { t } = useTranslation('wb-plan')
  const stays = useStays(code)
  const need = useNeed(code, person.id)
  return (
    <section className="card card-flush" aria-label={t('place.title')}>
      <div className="card-head">
        <h2>{t('place.title')}</h2>
      </div>
      <Answer query={stays} loading={<Lines count={2} />}>
        {(all) => {
          const now = all.find(({ personId, endedOn }) => personId === person.id && endedOn === null)
          if (now) return <Staying code={code} stay={now} />
          return need.data && need.data.version > 0 ? (
            <Places code={code} person={person} />
          ) : (
            <p className="case-line quiet">{t('place.needFirst')}</p>
          )
        }}
      </Answer>
    </section>
  )
}

function Staying({ code, stay }: { code: string; stay: StayView }) {
  const { t } = useTranslation('wb-plan')
  const { day } = useReading()
  const may = useMay()
  const [reason, setReason] = useState<string>('moved')
  const end = useDeed({
    run: () => api.post(`/cases/${part(code)}/stays/${part(stay.id)}/end`, { reason }),
    done: () => t('place.freed'),
    renew: [['cases', code], ['shelters']],
  })
  return (
    <div className="case-line">
      <div>
        <strong dir="auto">{stay.shelter}</strong> · {t('place.room', { room: stay.room })}
        <p className="small quiet">
          {t('place.since', { day: day(stay.since) })} · {t('place.people', { count: stay.people })}
        </p>
        {stay.consentEnded ? <Badge tone="clock">{t('place.consentEnded')}</Badge> : null}
      </div>
      {may('shelter', 'update') ? (
        <div className="row">
          <Select
            size="xs"
            aria-label={t('place.why')}
            allowDeselect={false}
            data={endings.map((id) => ({ value: id, label: t(`ending.${id}`) }))}
            value={reason}
            onChange={(next) => next && setReason(next)}
          />
          <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {t('place.free')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Places({ code, person }: { code: string; person: Person }) {
  const { t } = useTranslation('wb-plan')
  const [isAsking, setAsking] = useState(false)
  const found = useProposal(code, person.id, isAsking)
  if (!isAsking) {
    return (
      <div className="case-line">
        <Button leftSection={<IconBed size={17} aria-hidden />} onClick={() => setAsking(true)}>
          {t('place.propose')}
        </Button>
      </div>
    )
  }
  return (
    <Answer query={found} loading={<Lines count={4} />}>
      {({ fitting, breaking, looked }) => (
        <>
          <p className="case-line small quiet">
            {t('place.looked', { count: looked, fitting: fitting.length })}
          </p>
          <ul className="plain-list">
            {fitting.slice(0, 5).map((place) => (
              <Fitting key={place.roomId} code={code} person={person} place={place} />
            ))}
          </ul>
          {breaking.length > 0 ? (
            <details className="case-line" open={fitting.length === 0}>
              <summary>{t('place.others')}</summary>
              <ul className="plain-list">
                {breaking.slice(0, 8).map((place) => (
                  <li key={place.roomId}>
                    <strong dir="auto">{place.shelter}</strong> · {t('place.room', { room: place.room })}
                    <p className="small">
                      <IconX size={13} aria-hidden />{' '}
                      {place.broken.map((rule) => t(`broken.${rule}`)).join(' · ')}
                    </p>
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </>
      )}
    </Answer>
  )
}

function Fitting(props: { code: string; person: Person; place: Proposal['fitting'][number] }) {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const { code, person, place } = props
  const shelters = useShelters()
  const consents = useConsents(code)
  const partnerId = shelters.data?.find(({ id }) => id === place.shelterId)?.partnerId ?? null
  const consent = consents.data?.find(
    (one) => one.state === 'in_force' && one.personId === person.id && one.partnerId === partnerId,
  )
  // Chosen once for this bed: pressed twice, or sent again, it is one stay.
  const [id] = useState(() => crypto.randomUUID())
  const take = useDeed({
    run: () =>
      api.post(`/cases/${part(code)}/stays`, {
        id,
        personId: person.id,
        roomId: place.roomId,
        consentId: partnerId === null ? null : (consent?.id ?? null),
      }),
    done: () => t('place.taken', { shelter: place.shelter }),
    renew: [['cases', code], ['shelters']],
  })
  const needsConsent = partnerId !== null && consent === undefined
  return (
    <li className="case-line">
      <div>
        <strong dir="auto">{place.shelter}</strong> · {t('place.room', { room: place.room })} ·{' '}
        {t(`keptFor.${place.keptFor}`)}
        <ul className="case-items small">
          {place.reasons.map((reason) => (
            <li key={reason.code}>
              <ReasonWords reason={reason} />
            </li>
          ))}
        </ul>
      </div>
      <div className="stack-small">
        <Badge tone="accent" icon={<IconCheck size={13} aria-hidden />}>
          {t('place.freeBeds', { count: place.free })}
        </Badge>
        {may('shelter', 'create') ? (
          <Button size="xs" disabled={needsConsent} loading={take.isPending} onClick={() => take.mutate()}>
            {t('place.take')}
          </Button>
        ) : null}
        {needsConsent ? <span className="small quiet">{t('place.needsConsent')}</span> : null}
      </div>
    </li>
  )
}

/** One reason in words, with what it weighs where it weighs anything. */
export function ReasonWords({
  reason,
}: {
  reason: { code: string; points: number; value?: string | number | undefined }
}) {
  const { t } = useTranslation('wb-plan')
  const { languageName } = useReading()
  const value = reason.code === 'shared_language' ? languageName(String(reason.value)) : reason.value
  return (
    <>
      {t(`reason.${reason.code}`, { value })}
      {reason.points > 0 ? <span className="quiet"> (+{reason.points})</span> : null}
    </>
  )
}
