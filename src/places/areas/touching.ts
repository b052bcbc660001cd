import type { Outline } from './outline.ts'

/**
 * Queen contiguity: areas whose outlines share a point, to the seventh decimal (about a centimetre), as files cut from
 * one source do. Sorted, without the area itself.
 */
export function touching(outlines: readonly Outline[]): number[][] {
  const owners = new Map<string, number[]>()
  outlines.forEach((outline, i) => {
    for (const [longitude, latitude] of outline.polygons.flat(2)) {
      const east = ((((longitude + 180) % 360) + 360) % 360) - 180
      const key = `${east.toFixed(7)} ${latitude.toFixed(7)}`
      const own = owners.get(key)
      if (!own) owners.set(key, [i])
      else if (own.at(-1) !== i) own.push(i)
    }
  })
  const neighbours = outlines.map(() => new Set<number>())
  for (const own of owners.values()) {
    for (const a of own) for (const b of own) if (a !== b) neighbours[a]!.add(b)
  }
  return neighbours.map((set) => [...set].sort((a, b) => a - b))
}
