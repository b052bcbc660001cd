import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UkDraftView, UkReferralView } from '#cases'
import { Notice, Page } from '../../../ui/page.tsx'
import { Answer } from '../../../ui/states.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { UkField } from './uk-field.tsx'
import './referral-uk.css'

/** A referral to the United Kingdom's National Referral Mechanism: filled from the case, checked, printed by the right route. */
export function ReferralUkPage() {
  const { t } = useTranslation('wb-referral-uk')
  const { code, person } = useParams({ strict: false }) as { code: string; person: string }
  const path = `/cases/${part(code)}/people/${part(person)}/referral-uk`
  const found = useQuery({
    queryKey: ['cases', code, 'referral-uk', person],
    queryFn: ({ signal }) => api.get<UkDraftView>(path, { signal }),
    // Somebody may be writing: what they write is not taken from under their hands.
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  return (
    <Page title={t('title')} lead={t('lead')} back={{ to: `/cases/${code}`, label: code }}>
      <Answer query={found}>
        {(draft) => <Form key={draft.version} code={code} path={path} draft={draft} />}
      </Answer>
    </Page>
  )
}

function Form({ code, path, draft }: { code: string; path: string; draft: UkDraftView }) {
  const { t } = useTranslation('wb-referral-uk')
  const [answers, setAnswers] = useState(draft.answers)
  const [printed, setPrinted] = useState<UkReferralView>()
  const keep = useDeed({
    run: () => api.put<UkDraftView>(path, { version: draft.version, answers }),
    done: () => t('kept'),
    renew: [['cases', code]],
  })
  const print = useDeed({
    run: () => api.post<UkReferralView>(`${path}/document`),
    renew: [['cases', code, 'timeline']],
    after: (document) => {
      setPrinted(document)
      requestAnimationFrame(() => requestAnimationFrame(() => window.print()))
    },
  })
  const isChanged = answers !== draft.answers
  const label = (id: string): string => draft.fields.find((field) => field.id === id)?.label ?? id
  return (
    <form
      className="stack referral-uk"
      onSubmit={(event) => {
        event.preventDefault()
        keep.mutate()
      }}
    >
      <Notice tone={draft.route === 'consent' || draft.route === 'child_duty' ? 'accent' : 'clock'}>
        <strong>{t(`because.${draft.because}`)}</strong>
        <p>{t(`becauseWhy.${draft.because}`)}</p>
      </Notice>
      {draft.contradictions.length > 0 ? (
        <Notice tone="danger">
          {t('contradicts')} {draft.contradictions.map(label).join(' · ')}
        </Notice>
      ) : null}
      {draft.missing.length > 0 ? (
        <details className="card" open={draft.missing.length <= 12}>
          <summary>{t('missing', { count: draft.missing.length })}</summary>
          <ul>
            {draft.missing.map((id) => (
              <li key={id}>
                <a href={`#uk-${id}`} lang="en" dir="ltr">
                  {label(id)}
                </a>
              </li>
            ))}
          </ul>
        </details>
      ) : (
        <Notice>{t('complete')}</Notice>
      )}
      {draft.sections.map((section) => (
        <fieldset key={section} className="card stack-small">
          <legend>{t(`section.${section}`)}</legend>
          {draft.fields
            .filter((field) => field.section === section)
            .map((field) => (
              <UkField
                key={field.id}
                field={field}
                value={answers[field.id] ?? ''}
                isMissing={draft.missing.includes(field.id)}
                isPrefilled={draft.prefilled.includes(field.id)}
                onChange={(value) => setAnswers({ ...answers, [field.id]: value })}
              />
            ))}
        </fieldset>
      ))}
      <div className="row referral-uk-foot">
        <Button type="submit" loading={keep.isPending} disabled={!isChanged}>
          {t('keep')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPrinter size={17} aria-hidden />}
          loading={print.isPending}
          disabled={draft.route === null || isChanged}
          onClick={() => print.mutate()}
        >
          {t(draft.route === 'duty_to_notify' ? 'printAnonymous' : 'print')}
        </Button>
      </div>
      <p className="tiny quiet" lang="en" dir="ltr">
        {draft.source}
      </p>
      {printed ? <Printed draft={draft} document={printed} code={code} /> : null}
    </form>
  )
}

/** What goes on paper: the form's own questions with their answers, and what is not answered. */
function Printed(props: { draft: UkDraftView; document: UkReferralView; code: string }) {
  const { draft, document: paper } = props
  return (
    <div className="referral-uk-paper" lang="en" dir="ltr" data-private="">
      <h2>National Referral Mechanism: {paper.route.replaceAll('_', ' ')}</h2>
      <p>
        {props.code} · {paper.complete ? 'complete' : `${paper.missing.length} questions not answered`}
      </p>
      <dl className="facts">
        {draft.fields.map(({ id, label }) => {
          const answer = paper.answers[id]
          if (answer === undefined && !paper.missing.includes(id)) return null
          return (
            <div key={id} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{answer ?? 'not answered'}</dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
