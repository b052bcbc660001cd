import { cellToLatLng, greatCircleDistance, gridDisk, isValidCell } from 'h3-js'
import { BadInput } from '#platform/errors'
import { fromLists, nearestOnEarth, type Neighbourhood } from '../statistics/weights.ts'

/** Who counts as a neighbour: touching cells, the k nearest, everyone within so many kilometres, or what fits the map. */
export type Weights =
  | { kind: 'contiguity' }
  | { kind: 'nearest'; k: number }
  | { kind: 'band'; kilometres: number }
  | { kind: 'auto' }

/** `contiguity`, `knn:6`, `band:120` or `auto`. */
export function parseWeights(text: string): Weights {
  if (text === 'auto' || text === 'contiguity') return { kind: text }
  const found = /^(knn|band):(\d+(?:\.\d+)?)$/.exec(text)
  const value = Number(found?.[2])
  if (found?.[1] === 'knn' && Number.isInteger(value) && value >= 1) return { kind: 'nearest', k: value }
  if (found?.[1] === 'band' && value > 0) return { kind: 'band', kilometres: value }
  throw new BadInput(`weights '${text}': expected contiguity, knn:K, band:KILOMETRES or auto`)
}

export function nameWeights(weights: Weights): string {
  if (weights.kind === 'nearest') return `knn:${weights.k}`
  return weights.kind === 'band' ? `band:${weights.kilometres}` : weights.kind
}

/** A unit of counting: a cell by its index, or an operator's area with its middle and what it touches. */
export type Spot = {
  cell: string
  latitude?: number
  longitude?: number
  touching?: readonly string[]
}

/** Where a unit lies: its own middle, or its cell's. */
export function spotOf({ cell, latitude, longitude }: Spot): [latitude: number, longitude: number] {
  return latitude === undefined || longitude === undefined ? cellToLatLng(cell) : [latitude, longitude]
}

/**
 * The neighbourhood of these units and the weights it was made with: `auto` takes touching cells where three in four
 * areas have at least two of them, and the six nearest otherwise (towns far apart have no touching cells).
 */
export function neighbourhoodOf(
  places: readonly Spot[],
  weights: Weights,
): { neighbourhood: Neighbourhood; weights: Exclude<Weights, { kind: 'auto' }> } {
  if (weights.kind === 'auto') {
    const touching = contiguity(places)
    let connected = 0
    for (let i = 0; i < places.length; i++) {
      if (touching.starts[i + 1]! - touching.starts[i]! >= 2) connected++
    }
    if (connected >= places.length * 0.75) return { neighbourhood: touching, weights: { kind: 'contiguity' } }
    return neighbourhoodOf(places, {
      kind: 'nearest',
      k: Math.min(6, Math.max(1, Math.floor(places.length / 4))),
    })
  }
  if (weights.kind === 'contiguity') return { neighbourhood: contiguity(places), weights }
  const spots = places.map((place) => spotOf(place))
  if (weights.kind === 'nearest') return { neighbourhood: nearestOnEarth(spots, weights.k), weights }
  const distance = (i: number, j: number) => greatCircleDistance(spots[i]!, spots[j]!, 'km')
  const lists = places.map((_, i) =>
    places.flatMap((__, j) => (i !== j && distance(i, j) <= weights.kilometres ? [j] : [])),
  )
  return { neighbourhood: fromLists(lists), weights }
}

function contiguity(places: readonly Spot[]): Neighbourhood {
  const index = new Map(places.map(({ cell }, i) => [cell, i]))
  return fromLists(
    places.map(({ cell, touching }) =>
      (touching ?? (isValidCell(cell) ? gridDisk(cell, 1) : []))
        .flatMap((other) => (other === cell ? [] : [index.get(other) ?? -1]))
        .filter((i) => i >= 0)
        .sort((a, b) => a - b),
    ),
  )
}
