import { NumberInput, Progress, SegmentedControl } from '@mantine/core'
import { IconTopologyStar3 } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternList, PatternSummary } from '#detect'
import './patterns.css'
import { type Column, List } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { Kinds, Reasons, Review } from './marks.tsx'
import { shortName, useBudget, usePatterns } from './pattern-queries.ts'

/** What is organised? Patterns by q-value, within what reviewers can look at in a day. */
export function PatternsPage() {
  const { t } = useTranslation('wb-patterns')
  const [budget, setBudget] = useBudget()
  const patterns = usePatterns(true, budget)
  return (
    <Page title={t('workbench:place.patterns')} lead={t('workbench:question.patterns')}>
      <Answer query={patterns}>{(answer) => <Shown answer={answer} setBudget={setBudget} />}</Answer>
    </Page>
  )
}

const views = {
  today: (one: PatternSummary) => one.withinBudget,
  shown: (one: PatternSummary) => one.state === 'shown',
  notEnough: (one: PatternSummary) => one.state === 'not-enough',
} as const
type View = keyof typeof views

type ShownProps = { answer: PatternList; setBudget: (budget: number) => void }

function Shown({ answer, setBudget }: ShownProps) {
  const { t } = useTranslation('wb-patterns')
  const { instant, count, country } = useReading()
  const columns = useColumns()
  const counts = (view: View): number => answer.patterns.filter(views[view]).length
  const [view, setView] = useState<View>(() => (counts('today') > 0 ? 'today' : 'shown'))
  const rows = useMemo(() => answer.patterns.filter(views[view]), [answer, view])
  return (
    <>
      <Budget answer={answer} waiting={counts('today')} setBudget={setBudget} />
      {answer.patterns.length > 0 ? (
        <div className="scroll-x">
          <SegmentedControl
            aria-label={t('view.title')}
            data={(Object.keys(views) as View[]).map((id) => ({
              value: id,
              label: `${t(`view.${id}`)} · ${count(counts(id))}`,
            }))}
            value={view}
            onChange={(next) => setView(next as View)}
          />
        </div>
      ) : null}
      {view === 'notEnough' ? <p className="small quiet">{t('view.notEnoughWhy')}</p> : null}
      <List
        key={view}
        name={t('workbench:place.patterns')}
        file="patterns"
        rows={rows}
        id={(one) => one.id}
        columns={columns}
        sort={{ by: view === 'notEnough' ? 'q' : 'rank', down: false }}
        open={(one) => `/patterns/${one.id}`}
        facets={[
          {
            id: 'review',
            label: t('column.review'),
            value: (one) => one.review,
            name: (id) => t(`review.${id}`),
          },
          {
            id: 'country',
            label: t('column.country'),
            value: (one) => one.countries[0] ?? '',
            name: country,
          },
        ]}
        empty={
          answer.patterns.length > 0 ? (
            <Empty title={t('view.none')} icon={<IconTopologyStar3 size={22} />} />
          ) : (
            <Empty title={t('empty.title')} icon={<IconTopologyStar3 size={22} />}>
              {t('empty.what')}
            </Empty>
          )
        }
      />
      {answer.finishedAt ? (
        <p className="small quiet">{t('lastRun', { at: instant(answer.finishedAt) })}</p>
      ) : null}
    </>
  )
}

function Budget({ answer, waiting, setBudget }: ShownProps & { waiting: number }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const { count } = useReading()
  if (answer.run === null) return null
  return (
    <section className="card pattern-budget" aria-label={t('budget.title')}>
      <div>
        <strong>
          {t('budget.done', { done: count(answer.decidedToday), budget: count(answer.budget) })}
        </strong>
        <p className="small quiet">{t('budget.why', { waiting: count(waiting) })}</p>
      </div>
      <NumberInput
        size="xs"
        label={t('wb-review:budget.aDay')}
        min={1}
        max={1000}
        clampBehavior="strict"
        defaultValue={answer.budget}
        onBlur={({ currentTarget }) => {
          const budget = Number(currentTarget.value)
          if (Number.isInteger(budget) && budget >= 1) setBudget(budget)
        }}
      />
      <Progress
        value={Math.min(100, (100 * answer.decidedToday) / Math.max(1, answer.budget))}
        size="lg"
        aria-label={t('budget.title')}
      />
    </section>
  )
}

function useColumns(): Column<PatternSummary>[] {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const { count, small, day } = useReading()
  return [
    {
      id: 'pattern',
      header: t('column.pattern'),
      value: (one) => shortName(one.id),
      cell: (one) => <span className="mono">{shortName(one.id)}</span>,
    },
    {
      id: 'rank',
      header: t('wb-review:rank.title'),
      // What waits for nobody stands after what waits.
      value: (one) => one.rank?.place ?? 1_000_000,
      cell: (one) => <Rank one={one} />,
    },
    {
      id: 'kinds',
      header: t('column.kinds'),
      value: (one) => one.kinds.length,
      cell: (one) => <Kinds kinds={one.kinds} />,
    },
    { id: 'q', header: t('column.q'), value: (one) => one.q, align: 'end', cell: (one) => small(one.q) },
    {
      id: 'size',
      header: t('column.posts'),
      value: (one) => one.size,
      align: 'end',
      cell: (one) => count(one.size),
    },
    {
      id: 'places',
      header: t('column.places'),
      value: (one) => one.places.join(', '),
      cell: (one) => (
        <span dir="auto">
          {one.places.slice(0, 3).join(', ')}
          {one.places.length > 3 ? ` +${count(one.places.length - 3)}` : ''}
        </span>
      ),
    },
    {
      id: 'against',
      header: t('column.against'),
      value: (one) => one.against.length,
      align: 'end',
      cell: (one) => (one.against.length === 0 ? '–' : count(one.against.length)),
    },
    {
      id: 'last',
      header: t('column.last'),
      value: (one) => one.lastAt,
      cell: (one) => <span className="nowrap">{day(one.lastAt)}</span>,
    },
    {
      id: 'review',
      header: t('column.review'),
      value: (one) => t(`review.${one.review}`),
      cell: (one) => (one.state === 'shown' ? <Review review={one.review} /> : null),
    },
  ]
}

/** Its place among those that wait, and why there, where it is asked for. */
function Rank({ one }: { one: PatternSummary }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  if (one.rank === null) return <span className="quiet">–</span>
  return (
    <details>
      <summary aria-label={t('rank.place', { place: count(one.rank.place) })}>
        {count(one.rank.place)}
      </summary>
      <div className="rank-why small">
        <Reasons reasons={one.rank.why} />
      </div>
    </details>
  )
}
