import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { feature } from 'topojson-client'
import file from 'world-atlas/countries-50m.json?url'

export type Countries = GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, { name: string }>

type Topology = Parameters<typeof feature>[0]

let loaded: Promise<Countries> | undefined

/** The outlines of the world's countries (Natural Earth, public domain), from this server; as on a globe. */
export function loadOutlines(): Promise<Countries> {
  loaded ??= fetch(file)
    .then((response) => response.json())
    .then((topology: Topology) => feature(topology, topology.objects['countries']!) as unknown as Countries)
  return loaded
}

/** The same outlines for a flat map. */
export async function loadCountries(): Promise<Countries> {
  const countries = await loadOutlines()
  return { ...countries, features: countries.features.map(flattened) }
}

// The outlines go round a globe; on a flat map a ring that passes 180° would run back across the whole world.
function flattened<P>(country: GeoJSON.Feature<GeoJSON.Polygon | GeoJSON.MultiPolygon, P>) {
  const { geometry } = country
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const flat = polygons.flatMap((rings) => {
    const unrolled = rings.map(unroll)
    const [west, east] = [-1, 1].map((side) => unrolled[0]?.some(([x = 0]) => x * side > 180.001))
    // What lies beyond one edge is drawn at the other as well.
    const copies = west ? [0, 360] : east ? [0, -360] : [0]
    return copies.map((by) => unrolled.map((ring) => ring.map(([x = 0, y = 0]) => [x + by, y])))
  })
  return { ...country, geometry: { type: 'MultiPolygon' as const, coordinates: flat } }
}

/** A ring whose longitudes run on instead of jumping at 180°; one that goes round a pole is closed along it. */
export function unroll(ring: readonly GeoJSON.Position[]): GeoJSON.Position[] {
  let turn = 0
  let before: number | undefined
  const flat = ring.map(([x = 0, y = 0]) => {
    if (before !== undefined && x - before > 180) turn -= 360
    if (before !== undefined && x - before < -180) turn += 360
    before = x
    return [x + turn, y]
  })
  if (turn === 0) return flat
  const [first, last] = [flat[0], flat.at(-1)]
  const pole = (first?.[1] ?? 0) < 0 ? -89.9 : 89.9
  return [...flat, [last?.[0] ?? 0, pole], [first?.[0] ?? 0, pole], first ?? [0, pole]]
}

const numeric = new Map(codes.map(([, alpha3, number]) => [alpha3, number]))
const alpha3Of = new Map(codes.map(([, alpha3, number]) => [number, alpha3]))

/** The alpha-3 code of an outline; undefined where it has none of its own. */
export const codeOf = ({ id }: GeoJSON.Feature): string | undefined =>
  id === undefined ? undefined : alpha3Of.get(String(id).padStart(3, '0'))

/** The middle of a country's largest part, by alpha-3 code; for the ends of lines, not for measuring. */
export function middleOf(countries: Countries, alpha3: string): [number, number] | undefined {
  const number = numeric.get(alpha3)
  const found = countries.features.find(
    ({ id }) => number !== undefined && String(id).padStart(3, '0') === number,
  )
  if (!found) return undefined
  const rings =
    found.geometry.type === 'Polygon'
      ? [found.geometry.coordinates[0]]
      : found.geometry.coordinates.map(([outer]) => outer)
  const largest = rings.reduce((a, b) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a))
  const xs = largest?.map(([x]) => x ?? 0) ?? []
  const ys = largest?.map(([, y]) => y ?? 0) ?? []
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}
