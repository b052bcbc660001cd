import { Button, Modal, MultiSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Consent, CopyContent } from '#cases'
import { Badge, Notice } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { Answer, Lines } from '../../../ui/states.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useConsents } from '../case-queries.ts'
import { CopyWords } from './copy-content.tsx'
import { serviceTypes, type Suggestion, useSuggestions } from './plan-queries.ts'

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Asks a partner: for what, whom, under which consent, and just what they will read, before anything leaves. */
export function ReferDialog({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation(['wb-plan', 'wb-cases'])
  const [personId, setPersonId] = useState(page.people[0]?.id ?? '')
  const [service, setService] = useState<string>('legal')
  const [partnerId, setPartnerId] = useState<string | null>(null)
  const suggestions = useSuggestions(page.code, personId, service)
  const chosen = suggestions.data?.find(({ partner }) => partner.id === partnerId)
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('referral.ask')}
      size="lg"
    >
      <div className="stack-small">
        {page.people.length > 1 ? (
          <Select
            label={t('wb-cases:consent.who')}
            allowDeselect={false}
            data={page.people.map(({ id, codeName }) => ({ value: id, label: codeName }))}
            value={personId}
            onChange={(next) => next && setPersonId(next)}
          />
        ) : null}
        <Select
          label={t('referral.service')}
          allowDeselect={false}
          data={serviceTypes.map((id) => ({ value: id, label: t(`service.${id}`) }))}
          value={service}
          onChange={(next) => {
            if (!next) return
            setService(next)
            setPartnerId(null)
          }}
        />
        <Answer query={suggestions} loading={<Lines count={3} />}>
          {(all) =>
            all.length === 0 ? (
              <p className="quiet">{t('referral.noPartner')}</p>
            ) : (
              <Select
                label={t('referral.partner')}
                description={t('referral.partnerOrder')}
                data={all.map(({ partner }) => ({ value: partner.id, label: partner.name }))}
                value={partnerId}
                onChange={setPartnerId}
              />
            )
          }
        </Answer>
        {chosen ? <AboutPartner suggestion={chosen} /> : null}
        {chosen ? (
          <UnderConsent
            key={`${personId} ${service} ${chosen.partner.id}`}
            page={page}
            personId={personId}
            service={service}
            suggestion={chosen}
            close={close}
          />
        ) : null}
      </div>
    </Modal>
  )
}

