import { cellToParent, getResolution, latLngToCell } from 'h3-js'
import { runHotspots, runWarnings, usualHotspots, type WarningRun } from '#places'
import type { Corpus } from '#platform/corpus'
import type { ShownHotspot, ShownWarning } from '../ruler/ruler.ts'
import type { Region } from '../world/region.ts'
import { calendar, daysFromStart, weekOf } from '../world/settings.ts'
import { dayOf } from '../world/settings.ts'

/** Weeks the hotspot map looks back on: half a year, as the map does. */
const hotspotWeeks = 26
/** Weeks before warnings begin: nothing can be judged on no past. */
const warmUp = 12

export type Observed = {
  hotspots: ShownHotspot[]
  hotspotsWithoutEffort: ShownHotspot[]
  warnings: ShownWarning[]
  /** Weeks that were judged. */
  weeks: number
  run: WarningRun
}

/** Hotspots of the last half year with and without the effort layer, and the warnings of every week there was. */
export async function observePlaces(corpus: Corpus, region: Region): Promise<Observed> {
  const townsOf = townFinder(region)
  const window = {
    from: dayOf((calendar.weeks - hotspotWeeks) * 7),
    to: calendar.lastDay,
    knownOn: calendar.lastDay,
  }
  const hot = async (exposure: 'effort' | 'none'): Promise<ShownHotspot[]> => {
    const map = await runHotspots(corpus, { ...window, settings: { ...usualHotspots, exposure } })
    return map.hotspots
      .filter((spot) => spot.class === 'hot')
      .map((spot) => ({
        id: spot.cell,
        towns: townsOf(spot.cell),
        from: calendar.weeks - hotspotWeeks,
        to: calendar.weeks - 1,
      }))
  }
  const hotspotsWithoutEffort = await hot('none')
  const hotspots = await hot('effort')
  const weeks = calendar.weeks - warmUp
  const run = await runWarnings(corpus, { knownOn: calendar.lastDay, weeks })
  const warnings = run.warnings
    .filter((warning) => warning.verdict !== 'explained-by-awareness')
    .map((warning) => ({
      id: warning.id,
      day: daysFromStart(warning.warnedOn),
      towns: townsOf(warning.cell),
      from: weekOf(warning.firstWeek),
      to: Math.min(calendar.weeks - 1, weekOf(warning.lastWeek)),
    }))
  return { hotspots, hotspotsWithoutEffort, warnings, weeks, run }
}

/** The towns that lie in an H3 cell of any resolution up to 7. */
export function townFinder(region: Region): (cell: string) => number[] {
  const byCell = new Map<string, number[]>()
  const done = new Set<number>()
  return (cell) => {
    const resolution = getResolution(cell)
    if (!done.has(resolution)) {
      done.add(resolution)
      for (const town of region.towns) {
        const at = cellToParent(latLngToCell(town.latitude, town.longitude, 7), resolution)
        byCell.set(at, [...(byCell.get(at) ?? []), town.index])
      }
    }
    return byCell.get(cell) ?? []
  }
}
