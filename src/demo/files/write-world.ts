import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { stringify } from 'csv-stringify/sync'
import type { Ad } from '../world/poster.ts'
import { countries } from '../world/region.ts'
import { dayOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'

/** The sites of the made-up region: what an operator would name as the source of an import. */
export const sites = {
  jobs: 'oarlight-jobs',
  company: 'evening-pages',
  services: 'townboard',
  rentals: 'townboard',
  goods: 'townboard',
} as const satisfies Record<Ad['market'], string>

export type WorldFiles = {
  folder: string
  ads: readonly { source: string; file: string; rows: number }[]
  incidents: { source: string; file: string; rows: number }
}

/**
 * Writes what a newcomer would be handed: ads as JSON lines by site, incidents, services, people and the calendar of
 * campaigns as CSV, the region as GeoJSON. No truth is among it. The same world gives the same bytes.
 */
export async function writeWorld(world: World, folder: string): Promise<WorldFiles> {
  await mkdir(folder, { recursive: true })
  const names = [...new Set(Object.values(sites))]
  const out = new Map(names.map((name) => [name, createWriteStream(join(folder, `${name}.jsonl`))]))
  const rows = new Map<string, number>(names.map((name) => [name, 0]))
  const held = new Map<string, string[]>(names.map((name) => [name, []]))
  const flush = async (name: string): Promise<void> => {
    const stream = out.get(name as (typeof names)[number])!
    const lines = held.get(name)!.splice(0)
    if (lines.length > 0 && !stream.write(lines.join(''))) await once(stream, 'drain')
  }
  for (const ad of world.ads()) {
    const site = sites[ad.market]
    held.get(site)!.push(`${JSON.stringify(ad)}\n`)
    rows.set(site, rows.get(site)! + 1)
    if (held.get(site)!.length >= 2000) await flush(site)
  }
  for (const name of names) {
    await flush(name)
    const stream = out.get(name)!
    stream.end()
    await once(stream, 'finish')
  }
  await writeFile(join(folder, 'incidents.csv'), incidentsCsv(world))
  await writeFile(join(folder, 'services.csv'), stringify([...world.services], { header: true }))
  await writeFile(join(folder, 'people.csv'), stringify([...world.people], { header: true }))
  await writeFile(join(folder, 'calendar.csv'), calendarCsv(world))
  await writeFile(join(folder, 'region.geojson'), `${JSON.stringify(regionGeoJson(world))}\n`)
  return {
    folder,
    ads: names.map((source) => ({ source, file: join(folder, `${source}.jsonl`), rows: rows.get(source)! })),
    incidents: { source: 'hotlines', file: join(folder, 'incidents.csv'), rows: world.incidents.length },
  }
}

function incidentsCsv(world: World): string {
  const rows = world.incidents.map((incident) => ({
    number: incident.number,
    occurred_on: incident.occurred,
    known_on: incident.known,
    kind: incident.kind,
    found_by: incident.foundBy,
    place: incident.place,
    country: incident.country,
    latitude: incident.latitude ?? '',
    longitude: incident.longitude ?? '',
    count: incident.persons,
  }))
  return stringify(rows, { header: true })
}

function calendarCsv(world: World): string {
  const rows = world.awareness.map((event) => ({
    kind: event.kind,
    country: event.country,
    from: dayOf(event.fromWeek * 7),
    to: dayOf(event.toWeek * 7 + 6),
  }))
  return stringify(rows, { header: true })
}

/** Towns, roads and borders for a map. */
export function regionGeoJson(world: World): { type: 'FeatureCollection'; features: unknown[] } {
  const { towns, roads, borders } = world.region
  const at = (index: number): [number, number] => [towns[index]!.longitude, towns[index]!.latitude]
  const line = (kind: string, coordinates: unknown): unknown => ({
    type: 'Feature',
    properties: { kind },
    geometry: { type: 'LineString', coordinates },
  })
  return {
    type: 'FeatureCollection',
    features: [
      ...borders.map((border) => line('border', border)),
      ...roads.map((road) => line('road', [at(road.from), at(road.to)])),
      ...towns.map((town) => ({
        type: 'Feature',
        properties: {
          kind: 'town',
          name: town.name,
          secondName: town.secondName,
          country: town.country,
          countryName: countries.find(({ code }) => code === town.country)!.name,
          population: town.population,
        },
        geometry: { type: 'Point', coordinates: [town.longitude, town.latitude] },
      })),
    ],
  }
}