function AboutPartner({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useTranslation('wb-plan')
  const { languageName } = useReading()
  const { partner, service, refusals, questions, sharedLanguage, askedBefore } = suggestion
  return (
    <div className="row">
      {sharedLanguage ? (
        <Badge tone="accent">{t('reason.shared_language', { value: languageName(sharedLanguage) })}</Badge>
      ) : null}
      {refusals.map((refusal) => (
        <Badge key={refusal} tone="clock">
          {t(`broken.${refusal}`)}
        </Badge>
      ))}
      {questions.map((question) => (
        <Badge key={question}>{t(`reason.${question}`)}</Badge>
      ))}
      {partner.agreement === 'in_force' ? null : <Badge>{t(`agreement.${partner.agreement}`)}</Badge>}
      {service.capacity === null ? null : (
        <Badge>{t('partner.capacityOf', { count: service.capacity })}</Badge>
      )}
      {askedBefore.map((state, index) => (
        <Badge key={index}>{t('referral.askedBefore', { state: t(`referralState.${state}`) })}</Badge>
      ))}
    </div>
  )
}

type Choice = {
  page: CasePage
  personId: string
  service: string
  suggestion: Suggestion
  close: () => void
}

function UnderConsent(choice: Choice) {
  const { t } = useTranslation(['wb-plan', 'wb-cases'])
  const consents = useConsents(choice.page.code)
  const { purposes } = choice.suggestion
  const { language } = useReading()
  return (
    <Answer query={consents} loading={<Lines count={2} />}>
      {(all) => {
        const fitting = all.filter(
          (one) =>
            one.state === 'in_force' &&
            one.personId === choice.personId &&
            one.partnerId === choice.suggestion.partner.id &&
            purposes.includes(one.purpose),
        )
        const [first] = fitting
        if (first === undefined) {
          const named = purposes.map((one) => t(`wb-cases:consent.purpose.${one}`))
          return (
            <Notice tone="clock">
              {t('referral.noConsent', {
                purposes: new Intl.ListFormat(language, { type: 'disjunction' }).format(named),
              })}
            </Notice>
          )
        }
        return <Ask {...choice} consents={fitting} first={first} />
      }}
    </Answer>
  )
}

function Ask(props: Choice & { consents: Consent[]; first: Consent }) {
  const { t } = useTranslation(['wb-plan', 'wb-cases'])
  const { page, personId, service, consents, close } = props
  const { partner } = props.suggestion
  const [consentId, setConsentId] = useState(props.first.id)
  const consent = consents.find(({ id }) => id === consentId) ?? props.first
  const [fields, setFields] = useState<string[]>(
    ['code_name'].filter((field) => consent.fields.includes(field)),
  )
  const [channel, setChannel] = useState(partner.readsHere ? 'account' : 'phone')
  const [answerBy, setAnswerBy] = useState(inDays(3))
  const [id] = useState(() => crypto.randomUUID())
  const path = `/cases/${part(page.code)}/referrals`
  const asked = { personId, partnerId: partner.id, consentId, service, fields }
  const preview = useQuery({
    enabled: fields.length > 0,
    queryKey: ['cases', page.code, 'preview', asked],
    queryFn: ({ signal }) => api.post<CopyContent>(`${path}/preview`, asked, { signal }),
    gcTime: 0,
    retry: false,
  })
  const send = useDeed({
    run: () => api.post(path, { ...asked, id, channel, answerBy, expiresOn: laterThan(answerBy) }),
    done: () => t('referral.sent', { partner: partner.name }),
    renew: [['cases', page.code]],
    after: close,
  })
  const channels = partner.readsHere
    ? ['account', 'phone', 'in_person', 'secure_mail']
    : ['phone', 'in_person', 'secure_mail']
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      {consents.length > 1 ? (
        <Select
          label={t('referral.under')}
          allowDeselect={false}
          data={consents.map((one) => ({
            value: one.id,
            label: t(`wb-cases:consent.purpose.${one.purpose}`),
          }))}
          value={consentId}
          onChange={(next) => next && setConsentId(next)}
        />
      ) : (
        <p className="small">
          {t('referral.under')}: {t(`wb-cases:consent.purpose.${consent.purpose}`)}
        </p>
      )}
      <MultiSelect
        label={t('referral.fields')}
        description={t('referral.least')}
        data={consent.fields.map((field) => ({ value: field, label: t(`wb-cases:consent.field.${field}`) }))}
        value={fields}
        onChange={setFields}
      />
      <Select
        label={t('referral.channel')}
        allowDeselect={false}
        data={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
        value={channel}
        onChange={(next) => next && setChannel(next)}
      />
      <TextInput
        label={t('referral.answerWanted')}
        type="date"
        required
        value={answerBy}
        onChange={(event) => setAnswerBy(event.currentTarget.value)}
      />
      <section className="case-fieldset" aria-label={t('referral.preview')}>
        <h3 className="small">{t('referral.preview')}</h3>
        {fields.length === 0 ? (
          <p className="quiet">{t('referral.nothing')}</p>
        ) : (
          <Answer query={preview} loading={<Lines count={2} />}>
            {(content) => <CopyWords content={content} />}
          </Answer>
        )}
      </section>
      <div className="row">
        <Button type="submit" loading={send.isPending} disabled={fields.length === 0 || answerBy === ''}>
          {t('referral.send')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('workbench:state.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** A request nobody answers ends a week after its answer was wanted. */
function laterThan(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 7 * 86_400_000).toISOString().slice(0, 10)
}
