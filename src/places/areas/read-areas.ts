import { z } from 'zod'
import { BadInput } from '#platform/errors'
import { middleOf, selfCrossing, squareKilometres, unroll, type Outline } from './outline.ts'

/** An administrative area as an operator brings it. */
export type AdministrativeArea = {
  /** Its code in the file: unique there. */
  code: string
  name: string
  country: string
  /** People who live there; null: the file does not say. */
  population: number | null
  outline: Outline
  latitude: number
  longitude: number
  squareKilometres: number
}

/** What is wrong with a feature, or worth knowing; `left-out` ones are not among the areas. */
export type AreaRemark = { feature: number; code: string; leftOut: boolean; what: string }

export type AreaColumns = {
  code: string
  name: string
  population?: string | undefined
  country?: string | undefined
}

const Position = z.tuple([z.number(), z.number()]).rest(z.number())
const Rings = z.array(z.array(Position).min(4)).min(1)
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: Rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings).min(1) }),
])
const Feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.unknown(),
})
const Collection = z.looseObject({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()).min(1),
})
const Crs = z.object({ properties: z.object({ name: z.string() }) })

/** Names of WGS 84 in longitude and latitude, as writers of GeoJSON put them. */
const wgs84 = /(CRS:?84|OGC:.*CRS84|EPSG:+4326)$/i

/**
 * Reads administrative areas from GeoJSON (RFC 7946: WGS 84, longitude before latitude). A file in another projection,
 * or with latitude first, is refused; a feature that cannot be an area is left out with a remark, so that no district
 * is missing without a word.
 */
export function readAreas(
  file: string,
  json: unknown,
  columns: AreaColumns,
): { areas: AdministrativeArea[]; remarks: AreaRemark[] } {
  const collection = Collection.safeParse(json)
  if (!collection.success) throw new BadInput(`${file}: expected a GeoJSON FeatureCollection with features`)
  const crs = Crs.safeParse(collection.data['crs'])
  if (crs.success && !wgs84.test(crs.data.properties.name)) {
    throw new BadInput(
      `${file}, crs: found ${crs.data.properties.name}, expected WGS 84 (longitude and latitude in degrees); project it first`,
    )
  }
  const areas: AdministrativeArea[] = []
  const remarks: AreaRemark[] = []
  const codes = new Set<string>()
  refuseOtherAxes(file, collection.data.features)
  collection.data.features.forEach((candidate, i) => {
    const leave = (code: string, what: string) =>
      void remarks.push({ feature: i + 1, code, leftOut: true, what })
    const note = (code: string, what: string) =>
      void remarks.push({ feature: i + 1, code, leftOut: false, what })
    const feature = Feature.safeParse(candidate)
    if (!feature.success) return leave('', 'it is no Feature')
    const properties = feature.data.properties ?? {}
    const code = words(properties[columns.code])
    if (code === '') return leave('', `it has no property '${columns.code}' to be told apart by`)
    if (codes.has(code)) return leave(code, 'another area has this code')
    const geometry = Geometry.safeParse(feature.data.geometry)
    if (!geometry.success) return leave(code, 'its geometry is no Polygon or MultiPolygon of closed rings')
    const polygons = (
      geometry.data.type === 'Polygon' ? [geometry.data.coordinates] : geometry.data.coordinates
    ).map((polygon) => polygon.map((ring) => closed(ring.map(([x, y]): [number, number] => [x, y]))))
    const { outline, crossesAntimeridian } = unroll(polygons)
    const crossing = selfCrossing(outline)
    if (crossing)
      return leave(code, `its outline crosses itself near ${crossing.join(', ')} (longitude, latitude)`)
    const size = squareKilometres(outline)
    if (!(size > 0)) return leave(code, 'it has no area')
    if (crossesAntimeridian) note(code, 'it crosses the antimeridian and was unrolled')
    const population = readPopulation(properties, columns.population)
    if (population === 'wrong')
      note(code, `its '${columns.population}' is no number of people: taken as not known`)
    codes.add(code)
    areas.push({
      code,
      name: words(properties[columns.name]) || code,
      country: words(columns.country === undefined ? '' : properties[columns.country]),
      population: population === 'wrong' ? null : population,
      outline,
      ...middleOf(outline),
      squareKilometres: size,
    })
  })
  if (areas.length === 0) {
    const first = remarks[0]
    throw new BadInput(
      `${file}: none of ${collection.data.features.length} features is an area; feature ${first?.feature}: ${first?.what}`,
    )
  }
  return { areas, remarks }
}

/** Metres, or latitude before longitude, seen from the numbers alone. */
function refuseOtherAxes(file: string, features: readonly unknown[]): void {
  let farFirst = 0
  let farSecond = 0
  for (const candidate of features) {
    const geometry = Geometry.safeParse(Feature.safeParse(candidate).data?.geometry)
    if (!geometry.success) continue
    const points: readonly (readonly number[])[] =
      geometry.data.type === 'Polygon' ? geometry.data.coordinates.flat() : geometry.data.coordinates.flat(2)
    for (const point of points) {
      farFirst = Math.max(farFirst, Math.abs(point[0]!))
      farSecond = Math.max(farSecond, Math.abs(point[1]!))
    }
  }
  // Longitudes a little beyond 180° are how some writers cross the antimeridian.
  if (farFirst > 360 || farSecond > 180) {
    throw new BadInput(
      `${file}: found coordinates up to ${Math.round(farFirst)}, ${Math.round(farSecond)}, expected degrees of WGS 84: this is another projection`,
    )
  }
  if (farSecond > 90) {
    throw new BadInput(
      `${file}: found ${farSecond} as a latitude: longitude and latitude look exchanged; GeoJSON puts longitude first`,
    )
  }
}

/**
 * Whether the areas lie where the observations would, were longitude and latitude exchanged: few points fall into the
 * areas' boxes as they are, most do when turned round.
 */
export function looksExchanged(
  areas: readonly Pick<AdministrativeArea, 'outline'>[],
  points: readonly { latitude: number; longitude: number; rows: number }[],
): boolean {
  let inside = 0
  let turned = 0
  let all = 0
  const within = (x: number, y: number) =>
    areas.some(({ outline: { box } }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3])
  for (const { latitude, longitude, rows } of points) {
    all += rows
    if (within(longitude, latitude)) inside += rows
    if (within(latitude, longitude)) turned += rows
  }
  return all > 0 && inside < all * 0.05 && turned > all * 0.5
}

function closed(ring: [number, number][]): [number, number][] {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first]
}

function words(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

function readPopulation(
  properties: Record<string, unknown>,
  column: string | undefined,
): number | null | 'wrong' {
  const value = column === undefined ? undefined : properties[column]
  if (value === undefined || value === null || value === '') return null
  const people = Number(value)
  return Number.isFinite(people) && people >= 0 ? people : 'wrong'
}
