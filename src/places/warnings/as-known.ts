import { weekIndex } from '../counts/weeks.ts'
import type { CellWeekDelay } from '../counts/counts.store.ts'
import { completeness, LONGEST_DELAY } from '../statistics/delay.ts'
import type { AreaSeries } from './warnings.ts'

/**
 * Counts by the week things happened, ready to be looked at from the end of any week: what was known then, and which
 * share of each week that is likely to be, from the delays of all areas together up to that week.
 */
export function asKnownByCell(
  rows: readonly CellWeekDelay[],
  first: number,
  length: number,
): Map<string, { series: Float64Array; asKnown: NonNullable<AreaSeries['asKnown']> }> {
  const delays = rows.map(({ week, delay, events }) => ({ week: weekIndex(week) - first, delay, events }))
  const shares = new Map<number, Float64Array | undefined>()
  const knownAt = (t: number): Float64Array | undefined => {
    if (!shares.has(t)) {
      const share = completeness(delays, t)
      shares.set(
        t,
        share === null
          ? undefined
          : Float64Array.from({ length }, (_, i) => (i > t ? 1 : share[Math.min(LONGEST_DELAY, t - i)]!)),
      )
    }
    return shares.get(t)
  }
  const byCell = new Map<string, { week: number; delay: number; events: number }[]>()
  rows.forEach(({ cell }, i) => {
    const own = byCell.get(cell)
    if (own) own.push(delays[i]!)
    else byCell.set(cell, [delays[i]!])
  })
  return new Map(
    [...byCell].map(([cell, own]) => {
      const upTo = (t: number) => {
        const series = new Float64Array(length)
        for (const { week, delay, events } of own) {
          if (week >= 0 && week < length && week + delay <= t) series[week]! += events
        }
        return series
      }
      return [cell, { series: upTo(length - 1), asKnown: (t) => ({ series: upTo(t), known: knownAt(t) }) }]
    }),
  )
}
