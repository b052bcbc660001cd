import type { Random } from '../statistics/random.ts'

/** Draws indices in proportion to weights (Walker's alias method). */
export function aliasOf(weights: Float64Array): (random: Random) => number {
  const n = weights.length
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const chance = weights.map((weight) => (all === 0 ? 1 : (weight * n) / all))
  const alias = new Uint32Array(n)
  const small: number[] = []
  const large: number[] = []
  for (let i = 0; i < n; i++) (chance[i]! < 1 ? small : large).push(i)
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!
    const high = large.pop()!
    alias[low] = high
    chance[high] = chance[high]! + chance[low]! - 1
    ;(chance[high]! < 1 ? small : large).push(high)
  }
  for (const i of [...small, ...large]) chance[i] = 1
  return (random) => {
    const i = random.below(n)
    return random.next() < chance[i]! ? i : alias[i]!
  }
}
