import './report.css'
import './enter.css'
import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entered, Questionnaire } from '#intake'
import { Page } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { type Language, languages } from '../words.ts'
import { ContactFields, type Contact, emptyContact } from './contact-fields.tsx'
import { type Given, QuestionFields } from './question-fields.tsx'
import { newCode } from './read-back.ts'
import { TellCode } from './tell-code.tsx'

const channels = ['phone', 'walk_in', 'partner'] as const

/** Enters a report for somebody who called, came or was sent: every question on one page, none of them needed. */
export function EnterReportPage() {
  const { t } = useTranslation('wb-desk')
  const questionnaire = useQuery({
    queryKey: ['questionnaire'],
    queryFn: ({ signal }) => api.get<Questionnaire>('/intake/questionnaire', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page
      title={t('enter.title')}
      lead={t('enter.lead')}
      back={{ to: '/reports', label: t('workbench:place.reports') }}
    >
      <Answer query={questionnaire}>{(asked) => <Form asked={asked} />}</Answer>
    </Page>
  )
}

function Form({ asked }: { asked: Questionnaire }) {
  const { t, i18n } = useTranslation(['wb-desk', 'wb-reports'])
  const navigate = useNavigate()
  const [channel, setChannel] = useState<string>('phone')
  const [language, setLanguage] = useState<string>(i18n.language)
  const [given, setGiven] = useState<Given>({})
  const [contact, setContact] = useState<Contact>(emptyContact)
  // Chosen with the form: kept twice on a bad line, it is one report with one code.
  const [once] = useState(() => ({ id: crypto.randomUUID(), code: newCode() }))
  const enter = useDeed({
    run: () =>
      api.post<Entered>('/intake/reports', {
        ...once,
        channel,
        language,
        report: reportOf(asked, given),
        safeContact: contact.addresses.length > 0 ? contact : null,
      }),
    renew: [['reports']],
  })
  if (enter.data)
    return <TellCode entered={enter.data} done={() => void navigate({ to: `/reports/${enter.data.id}` })} />
  const questions = asked.questions.filter(({ ways }) => ways.includes('staff'))
  return (
    <form
      className="enter-form"
      onKeyDown={(event) => {
        // Also while typing a story: a call is written down without the mouse.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        enter.mutate()
      }}
    >
      <div className="row">
        <Select
          label={t('wb-reports:column.channel')}
          allowDeselect={false}
          data={channels.map((value) => ({ value, label: t(`wb-reports:channel.${value}`) }))}
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
      {questions.map((question) => (
        <section key={question.id} className="card stack-small">
          <QuestionFields
            question={question}
            given={given}
            give={(into, values) => setGiven((before) => ({ ...before, [into]: values }))}
          />
          {question.id === 'contact' ? <ContactFields contact={contact} change={setContact} /> : null}
        </section>
      ))}
      <div className="row enter-end">
        <Button type="submit" loading={enter.isPending}>
          {t('enter.keep')}
        </Button>
        <Button variant="default" onClick={() => void navigate({ to: '/reports' })}>
          {t('workbench:state.cancel')}
        </Button>
        <span className="small quiet">{t('enter.leaveOut')}</span>
      </div>
    </form>
  )
}

/** The answers where the questionnaire says they go; what nobody answered is left to its default. */
function reportOf(asked: Questionnaire, given: Given): Record<string, unknown> {
  const report: Record<string, unknown> = {}
  for (const part of asked.questions.flatMap(({ parts }) => parts)) {
    if (part.ask === 'notice') continue
    const values = given[part.into] ?? []
    if (values.length === 0 || values[0] === '') continue
    const value =
      part.ask === 'ticks'
        ? values
        : part.ask === 'consents'
          ? Object.fromEntries(part.options.map((use) => [use, values.includes(use)]))
          : values[0]
    const [field = '', inner] = part.into.split('.')
    if (inner === undefined) report[field] = value
    else report[field] = { ...(report[field] as object | undefined), [inner]: value }
  }
  return report
}
