import { seededRandom } from './random.ts'
import type { Neighbourhood } from './weights.ts'

/**
 * Conditional permutation (Anselin 1995, Geographical Analysis 27:93): a place keeps its own value and its k neighbours
 * get values drawn from the others; how often is their sum as large, or as small, as the one observed? For Gi, Gi* and
 * local Moran alike, because each rises with that sum when the place's own value is held.
 *
 * One draw of k + 1 places serves every place with k neighbours: where the place itself was drawn, the spare one stands
 * in, so that each place's draws are exact draws from the *others*. Places share their draws (as PySAL's do), so a
 * replica costs O(k) for the whole map instead of O(n·k). Without replacement unless asked; spdep draws with it.
 */
export type PermutationResult = {
  permutations: number
  /** (replicas at least as large + 1)/(R + 1). */
  upper: Float64Array
  /** (replicas at least as small + 1)/(R + 1). */
  lower: Float64Array
  /** 2·min(upper, lower), at most 1; NaN without neighbours. Never below 1/(R + 1). */
  twoSided: Float64Array
  /** (min(b, R − b) + 1)/(R + 1), b the replicas at least as large: what GeoDa, PySAL and spdep show. */
  folded: Float64Array
}

export function permuteNeighbours(
  x: Float64Array,
  { n, starts, neighbours }: Neighbourhood,
  options: { permutations: number; seed: number; withReplacement?: boolean },
): PermutationResult {
  const { permutations, seed, withReplacement = false } = options
  let most = 0
  const observed = new Float64Array(n)
  const ofSize = new Map<number, number[]>()
  for (let i = 0; i < n; i++) {
    const k = starts[i + 1]! - starts[i]!
    for (let e = starts[i]!; e < starts[i + 1]!; e++) observed[i]! += x[neighbours[e]!]!
    most = Math.max(most, k)
    if (k === 0) continue
    const same = ofSize.get(k)
    if (same) same.push(i)
    else ofSize.set(k, [i])
  }
  // Drawing with replacement may hit the place several times: three spares, then its own chance is below n⁻⁴.
  const spares = withReplacement ? 3 : 1
  const width = most + spares
  if (!withReplacement && width > n)
    throw new RangeError(`${most} neighbours cannot be drawn from ${n} places`)
  const draws = drawPlaces(n, width, permutations, seed, withReplacement)
  const scale = x.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  const atLeast = new Float64Array(n)
  const atMost = new Float64Array(n)
  const sums = new Float64Array(permutations)
  for (const [k, places] of ofSize) {
    // Sums in another order differ in their last bits: equal within this is equal.
    const slack = scale * k * 1e-13
    for (let r = 0; r < permutations; r++) {
      let sum = 0
      for (let j = r * width; j < r * width + k; j++) sum += x[draws[j]!]!
      sums[r] = sum
    }
    const sorted = sums.slice().sort()
    for (const i of places) {
      atLeast[i] = permutations - countBelow(sorted, observed[i]! - slack)
      atMost[i] = countBelow(sorted, observed[i]! + slack)
    }
    for (let r = 0; r < permutations; r++) {
      const from = r * width
      for (let j = from; j < from + k; j++) {
        const i = draws[j]!
        if (starts[i + 1]! - starts[i]! !== k || hitBefore(draws, from, j)) continue
        const mended = mendedSum(x, draws, from, k, spares, i)
        const floor = observed[i]! - slack
        const ceiling = observed[i]! + slack
        atLeast[i]! += Number(mended >= floor) - Number(sums[r]! >= floor)
        atMost[i]! += Number(mended < ceiling) - Number(sums[r]! < ceiling)
      }
    }
  }
  const result = {
    permutations,
    upper: new Float64Array(n).fill(Number.NaN),
    lower: new Float64Array(n).fill(Number.NaN),
    twoSided: new Float64Array(n).fill(Number.NaN),
    folded: new Float64Array(n).fill(Number.NaN),
  }
  for (const places of ofSize.values()) {
    for (const i of places) {
      const b = atLeast[i]!
      result.upper[i] = (b + 1) / (permutations + 1)
      result.lower[i] = (atMost[i]! + 1) / (permutations + 1)
      result.twoSided[i] = Math.min(1, 2 * Math.min(result.upper[i]!, result.lower[i]!))
      result.folded[i] = (Math.min(b, permutations - b) + 1) / (permutations + 1)
    }
  }
  return result
}

/** Whether the place drawn at `at` stands in the row already: with replacement it may, and is mended once. */
function hitBefore(draws: Uint32Array, from: number, at: number): boolean {
  for (let j = from; j < at; j++) if (draws[j] === draws[at]) return true
  return false
}

/** The sum of a draw with every hit on the place itself replaced by a spare. */
function mendedSum(
  x: Float64Array,
  draws: Uint32Array,
  from: number,
  k: number,
  spares: number,
  place: number,
): number {
  let sum = 0
  let spare = from + k
  for (let j = from; j < from + k; j++) {
    let drawn = draws[j]!
    while (drawn === place && spare < from + k + spares) drawn = draws[spare++]!
    sum += x[drawn]!
  }
  return sum
}

function drawPlaces(n: number, width: number, rows: number, seed: number, replace: boolean): Uint32Array {
  const random = seededRandom(seed)
  const draws = new Uint32Array(width * rows)
  for (let r = 0; r < rows; r++) {
    const from = r * width
    for (let j = from; j < from + width; j++) {
      if (replace) {
        draws[j] = random.below(n)
        continue
      }
      // Floyd's sampling (1987), then in random order: the first k of the row are a uniform k-set for every k.
      const limit = n - width + (j - from)
      const pick = random.below(limit + 1)
      let seen = false
      for (let e = from; e < j; e++) if (draws[e] === pick) seen = true
      draws[j] = seen ? limit : pick
    }
    if (replace) continue
    for (let j = width - 1; j > 0; j--) {
      const other = random.below(j + 1)
      const kept = draws[from + j]!
      draws[from + j] = draws[from + other]!
      draws[from + other] = kept
    }
  }
  return draws
}

/** How many of the sorted values lie below `value`. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
