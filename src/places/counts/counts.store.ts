import { cellToLatLng } from 'h3-js'
import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import type { AreaUnit } from '../areas/areas.store.ts'
import { suspiciousPoints, type Suspicion } from './suspicious-points.ts'

/**
 * What is counted. `reports`: what people and partners told; `enforcement`: what the police found, kept apart because
 * it follows patrols; `control`: calls that only ask, which rise with awareness and never with crime; `ads`: posts.
 */
export const Layer = z.enum(['reports', 'enforcement', 'control', 'ads'])
export type Layer = z.infer<typeof Layer>

/** Incident kinds that are questions, not incidents: the negative control of reporting effort. */
export const controlKinds = ['information'] as const

export type CountQuery = {
  layer: Layer
  /** H3 resolution of an area: 4 is about 45 km across, 5 about 17 km. */
  resolution: number
  /** First and last day, inclusive. */
  from: string
  to: string
  /** Nothing that was learnt later is counted. */
  knownOn: string
  /** `occurred`: by the day it happened; `known`: by the day it was told, which is complete at once. */
  by: 'occurred' | 'known'
  /** Cells of resolution 7 whose points are mistakes (`findSuspicions`). */
  without?: readonly string[]
  /** Count by an operator's areas instead of by cells; observations outside all of them are not counted. */
  areas?: AreaUnit | undefined
}

const CellWeek = z.object({
  cell: z.string(),
  week: z.string(),
  events: Count,
  personsLow: z.number(),
  personsHigh: z.number(),
})
export type CellWeek = z.infer<typeof CellWeek>

/** The incidents of a layer that were known, each event once: see `countsByCellAndWeek`. */
const knownEvents = (layer: Exclude<Layer, 'ads'>): string => `
  SELECT h3, occurred_on, kind, min(first_known) AS known, max(n) AS events, max(low) AS low, max(high) AS high
  FROM (
    SELECT h3, occurred_on, kind, source, found_by, min(known_on) AS first_known, count() AS n,
           sum(toFloat64(count_low)) AS low, sum(toFloat64(count_high)) AS high
    FROM sources_incident FINAL
    WHERE h3 != 0 AND known_on <= {knownOn:Date} AND NOT has({without:Array(String)}, h3ToString(h3))
      AND kind ${layer === 'control' ? 'IN' : 'NOT IN'} ({control:Array(String)})
      ${layer === 'control' ? '' : `AND found_by ${layer === 'enforcement' ? '=' : '!='} 'enforcement'`}
    GROUP BY h3, occurred_on, kind, source, found_by)
  GROUP BY h3, occurred_on, kind`

const ads = `
  SELECT h3, toDate(posted_at) AS occurred_on, toDate(posted_at) AS known, toUInt64(1) AS events,
         toFloat64(1) AS low, toFloat64(1) AS high
  FROM sources_ad FINAL
  WHERE h3 != 0 AND posted_at > toDateTime(0, 'UTC') AND toDate(posted_at) <= {knownOn:Date}
    AND NOT has({without:Array(String)}, h3ToString(h3))`

/**
 * SQL of a layer's events, one row for each cell of resolution 7, day and kind: h3, occurred_on, known, events, low,
 * high. Its parameters: knownOn, without, control.
 */
export const eventsOf = (layer: Layer): string => (layer === 'ads' ? ads : knownEvents(layer))

/**
 * Counts by area and week (Monday). One event told through several sources or channels on one day, of one kind, in
 * one cell of resolution 7 counts once: of each such group the largest single channel's count is taken, so that an
 * echo is no rise and two events told by the same channel stay two. Censored numbers of persons ('<5') stay bounds.
 */
export async function countsByCellAndWeek(corpus: Corpus, query: CountQuery): Promise<CellWeek[]> {
  const day = query.by === 'known' ? 'known' : 'occurred_on'
  const rows = await corpus.query(
    `SELECT h3ToString(h3ToParent(h3, {resolution:UInt8})) AS cell, toString(toStartOfWeek(${day}, 1)) AS week,
            sum(events) AS events, sum(low) AS personsLow, sum(high) AS personsHigh
     FROM (${eventsOf(query.layer)})
     WHERE ${day} BETWEEN {from:Date} AND {to:Date}
     GROUP BY cell, week ORDER BY cell, week`,
    CellWeek,
    {
      resolution: query.areas ? FINEST : query.resolution,
      from: query.from,
      to: query.to,
      knownOn: query.knownOn,
      without: query.without ?? [],
      control: [...controlKinds],
    },
  )
  return query.areas ? byArea(rows, query.areas) : rows
}

const CellWeekDelay = z.object({ cell: z.string(), week: z.string(), delay: z.number(), events: Count })
export type CellWeekDelay = z.infer<typeof CellWeekDelay>

/** The same by the week things happened and how many weeks later they became known: the reporting triangle. */
export async function countsByDelay(
  corpus: Corpus,
  query: Omit<CountQuery, 'by' | 'layer'> & { layer: 'reports' | 'enforcement' | 'control' },
): Promise<CellWeekDelay[]> {
  const rows = await corpus.query(
    `SELECT h3ToString(h3ToParent(h3, {resolution:UInt8})) AS cell, toString(toStartOfWeek(occurred_on, 1)) AS week,
            toInt32(intDiv(toInt32(toStartOfWeek(known, 1)) - toInt32(toStartOfWeek(occurred_on, 1)), 7)) AS delay,
            sum(events) AS events
     FROM (${eventsOf(query.layer)})
     WHERE occurred_on BETWEEN {from:Date} AND {to:Date}
     GROUP BY cell, week, delay ORDER BY cell, week, delay`,
    CellWeekDelay,
    {
      resolution: query.areas ? FINEST : query.resolution,
      from: query.from,
      to: query.to,
      knownOn: query.knownOn,
      without: query.without ?? [],
      control: [...controlKinds],
    },
  )
  if (!query.areas) return rows
  const { ofCell } = query.areas
  return rows.flatMap((row) => {
    const cell = ofCell.get(row.cell)
    return cell === undefined ? [] : [{ ...row, cell }]
  })
}

