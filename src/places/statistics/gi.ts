import { normalTwoSided } from './special.ts'
import type { Neighbourhood, Style } from './weights.ts'

/**
 * The local statistics of Getis & Ord (1992, Geographical Analysis 24:189; Ord & Getis 1995, 27:286).
 *
 * Gi (self left out), with m and s² the mean and variance (divisor n−1) of the other n−1 values:
 *   z = (Σ w·x − W₁·m) / √( s²·((n−1)·W₂ − W₁²) / (n−2) ),  W₁ = Σ w, W₂ = Σ w²
 * Gi* (self among the neighbours), with mean and variance (divisor n) over all n:
 *   z = (Σ w·x − W₁·m) / √( s²·(n·W₂ − W₁²) / (n−1) )
 *
 * Nothing here is NaN by accident: a place that cannot be judged is `NaN` in `z` and `p`, and `unjudged` says why.
 */
export type GiResult = {
  /** Standard normal under no clustering. */
  z: Float64Array
  /** Two-sided, 2·Φ(−|z|). */
  p: Float64Array
  /** 0: judged; otherwise an index into `unjudgedReasons`. */
  unjudged: Uint8Array
}

/** Why a place cannot be judged. */
export const unjudgedReasons = [
  'judged',
  'no-neighbours',
  'all-equal',
  'too-few-places',
  'everyone-is-a-neighbour',
] as const
export type Unjudged = (typeof unjudgedReasons)[number]
const NO_NEIGHBOURS = 1
const ALL_EQUAL = 2
const TOO_FEW = 3
const ALL_NEIGHBOURS = 4

/** z of Gi* (`star`) or Gi for every place; values must be finite. */
export function getisOrd(
  x: Float64Array,
  { starts, neighbours, n }: Neighbourhood,
  options: { star: boolean; style: Style; withP?: boolean },
): GiResult {
  if (x.length !== n) throw new RangeError(`${x.length} values for ${n} places`)
  const z = new Float64Array(n).fill(Number.NaN)
  const p = new Float64Array(n).fill(Number.NaN)
  const unjudged = new Uint8Array(n)
  const { star, style } = options
  if (n < 3) return { z, p, unjudged: unjudged.fill(TOO_FEW) }

  let total = 0
  for (let i = 0; i < n; i++) total += x[i]!
  const mean = total / n
  // Sums of squares about the mean: stable where values are large and close together.
  let squares = 0
  let least = x[0]!
  let most = x[0]!
  for (let i = 0; i < n; i++) {
    const d = x[i]! - mean
    squares += d * d
    if (x[i]! < least) least = x[i]!
    if (x[i]! > most) most = x[i]!
  }
  if (!Number.isFinite(squares)) throw new RangeError('values must be finite numbers')
  if (least === most) return { z, p, unjudged: unjudged.fill(ALL_EQUAL) }

  for (let i = 0; i < n; i++) {
    const from = starts[i]!
    const to = starts[i + 1]!
    const k = to - from + (star ? 1 : 0)
    if (to === from && !star) {
      unjudged[i] = NO_NEIGHBOURS
      continue
    }
    let sum = star ? x[i]! - mean : 0
    for (let e = from; e < to; e++) sum += x[neighbours[e]!]! - mean
    const own = x[i]! - mean
    // Gi looks at the others only: their mean is mean − own/(n−1), their sum of squares squares − own²·n/(n−1).
    const m = star ? 0 : -own / (n - 1)
    const others = star ? n : n - 1
    const variance = star ? squares / n : (squares - (own * own * n) / (n - 1)) / (n - 1)
    if (variance <= squares * 1e-15) {
      unjudged[i] = ALL_EQUAL
      continue
    }
    if (k >= others) {
      unjudged[i] = ALL_NEIGHBOURS
      continue
    }
    const weight = style === 'W' ? 1 / k : 1
    const w1 = weight * k
    const w2 = weight * weight * k
    z[i] = (weight * sum - w1 * m) / Math.sqrt((variance * (others * w2 - w1 * w1)) / (others - 1))
  }
  if (options.withP !== false) for (let i = 0; i < n; i++) p[i] = normalTwoSided(z[i]!)
  return { z, p, unjudged }
}
