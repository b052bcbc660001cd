import { bernoulliRatio, poissonRatio } from './likelihood.ts'
import { pValues, type Coordinates } from './scan.ts'
import { zonesAround, zoneShapes, type ZoneShape } from './zones.ts'

/** Cases of n locations in T periods, location-major: `cases[i·T + t]`. One period is a purely spatial scan. */
export type SpaceTimeInput = {
  coordinates: Coordinates
  periods: number
  cases: Float64Array
  /**
   * Poisson: what cases are expected to be in proportion to. Bernoulli: cases and controls together, whole numbers.
   * Space-time permutation: not looked at, for it asks only whether place and time hang together.
   */
  population: Float64Array
}

export const scanModels = ['poisson', 'bernoulli', 'permutation'] as const
export type ScanModel = (typeof scanModels)[number]
export const scanTimes = ['none', 'retrospective', 'prospective'] as const
export type ScanTime = (typeof scanTimes)[number]

export type SpaceTimeSettings = {
  model: ScanModel
  shape: 'circle' | 'ellipse'
  /** `none`: the whole time; `retrospective`: any interval; `prospective`: intervals that reach the last period. */
  time: ScanTime
  /** The largest share of the population (permutation: of the cases) a window may hold. */
  maxPopulation: number
  /** Kilometres, or the plane's unit; a circle's radius or an ellipse's longer half. */
  maxRadius: number
  /** The longest interval, in periods. */
  maxPeriods: number
  leastCases: number
  replicas: number
  seed: number
  /** Stop once so many replicas reach the best window's ratio: then it is no cluster anyway. Null: run all. */
  stopAfter: number | null
}

export const usualSpaceTime: SpaceTimeSettings = {
  model: 'poisson',
  shape: 'circle',
  time: 'none',
  maxPopulation: 0.5,
  maxRadius: Infinity,
  maxPeriods: Infinity,
  leastCases: 3,
  replicas: 999,
  seed: 1,
  stopAfter: null,
}

export type SpaceTimeCluster = {
  centre: number
  members: number[]
  /** First and last period, inclusive. */
  from: number
  to: number
  observed: number
  expected: number
  /** Risk inside over risk outside; null for permutation, which knows of no risk. */
  relativeRisk: number | null
  llr: number
  radius: number
  shape: ZoneShape
  p: number | null
  pGumbel: number | null
}

/** The best window around a centre. */
export type Best = { ratio: number; length: number; from: number; to: number; shape: number }

/** What stays the same over replicas. */
export type Prepared = {
  input: SpaceTimeInput
  settings: SpaceTimeSettings
  n: number
  total: number
  /** Bernoulli: everyone. */
  people: number
  /** Per location and period: expected cases; Bernoulli: people. Sums to `total`, or to `people`. */
  base: Float64Array
  /** What the window cap is taken of. */
  size: Float64Array
  shapes: readonly ZoneShape[]
}

/** Checks the input and works out what every window is held against. Throws RangeError for what cannot be scanned. */
export function prepare(input: SpaceTimeInput, settings: SpaceTimeSettings): Prepared {
  const { periods, cases, population } = input
  const n = cases.length / periods
  const { model } = settings
  if (!Number.isInteger(n))
    throw new RangeError(`${cases.length} counts are not ${periods} periods of locations`)
  if (cases.some((count) => !(count >= 0) || !Number.isInteger(count)))
    throw new RangeError('cases must be whole numbers, none below 0')
  const total = sum(cases)
  if (total > 65_535) throw new RangeError(`at most 65,535 cases, found ${total}`)
  const size = new Float64Array(n)
  let base: Float64Array
  let people = 0
  if (model === 'permutation') {
    const byTime = new Float64Array(periods)
    for (let i = 0; i < n; i++) {
      for (let t = 0; t < periods; t++) {
        size[i]! += cases[i * periods + t]!
        byTime[t]! += cases[i * periods + t]!
      }
    }
    base = cases.map((_, at) =>
      total === 0 ? 0 : (size[Math.floor(at / periods)]! * byTime[at % periods]!) / total,
    )
  } else {
    if (population.some((value) => !(value >= 0))) throw new RangeError('populations must not be below 0')
    people = sum(population)
    for (let at = 0; at < cases.length; at++) size[Math.floor(at / periods)]! += population[at]!
    base =
      model === 'bernoulli'
        ? population
        : population.map((value) => (people === 0 ? 0 : (value * total) / people))
    if (model === 'bernoulli' && cases.some((count, at) => count > population[at]!))
      throw new RangeError('there cannot be more cases than cases and controls together')
  }
  return { input, settings, n, total, people, base, size, shapes: zoneShapes(settings.shape) }
}

