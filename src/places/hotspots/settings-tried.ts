import { cellToParent, getResolution, isValidCell } from 'h3-js'
import type { ExposureKind } from './exposure.ts'
import type { AreaCount, HotspotSettings } from './hotspots.ts'
import { nameWeights, parseWeights, type Weights } from './neighbourhood.ts'

/** The same counts by larger or smaller areas. */
export type OtherScale = {
  name: 'finer' | 'coarser'
  areas: readonly AreaCount[]
  /** For each area of the map, the areas here that it is part of or made of. */
  unitsOf: readonly (readonly number[])[]
}

/** One other way to look at the same counts, and what it finds: rows of a comparison side by side. */
export type TriedSetting = {
  name: string
  weights: string
  scale: 'same' | 'finer' | 'coarser'
  smoothing: HotspotSettings['smoothing']
  exposure: ExposureKind
  tested: number
  naive: number
  corrected: number
  bonferroni: number
  /** Areas by their cell, at this setting's own scale. */
  hot: string[]
  cold: string[]
}

type Alternative = {
  name: string
  weights: Weights
  exposure: ExposureKind
  smoothing: HotspotSettings['smoothing']
  scale: OtherScale | undefined
}

/**
 * Other ways an honest analyst might have chosen: every combination of weights, scale and smoothing but the one in use,
 * and the other exposures at the weights in use.
 */
export function alternatives(
  settings: HotspotSettings,
  used: Weights,
  scales: readonly OtherScale[],
): Alternative[] {
  const names = [...new Set([nameWeights(used), 'knn:4', 'knn:6', 'knn:8', 'contiguity'])]
  const { exposure } = settings
  const combined = [undefined, ...scales].flatMap((scale) =>
    (['empirical-bayes', 'none'] as const).flatMap((smoothing) =>
      names.map((weights): Alternative => ({
        name: [weights, scale?.name ?? 'same', smoothing].join(', '),
        weights: parseWeights(weights),
        exposure,
        smoothing,
        scale,
      })),
    ),
  )
  const others = (['population', 'effort', 'none'] as const).filter((kind) => kind !== exposure)
  return [
    // The first is the setting in use, unless that is unsmoothed.
    ...combined.filter(
      ({ scale, weights, smoothing }) =>
        scale !== undefined || nameWeights(weights) !== nameWeights(used) || smoothing !== settings.smoothing,
    ),
    ...others.map((kind): Alternative => ({
      name: `against ${kind}`,
      weights: used,
      exposure: kind,
      smoothing: settings.smoothing,
      scale: undefined,
    })),
  ]
}

/** The next coarser cells: sums of the map's own. Undefined where areas are no cells, or already the coarsest. */
export function coarserScale(areas: readonly AreaCount[]): OtherScale | undefined {
  const first = areas[0]
  if (!first || !isValidCell(first.cell) || getResolution(first.cell) === 0) return undefined
  const resolution = getResolution(first.cell) - 1
  const index = new Map<string, number>()
  const sums: AreaCount[] = []
  const unitsOf = areas.map((area) => {
    const cell = cellToParent(area.cell, resolution)
    const at = index.get(cell)
    if (at === undefined) {
      index.set(cell, sums.length)
      const { observed, personsLow, personsHigh, population, control, place, country } = area
      sums.push({ cell, place, country, observed, personsLow, personsHigh, population, control })
      return [sums.length - 1]
    }
    const sum = sums[at]!
    for (const what of ['observed', 'personsLow', 'personsHigh', 'population', 'control'] as const)
      sum[what] += area[what]
    return [at]
  })
  return { name: 'coarser', areas: sums, unitsOf }
}

/** Finer cells, counted by themselves, as another scale of the map. */
export function finerScale(areas: readonly AreaCount[], finer: readonly AreaCount[]): OtherScale | undefined {
  const first = areas[0]
  if (!first || !isValidCell(first.cell)) return undefined
  const resolution = getResolution(first.cell)
  const children = new Map<string, number[]>()
  finer.forEach(({ cell }, i) => {
    const parent = cellToParent(cell, resolution)
    const own = children.get(parent)
    if (own) own.push(i)
    else children.set(parent, [i])
  })
  return { name: 'finer', areas: finer, unitsOf: areas.map(({ cell }) => children.get(cell) ?? []) }
}
