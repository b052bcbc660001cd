import { inCyrillic, townNames } from './names.ts'
import type { Random } from './random.ts'

export type DemoCountry = { code: 'XAA' | 'XAB' | 'XAC'; name: string; second: number; effort: number }

/** Three invented countries, west to east. `second`: share of life in the second language; `effort`: how far its hotline reaches. */
export const countries: readonly DemoCountry[] = [
  { code: 'XAA', name: 'Aldermere', second: 0.1, effort: 1.3 },
  { code: 'XAB', name: 'Brenholt', second: 0.35, effort: 1 },
  { code: 'XAC', name: 'Corvane', second: 0.75, effort: 0.55 },
]

/** ISO 639-2 codes for local use: nobody else's language. */
export const languages = { english: 'en', second: 'qaa' } as const

export type Town = {
  index: number
  name: string
  /** The name in the second language's script. */
  secondName: string
  country: DemoCountry['code']
  latitude: number
  longitude: number
  population: number
  /** The weight with which life happens here rather than elsewhere. */
  draw: number
  /** How likely something that happens here is told to anyone; 1 is average. Differs by area. */
  effort: number
  /** Share of ads in the second language. */
  second: number
  /** Farms, ports, resorts: what the town lives on. */
  economy: 'farm' | 'port' | 'resort' | 'city'
}

export type Region = {
  towns: readonly Town[]
  /** Pairs of towns joined by a road, with its length in kilometres. */
  roads: readonly { from: number; to: number; kilometres: number }[]
  /** The two borders as lines of [longitude, latitude], west one first. */
  borders: readonly (readonly [number, number])[][]
}

/** Around Point Nemo (48°52.6′S 123°23.6′W), the place of the ocean farthest from any land: nobody lives here. */
export const box = { south: -53.5, north: -44.5, west: -134, east: -113 } as const

/** The longitude of border 0 or 1 at a latitude. */
function borderAt(border: 0 | 1, latitude: number): number {
  return border === 0
    ? -127 + 0.9 * Math.sin(latitude * 1.1)
    : -119.8 + 0.7 * Math.cos(latitude * 0.9) + 0.25 * Math.sin(latitude * 3)
}

export function kilometres(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) *
      Math.cos(b.latitude * rad) *
      Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.sqrt(h))
}

/** Draws the towns, borders and roads. */
export function makeRegion(root: Random, townCount: number): Region {
  const source = root.fork('region')
  const names = townNames(source, townCount)
  const spacing = 0.55 * Math.sqrt((1_000 * 1_500) / townCount)
  const spots: { latitude: number; longitude: number }[] = []
  for (let tries = 0; spots.length < townCount; tries++) {
    const spot = {
      latitude: source.uniform(box.south, box.north),
      longitude: source.uniform(box.west, box.east),
    }
    const near = spacing * Math.max(0.2, 1 - tries / (townCount * 400))
    if (spots.every((other) => kilometres(spot, other) > near)) spots.push(spot)
  }
  const capitals = new Set<string>()
  const towns = spots.map((spot, index): Town => {
    const country =
      countries[
        spot.longitude < borderAt(0, spot.latitude) ? 0 : spot.longitude < borderAt(1, spot.latitude) ? 1 : 2
      ]!
    const capital = !capitals.has(country.code)
    capitals.add(country.code)
    const population = Math.round(
      (capital ? 900_000 : 400_000 / (1 + index) ** 0.75) * Math.exp(0.35 * source.normal()) + 6_000,
    )
    return {
      index,
      name: names[index]!,
      secondName: inCyrillic(names[index]!),
      country: country.code,
      latitude: Math.round(spot.latitude * 1e5) / 1e5,
      longitude: Math.round(spot.longitude * 1e5) / 1e5,
      population,
      draw: population ** 0.65,
      effort: Math.min(4, country.effort * (capital ? 1.6 : 1) * Math.exp(0.55 * source.normal())),
      second: Math.min(0.95, Math.max(0.02, country.second + 0.12 * source.normal())),
      economy: capital ? 'city' : source.pick(['farm', 'farm', 'port', 'resort', 'city']),
    }
  })
  return { towns, roads: roadsBetween(towns), borders: [borderLine(0), borderLine(1)] }
}

function borderLine(border: 0 | 1): [number, number][] {
  return Array.from({ length: 37 }, (_, i) => {
    const latitude = box.south + (i * (box.north - box.south)) / 36
    return [borderAt(border, latitude), latitude] as [number, number]
  })
}

/** Two towns share a road when no third town is nearer to both (relative neighbourhood graph: always connected). */
function roadsBetween(towns: readonly Town[]): Region['roads'] {
  const roads: { from: number; to: number; kilometres: number }[] = []
  const far = towns.map((a) => towns.map((b) => kilometres(a, b)))
  for (let i = 0; i < towns.length; i++) {
    for (let j = i + 1; j < towns.length; j++) {
      const length = far[i]![j]!
      const between = towns.some((_, k) => k !== i && k !== j && Math.max(far[i]![k]!, far[j]![k]!) < length)
      if (!between) roads.push({ from: i, to: j, kilometres: Math.round(length) })
    }
  }
  return roads
}

/** Population-weighted draw of a town, among those the filter admits (all when none is admitted). */
export function pickTown(source: Random, region: Region, admits: (town: Town) => boolean = () => true): Town {
  const admitted = region.towns.filter(admits)
  const list = admitted.length > 0 ? admitted : region.towns
  return list[source.weighted(list.map((town) => town.draw))]!
}

/** The towns around one, nearest first, without itself. */
export function nearest(region: Region, town: Town, count: number): Town[] {
  return region.towns
    .filter((other) => other.index !== town.index)
    .sort((a, b) => kilometres(town, a) - kilometres(town, b))
    .slice(0, count)
}
