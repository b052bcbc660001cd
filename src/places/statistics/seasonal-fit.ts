/**
 * A quasi-Poisson regression with log link on season blocks and a linear trend,
 *   log μ = log offset + α_block + β·t,
 * by iteratively reweighted least squares (McCullagh & Nelder 1989, §2.5), started and stopped as R's `glm` does
 * (μ₀ = y + 0.1; relative change of the deviance < 1e-8; at most 25 steps).
 * The design is one dummy per block and one slope, so each step is solved in closed form, within and between
 * blocks: O(n) instead of O(n·p²).
 */
export type SeasonalData = {
  /** Counts of the reference weeks. */
  y: Float64Array
  /** Their week numbers. */
  t: Float64Array
  /** Their season block, 0 … blocks − 1. */
  block: Uint8Array
  blocks: number
  /** Exposure of each week (reporting effort, population); 1 when unknown. */
  offset: Float64Array
}

export type SeasonalFit = {
  converged: boolean
  /** Per block; NaN for a block without weeks. */
  alpha: Float64Array
  beta: number
  /** Information of the slope: its variance is φ over this. */
  slopeWeight: number
  /** Weeks less parameters. */
  degrees: number
  mu: Float64Array
  hat: Float64Array
  /** Pearson's dispersion, not yet floored at 1. */
  dispersion: number
  /** Σ ω·((y − μ)/μ)² / (n − p): the scale R's surveillance takes for the standard error of its prediction. */
  relativeDispersion: number
  /** Expected count and its standard error over √φ, at week t of `block`. */
  predict(t: number, block: number, offset: number): { mean: number; unitSe: number }
}

/** Fits with prior weights (all 1 at first; Farrington's second pass weighs past outbreaks down). */
export function fitSeasonal(data: SeasonalData, prior: Float64Array, trend: boolean): SeasonalFit {
  const { y, t, block, blocks, offset } = data
  const n = y.length
  const mu = new Float64Array(n)
  const eta = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    mu[i] = y[i]! + 0.1
    eta[i] = Math.log(mu[i]!)
  }
  const working = new Float64Array(n)
  const sw = new Float64Array(blocks)
  const meanT = new Float64Array(blocks)
  const meanZ = new Float64Array(blocks)
  const alpha = new Float64Array(blocks)
  let beta = 0
  let slopeWeight = 0
  let deviance = devianceOf(y, mu, prior)
  let converged = false
  for (let step = 0; step < 25 && !converged; step++) {
    sw.fill(0)
    meanT.fill(0)
    meanZ.fill(0)
    for (let i = 0; i < n; i++) {
      const w = prior[i]! * mu[i]!
      const z = eta[i]! - Math.log(offset[i]!) + (y[i]! - mu[i]!) / mu[i]!
      const b = block[i]!
      working[i] = w
      sw[b]! += w
      meanT[b]! += w * t[i]!
      meanZ[b]! += w * z
    }
    for (let b = 0; b < blocks; b++) {
      meanT[b]! /= sw[b]!
      meanZ[b]! /= sw[b]!
    }
    slopeWeight = 0
    let cross = 0
    if (trend) {
      for (let i = 0; i < n; i++) {
        const b = block[i]!
        const w = working[i]!
        const z = eta[i]! - Math.log(offset[i]!) + (y[i]! - mu[i]!) / mu[i]!
        const dt = t[i]! - meanT[b]!
        slopeWeight += w * dt * dt
        cross += w * dt * (z - meanZ[b]!)
      }
      beta = slopeWeight > 0 ? cross / slopeWeight : 0
    }
    for (let b = 0; b < blocks; b++) alpha[b] = meanZ[b]! - beta * meanT[b]!
    for (let i = 0; i < n; i++) {
      eta[i] = Math.log(offset[i]!) + alpha[block[i]!]! + beta * t[i]!
      mu[i] = Math.max(Math.exp(eta[i]!), Number.EPSILON)
    }
    const before = deviance
    deviance = devianceOf(y, mu, prior)
    if (!Number.isFinite(deviance)) break
    converged = Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < 1e-8
  }
  const used = sw.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0)
  const degrees = n - used - (trend ? 1 : 0)
  const hat = new Float64Array(n)
  let pearson = 0
  let relative = 0
  for (let i = 0; i < n; i++) {
    // As R's summary.glm and hatvalues do: the weights of the last step, the residuals after it.
    const w = working[i]!
    const b = block[i]!
    const dt = t[i]! - meanT[b]!
    hat[i] = w / sw[b]! + (trend && slopeWeight > 0 ? (w * dt * dt) / slopeWeight : 0)
    pearson += w * ((y[i]! - mu[i]!) / mu[i]!) ** 2
    relative += prior[i]! * ((y[i]! - mu[i]!) / mu[i]!) ** 2
  }
  return {
    converged,
    alpha,
    beta,
    slopeWeight,
    degrees,
    mu,
    hat,
    dispersion: degrees > 0 ? pearson / degrees : Number.NaN,
    relativeDispersion: degrees > 0 ? relative / degrees : Number.NaN,
    predict(week, b, exposure) {
      const dt = week - meanT[b]!
      const variance = 1 / sw[b]! + (trend && slopeWeight > 0 ? (dt * dt) / slopeWeight : 0)
      return { mean: exposure * Math.exp(alpha[b]! + beta * week), unitSe: Math.sqrt(variance) }
    },
  }
}

function devianceOf(y: Float64Array, mu: Float64Array, prior: Float64Array): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) {
    const term = y[i]! > 0 ? y[i]! * Math.log(y[i]! / mu[i]!) : 0
    sum += prior[i]! * (term - (y[i]! - mu[i]!))
  }
  return 2 * sum
}
