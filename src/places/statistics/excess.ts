import { negativeBinomialUpper, poissonUpper } from './special.ts'

/**
 * Does a place stand out by itself? P(Y ≥ y) of a negative binomial around what its exposure leads to expect
 * (Choynowski's probability map, 1959, JASA 54:385, with the spread between places that exposure does not explain):
 *   E = exposure·Σy/Σexposure,  Var(Y) = E + (τ² + v)·E²,  τ² = Σ((y−E)² − E − v·E²)/ΣE² by moments, at least 0,
 * where v is how uncertain the exposure itself is (its relative variance; 0 for a census).
 * Places beyond `limit` standard deviations are left out when τ² and the overall rate are estimated again, so that the
 * hotspots looked for do not hide themselves.
 */
export type Excess = { expected: Float64Array; spread: number; p: Float64Array }

export function excess(
  observed: Float64Array,
  exposure: Float64Array,
  uncertainty: Float64Array = new Float64Array(observed.length),
  limit = 2.58,
): Excess {
  const n = observed.length
  const kept = new Uint8Array(n).fill(1)
  let { rate, spread } = estimate(observed, exposure, uncertainty, kept)
  for (let i = 0; i < n; i++) {
    const e = rate * exposure[i]!
    if (observed[i]! - e > limit * Math.sqrt(e + (spread + uncertainty[i]!) * e * e)) kept[i] = 0
  }
  ;({ rate, spread } = estimate(observed, exposure, uncertainty, kept))
  const expected = exposure.map((value) => value * rate)
  const p = Float64Array.from(observed, (y, i) => {
    const e = expected[i]!
    if (!(e > 0)) return Number.NaN
    const own = spread + uncertainty[i]!
    return own > 0 ? negativeBinomialUpper(y, 1 / own, 1 / (1 + own * e)) : poissonUpper(y, e)
  })
  return { expected, spread, p }
}

function estimate(
  observed: Float64Array,
  exposure: Float64Array,
  uncertainty: Float64Array,
  kept: Uint8Array,
): { rate: number; spread: number } {
  let cases = 0
  let exposed = 0
  for (let i = 0; i < observed.length; i++) {
    if (kept[i] === 0) continue
    cases += observed[i]!
    exposed += exposure[i]!
  }
  const rate = exposed > 0 ? cases / exposed : 0
  let beyond = 0
  let squares = 0
  for (let i = 0; i < observed.length; i++) {
    if (kept[i] === 0) continue
    const e = rate * exposure[i]!
    beyond += (observed[i]! - e) ** 2 - e - uncertainty[i]! * e * e
    squares += e * e
  }
  return { rate, spread: squares > 0 ? Math.max(0, beyond / squares) : 0 }
}
