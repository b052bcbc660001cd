import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { stringify } from 'csv-stringify/sync'
import type { Incident } from '../world/incidents.ts'
import type { Ad } from '../world/poster.ts'
import { countries } from '../world/region.ts'
import { calendar, dayOf, instantOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'

/** The sites of the made-up region: what an operator would name as the source of an import. */
export const sites = {
  jobs: 'oarlight-jobs',
  company: 'evening-pages',
  services: 'townboard',
  rentals: 'townboard',
  goods: 'townboard',
} as const satisfies Record<Ad['market'], string>

/** One file of one site and one stretch of time. */
export type SiteFile = { source: string; file: string; rows: number }

/** What came in within a stretch of weeks: the sites' ads posted in it, and what became known in it. */
export type Delivery = { upToWeek: number; ads: SiteFile[]; incidents: SiteFile }

/**
 * Writes what a newcomer would be handed: ads as JSON lines by site and incidents as CSV, one file for each stretch of
 * `weeks`; services, people, the calendar of campaigns, and the region as GeoJSON. No truth is among it. The same world
 * gives the same bytes.
 */
export async function writeWorld(
  world: World,
  folder: string,
  weeks: number = calendar.weeks,
): Promise<Delivery[]> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'services.csv'), stringify([...world.services], { header: true }))
  await writeFile(join(folder, 'people.csv'), stringify([...world.people], { header: true }))
  await writeFile(join(folder, 'calendar.csv'), calendarCsv(world))
  await writeFile(join(folder, 'region.geojson'), `${JSON.stringify(regionGeoJson(world))}\n`)
  const deliveries: Delivery[] = []
  const ads = world.ads()
  let next = ads.next()
  let told = 0
  for (let upToWeek = weeks; ; upToWeek += weeks) {
    const last = upToWeek >= calendar.weeks
    const until = last ? '9999' : instantOf(upToWeek * 10_080)
    const writers = new Map<string, SiteWriter>()
    for (; next.done !== true && next.value.posted_at < until; next = ads.next()) {
      const source = sites[next.value.market]
      const writer =
        writers.get(source) ??
        new SiteWriter(source, join(folder, `${source}-${dayOf((upToWeek - weeks) * 7)}.jsonl`))
      writers.set(source, writer)
      await writer.write(next.value)
    }
    const from = told
    while (told < world.incidents.length && (last || world.incidents[told]!.known < until.slice(0, 10)))
      told += 1
    const file = join(folder, `hotlines-${dayOf((upToWeek - weeks) * 7)}.csv`)
    await writeFile(file, incidentsCsv(world.incidents.slice(from, told)))
    const written: SiteFile[] = []
    for (const writer of writers.values()) written.push(await writer.close())
    deliveries.push({
      upToWeek: Math.min(upToWeek, calendar.weeks),
      ads: written,
      incidents: { source: 'hotlines', file, rows: told - from },
    })
    if (last) return deliveries
  }
}

/** Writes JSON lines a batch at a time, waiting where the disk is slower. */
class SiteWriter {
  readonly #source: string
  readonly #file: string
  readonly #stream: WriteStream
  #lines: string[] = []
  #rows = 0

  constructor(source: string, file: string) {
    this.#source = source
    this.#file = file
    this.#stream = createWriteStream(file)
  }

  async write(ad: Ad): Promise<void> {
    this.#rows += 1
    this.#lines.push(`${JSON.stringify(ad)}\n`)
    if (this.#lines.length >= 2000) await this.#flush()
  }

  async #flush(): Promise<void> {
    if (!this.#stream.write(this.#lines.splice(0).join(''))) await once(this.#stream, 'drain')
  }

  async close(): Promise<SiteFile> {
    await this.#flush()
    this.#stream.end()
    await once(this.#stream, 'finish')
    return { source: this.#source, file: this.#file, rows: this.#rows }
  }
}

function incidentsCsv(incidents: readonly Incident[]): string {
  const rows = incidents.map((incident) => ({
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
