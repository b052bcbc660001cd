import { Button, Modal, Select } from '@mantine/core'
import { IconHome2, IconLock, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shelter, WaitingPlan } from '#cases'
import { Badge, Figures, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import '../cases/cases.css'
import { ReasonWords } from '../cases/plan/place.tsx'
import { useShelters, useWaiting } from '../cases/plan/plan-queries.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { ShelterDialog } from './shelter-dialog.tsx'

const reasons = ['bring_the_person', 'emergency', 'inspection', 'deliver_something'] as const

/** Beds tonight, house by house; and a plan for everyone who waits for one. */
export function SheltersPage() {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const [editing, setEditing] = useState<Shelter | 'new'>()
  const shelters = useShelters()
  const add = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEditing('new')}>
      {t('shelter.add')}
    </Button>
  )
  return (
    <Page
      title={t('workbench:place.shelters')}
      lead={t('shelter.lead')}
      actions={may('shelter', 'create') ? add : null}
    >
      <div className="stack">
        <Answer query={shelters}>
          {(all) =>
            all.length === 0 ? (
              <section className="card card-flush">
                <Empty title={t('shelter.empty')} icon={<IconHome2 size={22} />} action={add}>
                  {t('shelter.emptyWhy')}
                </Empty>
              </section>
            ) : (
              <Houses shelters={all} open={setEditing} />
            )
          }
        </Answer>
        {may('need', 'read') ? <Waiting /> : null}
      </div>
      {editing ? (
        <ShelterDialog
          shelter={editing === 'new' ? undefined : editing}
          close={() => setEditing(undefined)}
        />
      ) : null}
    </Page>
  )
}

function Houses({ shelters, open }: { shelters: readonly Shelter[]; open: (shelter: Shelter) => void }) {
  const { t } = useTranslation('wb-plan')
  const { count } = useReading()
  const usable = shelters.filter(({ active, closesTonight }) => active && !closesTonight)
  const sum = (of: (shelter: Shelter) => number): number => usable.reduce((all, one) => all + of(one), 0)
  return (
    <>
      <Figures
        items={[
          { label: t('shelter.freeTonight'), value: count(sum(({ free }) => free)) },
          { label: t('shelter.beds'), value: count(sum(({ beds }) => beds)) },
          { label: t('shelter.houses'), value: count(usable.length) },
        ]}
      />
      <section className="card card-flush" aria-label={t('workbench:place.shelters')}>
        <ul className="plain-list">
          {shelters.map((shelter) => (
            <HouseLine key={shelter.id} shelter={shelter} open={() => open(shelter)} />
          ))}
        </ul>
      </section>
    </>
  )
}

