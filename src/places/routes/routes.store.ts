import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { listAreas } from '../counts/counts.store.ts'
import { findArrivals } from '../warnings/arrivals.ts'
import { listTraces } from '../warnings/traces.store.ts'
import { citizenshipOf } from './citizenship.ts'
import { routesOf, type Flow, type Route, type RouteKind } from './routes.ts'

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
  /** How many pairs were withheld; never which ones or how large, so no total gives one away. */
  withheld: number
  /** Persons of pairs whose citizenship names no country: unknown, other, a region, a misspelling. */
  unresolved: number
  k: number
}

const FlowRow = z.object({
  origin: z.string(),
  from: z.string(),
  to: z.string(),
  count: z.number(),
  shown: Count,
  hidden: Count,
})

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

/** The routes of one kind; what lies below the threshold does not leave the query. */
export async function findRoutes(corpus: Corpus, query: RouteQuery): Promise<RouteAnswer> {
  if (query.kind === 'inferred') return inferred(corpus, query)
  const rows = await corpus.query(
    `WITH flows AS (${query.kind === 'pair' ? pairs : sequences})
     SELECT origin, from, to, count, (SELECT count() FROM flows WHERE count >= {k:Float64}) AS shown,
            (SELECT count() FROM flows WHERE count < {k:Float64}) AS hidden
     FROM flows WHERE count >= {k:Float64} ORDER BY count DESC, from, to`,
    FlowRow,
    query,
  )
  const byOrigin = new Map<string, Flow[]>()
  let unresolved = 0
  for (const { origin, from, to, count } of rows) {
    const citizenship = query.kind === 'pair' ? citizenshipOf(from, to) : from
    if (citizenship === '') unresolved += count
    else byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), { from: citizenship, to, count }])
  }
  const withheld = rows[0]?.hidden ?? (await countWithheld(corpus, query))
  // Spellings of one country add up within a source; between sources the larger one counts.
  const flows = [...byOrigin.values()].flatMap((own) => merged(own, (a, b) => a + b))
  const routes = routesOf(query.kind, merged(flows, Math.max))
  return { kind: query.kind, routes, withheld, unresolved, k: query.k }
}

async function countWithheld(corpus: Corpus, query: RouteQuery): Promise<number> {
  const [row] = await corpus.query(
    `SELECT count() AS hidden FROM (${query.kind === 'pair' ? pairs : sequences})`,
    z.object({ hidden: Count }),
    query,
  )
  return row?.hidden ?? 0
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
