import { reason, type Reason } from '../reasons.ts'
import { benjaminiHochberg, countDiscoveries, type Discoveries } from '../statistics/fdr.ts'
import { getisOrd, unjudgedReasons, type Unjudged } from '../statistics/gi.ts'
import { permuteNeighbours } from '../statistics/permutation.ts'
import { empiricalBayes } from '../statistics/smoothing.ts'
import { exposureOf, type ExposureKind } from './exposure.ts'
import { nameWeights, neighbourhoodOf, parseWeights, type Weights } from './neighbourhood.ts'

/** What is known of one area in the window looked at. */
export type AreaCount = {
  cell: string
  place: string
  country: string
  observed: number
  personsLow: number
  personsHigh: number
  population: number
  /** Information-only calls in the same window. */
  control: number
}

export type HotspotSettings = {
  weights: Weights
  exposure: ExposureKind
  /** Getis-Ord with the place itself (`gi-star`) or without (`gi`). */
  statistic: 'gi-star' | 'gi'
  /** The rate of false discoveries accepted among the places shown. */
  level: number
  permutations: number
  seed: number
}

export const usualHotspots: HotspotSettings = {
  weights: { kind: 'auto' },
  exposure: 'effort',
  statistic: 'gi-star',
  level: 0.05,
  permutations: 19_999,
  seed: 1,
}

export type Hotspot = AreaCount & {
  exposure: number
  expected: number
  value: number
  neighbours: number
  z: number | null
  /** Two-sided, of the normal approximation. */
  p: number | null
  /** Two-sided, by conditional permutation. */
  pPermuted: number | null
  /** Benjamini & Hochberg over all areas judged, of the larger of the two p. */
  q: number | null
  class: 'hot' | 'cold' | 'none' | 'unjudged'
  unjudged: Unjudged
  /** Share of the settings tried under which this class is found as well. */
  stability: number
  reasons: Reason[]
}

export type HotspotMap = {
  hotspots: Hotspot[]
  discoveries: Discoveries
  weights: string
  /** What the counts were in fact measured against. */
  exposure: ExposureKind
  /** The settings over which stability was taken. */
  settingsTried: string[]
}

/**
 * Finds where more (hot) or less (cold) is counted than chance, neighbours included. Both p-values are shown; the
 * larger one counts, because the normal one promises too much for small skewed counts.
 */
export function findHot(areas: readonly AreaCount[], settings: HotspotSettings = usualHotspots): HotspotMap {
  const cells = areas.map(({ cell }) => cell)
  const { neighbourhood, weights } = neighbourhoodOf(cells, settings.weights)
  const main = score(areas, settings, neighbourhood)
  const others = alternatives(settings, weights).map((alternative) => {
    const other = neighbourhoodOf(cells, alternative.weights)
    return { name: alternative.name, ...score(areas, { ...settings, ...alternative }, other.neighbourhood) }
  })
  const hotspots = areas.map((area, i): Hotspot => {
    const own = main.classes[i]!
    const agreeing = others.filter((other) => other.classes[i] === own).length
    const stability = others.length === 0 ? 1 : agreeing / others.length
    const hotspot: Omit<Hotspot, 'reasons'> = {
      ...area,
      exposure: main.exposure[i]!,
      expected: main.expected[i]!,
      value: main.values[i]!,
      neighbours: neighbourhood.starts[i + 1]! - neighbourhood.starts[i]!,
      z: orNull(main.z[i]!),
      p: orNull(main.p[i]!),
      pPermuted: orNull(main.permuted[i]!),
      q: orNull(main.q[i]!),
      class: own,
      unjudged: unjudgedReasons[main.unjudged[i]!]!,
      stability,
    }
    return { ...hotspot, reasons: explain(hotspot, main, others.length, agreeing, settings) }
  })
  return {
    hotspots,
    discoveries: main.discoveries,
    weights: nameWeights(weights),
    exposure: main.kind,
    settingsTried: others.map(({ name }) => name),
  }
}

type Scores = ReturnType<typeof score>

function score(
  areas: readonly AreaCount[],
  settings: HotspotSettings,
  neighbourhood: Parameters<typeof getisOrd>[1],
) {
  const observed = Float64Array.from(areas, (area) => area.observed)
  const population = Float64Array.from(areas, (area) => area.population)
  const control = Float64Array.from(areas, (area) => area.control)
  const { kind, exposure } = exposureOf(settings.exposure, population, control)
  const scale = sum(observed) / Math.max(sum(exposure), Number.MIN_VALUE)
  const expected = exposure.map((value) => value * scale)
  const values = kind === 'none' ? observed : empiricalBayes(observed, expected)
  const gi = getisOrd(values, neighbourhood, { star: settings.statistic === 'gi-star', style: 'W' })
  const judged = gi.unjudged.some((reasonIndex) => reasonIndex === 0)
  const permuted = judged
    ? permuteNeighbours(values, neighbourhood, settings).twoSided
    : new Float64Array(areas.length).fill(Number.NaN)
  // Where there are no neighbours to permute, Gi* rests on the normal approximation alone.
  const p = gi.p.map((normal, i) => (Number.isNaN(permuted[i]!) ? normal : Math.max(normal, permuted[i]!)))
  const q = benjaminiHochberg(p)
  const classes = Array.from(q, (value, i): Hotspot['class'] => {
    if (Number.isNaN(value)) return 'unjudged'
    if (value >= settings.level) return 'none'
    return gi.z[i]! > 0 ? 'hot' : 'cold'
  })
  return {
    kind,
    exposure,
    expected,
    values,
    z: gi.z,
    p: gi.p,
    permuted,
    q,
    unjudged: gi.unjudged,
    classes,
    discoveries: countDiscoveries(gi.p, q, settings.level),
  }
}

/** Other ways to look at the same counts that an honest analyst might have chosen. */
function alternatives(
  settings: HotspotSettings,
  used: Weights,
): { name: string; weights: Weights; exposure: ExposureKind }[] {
  const weights = ['knn:4', 'knn:6', 'knn:8', 'contiguity'].filter((name) => name !== nameWeights(used))
  const exposures = (['population', 'effort'] as const).filter((kind) => kind !== settings.exposure)
  return [
    ...weights.map((name) => ({ name, weights: parseWeights(name), exposure: settings.exposure })),
    ...exposures.map((exposure) => ({ name: exposure, weights: used, exposure })),
  ]
}

function explain(
  spot: Omit<Hotspot, 'reasons'>,
  main: Scores,
  tried: number,
  agreeing: number,
  settings: HotspotSettings,
): Reason[] {
  if (spot.class === 'unjudged') return [reason(`unjudged.${spot.unjudged}` as 'unjudged.no-neighbours')]
  const reasons = [
    reason('hotspot.count', { observed: spot.observed, expected: spot.expected }),
    reason(spot.z! > 0 ? 'hotspot.above' : 'hotspot.below', {
      z: spot.z!,
      neighbours: spot.neighbours,
    }),
    reason(spot.class === 'none' ? 'hotspot.not-significant' : 'hotspot.significant', {
      p: Math.max(spot.p!, spot.pPermuted ?? 0),
      q: spot.q!,
      level: settings.level * 100,
      tested: main.discoveries.tested,
    }),
    reason(`exposure.${main.kind}`),
  ]
  if (tried > 0) reasons.push(reason('hotspot.stability', { agreeing, tried }))
  return reasons
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