function HouseLine({ shelter, open }: { shelter: Shelter; open: () => void }) {
  const { t } = useTranslation('wb-plan')
  const { languageName, day } = useReading()
  const may = useMay()
  const kinds = [...new Set(shelter.rooms.filter(({ outOfUse }) => !outOfUse).map(({ keptFor }) => keptFor))]
  return (
    <li className="case-line">
      <div>
        <strong dir="auto">{shelter.name}</strong>
        <p className="small quiet">
          {[...kinds.map((id) => t(`keptFor.${id}`)), ...shelter.languages.map(languageName)].join(' · ')}
        </p>
      </div>
      <div className="row">
        {shelter.closesOn ? (
          <Badge tone="clock">
            {shelter.closesTonight
              ? t('broken.closes_tonight')
              : t('shelter.closes', { day: day(shelter.closesOn) })}
          </Badge>
        ) : null}
        {shelter.active ? null : <Badge>{t('shelter.inactive')}</Badge>}
        <Badge tone={shelter.free > 0 && !shelter.closesTonight ? 'accent' : 'plain'}>
          {t('shelter.freeOf', { count: shelter.free, beds: shelter.beds })}
        </Badge>
        {shelter.hasAddress && may('shelter_address', 'read') ? <Address shelter={shelter} /> : null}
        {may('shelter', 'update') ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('shelter.editOf', { shelter: shelter.name })}
            onClick={open}
          >
            {t('shelter.edit')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}

/** Where it is: for a reason that goes on record, and for a minute. */
function Address({ shelter }: { shelter: Shelter }) {
  const { t } = useTranslation('wb-plan')
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState<string>('bring_the_person')
  const [address, setAddress] = useState<string>()
  const show = useDeed({
    run: () =>
      api.post<{ address: string }>(`/cases/shelters/${part(shelter.id)}/address/reveal`, { reason }),
    after: (found) => setAddress(found.address),
  })
  useEffect(() => {
    if (address === undefined) return
    const timer = setTimeout(() => setAddress(undefined), 60_000)
    return () => clearTimeout(timer)
  }, [address])
  const close = (): void => {
    setAsking(false)
    setAddress(undefined)
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconLock size={14} aria-hidden />}
        aria-label={t('shelter.addressOf', { shelter: shelter.name })}
        onClick={() => setAsking(true)}
      >
        {t('shelter.address')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={close}
        closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
        title={t('shelter.addressOf', { shelter: shelter.name })}
      >
        {address === undefined ? (
          <form
            className="stack-small"
            onSubmit={(event) => {
              event.preventDefault()
              show.mutate()
            }}
          >
            <Select
              label={t('shelter.why')}
              description={t('shelter.onRecord')}
              allowDeselect={false}
              data={reasons.map((id) => ({ value: id, label: t(`addressReason.${id}`) }))}
              value={reason}
              onChange={(next) => next && setReason(next)}
            />
            <div>
              <Button type="submit" loading={show.isPending}>
                {t('shelter.show')}
              </Button>
            </div>
          </form>
        ) : (
          <p dir="auto">{address}</p>
        )}
      </Modal>
    </>
  )
}

function Waiting() {
  const { t } = useTranslation('wb-plan')
  const plan = useWaiting()
  return (
    <section className="card card-flush" aria-label={t('waiting.title')}>
      <div className="card-head">
        <h2>{t('waiting.title')}</h2>
        <p className="small quiet">{t('waiting.about')}</p>
      </div>
      <Answer query={plan} loading={<Lines count={3} />}>
        {(found) =>
          found.placed.length + found.unplaced.length === 0 ? (
            <p className="case-line quiet">{t('waiting.none')}</p>
          ) : (
            <PlanLines plan={found} />
          )
        }
      </Answer>
    </section>
  )
}

function PlanLines({ plan }: { plan: WaitingPlan }) {
  const { t } = useTranslation('wb-plan')
  const { percent } = useReading()
  const person = ({ code, codeName }: { code: string; codeName: string }) => (
    <Link to="/cases/$code" params={{ code }} search={{ tab: 'plan' }}>
      {codeName} · {code}
    </Link>
  )
  return (
    <>
      <p className="case-line small">
        {plan.gap === 0 ? t('waiting.proven') : t('waiting.gap', { gap: percent(plan.gap, 1) })}
      </p>
      <ul className="plain-list">
        {plan.placed.map((one) => (
          <li key={one.personId} className="case-line">
            <div>
              {person(one)} → <strong dir="auto">{one.shelter}</strong> ·{' '}
              {t('place.room', { room: one.room })}
              <ul className="case-items small">
                {one.reasons.map((reason) => (
                  <li key={reason.code}>
                    <ReasonWords reason={reason} />
                  </li>
                ))}
              </ul>
            </div>
          </li>
        ))}
        {plan.unplaced.map((one) => (
          <li key={one.personId} className="case-line">
            <div>
              {person(one)}
              <p className="small">
                {t(`waiting.why.${one.why}`, { count: one.fitting })}{' '}
                {one.why === 'one_rule'
                  ? one.only
                      .slice(0, 3)
                      .map(({ rule, places }) => `${t(`broken.${rule}`)} (${places})`)
                      .join(' · ')
                  : null}
              </p>
            </div>
            <Badge tone="clock">{t('waiting.noPlace')}</Badge>
          </li>
        ))}
      </ul>
    </>
  )
}
