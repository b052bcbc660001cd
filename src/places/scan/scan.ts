import { seededRandom } from '../statistics/random.ts'
import { aliasOf } from './alias.ts'
import { poissonRatio } from './likelihood.ts'
import { ReplicaScan, walkPlainly, type ReplicaCounts } from './replicas.ts'
import { centreSorter, plane, sphere, type Geometry } from './windows.ts'

/** Where the locations are: a plane in any unit, or degrees on the earth. */
export type Coordinates =
  | { kind: 'plane'; x: Float64Array; y: Float64Array }
  | { kind: 'earth'; latitude: Float64Array; longitude: Float64Array }

export type ScanInput = {
  coordinates: Coordinates
  cases: Float64Array
  /** People at risk, or expected cases. */
  population: Float64Array
}

export type ScanSettings = {
  /** The largest share of the population a window may hold. */
  maxPopulation: number
  leastCases: number
  replicas: number
  seed: number
}

export const usualScan: ScanSettings = {
  maxPopulation: 0.5,
  leastCases: 2,
  replicas: 999,
  seed: 1,
}

export type Cluster = {
  centre: number
  members: number[]
  observed: number
  expected: number
  relativeRisk: number
  llr: number
  /** Distance from the centre to the farthest member, in the coordinates' unit or kilometres. */
  radius: number
  /** (replicas at least as large + 1)/(R + 1); family-wise over all windows. Null without replicas. */
  p: number | null
  /** From a Gumbel distribution fitted to the replicas: resolves what R replicas cannot. */
  pGumbel: number | null
}

/** The best window around each of some centres, and the largest ratio of each replica over those centres. */
export type CentreScan = { llr: Float64Array; length: Uint32Array; replicas: Float64Array }

export function geometryOf(coordinates: Coordinates): Geometry {
  return coordinates.kind === 'plane'
    ? plane(coordinates.x, coordinates.y)
    : sphere(coordinates.latitude, coordinates.longitude)
}

/**
 * Scans the centres `from … to − 1`: the part one worker does. `counts` holds the replicas' cases (`drawReplicas`). A
 * replica's ratio below `floor` is not exact: it stayed below around these centres, and that is all.
 */
export function scanCentres(
  input: ScanInput,
  settings: ScanSettings,
  counts: Uint16Array,
  from: number,
  to: number,
  floor: number,
): CentreScan {
  const geometry = geometryOf(input.coordinates)
  const { n } = geometry
  const people = sum(input.population)
  const total = sum(input.cases)
  const expected = input.population.map((value) => (value * total) / people)
  const sort = centreSorter(geometry, input.population, people * settings.maxPopulation)
  const llr = new Float64Array(to - from)
  const length = new Uint32Array(to - from)
  const replicas = Math.floor(counts.length / n)
  const shared: ReplicaCounts = { total, expected, counts, n, replicas, leastCases: settings.leastCases }
  const quick = replicas === 0 ? null : new ReplicaScan(shared, floor)
  for (let centre = from; centre < to; centre++) {
    const sorted = sort(centre)
    quick?.add(sorted)
    let c = 0
    let e = 0
    for (let j = 0; j < sorted.length; j++) {
      const place = sorted.order[j]!
      c += input.cases[place]!
      e += expected[place]!
      if (c < settings.leastCases) continue
      if (j + 1 < n && sorted.distance[j + 1] === sorted.distance[j]) continue
      const ratio = poissonRatio(c, e, total)
      // A window that only adds places without cases has a smaller ratio; equal ones keep the smaller window.
      if (ratio > llr[centre - from]!) {
        llr[centre - from] = ratio
        length[centre - from] = j + 1
      }
    }
  }
  return { llr, length, replicas: quick?.finish() ?? new Float64Array(0) }
}

/**
 * A ratio that nearly every replica reaches: the least that the first replicas reach around some of the centres. It only
 * decides how much is looked at closely, never the answer.
 */
