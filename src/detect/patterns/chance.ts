/** A stream of numbers in [0, 1) that is the same for the same seed (SplitMix32), so that a p-value can be checked. */
export function stream(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 4_294_967_296
  }
}

/** A 32-bit hash of words, for seeds. */
export function seedOf(words: readonly string[]): number {
  let hash = 0x811c9dc5
  for (const word of words)
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Fisher and Yates. */
export function shuffle(values: Uint32Array, next: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const held = values[i]!
    values[i] = values[j]!
    values[j] = held
  }
}

/**
 * The permutation p-value of a statistic that is large when there is something: (1 + as large) / (1 + draws), so it is
 * never 0 (Phipson and Smyth 2010). Stops early when it is plainly not small.
 */
export function permutationP(observed: number, draw: () => number, most = 9999): number {
  let asLarge = 0
  for (let drawn = 1; drawn <= most; drawn++) {
    if (draw() >= observed - 1e-9) asLarge++
    // Besag and Clifford 1991: after so many exceedances the estimate is good enough.
    if (asLarge >= 20) return (1 + asLarge) / (1 + drawn)
  }
  return (1 + asLarge) / (1 + most)
}

/** Benjamini and Hochberg 1995: the smallest false discovery rate at which each would be called. */
export function qValues(p: readonly number[]): number[] {
  const order = p.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value)
  const q = p.map(() => 1)
  let least = 1
  for (let rank = order.length; rank >= 1; rank--) {
    const { value, i } = order[rank - 1]!
    least = Math.min(least, (value * order.length) / rank)
    q[i] = least
  }
  return q
}
