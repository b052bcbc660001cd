import { z } from 'zod'
import { systemActor } from '#platform/access'
import { Count, type Corpus } from '#platform/corpus'
import type { Database } from '#platform/db'
import { lastWholeWeek, mondayOf } from '../counts/weeks.ts'
import { runHotspots } from '../hotspots/hotspots.store.ts'
import { findRun } from '../runs.store.ts'
import { openLives } from '../warnings/life.store.ts'
import { windowStart } from '../warnings/series.store.ts'
import { runWarnings } from '../warnings/warnings.store.ts'

const WATCH = systemActor('places.watch')
/** Weeks a hotspot is counted over, and weeks in which a rise may have begun. */
const HOTSPOT_WEEKS = 26
const WARNING_WEEKS = 26

type Stores = { corpus: Corpus; database: Database; now: () => Date }

/**
 * Judges hotspots and warnings anew when there is something new to judge: a week has ended, or observations came in,
 * since the last time. Each new warning gets a life. Returns how many, or undefined when there was nothing to do.
 */
export async function watchPlaces({ corpus, database, now }: Stores): Promise<number | undefined> {
  const knownOn = now().toISOString().slice(0, 10)
  const newest = await newestObservation(corpus)
  if (newest === 0) return undefined
  const state = `${mondayOf(lastWholeWeek(knownOn))} ${newest}`
  const last = await findRun(corpus, 'warnings', { knownOn })
  if (last?.parameters['state'] === state) return undefined
  await runHotspots(corpus, { from: windowStart(knownOn, HOTSPOT_WEEKS), to: knownOn, knownOn })
  const { warnings } = await runWarnings(corpus, { knownOn, weeks: WARNING_WEEKS, state })
  return database.as(WATCH, (trx) =>
    openLives(
      trx,
      warnings.filter(({ verdict }) => verdict !== 'explained-by-awareness'),
    ),
  )
}

/** The newest version among observations: moves when anything was imported. */
async function newestObservation(corpus: Corpus): Promise<number> {
  const [row] = await corpus.query(
    `SELECT greatest((SELECT max(version) FROM sources_incident), (SELECT max(version) FROM sources_ad),
                     (SELECT max(version) FROM places_effort)) AS newest`,
    z.object({ newest: Count }),
    {},
  )
  return row?.newest ?? 0
}

/** Looks now and every hour; the answer stops it. */
export function keepPlacesWatch(stores: Stores, onFault: (error: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const look = (): void => {
    running = running.then(() => watchPlaces(stores)).catch(onFault)
  }
  look()
  const timer = setInterval(look, 3_600_000).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
