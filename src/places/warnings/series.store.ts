import type { Corpus } from '#platform/corpus'
import { countsByCellAndWeek, findSuspicions, type Layer } from '../counts/counts.store.ts'
import { addDays, isoWeek, lastWholeWeek, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { judgeWeek, usualSignal } from '../statistics/signal.ts'
import { tracesByArea } from './traces.store.ts'

/** One week of a series with the band it was to stay in; null where it cannot be judged. */
export type SeriesWeek = {
  week: string
  name: string
  observed: number
  expected: number | null
  bound: number | null
  alarm: boolean
  method: string
}

/** A cell's weekly counts with the expected band of every week shown; `cell` '' is the whole map. */
export async function weeklySeries(
  corpus: Corpus,
  query: { layer: Layer | 'patterns'; cell: string; resolution: number; knownOn: string; weeks: number },
): Promise<SeriesWeek[]> {
  const to = lastWholeWeek(query.knownOn)
  const from = Math.max(0, to - query.weeks + 1)
  const window = { from: mondayOf(Math.max(0, from - 268)), to: sundayOf(to), knownOn: query.knownOn }
  const rows =
    query.layer === 'patterns'
      ? await tracesByArea(corpus, { ...window, resolution: query.resolution })
      : await countsByCellAndWeek(corpus, {
          ...window,
          layer: query.layer,
          resolution: query.resolution,
          by: 'known',
          without: (await findSuspicions(corpus)).points.map(({ h3 }) => h3),
        })
  const own = rows.filter((row) => query.cell === '' || row.cell === query.cell)
  const first = rows.reduce((least, row) => Math.min(least, weekIndex(row.week)), from)
  const series = new Float64Array(to - first + 1)
  for (const { week, events } of own) series[weekIndex(week) - first]! += events
  return Array.from({ length: to - from + 1 }, (_, i): SeriesWeek => {
    const week = from + i
    const signal = judgeWeek(series, week - first, usualSignal)
    const judged = signal.method !== 'cannot-judge'
    return {
      week: mondayOf(week),
      name: isoWeek(week),
      observed: series[week - first]!,
      expected: judged ? signal.expected : null,
      bound: judged ? signal.bound : null,
      alarm: judged && signal.alarm,
      method: signal.method,
    }
  })
}

/** The Monday a window of so many weeks up to a day begins on. */
export function windowStart(knownOn: string, weeks: number): string {
  return addDays(mondayOf(lastWholeWeek(knownOn)), -7 * (weeks - 1))
}
