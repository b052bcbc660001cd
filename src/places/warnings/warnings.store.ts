import { z } from 'zod'
import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { openAreaUnit, type AreaUnit } from '../areas/areas.store.ts'
import {
  countsByCellAndWeek,
  countsByDelay,
  findSuspicions,
  listAreas,
  type Area,
} from '../counts/counts.store.ts'
import { addDays, lastWholeWeek, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { spotOf } from '../hotspots/neighbourhood.ts'
import type { Reason } from '../reasons.ts'
import { findArrivals, usualArrivals, type ArrivalSettings } from './arrivals.ts'
import { asKnownByCell } from './as-known.ts'
import { listEffort } from './effort.store.ts'
import { listTraces } from './traces.store.ts'
import {
  arrivalWarning,
  findRises,
  usualRises,
  type AreaSeries,
  type RiseSettings,
  type Warning,
  type WeekSummary,
} from './warnings.ts'

export type WarningQuery = {
  /** Nothing learnt later is used; the last whole week before it is the last one judged. */
  knownOn: string
  /** How many weeks to judge, the last one included. */
  weeks: number
  resolution: number
  /** The name of an operator's areas to count by instead of cells; '' for cells. Arrivals stay with cells. */
  areas: string
  /**
   * `told`: by the week things were told, which is complete when it ends. `occurred`: by the week they happened, as far
   * as it was known then, with expectations lowered by what is still to come.
   */
  by: 'told' | 'occurred'
  /** Off: expectations ignore reporting effort, as a comparison. */
  effort: boolean
  rises: RiseSettings
  arrivals: ArrivalSettings
  /** What had been observed when a watch ran it, so that the next one knows whether there is anything new. */
  state?: string
}

export type WarningRun = {
  run: string
  query: WarningQuery
  warnings: Warning[]
  summaries: WeekSummary[]
}

const HISTORY_WEEKS = 5 * 52 + 8

/**
 * Judges the latest weeks of every area, adds the arrivals of detected patterns and stores both under a new run.
 * Reports are counted in the week they were told, so a week is complete when it ends and each judged week saw only
 * what was known then.
 */
export async function runWarnings(
  corpus: Corpus,
  asked: Pick<WarningQuery, 'knownOn'> & Partial<WarningQuery>,
): Promise<WarningRun> {
  const query: WarningQuery = {
    weeks: 8,
    resolution: 4,
    areas: '',
    by: 'told',
    effort: true,
    rises: usualRises,
    arrivals: usualArrivals,
    ...asked,
  }
  const to = lastWholeWeek(query.knownOn)
  const from = to - query.weeks + 1
  const unit = await openAreaUnit(corpus, query.areas)
  const { series, first, areas } = await loadSeries(corpus, query, from, to, unit)
  const events = query.effort ? await listEffort(corpus, query.knownOn) : []
  const judged = query.effort
    ? series
    : series.map((area) => ({ ...area, control: new Float64Array(area.control.length) }))
  const { warnings, summaries } = findRises(judged, events, { first, from, to }, query.rises)
  const cells = unit
    ? new Map((await listAreas(corpus, { ...query, areas: undefined })).map((area) => [area.cell, area]))
    : areas
  const arrivals = await loadArrivals(corpus, query, cells, from)
  const all = [...warnings, ...arrivals].sort((a, b) =>
    a.warnedOn < b.warnedOn ? -1 : a.warnedOn > b.warnedOn ? 1 : a.q - b.q,
  )
  const run = newId()
  await store(corpus, run, query, all, summaries, areas)
  return { run, query, warnings: all, summaries }
}

async function loadSeries(
  corpus: Corpus,
  query: WarningQuery,
  from: number,
  to: number,
  unit: AreaUnit | undefined,
): Promise<{ series: AreaSeries[]; first: number; areas: Map<string, Area> }> {
  const quality = await findSuspicions(corpus)
  const without = quality.points.map(({ h3 }) => h3)
  const areas = new Map(
    (await listAreas(corpus, { ...query, without, areas: unit })).map((area) => [area.cell, area]),
  )
  const window = { from: mondayOf(Math.max(0, from - HISTORY_WEEKS)), to: sundayOf(to) }
  const read = (layer: 'reports' | 'enforcement' | 'control') =>
    countsByCellAndWeek(corpus, {
      layer,
      resolution: query.resolution,
      ...window,
      knownOn: query.knownOn,
      by: 'known',
      without,
      areas: unit,
    })
  const triangle = (layer: 'reports' | 'enforcement') =>
    countsByDelay(corpus, { ...query, layer, from: window.from, to: window.to, without, areas: unit })
  const [reports, enforcement, control] = await Promise.all([
    read('reports'),
    read('enforcement'),
    read('control'),
  ])
  // History begins with the first report of all: weeks before it are not weeks of silence.
  const weeksSeen = [...reports, ...enforcement, ...control].map(({ week }) => weekIndex(week))
  const first = weeksSeen.reduce((least, week) => Math.min(least, week), from)
  const length = to - first + 1
  const asked = byCell(control, first, length)
  const series: AreaSeries[] = []
  for (const [layer, rows] of [
    ['reports', reports],
    ['enforcement', enforcement],
  ] as const) {
    const known = query.by === 'occurred' ? asKnownByCell(await triangle(layer), first, length) : undefined
    const counted = known
      ? new Map([...known].map(([cell, { series: counts }]) => [cell, counts]))
      : byCell(rows, first, length)
    for (const [cell, counts] of counted) {
      const area = areas.get(cell)
      if (!area) continue
      const asKnown = known?.get(cell)?.asKnown
      const silent = layer === 'enforcement' || !asked.has(cell)
      series.push({
        layer,
        cell,
        place: area.place,
        country: area.country,
        series: counts,
        control: silent ? new Float64Array(length) : asked.get(cell)!,
        ...(asKnown ? { asKnown } : {}),
      })
    }
  }
  return { series, first, areas }
}

function byCell(
  rows: readonly { cell: string; week: string; events: number }[],
  first: number,
  length: number,
): Map<string, Float64Array> {
  const series = new Map<string, Float64Array>()
  for (const { cell, week, events } of rows) {
    let own = series.get(cell)
    if (!own) series.set(cell, (own = new Float64Array(length)))
    own[weekIndex(week) - first]! += events
  }
  return series
}

async function loadArrivals(
  corpus: Corpus,
  query: WarningQuery,
  areas: ReadonlyMap<string, Area>,
  from: number,
): Promise<Warning[]> {
  const traces = await listTraces(corpus, query)
  if (traces.length === 0) return []
  const posts = await countsByCellAndWeek(corpus, {
    layer: 'ads',
    resolution: query.resolution,
    from: addDays(query.knownOn, -5 * 365),
    to: query.knownOn,
    knownOn: query.knownOn,
    by: 'known',
  })
  const total = posts.reduce((sum, { events }) => sum + events, 0)
  const share = new Map<string, number>()
  for (const { cell, events } of posts) share.set(cell, (share.get(cell) ?? 0) + events / total)
  const placeOf = (cell: string) => areas.get(cell) ?? { place: '', country: '' }
  const nameOf = (cell: string) => placeOf(cell).place || cell
  return findArrivals(traces, share, nameOf, query.arrivals)
    .filter((arrival) => arrival.warnedOn >= mondayOf(from))
    .map((arrival) => arrivalWarning(arrival, placeOf, query.rises.expireDays))
}

async function store(
  corpus: Corpus,
  run: string,
  query: WarningQuery,
  warnings: readonly Warning[],
  summaries: readonly WeekSummary[],
  areas: ReadonlyMap<string, Area>,
): Promise<void> {
  await corpus.insert(
    'places_warning',
    warnings.map((warning) => {
      const [latitude, longitude] = spotOf(areas.get(warning.cell) ?? warning)
      return {
        run,
        id: warning.id,
        kind: warning.kind,
        layer: warning.layer,
        cell: warning.cell,
        place: warning.place,
        country: warning.country,
        latitude,
        longitude,
        from_cell: warning.fromCell,
        from_place: warning.fromPlace,
        pattern: warning.pattern,
        first_week: warning.firstWeek,
        last_week: warning.lastWeek,
        warned_on: warning.warnedOn,
        expires_on: warning.expiresOn,
        observed: warning.observed,
        expected: warning.expected,
        bound: warning.bound,
        p: warning.p,
        q: warning.q,
        method: warning.method,
        effort: warning.effort,
        verdict: warning.verdict,
        reasons: JSON.stringify(warning.reasons),
      }
    }),
  )
  await corpus.insert('places_run', [
    {
      id: run,
      kind: 'warnings',
      known_on: query.knownOn,
      parameters: JSON.stringify(query),
      summary: JSON.stringify({ weeks: summaries, warnings: warnings.length }),
      made_at: new Date().toISOString(),
    },
  ])
}

export const StoredWarning = z.object({
  id: z.string(),
  run: z.string(),
  kind: z.enum(['rise', 'arrival']),
  layer: z.enum(['reports', 'enforcement', 'patterns']),
  cell: z.string(),
  place: z.string(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  fromCell: z.string(),
  fromPlace: z.string(),
  pattern: z.string(),
  firstWeek: z.string(),
  lastWeek: z.string(),
  warnedOn: z.string(),
  expiresOn: z.string(),
  observed: z.number(),
  expected: z.number(),
  bound: z.number(),
  p: z.number(),
  q: z.number(),
  method: z.enum(['farrington-flexible', 'level', 'ears-c2', 'pattern-arrival']),
  effort: z.number(),
  verdict: z.enum(['beyond-awareness', 'explained-by-awareness', 'hidden-by-outage']),
  reasons: z.string().transform((text) => JSON.parse(text) as Reason[]),
})
export type StoredWarning = z.infer<typeof StoredWarning>

const columns = `id, run, kind, layer, cell, place, country, latitude, longitude, from_cell AS fromCell,
  from_place AS fromPlace, pattern, toString(first_week) AS firstWeek, toString(last_week) AS lastWeek,
  toString(warned_on) AS warnedOn, toString(expires_on) AS expiresOn, observed, expected, bound, p, q, method,
  effort, verdict, reasons`

/** The warnings of a run, newest first. */
export async function listWarnings(corpus: Corpus, run: string): Promise<StoredWarning[]> {
  return corpus.query(
    `SELECT ${columns} FROM places_warning WHERE run = {run:String} ORDER BY warned_on DESC, q, id`,
    StoredWarning,
    { run },
  )
}

/** A warning as its latest run left it. */
export async function findWarning(corpus: Corpus, id: string): Promise<StoredWarning | undefined> {
  const [warning] = await corpus.query(
    `SELECT ${columns} FROM places_warning WHERE id = {id:String} ORDER BY last_week DESC, run DESC LIMIT 1`,
    StoredWarning,
    { id },
  )
  return warning
}
