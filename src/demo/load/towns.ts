import { cellToParent, getResolution, latLngToCell } from 'h3-js'
import type { Region } from '../world/region.ts'

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
