import { cellToLatLng, latLngToCell } from 'h3-js'
import type { Spot } from './gravity.ts'
import type { Route } from './routes.ts'

/** Places drawn as one at a zoom; its middle is weighted by what flows in and out. */
export type FlowNode = Spot & { id: string; places: string[]; total: number; within: number }
export type ClusteredFlow = { from: string; to: string; count: number; routes: number }
export type ClusteredFlows = {
  zoom: number
  nodes: FlowNode[]
  flows: ClusteredFlow[]
  withoutPosition: number
}

/** The H3 resolution whose cells are some 80 pixels wide at a web map's zoom. */
export const resolutionAt = (zoom: number): number => Math.max(0, Math.min(7, Math.round(zoom * 0.7 - 0.7)))

/**
 * Flows of one kind with their ends gathered by cell, coarser the farther out the map is; flows between places of one
 * cell are `within` it. Sums of shown flows only, so nothing withheld comes back. From zoom 10 on each place stands alone.
 */
export function clusterFlows(
  routes: readonly Route[],
  spotOf: (place: string) => Spot | undefined,
  zoom: number,
): ClusteredFlows {
  const resolution = resolutionAt(zoom)
  const nodes = new Map<string, FlowNode & { north: number; east: number; anchor: number }>()
  const nodeOf = (place: string, count: number): string | undefined => {
    const spot = spotOf(place)
    if (!spot) return undefined
    const cell = latLngToCell(spot.latitude, spot.longitude, resolution)
    const id = zoom >= 10 ? `${cell} ${place}` : cell
    const anchor = cellToLatLng(cell)[1]
    const node = nodes.get(id) ?? {
      id,
      places: [],
      total: 0,
      within: 0,
      latitude: 0,
      longitude: 0,
      north: 0,
      east: 0,
      anchor,
    }
    if (!node.places.includes(place)) node.places.push(place)
    node.total += count
    node.north += spot.latitude * count
    // Beside the cell's own middle, so that a cell across the antimeridian has its middle in it.
    node.east += (((spot.longitude - node.anchor + 540) % 360) - 180) * count
    nodes.set(id, node)
    return id
  }
  const flows = new Map<string, ClusteredFlow>()
  let withoutPosition = 0
  for (const { from, to, count } of routes) {
    const [start, end] = [nodeOf(from, count), nodeOf(to, count)]
    if (start === undefined || end === undefined) {
      withoutPosition++
      continue
    }
    if (start === end) {
      nodes.get(start)!.within += count
      continue
    }
    const key = `${start}>${end}`
    const flow = flows.get(key) ?? { from: start, to: end, count: 0, routes: 0 }
    flow.count += count
    flow.routes++
    flows.set(key, flow)
  }
  return {
    zoom,
    nodes: [...nodes.values()].map(({ id, places, total, within, north, east, anchor }) => ({
      id,
      places,
      total,
      within,
      latitude: north / total,
      longitude: ((anchor + east / total + 540) % 360) - 180,
    })),
    flows: [...flows.values()].sort((a, b) => b.count - a.count || (a.from + a.to < b.from + b.to ? -1 : 1)),
    withoutPosition,
  }
}