/** The best window around each centre in the observed counts. */
export function scanObserved(prepared: Prepared): Best[] {
  const best: Best[] = Array.from({ length: prepared.n }, () => ({
    ratio: 0,
    length: 0,
    from: 0,
    to: 0,
    shape: 0,
  }))
  // The same kind of array as the replicas', so that the inner loop is compiled for one kind only.
  const counts = Uint16Array.from(prepared.input.cases)
  eachZone(prepared, (walk, centre) => walk(counts, 0, best[centre]!))
  return best
}

/** The largest ratio of each of several replicas, one after the other in `counts`. */
export function scanReplicas(prepared: Prepared, counts: Uint16Array): Float64Array {
  const cells = prepared.n * prepared.input.periods
  const best: Best[] = Array.from({ length: counts.length / cells }, () => ({
    ratio: 0,
    length: 0,
    from: 0,
    to: 0,
    shape: 0,
  }))
  eachZone(prepared, (walk) => best.forEach((own, r) => walk(counts, r * cells, own)))
  return Float64Array.from(best, ({ ratio }) => ratio)
}

type Walk = (counts: Uint16Array, offset: number, best: Best) => void

/** Hands out, zone by zone, a function that looks at all its windows in one set of counts. */
function eachZone(prepared: Prepared, visit: (walk: Walk, centre: number) => void): void {
  const { input, settings, n, size, base, shapes } = prepared
  const { periods } = input
  const cap = sum(size) * settings.maxPopulation
  shapes.forEach((shape, s) => {
    const around = zonesAround(input.coordinates, shape, size, cap, settings.maxRadius)
    for (let centre = 0; centre < n; centre++) {
      const { order, distance, length } = around(centre)
      if (length === 0) continue
      // What each prefix of locations is held against, as sums over time from the first period.
      const held = new Float64Array(length * (periods + 1))
      const ends = new Uint8Array(length)
      const running = new Float64Array(periods)
      for (let j = 0; j < length; j++) {
        ends[j] = j + 1 < n && distance[j + 1] === distance[j] ? 0 : 1
        let until = 0
        for (let t = 0; t < periods; t++) {
          running[t]! += base[order[j]! * periods + t]!
          held[j * (periods + 1) + t + 1] = until += running[t]!
        }
      }
      visit(walker(prepared, { order, length, held, ends, shape: s, penalty: shape.penalty }), centre)
    }
  })
}

type Zone = {
  order: Uint32Array
  length: number
  held: Float64Array
  ends: Uint8Array
  shape: number
  penalty: number
}

