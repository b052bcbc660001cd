import type * as Plotting from '@observablehq/plot'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { dataColours } from '../../ui/data-colours.ts'
import { type Column, List } from '../../ui/list.tsx'
import { Plot } from '../../ui/plot.tsx'
import { useReading } from '../../ui/reading.ts'
import { Lives } from './lives.tsx'
import './patterns.css'

type Week = PatternDetail['timeLine'][number]
type Identifier = PatternDetail['identifiers'][number]

/** When the posts came, week by week and market by market; and when each identifier was in use. */
export function InTime({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  return (
    <div className="stack">
      <section className="card stack-small">
        <h2>{t('time.title')}</h2>
        <Weeks weeks={pattern.timeLine} />
      </section>
      <Lives lineage={pattern.lineage} />
      <Identifiers identifiers={pattern.identifiers} />
    </div>
  )
}

function Weeks({ weeks }: { weeks: readonly Week[] }) {
  const { t } = useTranslation('wb-patterns')
  const { language, count, day } = useReading()
  const markets = [...new Set(weeks.map(({ market }) => market))].toSorted()
  const names = markets.join('\n')
  const draw = useCallback(
    (plot: typeof Plotting, width: number) => {
      const domain = names.split('\n')
      // Ticks of few weeks fall into the same month: there the day is told, and of longer times the month.
      const [from, to] = [weeks[0], weeks.at(-1)].map((one) => Date.parse(one?.week ?? ''))
      const isShort = to! - from! < 26 * 7 * 86_400_000
      const ticks = new Intl.DateTimeFormat(language, {
        month: 'short',
        ...(isShort ? { day: 'numeric' } : { year: '2-digit' }),
        timeZone: 'UTC',
      })
      return {
        height: 200,
        marginLeft: 40,
        x: {
          type: 'utc' as const,
          label: null,
          tickFormat: (date: Date) => ticks.format(date),
          ticks: Math.max(2, Math.floor(width / 95)),
        },
        y: { grid: true, label: t('time.axis'), labelArrow: 'none' as const, ticks: 4 },
        color: { domain, range: [...dataColours] },
        marks: [
          plot.rectY(weeks as Week[], {
            x1: ({ week }: Week) => new Date(`${week}T00:00:00Z`),
            x2: ({ week }: Week) => new Date(Date.parse(`${week}T00:00:00Z`) + 7 * 86_400_000),
            y: 'posts',
            fill: 'market',
            inset: 0.5,
          }),
          plot.ruleY([0], { stroke: 'var(--asylia-line-strong)' }),
        ],
      }
    },
    [weeks, names, language, t],
  )
  return (
    <>
      <Plot draw={draw} label={t('time.label')} />
      <ul className="pattern-legend">
        {markets.map((market, index) => (
          <li key={market}>
            <svg viewBox="0 0 16 16" aria-hidden>
              <rect width="16" height="16" rx="3" fill={dataColours[index % dataColours.length]} />
            </svg>
            {t(`market.${market}`, { defaultValue: market })}
          </li>
        ))}
      </ul>
      <details>
        <summary className="small">{t('time.table')}</summary>
        <table className="aligned">
          <tbody>
            {weeks.map((week) => (
              <tr key={`${week.week} ${week.market}`}>
                <td>{day(week.week)}</td>
                <td>{t(`market.${week.market}`, { defaultValue: week.market })}</td>
                <td className="number">{count(week.posts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}

function Identifiers({ identifiers }: { identifiers: readonly Identifier[] }) {
  const { t } = useTranslation('wb-patterns')
  const { count, day } = useReading()
  const columns: Column<Identifier>[] = [
    {
      id: 'kind',
      header: t('identifier.kind'),
      value: (one) => t(`thing.${one.kind}`, { defaultValue: one.kind }),
    },
    {
      id: 'value',
      header: t('identifier.value'),
      value: (one) => one.value,
      cell: (one) => (
        <span className="text-ltr mono" data-private="">
          {one.value}
        </span>
      ),
    },
    {
      id: 'posts',
      header: t('column.posts'),
      value: (one) => one.posts,
      align: 'end',
      cell: (one) => count(one.posts),
    },
    {
      id: 'first',
      header: t('column.first'),
      value: (one) => one.firstAt,
      cell: (one) => <span className="nowrap">{day(one.firstAt)}</span>,
    },
    {
      id: 'last',
      header: t('column.last'),
      value: (one) => one.lastAt,
      cell: (one) => <span className="nowrap">{day(one.lastAt)}</span>,
    },
  ]
  return (
    <List
      name={t('identifier.title')}
      file="pattern-identifiers"
      rows={identifiers}
      id={(one) => `${one.kind} ${one.value}`}
      columns={columns}
      sort={{ by: 'first', down: false }}
      facets={[
        {
          id: 'kind',
          label: t('identifier.kind'),
          value: (one) => one.kind,
          name: (id) => t(`thing.${id}`, { defaultValue: id }),
        },
      ]}
    />
  )
}
