import { latLngToCell } from 'h3-js'
import type { Actor } from '#platform/access'
import { recordEffort, recordPopulation, recordServices, type ServiceKind } from '#places'
import { importFile, readMapping } from '#sources'
import type { Delivery } from '../files/write-world.ts'
import { dayOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'
import type { DemoPlatform } from './platform.ts'

const mappings = {
  ads: new URL('../files/ads.yaml', import.meta.url).pathname,
  incidents: new URL('../files/incidents.yaml', import.meta.url).pathname,
}

/** Imports one delivery as an analyst would; how many rows went in. */
export async function importDelivery(
  { database: db, corpus, config }: DemoPlatform,
  delivery: Delivery,
  actor: Actor,
): Promise<number> {
  const stores = { db, corpus, dataFolder: config.dataFolder }
  let rows = 0
  for (const { source, file } of delivery.ads) {
    const run = await importFile(stores, {
      format: 'ads-jsonl',
      path: file,
      mapping: readMapping(mappings.ads),
      source,
      actor,
    })
    rows += run.read - run.rejected
  }
  const { source, file, rows: told } = delivery.incidents
  if (told === 0) return rows
  const run = await importFile(stores, {
    format: 'incidents-csv',
    path: file,
    mapping: readMapping(mappings.incidents),
    source,
    actor,
  })
  return rows + run.read - run.rejected
}

const serviceKinds: Readonly<Record<World['services'][number]['kind'], ServiceKind>> = {
  shelter: 'shelter',
  'legal aid': 'legal-aid',
  clinic: 'health',
  'labour inspection': 'labour-inspection',
}

/** What the operator knows besides: who lives where, and when campaigns and outages were (not by how much they move). */
export async function recordSurroundings({ corpus }: DemoPlatform, world: World): Promise<void> {
  await recordPopulation(
    corpus,
    world.region.towns.map((town) => ({
      id: `demo-${town.index}`,
      h3: latLngToCell(town.latitude, town.longitude, 7),
      country: town.country,
      population: town.population,
      source: 'demo census',
    })),
  )
  await recordServices(
    corpus,
    'demo directory',
    world.services.map(({ name, kind, country, latitude, longitude, languages }) => ({
      id: name,
      kind: serviceKinds[kind],
      country,
      latitude,
      longitude,
      languages: languages.split(' '),
      isOpen: true,
    })),
  )
  await recordEffort(
    corpus,
    world.awareness.map((event) => ({
      kind: event.kind,
      country: event.country,
      cell: '',
      from: dayOf(event.fromWeek * 7),
      to: dayOf(event.toWeek * 7 + 6),
      factor: null,
      note: `${event.kind} ${event.country}`.trim(),
      knownOn: dayOf(event.fromWeek * 7),
    })),
  )
}