export function pilotFloor(input: ScanInput, settings: ScanSettings, counts: Uint16Array): number {
  const geometry = geometryOf(input.coordinates)
  const { n } = geometry
  const people = sum(input.population)
  const total = sum(input.cases)
  const expected = input.population.map((value) => (value * total) / people)
  const replicas = Math.min(16, Math.floor(counts.length / n))
  if (replicas === 0) return 0
  const shared: ReplicaCounts = { total, expected, counts, n, replicas, leastCases: settings.leastCases }
  const sort = centreSorter(geometry, input.population, people * settings.maxPopulation)
  const best = new Float64Array(replicas)
  const step = Math.max(1, Math.floor(n / 256))
  for (let centre = 0; centre < n; centre += step) {
    const sorted = sort(centre)
    for (let r = 0; r < replicas; r++) best[r] = Math.max(best[r]!, walkPlainly(shared, r, sorted))
  }
  return Math.min(...best)
}

/** Cases of each replica, dealt to locations in proportion to population (Walker's alias method); replica-major. */
export function drawReplicas(input: ScanInput, settings: ScanSettings, into?: Uint16Array): Uint16Array {
  const n = input.population.length
  const total = sum(input.cases)
  const counts = into ?? new Uint16Array(n * settings.replicas)
  const pick = aliasOf(input.population)
  const random = seededRandom(settings.seed)
  for (let r = 0; r < settings.replicas; r++) {
    for (let draw = 0; draw < total; draw++) {
      counts[r * n + pick(random)]!++
    }
  }
  return counts
}

/** Clusters of a finished scan: the best, then the best of those that share no location with an earlier one. */
export function clustersOf(input: ScanInput, settings: ScanSettings, scan: CentreScan, most = 10): Cluster[] {
  const geometry = geometryOf(input.coordinates)
  const people = sum(input.population)
  const total = sum(input.cases)
  const sort = centreSorter(geometry, input.population, people * settings.maxPopulation)
  const taken = new Uint8Array(geometry.n)
  const clusters: Cluster[] = []
  const byRatio = [...scan.llr.keys()].sort((a, b) => scan.llr[b]! - scan.llr[a]! || a - b)
  for (const centre of byRatio) {
    const llr = scan.llr[centre]!
    if (clusters.length === most || llr <= 0) break
    const sorted = sort(centre)
    const members = [...sorted.order.subarray(0, scan.length[centre])]
    if (members.some((place) => taken[place] === 1)) continue
    for (const place of members) taken[place] = 1
    const observed = members.reduce((all, place) => all + input.cases[place]!, 0)
    const expected = (members.reduce((all, place) => all + input.population[place]!, 0) * total) / people
    const outside = (total - observed) / (total - expected)
    clusters.push({
      centre,
      members: members.sort((a, b) => a - b),
      observed,
      expected,
      relativeRisk: observed / expected / outside,
      llr,
      radius: geometry.kilometres(sorted.distance[scan.length[centre]! - 1]!),
      ...pValues(llr, scan.replicas),
    })
  }
  return clusters
}

/** Monte-Carlo p and the Gumbel tail (moments; Abrams, Kulldorff & Kleinman 2010, Int J Health Geographics 9:61). */
export function pValues(llr: number, replicas: Float64Array): { p: number | null; pGumbel: number | null } {
  const r = replicas.length
  if (r === 0) return { p: null, pGumbel: null }
  let atLeast = 0
  let total = 0
  for (const value of replicas) {
    if (value >= llr - 1e-9) atLeast++
    total += value
  }
  const mean = total / r
  const variance = replicas.reduce((all, value) => all + (value - mean) ** 2, 0) / (r - 1)
  const scale = Math.sqrt(6 * variance) / Math.PI
  const location = mean - 0.5772156649015329 * scale
  return {
    p: (atLeast + 1) / (r + 1),
    pGumbel: r < 99 || scale === 0 ? null : -Math.expm1(-Math.exp(-(llr - location) / scale)),
  }
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0)
}