/** Counts of cells of resolution 7 as counts of the areas they lie in. */
export function byArea(rows: readonly CellWeek[], areas: AreaUnit): CellWeek[] {
  const sums = new Map<string, CellWeek>()
  for (const row of rows) {
    const cell = areas.ofCell.get(row.cell)
    if (cell === undefined) continue
    const key = `${cell} ${row.week}`
    const sum = sums.get(key)
    if (!sum) sums.set(key, { ...row, cell })
    else {
      sum.events += row.events
      sum.personsLow += row.personsLow
      sum.personsHigh += row.personsHigh
    }
  }
  return [...sums.values()].sort((a, b) =>
    a.cell === b.cell ? (a.week < b.week ? -1 : 1) : a.cell < b.cell ? -1 : 1,
  )
}

/** Resolution of the cells that observations carry. */
export const FINEST = 7

const AreaRow = z.object({
  cell: z.string(),
  place: z.string(),
  country: z.string(),
  population: z.number(),
})
/** A unit of counting: a cell, or an operator's area (`set:code`). A population of 0 is one that is not known. */
export type Area = z.infer<typeof AreaRow> & {
  latitude: number
  longitude: number
  /** Areas whose outlines touch this one's; undefined for cells, which tell it by their index. */
  touching?: readonly string[]
}

/**
 * Every unit of counting: the operator's areas where asked; otherwise every cell where anything was ever observed or
 * people are known to live, with its commonest place name.
 */
export async function listAreas(
  corpus: Corpus,
  query: {
    resolution: number
    knownOn: string
    without?: readonly string[]
    areas?: AreaUnit | undefined
  },
): Promise<Area[]> {
  if (query.areas) {
    return query.areas.areas.map(({ id, name, country, population, latitude, longitude, neighbours }) => {
      return {
        cell: id,
        place: name,
        country,
        population: population ?? 0,
        latitude,
        longitude,
        touching: neighbours,
      }
    })
  }
  const rows = await corpus.query(
    `SELECT h3ToString(h3ToParent(h3, {resolution:UInt8})) AS cell,
            argMaxIf(name, n, name != '') AS place, argMaxIf(land, n, land != '') AS country,
            sum(people) AS population
     FROM (
       SELECT h3, place_text AS name, country AS land, count() AS n, toFloat64(0) AS people
       FROM sources_incident FINAL WHERE h3 != 0 AND known_on <= {knownOn:Date} GROUP BY h3, name, land
       UNION ALL
       SELECT h3, place_text, country, count(), toFloat64(0)
       FROM sources_ad FINAL WHERE h3 != 0 AND toDate(posted_at) <= {knownOn:Date} GROUP BY h3, place_text, country
       UNION ALL
       SELECT h3, '', country, toUInt64(0), sum(population)
       FROM places_population FINAL WHERE h3 != 0 GROUP BY h3, country)
     WHERE NOT has({without:Array(String)}, h3ToString(h3))
     GROUP BY cell ORDER BY cell`,
    AreaRow,
    { resolution: query.resolution, knownOn: query.knownOn, without: query.without ?? [] },
  )
  return rows.map((row) => {
    const [latitude, longitude] = cellToLatLng(row.cell)
    return { ...row, latitude, longitude }
  })
}

const PointRow = z.object({
  h3: z.string(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  rows: Count,
})

/** Points that are probably mistakes, and how many rows have no point at all. */
export async function findSuspicions(
  corpus: Corpus,
): Promise<{ points: Suspicion[]; withoutPlace: { incidents: number; ads: number }; undatedAds: number }> {
  const rows = await corpus.query(
    `SELECT h3ToString(cell) AS h3, land AS country, avg(north) AS latitude, avg(east) AS longitude, count() AS rows
     FROM (SELECT h3 AS cell, country AS land, assumeNotNull(latitude) AS north, assumeNotNull(longitude) AS east
           FROM sources_incident FINAL WHERE h3 != 0 AND latitude IS NOT NULL AND longitude IS NOT NULL
           UNION ALL
           SELECT h3, country, assumeNotNull(latitude), assumeNotNull(longitude)
           FROM sources_ad FINAL WHERE h3 != 0 AND latitude IS NOT NULL AND longitude IS NOT NULL)
     GROUP BY cell, land`,
    PointRow,
  )
  const [without] = await corpus.query(
    `SELECT (SELECT count() FROM sources_incident FINAL WHERE h3 = 0) AS incidents,
            (SELECT count() FROM sources_ad FINAL WHERE h3 = 0) AS ads,
            (SELECT count() FROM sources_ad FINAL WHERE posted_at <= toDateTime(0, 'UTC')) AS undated`,
    z.object({ incidents: Count, ads: Count, undated: Count }),
  )
  const { incidents, ads: posts, undated } = without ?? { incidents: 0, ads: 0, undated: 0 }
  return { points: suspiciousPoints(rows), withoutPlace: { incidents, ads: posts }, undatedAds: undated }
}
