import { useQueryClient } from '@tanstack/react-query'
import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CasePage, CaseRight } from '#cases'
import type { NotProvided as NotGiven, RightAnswer } from '#law'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { firstPersonFacts } from '../law/fact-kinds.ts'
import { FactsForm, type FactValue } from '../law/facts-form.tsx'
import { useLawWords } from '../law/law-words.ts'
import { Offences } from '../law/offences.tsx'
import { openOf } from '../law/open-questions.ts'
import { NotProvided, Right } from '../law/rights.tsx'
import { useMay } from '../session.ts'
import { useCaseLaw } from './case-queries.ts'

const standings = ['due_now', 'due_after_step', 'discretionary'] as const

/** What this person is entitled to, with clocks and marks; then what the law says of what was done to them. */
export function CaseLaw({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-cases')
  const law = useCaseLaw(page.code)
  const may = useMay()
  const missing = page.rights.filter(({ standing }) => standing === 'not_provided')
  return (
    <div className="columns columns-side">
      <div className="stack">
        {standings.map((standing) => (
          <Standing
            key={standing}
            title={t(`standing.${standing}`)}
            code={page.code}
            rights={page.rights.filter((one) => one.standing === standing)}
          />
        ))}
        <NotProvided rights={missing.map(({ answer }) => answer as unknown as NotGiven)} />
        <Answer query={law}>{({ assessment }) => <Offences answer={assessment} />}</Answer>
      </div>
      {may('case', 'update') ? <CaseFactsForm page={page} /> : null}
    </div>
  )
}

const groups = ['person', 'events', 'victim', 'acts', 'means', 'purposes', 'conduct']

// Each answer is kept at once and the law asked again; another's change in between is refused, never overwritten.
function CaseFactsForm({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-cases')
  const law = useCaseLaw(page.code)
  const answers = useQueryClient()
  const change = useDeed({
    queue: `facts of ${page.code}`,
    async run({ path, value }: { path: string; value: FactValue | undefined }) {
      // The answer before this one may have come back since the page was drawn: build on what it left.
      const latest = answers.getQueryData<CasePage>(['cases', page.code]) ?? page
      const after = await api.patch<CasePage>(`/cases/${part(page.code)}`, {
        version: latest.version,
        facts: { ...latest.facts, [path]: value ?? null },
      })
      answers.setQueryData(['cases', page.code], after)
    },
    done: () => t('facts.kept'),
    renew: [['cases']],
  })
  const known = Object.fromEntries(
    Object.entries(page.facts).flatMap(([path, value]) => (value === null ? [] : [[path, value]])),
  )
  const open = law.data
    ? [
        ...openOf(law.data.rights),
        ...law.data.assessment.offences.flatMap((offence) => offence.openQuestions),
      ]
    : []
  return (
    <FactsForm
      facts={known}
      first={firstPersonFacts}
      open={[...new Set(open)].filter((path) => groups.includes(path.split('.')[0] ?? ''))}
      groups={groups}
      onFact={(path, value) => change.mutate({ path, value })}
    />
  )
}

function Standing({ title, code, rights }: { title: string; code: string; rights: readonly CaseRight[] }) {
  if (rights.length === 0) return null
  return (
    <section className="card card-flush" aria-label={title}>
      <div className="card-head row-between">
        <h2>{title}</h2>
        <span className="quiet small number">{rights.length}</span>
      </div>
      <div className="law-rights">
        {rights.map((right) => (
          <Right
            key={right.key}
            right={right.answer as unknown as RightAnswer}
            action={<Mark code={code} right={right} />}
          />
        ))}
      </div>
    </section>
  )
}

function Mark({ code, right }: { code: string; right: CaseRight }) {
  const { t } = useTranslation('wb-cases')
  const { day } = useReading()
  const may = useMay()
  const { right: rightName } = useLawWords()
  const put = (doneOn: string | null): Promise<unknown> =>
    api.put(`/cases/${part(code)}/rights/${part(right.key)}`, { doneOn })
  const mark = useDeed({
    run: (doneOn: string | null) => put(doneOn),
    done: (_, doneOn) => t(doneOn ? 'right.given' : 'right.reopened', { right: rightName(right.kind) }),
    undo: () => put(right.doneOn),
    renew: [['cases']],
  })
  if (right.doneOn !== null) {
    return (
      <div className="row">
        <Badge tone="accent" icon={<IconCheck size={14} aria-hidden />}>
          {t('right.doneOn', { day: day(right.doneOn) })}
        </Badge>
        {may('right', 'update') ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => mark.mutate(null)}>
            {t('right.takeBack')}
          </Button>
        ) : null}
      </div>
    )
  }
  if (!may('right', 'update')) return null
  return (
    <div>
      <Button
        size="compact-sm"
        variant="light"
        loading={mark.isPending}
        onClick={() => mark.mutate(new Date().toISOString().slice(0, 10))}
      >
        {t('right.mark')}
      </Button>
    </div>
  )
}
