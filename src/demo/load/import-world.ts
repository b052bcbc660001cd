import { latLngToCell } from 'h3-js'
import type { Actor } from '#platform/access'
import { recordEffort, recordPopulation } from '#places'
import { importFile, readMapping } from '#sources'
import { writeWorld } from '../files/write-world.ts'
import { dayOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'
import type { DemoPlatform } from './platform.ts'

const mappingAt = (name: string): string => new URL(`../files/${name}.yaml`, import.meta.url).pathname

/** Writes the world's files into the data folder and imports them as an analyst would; how many rows went in. */
export async function importWorld(
  platform: DemoPlatform,
  world: World,
  actor: Actor,
  onProgress: (line: string) => void,
): Promise<{ ads: number; incidents: number }> {
  const { database: db, corpus, config } = platform
  const stores = { db, corpus, dataFolder: config.dataFolder }
  const files = await writeWorld(world, `${config.dataFolder}/demo`)
  let ads = 0
  for (const { source, file, rows } of files.ads) {
    onProgress(`importing ${rows} ads of ${source}`)
    const run = await importFile(stores, {
      format: 'ads-jsonl',
      path: file,
      mapping: readMapping(mappingAt('ads')),
      source,
      actor,
    })
    ads += run.read - run.rejected
  }
  onProgress(`importing ${files.incidents.rows} incidents`)
  const run = await importFile(stores, {
    format: 'incidents-csv',
    path: files.incidents.file,
    mapping: readMapping(mappingAt('incidents')),
    source: files.incidents.source,
    actor,
  })
  await recordEffort(corpus, calendarRecords(world))
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
  return { ads, incidents: run.read - run.rejected }
}

/** What the operator wrote into the calendar: when and where, not by how much. */
function calendarRecords(world: World): Parameters<typeof recordEffort>[1] {
  return world.awareness.map((event) => ({
    kind: event.kind,
    country: event.country,
    cell: '',
    from: dayOf(event.fromWeek * 7),
    to: dayOf(event.toWeek * 7 + 6),
    factor: null,
    note: `${event.kind} ${event.country}`.trim(),
    knownOn: dayOf(event.fromWeek * 7),
  }))
}
