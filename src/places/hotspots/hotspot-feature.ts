import { cellToBoundary } from 'h3-js'
import type { Corpus } from '#platform/corpus'
import { getAreaSet } from '../areas/areas.store.ts'
import type { Outline } from '../areas/outline.ts'
import type { StoredHotspot } from './hotspots.store.ts'

export type UnitGeometry =
  | { type: 'Polygon'; coordinates: [number, number][][] }
  | { type: 'MultiPolygon'; coordinates: Outline['polygons'] }

/** Outlines of an operator's areas by their id. */
export async function outlinesOf(corpus: Corpus, set: string): Promise<Map<string, Outline>> {
  const { areas } = await getAreaSet(corpus, set)
  return new Map(areas.map(({ id, outline }) => [id, outline]))
}

/** The outline of a unit of counting: an operator's area, or a cell. */
export function unitGeometry(cell: string, outlines?: ReadonlyMap<string, Outline>): UnitGeometry {
  const outline = outlines?.get(cell)
  return outline
    ? { type: 'MultiPolygon', coordinates: outline.polygons }
    : { type: 'Polygon', coordinates: cell.includes(':') ? [] : [ring(cell)] }
}

/** A hotspot as GeoJSON: the unit's outline, never a point or an address. */
export function hotspotFeature(spot: StoredHotspot, outlines?: ReadonlyMap<string, Outline>) {
  const { latitude, longitude, ...properties } = spot
  return {
    type: 'Feature' as const,
    id: spot.cell,
    geometry: unitGeometry(spot.cell, outlines),
    properties: { ...properties, centre: [longitude, latitude] },
  }
}

/** Where a cell crosses the antimeridian its outline goes on beyond ±180°, so that no polygon spans the world. */
function ring(cell: string): [number, number][] {
  const corners = cellToBoundary(cell, true)
  const first = corners[0]![0]!
  return corners.map(([longitude, latitude]) => {
    const turn = longitude - first > 180 ? -360 : longitude - first < -180 ? 360 : 0
    return [longitude + turn, latitude]
  })
}
