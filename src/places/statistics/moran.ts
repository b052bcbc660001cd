import { normalTwoSided } from './special.ts'
import type { Neighbourhood, Style } from './weights.ts'

/**
 * Local Moran (Anselin 1995, Geographical Analysis 27:93) with the conditional moments of Sokal, Oden & Thomson (1998,
 * Geographical Analysis 30:331): z = x − mean, m₂ = Σz²/n,
 *   Iᵢ = zᵢ/m₂ · Σ w·zⱼ,  E = −zᵢ²·W/((n−1)·m₂),
 *   Var = (zᵢ/m₂)² · n/(n−2) · (W₂ − W²/(n−1)) · (m₂ − zᵢ²/(n−1)),  W = Σw, W₂ = Σw².
 * `z` equals that of Gi up to its sign: both hold xᵢ and let the others vary.
 */
export type LocalMoran = {
  i: Float64Array
  z: Float64Array
  p: Float64Array
  /** The place against the mean, then its neighbours' mean against the mean of those means. */
  quadrant: ('high-high' | 'high-low' | 'low-high' | 'low-low' | 'none')[]
}

export function localMoran(x: Float64Array, hood: Neighbourhood, style: Style): LocalMoran {
  const { n, starts, neighbours } = hood
  const { deviations, m2 } = deviate(x)
  const i = new Float64Array(n).fill(Number.NaN)
  const z = new Float64Array(n).fill(Number.NaN)
  const p = new Float64Array(n).fill(Number.NaN)
  const lags = new Float64Array(n)
  let lagSum = 0
  let lagged = 0
  for (let place = 0; place < n; place++) {
    const k = starts[place + 1]! - starts[place]!
    if (k === 0 || m2 === 0) continue
    const w = style === 'W' ? 1 / k : 1
    let lag = 0
    for (let e = starts[place]!; e < starts[place + 1]!; e++) lag += w * deviations[neighbours[e]!]!
    const own = deviations[place]!
    lags[place] = style === 'W' ? lag : lag / k
    lagSum += lags[place]!
    lagged++
    i[place] = (own / m2) * lag
    const weights = w * k
    const squares = w * w * k
    const expected = -(own * own * weights) / ((n - 1) * m2)
    const variance =
      (own / m2) ** 2 * (n / (n - 2)) * (squares - weights ** 2 / (n - 1)) * (m2 - (own * own) / (n - 1))
    z[place] = variance > 0 ? (i[place]! - expected) / Math.sqrt(variance) : Number.NaN
    p[place] = Number.isNaN(z[place]!) ? Number.NaN : normalTwoSided(z[place]!)
  }
  const lagMean = lagSum / lagged
  const quadrant = Array.from(i, (value, place): LocalMoran['quadrant'][number] => {
    if (Number.isNaN(value)) return 'none'
    const high = deviations[place]! > 0
    const around = lags[place]! > lagMean
    return high ? (around ? 'high-high' : 'high-low') : around ? 'low-high' : 'low-low'
  })
  return { i, z, p, quadrant }
}

/**
 * Moran's I of the whole map with its moments under randomisation (Cliff & Ord 1981, p. 46): E = −1/(n−1). Places
 * without neighbours are left out of the sum but counted in n, as spdep does with `zero.policy`.
 */
export function globalMoran(
  x: Float64Array,
  hood: Neighbourhood,
  style: Style,
): { i: number; expected: number; variance: number; z: number; pGreater: number } | null {
  const { n, starts, neighbours } = hood
  const { deviations, m2 } = deviate(x)
  if (m2 === 0 || n < 4) return null
  let cross = 0
  let s0 = 0
  const rowSums = new Float64Array(n)
  const columnSums = new Float64Array(n)
  const weight = (place: number) => (style === 'W' ? 1 / (starts[place + 1]! - starts[place]!) : 1)
  const linked = new Map<number, number>()
  for (let a = 0; a < n; a++) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      const b = neighbours[e]!
      const w = weight(a)
      cross += w * deviations[a]! * deviations[b]!
      s0 += w
      rowSums[a]! += w
      columnSums[b]! += w
      const key = a < b ? a * n + b : b * n + a
      linked.set(key, (linked.get(key) ?? 0) + w)
    }
  }
  if (s0 === 0) return null
  // S₁ = ½ ΣΣ (wᵢⱼ + wⱼᵢ)²: each unordered pair stands twice in the double sum.
  let s1 = 0
  for (const w of linked.values()) s1 += w * w
  let s2 = 0
  for (let a = 0; a < n; a++) s2 += (rowSums[a]! + columnSums[a]!) ** 2
  let m4 = 0
  for (let a = 0; a < n; a++) m4 += deviations[a]! ** 4
  const kurtosis = m4 / n / (m2 * m2)
  const i = ((n / s0) * cross) / (m2 * n)
  const expected = -1 / (n - 1)
  const first = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0)
  const second = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)
  const variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - expected * expected
  const z = (i - expected) / Math.sqrt(variance)
  const tail = normalTwoSided(z) / 2
  return { i, expected, variance, z, pGreater: z > 0 ? tail : 1 - tail }
}

function deviate(x: Float64Array): { deviations: Float64Array; m2: number } {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const deviations = x.map((value) => value - mean)
  return { deviations, m2: deviations.reduce((sum, d) => sum + d * d, 0) / x.length }
}
