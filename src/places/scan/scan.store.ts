import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { BadInput } from '#platform/errors'
import { openAreaUnit } from '../areas/areas.store.ts'
import {
  countsByCellAndWeek,
  findSuspicions,
  listAreas,
  type Area,
  type CellWeek,
} from '../counts/counts.store.ts'
import { addDays, lastWholeWeek, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { exposureOf, type ExposureKind } from '../hotspots/exposure.ts'
import { storeRun } from '../runs.store.ts'
import { listEffort } from '../warnings/effort.store.ts'
import { effortOf } from '../warnings/warnings.ts'
import { explainCluster, notKnown } from './explain-scan.ts'
import { scanSpaceTime, windowsOf } from './scan-space-time.ts'
import { prepare, usualSpaceTime, type SpaceTimeCluster, type SpaceTimeSettings } from './space-time.ts'
import type { ScanRun, ShownCluster } from './shown-cluster.ts'
import { isWithheld, onlyOnes, withholdMembers } from '../withhold.ts'

export type ScanQuery = {
  layer: 'reports' | 'enforcement' | 'ads'
  /** The last day looked at, and nothing learnt later is counted. */
  knownOn: string
  /** Whole weeks looked back on, up to the last whole one. */
  weeks: number
  /** Weeks in one period of time; windows begin and end with a period. */
  periodWeeks: number
  resolution: number
  areas: string
  /** What Poisson expectations are in proportion to. */
  exposure: ExposureKind
  settings: SpaceTimeSettings
}

/** More windows than this would keep two cores busy for more than some ten minutes. */
const MOST_WINDOWS = 1e11
/** Weeks before the window that say what reporting is usual. */
const EFFORT_WEEKS = 60

/**
 * Scans counts by area and period, and stores the answer as a run. Prospective scans count by the week things were told,
 * which is complete when it ends; the others by the day they happened. Poisson expectations follow exposure and, over
 * time, reporting effort; Bernoulli holds reports against calls that only ask; permutation needs neither.
 */
export async function runScan(
  corpus: Corpus,
  asked: Pick<ScanQuery, 'knownOn'> & Partial<ScanQuery>,
  progress?: (share: number) => void,
): Promise<ScanRun> {
  const settings = asked.settings ?? usualSpaceTime
  const query: ScanQuery = {
    layer: 'reports',
    resolution: 4,
    areas: '',
    exposure: 'effort',
    ...usualTimes(settings.time),
    ...asked,
    settings,
  }
  if (settings.time === 'none' && settings.model === 'permutation')
    throw new BadInput(
      'a permutation scan asks whether place and time hang together: choose prospective or retrospective',
    )
  if (settings.model === 'bernoulli' && query.layer !== 'reports')
    throw new BadInput(
      'a Bernoulli scan holds reports against calls that only ask: the layer must be reports',
    )
  const unit = await openAreaUnit(corpus, query.areas)
  const without = (await findSuspicions(corpus)).points.map(({ h3 }) => h3)
  const to = lastWholeWeek(query.knownOn)
  const length = settings.time === 'none' ? query.weeks : query.periodWeeks
  const periods = Math.max(1, Math.floor(query.weeks / length))
  const from = to - periods * length + 1
  const count = (layer: ScanQuery['layer'] | 'control', firstWeek: number) =>
    countsByCellAndWeek(corpus, {
      layer,
      resolution: query.resolution,
      from: mondayOf(Math.max(0, firstWeek)),
      to: sundayOf(to),
      knownOn: query.knownOn,
      by: settings.time === 'prospective' ? 'known' : 'occurred',
      without,
      areas: unit,
    })
  const [areas, counted, control, events] = await Promise.all([
    listAreas(corpus, { ...query, without, areas: unit }),
    count(query.layer, from),
    count('control', from - EFFORT_WEEKS),
    listEffort(corpus, query.knownOn),
  ])
  const index = new Map(areas.map(({ cell }, i) => [cell, i]))
  const cases = perPeriod(counted, index, from, length, periods)
  const calls = perPeriod(control, index, from, length, periods)
  const weekly = weeklyEffort(areas, control, events, query, from - EFFORT_WEEKS, to)
  const held = heldAgainst(areas, cases, calls, weekly, query, { periods, length, ahead: EFFORT_WEEKS })
  const coordinates = {
    kind: 'earth' as const,
    latitude: Float64Array.from(areas, ({ latitude }) => latitude),
    longitude: Float64Array.from(areas, ({ longitude }) => longitude),
  }
  const input = { coordinates, periods, cases: held.cases, population: held.population }
  refuseTooMany(input, settings, areas.length)
  const found = await scanSpaceTime(input, settings, progress ? { progress } : {})
  const { base } = prepare(input, settings)
  const share = settings.model === 'bernoulli' ? found.total / held.population.reduce((a, b) => a + b, 0) : 1
  const dayOf = (period: number) => mondayOf(from + period * length)
  const countsOf = (cluster: SpaceTimeCluster) =>
    cluster.members.map((i) => sumOver(held.cases, i, cluster, periods))
  const tellable = found.clusters.filter((cluster) => !onlyOnes(countsOf(cluster)))
  const withheld = found.clusters.length - tellable.length
  const clusters = tellable.map((cluster, rank): ShownCluster =>
    shown(cluster, rank, areas, query, {
      observedOf: (i) => sumOver(held.cases, i, cluster, periods),
      expectedOf: (i) => share * sumOver(base, i, cluster, periods),
      from: dayOf(cluster.from),
      to: addDays(dayOf(cluster.to + 1), -1),
      length,
      replicas: found.replicas.length,
    }),
  )
  const run: ScanRun = {
    run: newId(),
    knownOn: query.knownOn,
    from: mondayOf(from),
    to: sundayOf(to),
    layer: query.layer,
    model: settings.model,
    shape: settings.shape,
    time: settings.time,
    periodWeeks: length,
    exposure: held.kind,
    areas: query.areas || null,
    locations: areas.length,
    total: isWithheld(found.total) ? null : found.total,
    replicasRun: found.replicas.length,
    stoppedEarly: found.stoppedEarly,
    clusters,
    notKnown: notKnown(query, held.kind, { ...found, withheld, outside: unit?.outsideRows ?? 0 }),
  }
  await storeRun(corpus, {
    id: run.run,
    kind: 'scan',
    knownOn: query.knownOn,
    parameters: query,
    summary: run,
  })
  return run
}

function usualTimes(time: SpaceTimeSettings['time']): { weeks: number; periodWeeks: number } {
  if (time === 'none') return { weeks: 26, periodWeeks: 26 }
  return time === 'prospective' ? { weeks: 52, periodWeeks: 1 } : { weeks: 104, periodWeeks: 4 }
}

function refuseTooMany(
  input: Parameters<typeof prepare>[0],
  settings: SpaceTimeSettings,
  locations: number,
): void {
  const windows = windowsOf(prepare(input, settings))
  if (windows > MOST_WINDOWS)
    throw new BadInput(
      `${locations} areas, these times and ${settings.replicas} replicas make ${windows.toExponential(1)} windows, expected at most ${MOST_WINDOWS.toExponential(0)}: cap the window, lengthen the periods or ask for fewer replicas`,
    )
}

function perPeriod(
  rows: readonly CellWeek[],
  index: ReadonlyMap<string, number>,
  from: number,
  length: number,
  periods: number,
): Float64Array {
  const counts = new Float64Array(index.size * periods)
  for (const { cell, week, events } of rows) {
    const i = index.get(cell)
    const t = Math.floor((weekIndex(week) - from) / length)
    if (i !== undefined && t >= 0 && t < periods) counts[i * periods + t]! += events
  }
  return counts
}

/** Each area's reporting effort by week, relative to usual; undefined where effort is not asked for or plays no part. */
function weeklyEffort(
  areas: readonly Area[],
  control: readonly CellWeek[],
  events: Parameters<typeof effortOf>[1],
  query: ScanQuery,
  first: number,
  to: number,
): Map<string, Float64Array> | undefined {
  const { model, time } = query.settings
  if (query.layer !== 'reports' || query.exposure !== 'effort' || model !== 'poisson' || time === 'none')
    return undefined
  const weeks = to - first + 1
  const index = new Map(areas.map(({ cell }, i) => [cell, i]))
  const calls = perPeriod(control, index, first, 1, weeks)
  const series = areas.map(({ cell, place, country }, i) => ({
    layer: 'reports' as const,
    cell,
    place,
    country,
    series: new Float64Array(weeks),
    control: calls.subarray(i * weeks, (i + 1) * weeks),
  }))
  return effortOf(series, events, first)
}

/** What the counts are held against under the model, and under which exposure. */
function heldAgainst(
  areas: readonly Area[],
  cases: Float64Array,
  calls: Float64Array,
  weekly: ReadonlyMap<string, Float64Array> | undefined,
  query: ScanQuery,
  { periods, length, ahead }: { periods: number; length: number; ahead: number },
): { kind: ExposureKind | 'control' | 'margins'; cases: Float64Array; population: Float64Array } {
  if (query.settings.model === 'permutation') return { kind: 'margins', cases, population: cases }
  if (query.settings.model === 'bernoulli') {
    return { kind: 'control', cases, population: cases.map((count, at) => count + calls[at]!) }
  }
  const asked = Float64Array.from(areas, (_, i) =>
    calls.subarray(i * periods, (i + 1) * periods).reduce((a, b) => a + b, 0),
  )
  const population = Float64Array.from(areas, (area) => area.population)
  const exposure = exposureOf(
    query.exposure,
    population,
    query.layer === 'reports' ? asked : asked.map(() => 0),
  )
  return {
    kind: exposure.kind,
    cases,
    population: cases.map((_, at) => {
      const i = Math.floor(at / periods)
      const effort = weekly?.get(areas[i]!.cell)
      const weeks = effort?.subarray(ahead + (at % periods) * length, ahead + ((at % periods) + 1) * length)
      return exposure.exposure[i]! * (weeks ? weeks.reduce((a, b) => a + b, 0) / length : 1)
    }),
  }
}

function sumOver(
  values: Float64Array,
  place: number,
  { from, to }: SpaceTimeCluster,
  periods: number,
): number {
  let sum = 0
  for (let t = from; t <= to; t++) sum += values[place * periods + t]!
  return sum
}

function shown(
  cluster: SpaceTimeCluster,
  rank: number,
  areas: readonly Area[],
  query: ScanQuery,
  at: {
    observedOf: (i: number) => number
    expectedOf: (i: number) => number
    from: string
    to: string
    length: number
    replicas: number
  },
): ShownCluster {
  const { cell, place, country, latitude, longitude } = areas[cluster.centre]!
  const members = withholdMembers(
    cluster.members.map((i) => ({
      cell: areas[i]!.cell,
      place: areas[i]!.place,
      observed: at.observedOf(i),
      // Under the other models it is a share of the area's own total, or of its reports and calls together.
      expected: query.settings.model === 'poisson' ? at.expectedOf(i) : null,
    })),
  )
  const p =
    cluster.p === null
      ? null
      : Math.min(
          cluster.p,
          cluster.pGumbel !== null && at.replicas >= 999 && cluster.p <= 0.01 ? cluster.pGumbel : 1,
        )
  return {
    rank: rank + 1,
    cell,
    place,
    country,
    latitude,
    longitude,
    radiusKm: cluster.radius,
    ratio: cluster.shape.ratio,
    angleDegrees: (cluster.shape.angle * 180) / Math.PI,
    from: at.from,
    to: at.to,
    observed: cluster.observed,
    expected: cluster.expected,
    relativeRisk: cluster.relativeRisk,
    llr: cluster.llr,
    p: cluster.p,
    pGumbel: cluster.pGumbel,
    recurrenceDays: query.settings.time === 'prospective' && p !== null && p > 0 ? (7 * at.length) / p : null,
    significant: cluster.p !== null && cluster.p <= 0.05,
    members,
    reasons: explainCluster(cluster, query, { ...at, place: place || cell, recurrenceP: p }),
  }
}
