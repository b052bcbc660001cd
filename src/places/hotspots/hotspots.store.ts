import { z } from 'zod'
import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { openAreaUnit, type AreaUnit } from '../areas/areas.store.ts'
import {
  byArea,
  countsByCellAndWeek,
  findSuspicions,
  FINEST,
  listAreas,
  type Layer,
} from '../counts/counts.store.ts'
import type { Reason } from '../reasons.ts'
import { unjudgedReasons } from '../statistics/gi.ts'
import { tracesByArea } from '../warnings/traces.store.ts'
import { withholdReasons } from '../withhold.ts'
import { findHot, usualHotspots, type AreaCount, type HotspotMap, type HotspotSettings } from './hotspots.ts'
import { spotOf } from './neighbourhood.ts'
import { coarserScale, finerScale } from './settings-tried.ts'

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
  /** The name of an operator's areas to count by instead of cells; '' for cells. */
  areas: string
  settings: HotspotSettings
}

export type HotspotRun = HotspotMap & {
  run: string
  query: HotspotQuery
  /** Points left out because they are probably mistakes, and rows without a point. */
  quality: Awaited<ReturnType<typeof findSuspicions>>
  /** Of an operator's areas: observations outside all of them, and what the file had wrong. Null: counted by cells. */
  outside: { rows: number; remarks: AreaUnit['remarks'] } | null
}

type AskedHotspots = Pick<HotspotQuery, 'from' | 'to' | 'knownOn'> & Partial<HotspotQuery>

/** Counts, judges and stores the hotspots of a window; the answer is also in `places_hotspot` under its run. */
export async function runHotspots(corpus: Corpus, asked: AskedHotspots): Promise<HotspotRun> {
  const judged = await judgeHotspots(corpus, asked)
  const run = newId()
  await store(corpus, run, judged.query, judged)
  return { ...judged, run }
}

/** Counts and judges a window, and keeps nothing. */
export async function judgeHotspots(corpus: Corpus, asked: AskedHotspots): Promise<Omit<HotspotRun, 'run'>> {
  const query: HotspotQuery = {
    layer: 'reports',
    resolution: 4,
    areas: '',
    settings: usualHotspots,
    ...asked,
  }
  const unit = await openAreaUnit(corpus, query.areas)
  const quality = await findSuspicions(corpus)
  const without = quality.points.map(({ h3 }) => h3)
  const areas = await countAreas(corpus, query, without, unit)
  // The same at other scales, for stability: the next finer cells are counted anew, the next coarser added up.
  const scales = unit
    ? []
    : [
        coarserScale(areas),
        query.resolution >= FINEST
          ? undefined
          : finerScale(
              areas,
              await countAreas(corpus, { ...query, resolution: query.resolution + 1 }, without),
            ),
      ].filter((scale) => scale !== undefined)
  const map = findHot(areas, query.settings, scales)
  const outside = unit ? { rows: unit.outsideRows, remarks: unit.remarks } : null
  return { ...map, query, quality, outside }
}

/** Every area with what was counted in the window, and the calls that only ask. */
export async function countAreas(
  corpus: Corpus,
  query: Omit<HotspotQuery, 'settings' | 'areas'>,
  without: readonly string[],
  unit?: AreaUnit,
): Promise<AreaCount[]> {
  const window = { ...query, by: 'occurred', without, areas: unit } as const
  const areas = await listAreas(corpus, { ...query, without, areas: unit })
  // Posts are measured against all posts where there are patterns, reports against calls that only ask.
  const [counted, control] = await Promise.all([
    query.layer === 'patterns'
      ? tracesByUnit(corpus, query, unit)
      : countsByCellAndWeek(corpus, { ...window, layer: query.layer }),
    countsByCellAndWeek(corpus, { ...window, layer: query.layer === 'patterns' ? 'ads' : 'control' }),
  ])
  const observed = sums(counted)
  const asked = sums(control)
  return areas.map((area) => ({
    ...area,
    observed: observed.get(area.cell)?.events ?? 0,
    personsLow: observed.get(area.cell)?.low ?? 0,
    personsHigh: observed.get(area.cell)?.high ?? 0,
    control: query.layer === 'ads' ? 0 : (asked.get(area.cell)?.events ?? 0),
  }))
}

async function tracesByUnit(
  corpus: Corpus,
  query: Pick<HotspotQuery, 'from' | 'to' | 'knownOn' | 'resolution'>,
  unit: AreaUnit | undefined,
) {
  const { from, to, knownOn } = query
  if (!unit) return tracesByArea(corpus, { from, to, knownOn, resolution: query.resolution })
  return byArea(await tracesByArea(corpus, { from, to, knownOn, resolution: FINEST }), unit)
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
      const [latitude, longitude] = spotOf(spot)
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
  await corpus.insert(
    'places_hotspot_setting',
    settingsTried.map((setting, position) => ({ run, position, ...setting })),
  )
  await corpus.insert('places_run', [
    {
      id: run,
      kind: 'hotspots',
      known_on: query.knownOn,
      parameters: JSON.stringify(query),
      summary: JSON.stringify({
        discoveries,
        weights,
        exposure,
        settingsTried: settingsTried.map(({ name }) => name),
      }),
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
    spot.observed === null ? { ...spot, pPlace: null, reasons: withholdReasons(spot.reasons, k) } : spot,
  )
}

const StoredSetting = z.object({
  name: z.string(),
  weights: z.string(),
  scale: z.enum(['same', 'finer', 'coarser']),
  smoothing: z.enum(['empirical-bayes', 'none']),
  exposure: z.enum(['none', 'population', 'effort']),
  tested: z.number(),
  naive: z.number(),
  corrected: z.number(),
  bonferroni: z.number(),
  hot: z.array(z.string()),
  cold: z.array(z.string()),
})
export type StoredSetting = z.infer<typeof StoredSetting>

/** What each of the other settings makes of a run's counts, in the order they were tried. */
export async function listSettings(corpus: Corpus, run: string): Promise<StoredSetting[]> {
  return corpus.query(
    `SELECT name, weights, scale, smoothing, exposure, tested, naive, corrected, bonferroni, hot, cold
     FROM places_hotspot_setting WHERE run = {run:String} ORDER BY position`,
    StoredSetting,
    { run },
  )
}