function walker(prepared: Prepared, zone: Zone): Walk {
  const { settings, total, people } = prepared
  const { periods } = prepared.input
  const { leastCases, time } = settings
  const bernoulli = settings.model === 'bernoulli'
  // Bernoulli expects cases in proportion to people; its chi-squared divergence is smaller by the share of cases.
  const perPerson = bernoulli ? total / people : 1
  const less = bernoulli ? 1 - perPerson : 1
  const longest = time === 'none' ? periods : Math.min(periods, settings.maxPeriods)
  const now = new Int32Array(periods)
  const until = new Int32Array(periods + 1)
  const { order, length, held, ends, penalty, shape } = zone
  return (counts, offset, best) => {
    now.fill(0)
    let ratioBest = best.ratio
    let limit = (ratioBest / penalty) * less
    let firstNew = periods
    let lastNew = -1
    for (let j = 0; j < length; j++) {
      const at = offset + order[j]! * periods
      for (let t = 0; t < periods; t++) {
        const count = counts[at + t]!
        if (count === 0) continue
        now[t] = now[t]! + count
        if (t < firstNew) firstNew = t
        if (t > lastNew) lastNew = t
      }
      // A window that only adds places without cases has a smaller ratio.
      if (ends[j] === 0 || lastNew < 0) continue
      let sum = 0
      for (let t = 0; t < periods; t++) until[t + 1] = sum += now[t]!
      const row = j * (periods + 1)
      for (let to = time === 'retrospective' ? firstNew : periods - 1; to < periods; to++) {
        const from = time === 'none' ? 0 : Math.max(0, to - longest + 1)
        const most = time === 'none' ? 0 : Math.min(to, lastNew)
        const counted = until[to + 1]!
        const heldTo = held[row + to + 1]!
        for (let s = from; s <= most; s++) {
          const c = counted - until[s]!
          if (c < leastCases) break
          const expected = (heldTo - held[row + s]!) * perPerson
          const d = c - expected
          // Relative entropy lies below the chi-squared divergence: most windows need no logarithm.
          if (d <= 0 || d * d * total <= limit * expected * (total - expected)) continue
          const ratio =
            penalty *
            (bernoulli
              ? bernoulliRatio(c, heldTo - held[row + s]!, total, people)
              : total - expected < total * 1e-12
                ? 0
                : poissonRatio(c, expected, total))
          if (ratio <= ratioBest) continue
          ratioBest = ratio
          limit = (ratio / penalty) * less
          best.ratio = ratio
          best.length = j + 1
          best.from = s
          best.to = to
          best.shape = shape
        }
      }
      firstNew = periods
      lastNew = -1
    }
  }
}

/** Clusters: the best window, then the best of those that share no location with an earlier one. */
export function clustersFrom(
  prepared: Prepared,
  best: readonly Best[],
  replicas: Float64Array,
  most = 10,
): SpaceTimeCluster[] {
  const { input, settings, total, people, base, size, shapes } = prepared
  const { periods, cases } = input
  const cap = sum(size) * settings.maxPopulation
  const taken = new Set<number>()
  const clusters: SpaceTimeCluster[] = []
  for (const centre of [...best.keys()].sort((a, b) => best[b]!.ratio - best[a]!.ratio || a - b)) {
    const { ratio, length, from, to, shape } = best[centre]!
    if (clusters.length === most || ratio <= 0) break
    const zone = zonesAround(input.coordinates, shapes[shape]!, size, cap, settings.maxRadius)(centre)
    const members = [...zone.order.subarray(0, length)]
    if (members.some((place) => taken.has(place))) continue
    for (const place of members) taken.add(place)
    let observed = 0
    let inside = 0
    for (const place of members) {
      for (let t = from; t <= to; t++) {
        observed += cases[place * periods + t]!
        inside += base[place * periods + t]!
      }
    }
    const expected = settings.model === 'bernoulli' ? (inside * total) / people : inside
    const outside =
      settings.model === 'bernoulli'
        ? (total - observed) / (people - inside)
        : (total - observed) / (total - expected)
    const risk = settings.model === 'bernoulli' ? observed / inside : observed / expected
    clusters.push({
      centre,
      members: members.sort((a, b) => a - b),
      from,
      to,
      observed,
      expected,
      relativeRisk: settings.model === 'permutation' || outside === 0 ? null : risk / outside,
      llr: ratio,
      radius: zone.kilometres(zone.distance[length - 1]!),
      shape: shapes[shape]!,
      ...pValues(ratio, replicas),
    })
  }
  return clusters
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0)
}
