import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { BadInput } from '#platform/errors'
import { listAreas } from '../counts/counts.store.ts'
import { findArrivals } from '../warnings/arrivals.ts'
import { listTraces } from '../warnings/traces.store.ts'
import { citizenshipOf } from './citizenship.ts'
import type { Spot } from './gravity.ts'
import { countryMiddles } from './middles.ts'
import { routesOf, type Flow, type Route, type RouteKind } from './routes.ts'
import { suppress } from './suppress.ts'

export type RouteQuery = {
  kind: RouteKind
  /** Pairs and sequences below this are withheld in the query: no count, no row. */
  k: number
  knownOn: string
  /** Years of pairs, inclusive. */
  from: number
  to: number
  resolution: number
}

export type RouteAnswer = {
  kind: RouteKind
  routes: Route[]
  /** How many flows were withheld; never which ones or how large, so no total gives one away. */
  withheld: number
  /** How many of those are above the threshold, withheld so that one below does not follow from a published total. */
  complementary: number
  /** Persons of pairs whose citizenship names no country: unknown, other, a region. Null: fewer than the threshold. */
  unresolved: number | null
  k: number
}

const FlowRow = z.object({ origin: z.string(), from: z.string(), to: z.string(), count: z.number() })

/**
 * Citizenship → country of detection. Records (one row a person) and statistics (a row a count) are never added up:
 * both tell of the same people. Of each pair the larger of the two is taken (in `merged`). A censored count ('<5') enters by its
 * lower bound.
 */
const pairs = `
  SELECT origin, from, to, n AS count FROM (
    SELECT 'records' AS origin, citizenship AS from, country AS to, toFloat64(count()) AS n
    FROM sources_record FINAL
    WHERE citizenship != '' AND country != '' AND (year = 0 OR year BETWEEN {from:UInt16} AND {to:UInt16})
    GROUP BY citizenship, country
    UNION ALL
    SELECT 'statistics', category, country, sum(n) FROM (
      SELECT category, country, year, max(toFloat64(ifNull(count, count_low))) AS n
      FROM sources_statistic FINAL
      WHERE country != '' AND lower(indicator) = 'detected trafficking victims' AND lower(dimension) = 'by citizenship'
        AND lower(sex) = 'total' AND lower(age) = 'total' AND year BETWEEN {from:UInt16} AND {to:UInt16}
      GROUP BY category, country, year)
    GROUP BY category, country)`

/** Journeys a source states in so many words: `route` among an incident's attributes, places joined by '>'. */
const sequences = `
  SELECT 'stated' AS origin, trimBoth(pair.1) AS from, trimBoth(pair.2) AS to, toFloat64(count()) AS count
  FROM (
    SELECT splitByChar('>', attributes['route']) AS stops, arrayJoin(arrayZip(arrayPopBack(stops), arrayPopFront(stops))) AS pair
    FROM sources_incident FINAL
    WHERE position(attributes['route'], '>') > 0 AND known_on <= {knownOn:Date}
      AND toYear(occurred_on) BETWEEN {from:UInt16} AND {to:UInt16})
  GROUP BY from, to`

/** The routes of one kind; what lies below the threshold does not leave this query. */
export async function findRoutes(corpus: Corpus, query: RouteQuery): Promise<RouteAnswer> {
  const { kind, k, from, to } = query
  if (from > to)
    throw new BadInput(`from ${from} to ${to}: expected a first year that is not after the last`, {
      field: 'from',
    })
  if (kind === 'inferred') return inferred(corpus, query)
  const spotOf = await positions(corpus, query)
  const rows = await corpus.query(
    `SELECT origin, from, to, count FROM (${kind === 'pair' ? pairs : sequences}) ORDER BY count DESC, from, to`,
    FlowRow,
    query,
  )
  const byOrigin = new Map<string, Flow[]>()
  let unresolved = 0
  for (const { origin, from, to, count } of rows) {
    const citizenship = kind === 'pair' ? citizenshipOf(from, to) : from
    if (citizenship === '') unresolved += count
    else byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), { from: citizenship, to, count }])
  }
  // Spellings of one country add up within a source; between sources the larger one counts.
  const flows = merged(
    [...byOrigin.values()].flatMap((own) => merged(own, (a, b) => a + b)),
    Math.max,
  )
  // Only how many were detected in a country is published elsewhere; of stated journeys there are no totals.
  const { shown, below, complementary } =
    kind === 'pair'
      ? suppress(flows, k)
      : { ...suppress(flows, k), shown: flows.filter(({ count }) => count >= k), complementary: 0 }
  return {
    kind,
    routes: routesOf(kind, shown, spotOf),
    withheld: below + complementary,
    complementary,
    unresolved: unresolved > 0 && unresolved < k ? null : unresolved,
    k,
  }
}

const PlaceRow = z.object({ name: z.string(), latitude: z.number(), longitude: z.number() })

/** Where the ends of flows lie: countries by their towns, or by what was observed there; places as sources locate them. */
export async function positions(
  corpus: Corpus,
  { kind, knownOn, resolution }: Pick<RouteQuery, 'kind' | 'knownOn' | 'resolution'>,
): Promise<(place: string) => Spot | undefined> {
  if (kind === 'inferred') {
    const areas = await listAreas(corpus, { knownOn, resolution })
    const spots = new Map(areas.map((area): [string, Spot] => [area.place || area.cell, area]))
    return (place) => spots.get(place)
  }
  const column = kind === 'pair' ? 'country' : 'place_text'
  const rows = await corpus.query(
    `SELECT name, avg(north) AS latitude, avg(east) AS longitude
     FROM (SELECT ${column} AS name, assumeNotNull(latitude) AS north, assumeNotNull(longitude) AS east
           FROM sources_incident FINAL
           WHERE ${column} != '' AND latitude IS NOT NULL AND longitude IS NOT NULL AND known_on <= {knownOn:Date})
     GROUP BY name`,
    PlaceRow,
    { knownOn },
  )
  const observed = new Map(rows.map((row): [string, Spot] => [row.name, row]))
  if (kind === 'sequence') return (place) => observed.get(place)
  const middles = countryMiddles()
  return (place) => middles.get(place) ?? observed.get(place)
}

/** Corridors along which detected patterns moved; made of public posts, so no threshold applies. */
async function inferred(corpus: Corpus, query: RouteQuery): Promise<RouteAnswer> {
  const areas = new Map((await listAreas(corpus, query)).map((area) => [area.cell, area.place || area.cell]))
  const arrivals = findArrivals(await listTraces(corpus, query), new Map(), (cell) => areas.get(cell) ?? cell)
  const flows = arrivals
    .filter(({ fromCell }) => fromCell !== '')
    .map(({ fromCell, cell }): Flow => ({
      from: areas.get(fromCell) ?? fromCell,
      to: areas.get(cell) ?? cell,
      count: 1,
    }))
  return {
    kind: 'inferred',
    routes: routesOf(
      'inferred',
      merged(flows, (a, b) => a + b),
    ),
    withheld: 0,
    complementary: 0,
    unresolved: 0,
    k: 1,
  }
}

function merged(flows: readonly Flow[], join: (a: number, b: number) => number): Flow[] {
  const sums = new Map<string, Flow>()
  for (const flow of flows) {
    const key = `${flow.from}\u0000${flow.to}`
    const before = sums.get(key)
    sums.set(key, before ? { ...before, count: join(before.count, flow.count) } : flow)
  }
  return [...sums.values()].sort((a, b) => b.count - a.count)
}
