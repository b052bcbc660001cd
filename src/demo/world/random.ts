/**
 * A seeded stream of numbers: the same seed and path give the same numbers on every machine.
 * sfc32 (Chris Doty-Humphrey, PractRand), seeded by four 32-bit hashes of the path.
 */
export type Random = {
  /** The path this stream was seeded with, e.g. `7/ring/3`. */
  readonly path: string
  /** Uniform in [0, 1). */
  next(): number
  /** Whole number from 0 to below `n`. */
  below(n: number): number
  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number
  /** Standard normal (Box and Muller). */
  normal(): number
  /** Exponential with this mean. */
  exponential(mean: number): number
  /** Poisson (Knuth below 30, a rounded normal above). */
  poisson(mean: number): number
  shuffled<T>(list: readonly T[]): T[]
  /** A stream of its own, independent of how far this one was read. */
  fork(...keys: readonly (string | number)[]): Random
}

/** Opens the stream at a path; the world's root is its seed. */
export function random(path: string): Random {
  let [a, b, c, d] = hash128(path)
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  const below = (n: number): number => Math.floor(next() * n)
  const self: Random = {
    path,
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    uniform: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i] as number
        if (left < 0) return i
      }
      return weights.length - 1
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: (mean) => -mean * Math.log(1 - next()),
    poisson: (mean) => poisson(self, mean),
    shuffled: (list) => {
      const copy = [...list]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const held = copy[i] as (typeof copy)[number]
        copy[i] = copy[j] as (typeof copy)[number]
        copy[j] = held
      }
      return copy
    },
    fork: (...keys) => random(`${path}/${keys.join('/')}`),
  }
  return self
}

function poisson(source: Random, mean: number): number {
  if (mean <= 0) return 0
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * source.normal()))
  const limit = Math.exp(-mean)
  let product = source.next()
  let count = 0
  while (product > limit) {
    product *= source.next()
    count += 1
  }
  return count
}

/** Four well-mixed 32-bit words of a string (cyrb128 by bryc, public domain). */
export function hash128(text: string): [number, number, number, number] {
  let h1 = 1779033703
  let h2 = 3144134277
  let h3 = 1013904242
  let h4 = 2773480762
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i)
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067)
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233)
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213)
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179)
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067)
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233)
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213)
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179)
  return [(h1 ^ h2 ^ h3 ^ h4) | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0]
}

/** 32 hex digits of a string; for made-up image hashes and opaque ids. Not for security. */
export function hex128(text: string): string {
  return hash128(text)
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join('')
}
