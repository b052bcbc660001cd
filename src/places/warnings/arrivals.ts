import { reason, type Reason } from '../reasons.ts'
import { poissonUpper } from '../statistics/special.ts'

/** Posts of one detected pattern, in one area on one day. */
export type PatternTrace = { pattern: string; q: number; cell: string; day: string; posts: number }

export type ArrivalSettings = {
  /** Posts a pattern must have before it can be called one. */
  leastPosts: number
  /** Posts in the area before the pattern is said to have arrived there. */
  leastHere: number
  /** Only patterns at or below this q. */
  level: number
  /** Areas a single pattern may warn about; a pattern that is everywhere is no news of a place. */
  mostAreas: number
}

export const usualArrivals: ArrivalSettings = { leastPosts: 3, leastHere: 2, level: 0.05, mostAreas: 8 }

export type Arrival = {
  pattern: string
  cell: string
  /** Where it was most active before; empty: here is where it was first seen. */
  fromCell: string
  /** The day of the area's first post, and the day on which all of this could first be known. */
  firstDay: string
  warnedOn: string
  lastDay: string
  /** Posts here until `warnedOn`, and how many a place of this share of all posts would have had. */
  observed: number
  expected: number
  p: number
  q: number
  reasons: Reason[]
}

/**
 * The early signal: an organised pattern begins to post in an area, weeks before anyone there reports. `share` is each
 * area's share of all posts; `p` is the chance (Poisson) of as many of the pattern's posts here if it posted like
 * everyone. `warnedOn` is the first day on which the pattern had `leastPosts` posts and this area `leastHere`: what
 * detection run on that day could have seen at the earliest.
 */
export function findArrivals(
  traces: readonly PatternTrace[],
  share: ReadonlyMap<string, number>,
  placeOf: (cell: string) => string,
  settings: ArrivalSettings = usualArrivals,
): Arrival[] {
  const byPattern = new Map<string, PatternTrace[]>()
  for (const trace of traces) {
    if (trace.q > settings.level) continue
    const own = byPattern.get(trace.pattern)
    if (own) own.push(trace)
    else byPattern.set(trace.pattern, [trace])
  }
  const arrivals: Arrival[] = []
  for (const own of byPattern.values()) {
    own.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.cell < b.cell ? -1 : 1))
    const found = arrivalsOf(own, share, placeOf, settings)
    arrivals.push(...found.slice(0, settings.mostAreas))
  }
  return arrivals.sort((a, b) => (a.warnedOn < b.warnedOn ? -1 : a.warnedOn > b.warnedOn ? 1 : 0))
}

function arrivalsOf(
  traces: readonly PatternTrace[],
  share: ReadonlyMap<string, number>,
  placeOf: (cell: string) => string,
  settings: ArrivalSettings,
): Arrival[] {
  const knownFrom = dayReaching(traces, settings.leastPosts)
  if (knownFrom === null) return []
  const arrivals: Arrival[] = []
  for (const cell of new Set(traces.map((trace) => trace.cell))) {
    const here = traces.filter((trace) => trace.cell === cell)
    const enough = dayReaching(here, settings.leastHere)
    if (enough === null) continue
    const warnedOn = enough > knownFrom ? enough : knownFrom
    const firstDay = here[0]!.day
    const until = traces.filter((trace) => trace.day <= warnedOn)
    const all = posts(until)
    const observed = posts(until.filter((trace) => trace.cell === cell))
    const expected = all * (share.get(cell) ?? 0)
    const fromCell = busiest(until.filter((trace) => trace.day < firstDay && trace.cell !== cell))
    const p = poissonUpper(observed, expected)
    const { pattern, q } = here[0]!
    const reasons = [
      fromCell === ''
        ? reason('arrival.first', { observed, place: placeOf(cell), day: firstDay })
        : reason('arrival.from', { observed, place: placeOf(cell), from: placeOf(fromCell), day: firstDay }),
      reason('arrival.share', { expected, p }),
      reason('arrival.pattern', { q, posts: all }),
      reason('arrival.early'),
    ]
    const lastDay = here.at(-1)!.day
    arrivals.push({ pattern, cell, fromCell, firstDay, warnedOn, lastDay, observed, expected, p, q, reasons })
  }
  return arrivals.sort((a, b) => (a.warnedOn < b.warnedOn ? -1 : a.warnedOn > b.warnedOn ? 1 : a.p - b.p))
}

function dayReaching(traces: readonly PatternTrace[], count: number): string | null {
  let sum = 0
  for (const trace of traces) {
    sum += trace.posts
    if (sum >= count) return trace.day
  }
  return null
}

function posts(traces: readonly PatternTrace[]): number {
  return traces.reduce((sum, trace) => sum + trace.posts, 0)
}

function busiest(traces: readonly PatternTrace[]): string {
  const counts = new Map<string, number>()
  for (const { cell, posts: n } of traces) counts.set(cell, (counts.get(cell) ?? 0) + n)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? ''
}
