import { cellToLatLng } from 'h3-js'
import { z } from 'zod'
import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { countsByCellAndWeek, findSuspicions, listAreas, type Layer } from '../counts/counts.store.ts'
import type { Reason } from '../reasons.ts'
import { unjudgedReasons } from '../statistics/gi.ts'
import { tracesByArea } from '../warnings/traces.store.ts'
import { withholdReasons } from '../withhold.ts'
import { findHot, usualHotspots, type AreaCount, type HotspotMap, type HotspotSettings } from './hotspots.ts'

export type HotspotQuery = {
  /** What is counted: reports, enforcement, ads, or posts of detected patterns. */
  layer: Exclude<Layer, 'control'> | 'patterns'
  /** First and last day of the window, inclusive, by the day things happened. */
  from: string
  to: string
  /** Nothing learnt later is counted. */
  knownOn: string
  /** H3 resolution of an area. */
  resolution: number
  settings: HotspotSettings
}

export type HotspotRun = HotspotMap & {
  run: string
  query: HotspotQuery
  /** Points left out because they are probably mistakes, and rows without a point. */
  quality: Awaited<ReturnType<typeof findSuspicions>>
}

/** Counts, judges and stores the hotspots of a window; the answer is also in `places_hotspot` under its run. */
export async function runHotspots(
  corpus: Corpus,
  asked: Pick<HotspotQuery, 'from' | 'to' | 'knownOn'> & Partial<HotspotQuery>,
): Promise<HotspotRun> {
  const query: HotspotQuery = { layer: 'reports', resolution: 4, settings: usualHotspots, ...asked }
  const quality = await findSuspicions(corpus)
  const without = quality.points.map(({ h3 }) => h3)
  const areas = await countAreas(corpus, query, without)
  const map = findHot(areas, query.settings)
  const run = newId()
  await store(corpus, run, query, map)
  return { ...map, run, query, quality }
}

async function countAreas(
  corpus: Corpus,
  query: HotspotQuery,
  without: readonly string[],
): Promise<AreaCount[]> {
  const window = { ...query, by: 'occurred', without } as const
  const areas = await listAreas(corpus, { ...query, without })
  // Posts are measured against all posts where there are patterns, reports against calls that only ask.
  const [counted, control] = await Promise.all([
    query.layer === 'patterns'
      ? tracesByArea(corpus, query)
      : countsByCellAndWeek(corpus, { ...window, layer: query.layer }),
    countsByCellAndWeek(corpus, { ...window, layer: query.layer === 'patterns' ? 'ads' : 'control' }),
  ])
  const observed = sums(counted)
  const asked = sums(control)
  return areas.map(({ cell, place, country, population }) => ({
    cell,
    place,
    country,
    population,
    observed: observed.get(cell)?.events ?? 0,
    personsLow: observed.get(cell)?.low ?? 0,
    personsHigh: observed.get(cell)?.high ?? 0,
    control: query.layer === 'ads' ? 0 : (asked.get(cell)?.events ?? 0),
  }))
}

function sums(
  rows: readonly { cell: string; events: number; personsLow: number; personsHigh: number }[],
): Map<string, { events: number; low: number; high: number }> {
  const totals = new Map<string, { events: number; low: number; high: number }>()
  for (const { cell, events, personsLow, personsHigh } of rows) {
    const total = totals.get(cell) ?? { events: 0, low: 0, high: 0 }
    total.events += events
    total.low += personsLow
    total.high += personsHigh
    totals.set(cell, total)
  }
  return totals
}

async function store(corpus: Corpus, run: string, query: HotspotQuery, map: HotspotMap): Promise<void> {
  await corpus.insert(
    'places_hotspot',
    map.hotspots.map((spot) => {
      const [latitude, longitude] = cellToLatLng(spot.cell)
      return {
        run,
        cell: spot.cell,
        place: spot.place,
        country: spot.country,
        latitude,
        longitude,
        observed: spot.observed,
        persons_low: spot.personsLow,
        persons_high: spot.personsHigh,
        exposure: spot.exposure,
        expected: spot.expected,
        value: spot.value,
        neighbours: spot.neighbours,
        z: spot.z,
        p: spot.p,
        q: spot.q,
        p_permuted: spot.pPermuted,
        p_place: spot.pPlace,
        found: spot.found,
        class: spot.class,
        unjudged: spot.unjudged,
        stability: spot.stability,
        reasons: JSON.stringify(spot.reasons),
      }
    }),
  )
  const { discoveries, weights, exposure, settingsTried } = map
  await corpus.insert('places_run', [
    {
      id: run,
      kind: 'hotspots',
      known_on: query.knownOn,
      parameters: JSON.stringify(query),
      summary: JSON.stringify({ discoveries, weights, exposure, settingsTried }),
      made_at: new Date().toISOString(),
    },
  ])
}

const Reasons = z.string().transform((text) => JSON.parse(text) as Reason[])

/** A stored hotspot as the map shows it. Counts from 1 to k − 1 are shown as null: fewer than k. */
const StoredHotspot = z.object({
  cell: z.string(),
  place: z.string(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  observed: z.number().nullable(),
  personsLow: z.number().nullable(),
  personsHigh: z.number().nullable(),
  expected: z.number(),
  neighbours: z.number(),
  z: z.number().nullable(),
  p: z.number().nullable(),
  q: z.number().nullable(),
  pPermuted: z.number().nullable(),
  pPlace: z.number().nullable(),
  found: z.enum(['neighbourhood', 'place', 'both', 'nothing']),
  class: z.enum(['hot', 'cold', 'none', 'unjudged']),
  unjudged: z.enum(unjudgedReasons),
  stability: z.number(),
  reasons: Reasons,
})
export type StoredHotspot = z.infer<typeof StoredHotspot>

/** The hotspots of a run; small counts are withheld here, in the query, not on the screen. */
export async function listHotspots(corpus: Corpus, run: string, k: number): Promise<StoredHotspot[]> {
  const spots = await corpus.query(
    `SELECT cell, place, country, latitude, longitude, expected, neighbours, z, p, q, p_permuted AS pPermuted, p_place AS pPlace,
            found, class, unjudged, stability, h.observed BETWEEN 1 AND {k:UInt32} - 1 AS small,
            if(small, NULL, toNullable(h.observed)) AS observed,
            if(small, NULL, toNullable(persons_low)) AS personsLow,
            if(small, NULL, toNullable(persons_high)) AS personsHigh, h.reasons AS reasons
     FROM places_hotspot AS h WHERE run = {run:String}
     ORDER BY q ASC NULLS LAST, cell`,
    StoredHotspot,
    { run, k },
  )
  return spots.map((spot) =>
    spot.observed === null ? { ...spot, reasons: withholdReasons(spot.reasons, k) } : spot,
  )
}
