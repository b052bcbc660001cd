import { Button, Checkbox, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Partner, PartnerContact, PartnerService } from '#cases'
import { Facts } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { tongues } from '../cases/plan/need.tsx'
import { serviceTypes } from '../cases/plan/plan-queries.ts'
import { useDeed } from '../deeds.tsx'
import { EligibilityFields } from './eligibility-fields.tsx'

export const partnerKinds = [
  'shelter',
  'legal_aid',
  'health',
  'labour_inspection',
  'child_protection',
  'police',
  'embassy',
  'other',
] as const

const newService: PartnerService = {
  type: 'legal',
  eligibility: {
    sexes: [],
    ageFrom: null,
    ageTo: null,
    families: true,
    unaccompaniedChildren: false,
    nationalities: [],
    statuses: [],
    exploitation: [],
  },
  languages: [],
  capacity: null,
  hours: '',
}

/** A partner of the directory, new or changed; its contact is sealed apart and opened on record. */
export function PartnerDialog({ partner, close }: { partner: Partner | undefined; close: () => void }) {
  const { t } = useTranslation('wb-plan')
  const [name, setName] = useState(partner?.name ?? '')
  const [kind, setKind] = useState<string>(partner?.kind ?? 'legal_aid')
  const [area, setArea] = useState(partner?.area ?? '')
  const [until, setUntil] = useState(partner?.agreementUntil ?? '')
  const [active, setActive] = useState(partner?.active ?? true)
  const [services, setServices] = useState<PartnerService[]>(partner?.services ?? [newService])
  const keep = useDeed({
    run: () => {
      const details = {
        name,
        kind,
        area,
        country: partner?.country ?? null,
        services,
        agreementUntil: until === '' ? null : until,
        active,
      }
      return partner
        ? api.put(`/cases/partners/${part(partner.id)}`, { ...details, version: partner.version })
        : api.post('/cases/partners', details)
    },
    done: () => t('workbench:state.saved'),
    renew: [['partners']],
    after: close,
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={partner?.name ?? t('partner.add')}
      size="lg"
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <TextInput
          label={t('partner.name')}
          required
          dir="auto"
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('partner.kind')}
          allowDeselect={false}
          data={partnerKinds.map((id) => ({ value: id, label: t(`partnerKind.${id}`) }))}
          value={kind}
          onChange={(next) => next && setKind(next)}
        />
        <TextInput
          label={t('partner.where')}
          dir="auto"
          value={area}
          onChange={(event) => setArea(event.currentTarget.value)}
        />
        <TextInput
          label={t('partner.agreementUntil')}
          type="date"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        {services.map((service, index) => (
          <ServiceFields
            key={index}
            service={service}
            change={(next) => setServices(services.with(index, next))}
            remove={() => setServices(services.toSpliced(index, 1))}
          />
        ))}
        <div>
          <Button size="compact-sm" variant="default" onClick={() => setServices([...services, newService])}>
            {t('partner.addService')}
          </Button>
        </div>
        <Checkbox
          label={t('partner.active')}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        <div className="row">
          <Button type="submit" loading={keep.isPending} disabled={name.trim() === ''}>
            {t('workbench:state.save')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
      {partner ? <Contact id={partner.id} /> : null}
    </Modal>
  )
}

function ServiceFields(props: {
  service: PartnerService
  change: (service: PartnerService) => void
  remove: () => void
}) {
  const { t } = useTranslation('wb-plan')
  const { languageName } = useReading()
  const { service, change } = props
  return (
    <fieldset className="case-fieldset">
      <legend className="small">{t(`service.${service.type}`)}</legend>
      <Select
        label={t('referral.service')}
        allowDeselect={false}
        data={serviceTypes.map((id) => ({ value: id, label: t(`service.${id}`) }))}
        value={service.type}
        onChange={(type) => type && change({ ...service, type })}
      />
      <MultiSelect
        label={t('need.languages')}
        searchable
        data={tongues.map((id) => ({ value: id, label: languageName(id) }))}
        value={service.languages}
        onChange={(languages) => change({ ...service, languages })}
      />
      <NumberInput
        label={t('partner.capacity')}
        min={0}
        value={service.capacity ?? ''}
        onChange={(capacity) =>
          change({ ...service, capacity: typeof capacity === 'number' ? capacity : null })
        }
      />
      <TextInput
        label={t('partner.hours')}
        dir="auto"
        value={service.hours}
        onChange={(event) => change({ ...service, hours: event.currentTarget.value })}
      />
      <EligibilityFields
        rule={service.eligibility}
        change={(eligibility) => change({ ...service, eligibility })}
      />
      <div>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={props.remove}>
          {t('remove')}
        </Button>
      </div>
    </fieldset>
  )
}

/** Whom to ask there, and how: shown when asked for, and on record. */
function Contact({ id }: { id: string }) {
  const { t } = useTranslation('wb-plan')
  const path = `/cases/partners/${part(id)}/contact`
  const [contact, setContact] = useState<PartnerContact>()
  const show = useDeed({ run: () => api.get<PartnerContact>(path), after: setContact })
  const keep = useDeed({
    run: () => api.put(path, contact),
    done: () => t('workbench:state.saved'),
    renew: [['partners']],
  })
  if (contact === undefined) {
    return (
      <Button variant="default" mt="md" loading={show.isPending} onClick={() => show.mutate()}>
        {t('partner.showContact')}
      </Button>
    )
  }
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        keep.mutate()
      }}
    >
      <Facts items={[[t('partner.contact'), t('partner.contactSealed')]]} />
      {(['person', 'phone', 'email', 'note'] as const).map((field) => (
        <TextInput
          key={field}
          label={t(`partner.contactOf.${field}`)}
          dir="auto"
          value={contact[field]}
          onChange={(event) => setContact({ ...contact, [field]: event.currentTarget.value })}
        />
      ))}
      <div>
        <Button type="submit" variant="default" loading={keep.isPending}>
          {t('partner.keepContact')}
        </Button>
      </div>
    </form>
  )
}
