import { Button, Modal, MultiSelect, Select, TextInput } from '@mantine/core'
import { IconCheck, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Consent } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useConsents } from './case-queries.ts'
import { usePartners } from './plan/plan-queries.ts'
import './cases.css'

const purposes = ['referral', 'shelter', 'legal_help', 'medical_help', 'police_report', 'statistics'] as const
const fields = ['code_name', 'name', 'contact', 'age', 'nationality', 'needs', 'screening', 'rights'] as const

/** What the people of a case agreed to: for what, to whom, which fields, until when; taken back in one step. */
export function Consents({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-cases')
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const path = `/cases/${part(page.code)}/consents`
  const found = useConsents(page.code)
  return (
    <section className="card card-flush" aria-label={t('consent.title')}>
      <div className="card-head row-between">
        <h2>{t('consent.title')}</h2>
        {may('case', 'update') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('consent.add')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={2} />}>
        {(consents) =>
          consents.length === 0 ? (
            <p className="case-line quiet">{t('consent.none')}</p>
          ) : (
            <ul className="plain-list">
              {consents.map((consent) => (
                <ConsentLine key={consent.id} page={page} path={path} consent={consent} />
              ))}
            </ul>
          )
        }
      </Answer>
      {isAdding ? <AddDialog page={page} path={path} close={() => setAdding(false)} /> : null}
    </section>
  )
}

function ConsentLine({ page, path, consent }: { page: CasePage; path: string; consent: Consent }) {
  const { t } = useTranslation(['wb-cases', 'wb-plan'])
  const { day } = useReading()
  const may = useMay()
  const withdraw = useDeed({
    run: () => api.post(`${path}/${part(consent.id)}/withdrawal`),
    done: () => t('consent.withdrawn'),
    renew: [['cases', page.code], ['received']],
  })
  const holds = consent.state === 'in_force'
  const who = page.people.find(({ id }) => id === consent.personId)?.codeName
  return (
    <li className="case-line">
      <div>
        <strong>{t(`consent.purpose.${consent.purpose}`)}</strong> ·{' '}
        <span dir="auto">{consent.recipient}</span>
        <p className="small quiet">
          {who} ·{' '}
          {consent.fields.map((field) => t(`consent.field.${field}`, { defaultValue: field })).join(', ')} ·{' '}
          {consent.expiresOn ? t('consent.until', { day: day(consent.expiresOn) }) : t('consent.noEnd')}
        </p>
        {consent.copies.given > 0 ? (
          <p className="small">
            {t('wb-plan:copy.count', { count: consent.copies.given })}
            {consent.copies.recalled > 0
              ? ` · ${t('wb-plan:copy.recalledCount', { count: consent.copies.recalled })} · ${t('wb-plan:copy.deletedCount', { count: consent.copies.confirmed })}`
              : ''}
          </p>
        ) : null}
      </div>
      <div className="row">
        <Badge
          tone={holds ? 'accent' : 'plain'}
          icon={holds ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
        >
          {t(`consent.state.${consent.state}`)}
        </Badge>
        {holds && may('case', 'update') ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            {t('consent.withdraw')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}

function AddDialog({ page, path, close }: { page: CasePage; path: string; close: () => void }) {
  const { t } = useTranslation(['wb-cases', 'wb-plan'])
  const partners = usePartners()
  const [partnerId, setPartnerId] = useState<string | null>(null)
  const [id] = useState(() => crypto.randomUUID())
  const [personId, setPersonId] = useState<string | null>(page.people[0]?.id ?? null)
  const [purpose, setPurpose] = useState<string>('referral')
  const [recipient, setRecipient] = useState('')
  const [chosen, setChosen] = useState<string[]>(['code_name'])
  const [expiresOn, setExpiresOn] = useState('')
  const add = useDeed({
    run: () =>
      api.post(path, {
        id,
        personId,
        purpose,
        partnerId,
        recipient: partnerId === null ? recipient : null,
        fields: chosen,
        expiresOn: expiresOn === '' ? null : expiresOn,
      }),
    done: () => t('consent.kept'),
    renew: [['cases', page.code]],
    after: close,
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('consent.add')}
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <Select
          label={t('consent.who')}
          allowDeselect={false}
          data={page.people.map(({ id, codeName }) => ({ value: id, label: codeName }))}
          value={personId}
          onChange={setPersonId}
        />
        <Select
          label={t('consent.for')}
          allowDeselect={false}
          data={purposes.map((id) => ({ value: id, label: t(`consent.purpose.${id}`) }))}
          value={purpose}
          onChange={(next) => next && setPurpose(next)}
        />
        <Select
          label={t('wb-plan:consentTo.partner')}
          placeholder={t('wb-plan:consentTo.other')}
          clearable
          searchable
          data={(partners.data ?? [])
            .filter(({ active }) => active)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={partnerId}
          onChange={setPartnerId}
        />
        {partnerId === null ? (
          <TextInput
            label={t('consent.to')}
            description={t('wb-plan:consentTo.sealed')}
            required
            dir="auto"
            maxLength={300}
            value={recipient}
            onChange={(event) => setRecipient(event.currentTarget.value)}
          />
        ) : null}
        <MultiSelect
          label={t('consent.fields')}
          required
          data={fields.map((id) => ({ value: id, label: t(`consent.field.${id}`) }))}
          value={chosen}
          onChange={setChosen}
        />
        <TextInput
          label={t('consent.expires')}
          type="date"
          value={expiresOn}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            loading={add.isPending}
            disabled={(partnerId === null && recipient.trim() === '') || chosen.length === 0}
          >
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
