import type { Corpus } from '#platform/corpus'
import { openAreaUnit } from '../areas/areas.store.ts'
import {
  countsByCellAndWeek,
  countsByDelay,
  findSuspicions,
  type CellWeekDelay,
  type Layer,
} from '../counts/counts.store.ts'
import { addDays, isoWeek, lastWholeWeek, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { nowcast, type Nowcast } from '../statistics/delay.ts'
import { judgeWeek, usualSignal } from '../statistics/signal.ts'
import { asKnownByCell } from './as-known.ts'
import { boundOfTotal, withholdMembers } from '../withhold.ts'
import { tracesByArea } from './traces.store.ts'

/** One week of a series with the band it was to stay in; null where it cannot be judged. */
export type SeriesWeek = {
  week: string
  name: string
  observed: number
  /** Below what the count is said to be where it is not shown, be it small or beside a small one; null: it is shown. */
  fewerThan: number | null
  expected: number | null
  bound: number | null
  alarm: boolean
  method: string
  /** By the week things happened: what the count known so far stands for. Null by the week they were told. */
  nowcast: Nowcast | null
}

/** A cell's weekly counts with the expected band of every week shown; `cell` '' is the whole map. */
export async function weeklySeries(
  corpus: Corpus,
  query: {
    layer: Layer | 'patterns'
    /** A cell, an operator's area as `set:code`, or '' for the whole map. */
    cell: string
    resolution: number
    knownOn: string
    weeks: number
    /** See `WarningQuery.by`. */
    by?: 'told' | 'occurred'
  },
): Promise<SeriesWeek[]> {
  const to = lastWholeWeek(query.knownOn)
  const from = Math.max(0, to - query.weeks + 1)
  const window = { from: mondayOf(Math.max(0, from - 268)), to: sundayOf(to), knownOn: query.knownOn }
  const set = query.cell.includes(':') ? query.cell.slice(0, query.cell.indexOf(':')) : ''
  const counting = {
    ...window,
    resolution: query.resolution,
    without: (await findSuspicions(corpus)).points.map(({ h3 }) => h3),
    areas: await openAreaUnit(corpus, set),
  }
  const rows =
    query.layer === 'patterns'
      ? await tracesByArea(corpus, { ...window, resolution: query.resolution })
      : await countsByCellAndWeek(corpus, {
          ...counting,
          layer: query.layer,
          by: query.by === 'occurred' ? 'occurred' : 'known',
        })
  const first = rows.reduce((least, row) => Math.min(least, weekIndex(row.week)), from)
  const length = to - first + 1
  const own = rows.filter((row) => query.cell === '' || row.cell === query.cell)
  const byWeek = new Map<string, { cell: string; events: number }[]>()
  for (const row of rows) {
    const same = byWeek.get(row.week)
    if (same) same.push(row)
    else byWeek.set(row.week, [row])
  }
  const series = new Float64Array(length)
  for (const { week, events } of own) series[weekIndex(week) - first]! += events
  const known =
    query.by === 'occurred' && (query.layer === 'reports' || query.layer === 'enforcement')
      ? ofOne(await countsByDelay(corpus, { ...counting, layer: query.layer }), query.cell, first, length)
      : undefined
  // What is shown is known today, and so is the share of each week that is known.
  const today = known?.(length - 1)
  return Array.from({ length: to - from + 1 }, (_, i): SeriesWeek => {
    const week = from + i
    const t = week - first
    const then = known?.(t)
    const signal = judgeWeek(then?.series ?? series, t, usualSignal, then?.known)
    const judged = signal.method !== 'cannot-judge'
    const observed = today ? today.series[t]! : series[t]!
    return {
      week: mondayOf(week),
      name: isoWeek(week),
      observed,
      fewerThan: boundOf(byWeek.get(mondayOf(week)) ?? [], query.cell),
      expected: judged ? signal.expected : null,
      bound: judged ? signal.bound : null,
      alarm: judged && signal.alarm,
      method: signal.method,
      nowcast: today ? nowcast(observed, today.known?.[t] ?? 1) : null,
    }
  })
}

/**
 * The bound of a week's count that is not shown, or null. Every area's week and the whole map's can be asked for, so what
 * is withheld here must not follow from the map's count less the others'.
 */
function boundOf(rows: readonly { cell: string; events: number }[], cell: string): number | null {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(row.cell, (sums.get(row.cell) ?? 0) + row.events)
  if (cell === '') return boundOfTotal([...sums.values()])
  const members = [...sums].map(([id, observed]) => ({ id, observed }))
  return withholdMembers(members).find(({ id }) => id === cell)?.fewerThan ?? null
}

/** One area's counts as they were known in any week; the delays are those of the whole map. */
function ofOne(rows: readonly CellWeekDelay[], cell: string, first: number, length: number) {
  const wanted = cell === '' ? rows.map((row) => ({ ...row, cell: '' })) : rows
  return asKnownByCell(wanted, first, length).get(cell)?.asKnown
}

/** The Monday a window of so many weeks up to a day begins on. */
export function windowStart(knownOn: string, weeks: number): string {
  return addDays(mondayOf(lastWholeWeek(knownOn)), -7 * (weeks - 1))
}

/**
 * A week as it is shown: with a withheld count goes the nowcast from which it could be reckoned back. Expectations are
 * whole numbers: two exact means of the weeks before differ by what one week adds. A bound is the largest count within it.
 */
export function shownWeek({ expected, bound, ...week }: SeriesWeek) {
  const hidden = week.fewerThan !== null
  return {
    ...week,
    observed: hidden ? null : week.observed,
    nowcast: hidden ? null : week.nowcast,
    expected: expected === null ? null : Math.round(expected),
    bound: bound === null ? null : Math.floor(bound),
  }
}
