import type { Route } from '#places'
import { middleOf } from './countries.ts'
import type { Line } from './open-world.ts'
import type { HotspotFeature, WindowFeature } from './place-queries.ts'

type Countries = Parameters<typeof middleOf>[0]

/** Whether a warning's weeks touch the weeks chosen. */
export function overlaps(
  warning: { firstWeek: string; lastWeek: string },
  weeks: { from: string; to: string } | undefined,
): boolean {
  return weeks === undefined || (warning.firstWeek <= weeks.to && warning.lastWeek >= weeks.from)
}

/** Drawn at most; the table has all. Beyond this a map of lines says nothing any more. */
export const mostLines = 2000

/** Routes whose two ends are known on the map: countries by code, areas by the name of their place. */
export function linesOf(
  routes: readonly Route[],
  spots: readonly (HotspotFeature | WindowFeature)[],
  countries: Countries,
): Line[] {
  const byPlace = new Map(spots.map(({ properties }) => [properties.place, properties.centre]))
  const find = (end: string): [number, number] | undefined => byPlace.get(end) ?? middleOf(countries, end)
  const most = Math.max(1, ...routes.map(({ count }) => count))
  return routes.slice(0, mostLines).flatMap(({ kind, from, to, count }) => {
    const [start, end] = [find(from), find(to)]
    if (!start || !end) return []
    const weight = 1 + 5 * Math.sqrt(count / most)
    return [{ id: `${from} ${to}`, from: start, to: end, count, weight, dashed: kind === 'inferred' }]
  })
}

/** A withheld count in words, kept from left to right: in a line of Arabic the sign would otherwise turn round. */
export const fewer = (threshold: number | string): string => `\u2066<${threshold}\u2069`

/** The withheld weeks that carry words on the chart, so far apart that these do not run into each other. */
export function namedWeeks<Week extends { fewerThan: number | null }>(
  weeks: readonly Week[],
  apart: number,
): Week[] {
  let last = -Infinity
  return weeks.filter(({ fewerThan }, i) => {
    if (fewerThan === null || i - last < apart) return false
    last = i
    return true
  })
}
