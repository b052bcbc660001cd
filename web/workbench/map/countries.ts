import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import file from 'world-atlas/countries-50m.json?url'

type Countries = GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, { name: string }>

let loaded: Promise<Countries> | undefined

/** The outlines of the world's countries (Natural Earth, public domain), from this server. */
export function loadCountries(): Promise<Countries> {
  loaded ??= fetch(file)
    .then((response) => response.json())
    .then((topology: Topology<{ countries: GeometryCollection<{ name: string }> }>) => {
      return feature(topology, topology.objects.countries) as Countries
    })
  return loaded
}

const numeric = new Map(codes.map(([, alpha3, number]) => [alpha3, number]))

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
