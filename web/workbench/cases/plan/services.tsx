import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { IconNotes, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, PlannedService } from '#cases'
import { Badge } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { Answer, Lines } from '../../../ui/states.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useMay, useSession } from '../../session.ts'
import { useColleagues } from '../../staff/colleagues.ts'
import '../cases.css'
import { serviceTypes, usePartners, useServices } from './plan-queries.ts'

const outcomes = ['helped', 'helped_partly', 'did_not_help', 'unknown'] as const

/** The help that is planned, who answers for it, by when, and what became of it. */
export function Services({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const [isPlanning, setPlanning] = useState(false)
  const found = useServices(page.code)
  if (!may('service', 'read')) return null
  return (
    <section className="card card-flush" aria-label={t('services.title')}>
      <div className="card-head row-between">
        <h2>{t('services.title')}</h2>
        {may('service', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setPlanning(true)}
          >
            {t('services.plan')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={2} />}>
        {(services) =>
          services.length === 0 ? (
            <p className="case-line quiet">{t('services.none')}</p>
          ) : (
            <ul className="plain-list">
              {services.map((service) => (
                <ServiceLine key={service.id} page={page} service={service} />
              ))}
            </ul>
          )
        }
      </Answer>
      {isPlanning ? <PlanDialog page={page} close={() => setPlanning(false)} /> : null}
    </section>
  )
}

function ServiceLine({ page, service }: { page: CasePage; service: PlannedService }) {
  const { t } = useTranslation('wb-plan')
  const { day } = useReading()
  const may = useMay()
  const colleagues = useColleagues()
  const partners = usePartners(service.partnerId !== null && may('partner', 'read'))
  const [isNoting, setNoting] = useState(false)
  const change = useDeed({
    run: (more: Partial<Pick<PlannedService, 'state' | 'outcome'>>) =>
      api.put(`/cases/${part(page.code)}/services/${part(service.id)}`, {
        version: service.version,
        state: service.state,
        outcome: service.outcome,
        owner: service.owner,
        due: service.due,
        ...more,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
  })
  const owner = colleagues.data?.find(({ id }) => id === service.owner)?.name
  const partner = partners.data?.find(({ id }) => id === service.partnerId)?.name
  const isOpen = service.state === 'planned' || service.state === 'under_way'
  return (
    <li className="case-line">
      <div>
        <strong>{t(`service.${service.type}`)}</strong>
        {service.aim ? <span dir="auto"> · {service.aim}</span> : null}
        <p className="small quiet">
          {[
            owner && t('services.by', { name: owner }),
            partner,
            service.due && t('services.due', { day: day(service.due) }),
            service.endedOn && t('services.ended', { day: day(service.endedOn) }),
            service.outcome && t(`outcome.${service.outcome}`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className="row">
        <Badge tone={service.state === 'delivered' ? 'accent' : 'plain'}>
          {t(`serviceState.${service.state}`)}
        </Badge>
        {service.isCare && may('care', 'read') ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconNotes size={14} aria-hidden />}
            onClick={() => setNoting(true)}
          >
            {t('care.own')}
          </Button>
        ) : null}
        {isOpen && may('service', 'update') ? (
          <>
            {service.state === 'planned' ? (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => change.mutate({ state: 'under_way' })}
              >
                {t('services.start')}
              </Button>
            ) : null}
            <Select
              size="xs"
              aria-label={t('services.outcomeOf', { service: t(`service.${service.type}`) })}
              placeholder={t('services.end')}
              data={[
                ...outcomes.map((id) => ({ value: id, label: t(`outcome.${id}`) })),
                { value: 'not_delivered', label: t('serviceState.not_delivered') },
                { value: 'declined_by_person', label: t('serviceState.declined_by_person') },
              ]}
              value={null}
              onChange={(next) => {
                const outcome = outcomes.find((id) => id === next)
                if (outcome) change.mutate({ state: 'delivered', outcome })
                else if (next) change.mutate({ state: next as PlannedService['state'], outcome: null })
              }}
            />
          </>
        ) : null}
      </div>
      {isNoting ? <CareDialog code={page.code} service={service} close={() => setNoting(false)} /> : null}
    </li>
  )
}

/** A health worker's or counsellor's own note: nobody else opens it. */
function CareDialog(props: { code: string; service: PlannedService; close: () => void }) {
  const { t } = useTranslation('wb-plan')
  const path = `/cases/${part(props.code)}/services/${part(props.service.id)}/care`
  const found = useQuery({
    queryKey: ['cases', props.code, 'care', props.service.id],
    queryFn: ({ signal }) => api.get<{ text: string }>(path, { signal }),
    gcTime: 0,
  })
  const [text, setText] = useState<string>()
  const keep = useDeed({
    run: () => api.put(path, { text: text ?? '' }),
    done: () => t('care.kept'),
    after: props.close,
  })
  return (
    <Modal
      opened
      onClose={props.close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('care.own')}
    >
      <Answer query={found} loading={<Lines count={3} />}>
        {(kept) => (
          <form
            className="stack-small"
            onSubmit={(event) => {
              event.preventDefault()
              keep.mutate()
            }}
          >
            <Textarea
              label={t('care.own')}
              description={t('care.about')}
              autosize
              minRows={4}
              dir="auto"
              maxLength={20_000}
              value={text ?? kept.text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <div>
              <Button type="submit" loading={keep.isPending} disabled={text === undefined}>
                {t('workbench:state.save')}
              </Button>
            </div>
          </form>
        )}
      </Answer>
    </Modal>
  )
}

function PlanDialog({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation(['wb-plan', 'wb-cases'])
  const { data: me } = useSession()
  const colleagues = useColleagues()
  const partners = usePartners()
  const [personId, setPersonId] = useState(page.people[0]?.id ?? '')
  const [type, setType] = useState<string>('legal')
  const [partnerId, setPartnerId] = useState<string | null>(null)
  const [owner, setOwner] = useState<string | null>(me?.id ?? null)
  const [due, setDue] = useState('')
  const [aim, setAim] = useState('')
  const [id] = useState(() => crypto.randomUUID())
  const plan = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/services`, {
        id,
        personId,
        type,
        partnerId,
        owner,
        due: due === '' ? null : due,
        aim,
      }),
    done: () => t('services.planned'),
    renew: [['cases', page.code]],
    after: close,
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('services.plan')}
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          plan.mutate()
        }}
      >
        {page.people.length > 1 ? (
          <Select
            label={t('wb-cases:consent.who')}
            allowDeselect={false}
            data={page.people.map((one) => ({ value: one.id, label: one.codeName }))}
            value={personId}
            onChange={(next) => next && setPersonId(next)}
          />
        ) : null}
        <Select
          label={t('referral.service')}
          allowDeselect={false}
          data={serviceTypes.map((each) => ({ value: each, label: t(`service.${each}`) }))}
          value={type}
          onChange={(next) => next && setType(next)}
        />
        <TextInput
          label={t('services.aim')}
          dir="auto"
          maxLength={2_000}
          value={aim}
          onChange={(event) => setAim(event.currentTarget.value)}
        />
        <Select
          label={t('services.owner')}
          clearable
          data={(colleagues.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={owner}
          onChange={setOwner}
        />
        <Select
          label={t('referral.partner')}
          clearable
          searchable
          data={(partners.data ?? [])
            .filter(({ active }) => active)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={partnerId}
          onChange={setPartnerId}
        />
        <TextInput
          label={t('services.dueOn')}
          type="date"
          value={due}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={plan.isPending}>
            {t('workbench:state.save')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
