import { type HotspotQuery, runHotspots, usualHotspots } from '#places'
import type { Corpus } from '#platform/corpus'
import type { ShownHotspot } from '../ruler/ruler.ts'
import type { Region } from '../world/region.ts'
import { calendar, dayOf } from '../world/settings.ts'
import { townFinder } from './towns.ts'

/** Weeks the hotspot map looks back on: half a year, as the map does. */
const hotspotWeeks = 26

/**
 * Hot areas of the last half year: of what was reported, with and without reporting effort, and of the ads of detected
 * patterns. The last run is the one the map opens with.
 */
export async function findHotspots(
  corpus: Corpus,
  region: Region,
): Promise<{ shown: ShownHotspot[]; withoutEffort: ShownHotspot[] }> {
  const townsOf = townFinder(region)
  const first = calendar.weeks - hotspotWeeks
  const window = { from: dayOf(first * 7), to: calendar.lastDay, knownOn: calendar.lastDay }
  const hot = async (layer: HotspotQuery['layer'], exposure: 'effort' | 'none'): Promise<ShownHotspot[]> => {
    const map = await runHotspots(corpus, { ...window, layer, settings: { ...usualHotspots, exposure } })
    return map.hotspots
      .filter((spot) => spot.class === 'hot')
      .map((spot) => ({
        id: `${layer}/${spot.cell}`,
        towns: townsOf(spot.cell),
        from: first,
        to: calendar.weeks - 1,
      }))
  }
  const withoutEffort = await hot('reports', 'none')
  const ofPatterns = await hot('patterns', 'effort')
  return { shown: [...(await hot('reports', 'effort')), ...ofPatterns], withoutEffort }
}
