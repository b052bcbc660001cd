import { detect, type Detection } from '#detect'
import { runWarnings, type Warning, type WarningRun } from '#places'
import type { Actor } from '#platform/access'
import { writeWorld } from '../files/write-world.ts'
import type { ShownWarning } from '../ruler/ruler.ts'
import { calendar, dayOf, daysFromStart, type Scale, weekOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'
import { importDelivery, recordSurroundings } from './import-world.ts'
import type { DemoPlatform } from './platform.ts'
import { townFinder } from './towns.ts'

/** Weeks from one look to the next unless told. Rarer looks only make warnings later, never better. */
export const usualLook: Record<Scale, number> = { tiny: 26, small: 13, medium: 13, large: 52 }
/** Weeks before warnings begin: nothing can be judged on no past. */
const warmUp = 12

export type Lived = {
  observations: number
  detection: Detection
  /** Everything that was ever shown as a warning, with the day it could first be read. */
  warnings: ShownWarning[]
  /** The newest run. */
  run: WarningRun
  /** Weeks that were judged. */
  weeks: number
}

/**
 * Lives through the world's weeks as a team would: imports what came in, detects, looks at the warnings, and goes on.
 * No look sees what came later, so the days of warnings are honest: a rise is dated by the week it was judged in, an
 * arrival by the look at which detection first showed it, however early its ads were.
 */
export async function liveThrough(
  platform: DemoPlatform,
  world: World,
  analyst: Actor,
  weeksPerLook: number,
  onProgress: (line: string) => void,
): Promise<Lived> {
  const { corpus, config } = platform
  onProgress('writing the region’s files')
  const deliveries = await writeWorld(world, `${config.dataFolder}/demo`, weeksPerLook)
  await recordSurroundings(platform, world)
  const townsOf = townFinder(world.region)
  const seen = new Map<string, ShownWarning>()
  const lived: Partial<Lived> = {}
  let observations = 0
  for (const delivery of deliveries) {
    const today = delivery.upToWeek * 7 - 1
    onProgress(`${dayOf(today)}: importing, detecting, warning`)
    observations += await importDelivery(platform, delivery, analyst)
    lived.detection = await detect({ corpus })
    if (delivery.upToWeek <= warmUp) continue
    lived.run = await runWarnings(corpus, { knownOn: dayOf(today), weeks: delivery.upToWeek - warmUp })
    for (const warning of lived.run.warnings) {
      if (warning.verdict === 'explained-by-awareness') continue
      const day = seen.get(warning.id)?.day ?? firstReadable(warning, today)
      seen.set(warning.id, { id: warning.id, day, towns: townsOf(warning.cell), ...weeksOf(warning) })
    }
  }
  const { detection, run } = lived
  if (detection === undefined || run === undefined)
    throw new RangeError('the world has no weeks to live through')
  return { observations, detection, run, warnings: [...seen.values()], weeks: calendar.weeks - warmUp }
}

function firstReadable(warning: Warning, today: number): number {
  return warning.kind === 'arrival' ? today : daysFromStart(warning.warnedOn)
}

function weeksOf(warning: Warning): { from: number; to: number } {
  return { from: weekOf(warning.firstWeek), to: Math.min(calendar.weeks - 1, weekOf(warning.lastWeek)) }
}
