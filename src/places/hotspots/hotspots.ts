import { reason, type Reason } from '../reasons.ts'
import { excess } from '../statistics/excess.ts'
import { benjaminiHochberg, countDiscoveries, type Discoveries } from '../statistics/fdr.ts'
import { getisOrd, unjudgedReasons, type Unjudged } from '../statistics/gi.ts'
import { permuteNeighbours } from '../statistics/permutation.ts'
import { empiricalBayes } from '../statistics/smoothing.ts'
import { exposureOf, type ExposureKind } from './exposure.ts'
import { nameWeights, neighbourhoodOf, type Spot, type Weights } from './neighbourhood.ts'
import { alternatives, type OtherScale, type TriedSetting } from './settings-tried.ts'

/** What is known of one area in the window looked at. */
export type AreaCount = Spot & {
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
  /** Whether rates of places with little exposure are drawn towards the rate of all before neighbours are added up. */
  smoothing: 'empirical-bayes' | 'none'
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
  smoothing: 'empirical-bayes',
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
  /** One-sided: the place by itself against its exposure, whatever its neighbours (`excess`). */
  pPlace: number | null
  /** The smaller of the two q, neighbourhood and place; Benjamini & Hochberg over all tests of both kinds. */
  q: number | null
  class: 'hot' | 'cold' | 'none' | 'unjudged'
  /** What stands out: the area with its neighbours, the area by itself, both, or nothing. */
  found: 'neighbourhood' | 'place' | 'both' | 'nothing'
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
  /** The settings over which stability was taken, with what each finds. */
  settingsTried: TriedSetting[]
}

/**
 * Finds where more (hot) or less (cold) is counted than chance. Two questions of each area: does it stand out together
 * with its neighbours (Gi*), and does it by itself (`excess`: one town may be all there is)? Of Gi*'s two p-values the
 * larger one counts, because the normal one promises too much for small skewed counts. Both questions of all areas are
 * corrected together. Without `compare` no other setting is tried, and stability says nothing.
 */
