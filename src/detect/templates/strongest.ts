/** Below this many a comparing sort is as quick. */
const few = 256

/**
 * Orders places of `scores` (0 or more) by their score, strongest first, and those of equal score by `tie`: as numbers
 * that hold both score and place, which are sorted without asking, for the millions of pairs of a large part.
 */
export function strongestFirst(
  order: Uint32Array,
  scores: Float32Array,
  tie: (x: number, y: number) => number,
): void {
  const n = order.length
  if (n < few || !asNumbers(order, scores, tie)) {
    order.sort((x, y) => scores[y]! - scores[x]! || tie(x, y))
  }
}

/** False when score and place do not fit one number exactly. */
function asNumbers(order: Uint32Array, scores: Float32Array, tie: (x: number, y: number) => number): boolean {
  const n = order.length
  // Floats that are not negative are ordered as their bits are.
  const bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length)
  let highest = 0
  let lowest = 0x7fffffff
  for (const place of order) {
    const own = bits[place]!
    if (own > highest) highest = own
    if (own < lowest) lowest = own
  }
  if (lowest < 0 || (highest - lowest + 1) * n >= Number.MAX_SAFE_INTEGER) return false
  const keys = new Float64Array(n)
  for (let i = 0; i < n; i++) keys[i] = (highest - bits[order[i]!]!) * n + i
  keys.sort()
  const places = order.slice()
  for (let i = 0; i < n; i++) order[i] = places[keys[i]! - Math.floor(keys[i]! / n) * n]!
  for (let from = 0, to = 1; from < n; from = to++) {
    while (to < n && bits[order[to]!] === bits[order[from]!]) to++
    if (to - from > 1) order.subarray(from, to).sort(tie)
  }
  return true
}
