import countries from 'i18n-iso-countries'
import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { listAreas } from '../counts/counts.store.ts'
import { findArrivals } from '../warnings/arrivals.ts'
import { listTraces } from '../warnings/traces.store.ts'
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
  k: number
}

const FlowRow = z.object({ from: z.string(), to: z.string(), count: z.number(), shown: Count, hidden: Count })

/**
 * Citizenship → country of detection. Records (one row a person) and statistics (a row a count) are never added up:
 * both tell of the same people. Of each pair the larger of the two is taken (in `merged`). A censored count ('<5') enters by its
 * lower bound.
 */
const pairs = `
  SELECT from, to, n AS count FROM (
    SELECT citizenship AS from, country AS to, toFloat64(count()) AS n
    FROM sources_record FINAL
    WHERE citizenship != '' AND country != '' AND (year = 0 OR year BETWEEN {from:UInt16} AND {to:UInt16})
    GROUP BY citizenship, country
    UNION ALL
    SELECT category, country, sum(n) FROM (
      SELECT category, country, year, max(toFloat64(ifNull(count, count_low))) AS n
      FROM sources_statistic FINAL
      WHERE country != '' AND lower(indicator) = 'detected trafficking victims' AND lower(dimension) = 'by citizenship'
        AND lower(sex) = 'total' AND lower(age) = 'total' AND year BETWEEN {from:UInt16} AND {to:UInt16}
      GROUP BY category, country, year)
    GROUP BY category, country)`

/** Journeys a source states in so many words: `route` among an incident's attributes, places joined by '>'. */
const sequences = `
  SELECT trimBoth(pair.1) AS from, trimBoth(pair.2) AS to, toFloat64(count()) AS count
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
     SELECT from, to, count, (SELECT count() FROM flows WHERE count >= {k:Float64}) AS shown,
            (SELECT count() FROM flows WHERE count < {k:Float64}) AS hidden
     FROM flows WHERE count >= {k:Float64} ORDER BY count DESC, from, to`,
    FlowRow,
    query,
  )
  const flows = rows.map(({ from, to, count }): Flow => ({ from: code(from), to, count }))
  const withheld = rows[0]?.hidden ?? (await countWithheld(corpus, query))
  return { kind: query.kind, routes: routesOf(query.kind, merged(flows, Math.max)), withheld, k: query.k }
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
    k: 1,
  }
}

/** Citizenships come as codes or as English names of countries; a name that is no country stays as it is. */
function code(name: string): string {
  if (/^[A-Z]{3}$/.test(name)) return name
  return countries.getAlpha3Code(name, 'en') ?? name
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