export function findHot(
  areas: readonly AreaCount[],
  settings: HotspotSettings = usualHotspots,
  scales: readonly OtherScale[] = [],
  options: { compare: boolean } = { compare: true },
): HotspotMap {
  const { neighbourhood, weights } = neighbourhoodOf(areas, settings.weights)
  const main = score(areas, settings, neighbourhood)
  const tried = options.compare ? alternatives(settings, weights, scales) : []
  const others = tried.map((alternative) => {
    const { name, scale, ...chosen } = alternative
    const counted = scale?.areas ?? areas
    const other = neighbourhoodOf(counted, chosen.weights)
    const { classes, discoveries, kind } = score(counted, { ...settings, ...chosen }, other.neighbourhood)
    const of = (wanted: Hotspot['class']) =>
      counted.flatMap(({ cell }, i) => (classes[i] === wanted ? [cell] : []))
    const row: TriedSetting = {
      name,
      weights: nameWeights(chosen.weights),
      scale: scale?.name ?? 'same',
      smoothing: chosen.smoothing,
      exposure: kind,
      ...discoveries,
      hot: of('hot'),
      cold: of('cold'),
    }
    return { row, agrees: (i: number, own: Hotspot['class']) => agreement(own, scale, classes, i) }
  })
  const hotspots = areas.map((area, i): Hotspot => {
    const own = main.classes[i]!
    const agreeing = others.filter((other) => other.agrees(i, own)).length
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
      pPlace: orNull(main.place[i]!),
      q: orNull(main.q[i]!),
      class: own,
      found: main.found[i]!,
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
    settingsTried: others.map(({ row }) => row),
  }
}

/** At another scale a hot area agrees when one of the areas it is part of, or made of, is hot; a calm one when none stands out. */
function agreement(
  own: Hotspot['class'],
  scale: OtherScale | undefined,
  classes: readonly Hotspot['class'][],
  i: number,
): boolean {
  if (!scale) return classes[i] === own
  const there = scale.unitsOf[i]!.map((unit) => classes[unit]!)
  const stands = own === 'hot' || own === 'cold'
  return stands ? there.includes(own) : !there.includes('hot') && !there.includes('cold')
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
  const { kind, exposure, uncertainty } = exposureOf(settings.exposure, population, control)
  const place = excess(observed, exposure, uncertainty)
  const values =
    kind === 'none'
      ? observed
      : settings.smoothing === 'none'
        ? observed.map((count, i) => (place.expected[i]! > 0 ? count / place.expected[i]! : 0))
        : empiricalBayes(observed, place.expected)
  const gi = getisOrd(values, neighbourhood, { star: settings.statistic === 'gi-star', style: 'W' })
  const judged = gi.unjudged.some((reasonIndex) => reasonIndex === 0)
  const permuted = judged
    ? permuteNeighbours(values, neighbourhood, settings).twoSided
    : new Float64Array(areas.length).fill(Number.NaN)
  // Where there are no neighbours to permute, Gi* rests on the normal approximation alone.
  const p = gi.p.map((normal, i) => (Number.isNaN(permuted[i]!) ? normal : Math.max(normal, permuted[i]!)))
  // A map that says nothing of neighbourhoods (too few places, all alike) says nothing of single places either.
  const alone = judged ? place.p : place.p.map(() => Number.NaN)
  const both = benjaminiHochberg(Float64Array.of(...p, ...alone))
  const around = both.subarray(0, areas.length)
  const itself = both.subarray(areas.length)
  const found = Array.from(around, (value, i): Hotspot['found'] => {
    const neighbourhoodFound = value < settings.level
    const placeFound = itself[i]! < settings.level
    return neighbourhoodFound ? (placeFound ? 'both' : 'neighbourhood') : placeFound ? 'place' : 'nothing'
  })
  const classes = found.map((what, i): Hotspot['class'] => {
    if (Number.isNaN(around[i]!)) return itself[i]! < settings.level ? 'hot' : 'unjudged'
    if (what === 'nothing') return 'none'
    return what === 'neighbourhood' && gi.z[i]! < 0 ? 'cold' : 'hot'
  })
  const q = around.map((value, i) =>
    Number.isNaN(value) ? itself[i]! : Math.min(value, Number.isNaN(itself[i]!) ? 1 : itself[i]!),
  )
  const naive = gi.p.map((value, i) =>
    Math.min(Number.isNaN(value) ? 1 : value, Number.isNaN(alone[i]!) ? 1 : alone[i]!),
  )
  return {
    kind,
    populationKnown: population.some((people) => people > 0),
    exposure,
    expected: place.expected,
    values,
    z: gi.z,
    p: gi.p,
    permuted,
    place: alone,
    q,
    found,
    unjudged: gi.unjudged,
    classes,
    discoveries: countDiscoveries(
      naive.map((value, i) => (classes[i] === 'unjudged' ? Number.NaN : value)),
      q,
      settings.level,
    ),
  }
}

function explain(
  spot: Omit<Hotspot, 'reasons'>,
  main: Scores,
  tried: number,
  agreeing: number,
  settings: HotspotSettings,
): Reason[] {
  if (spot.class === 'unjudged') return [reason(`unjudged.${spot.unjudged}` as 'unjudged.no-neighbours')]
  const reasons = [reason('hotspot.count', { observed: spot.observed, expected: spot.expected })]
  if (spot.z !== null) {
    reasons.push(
      reason(spot.z > 0 ? 'hotspot.above' : 'hotspot.below', {
        z: Math.abs(spot.z),
        neighbours: spot.neighbours,
        p: Math.max(spot.p!, spot.pPermuted ?? 0),
      }),
    )
  }
  if (spot.pPlace !== null) reasons.push(reason('hotspot.place', { p: spot.pPlace }))
  reasons.push(
    reason(spot.class === 'none' ? 'hotspot.not-significant' : `hotspot.found-${foundWord(spot.found)}`, {
      q: spot.q!,
      level: settings.level * 100,
      tested: main.discoveries.tested,
    }),
    reason(`exposure.${main.kind}`),
  )
  if (main.kind !== 'none' && main.populationKnown && spot.population <= 0)
    reasons.push(reason('exposure.assumed'))
  if (tried > 0) reasons.push(reason('hotspot.stability', { agreeing, tried }))
  return reasons
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function foundWord(found: Hotspot['found']): 'neighbourhood' | 'place' | 'both' {
  return found === 'nothing' ? 'both' : found
}
