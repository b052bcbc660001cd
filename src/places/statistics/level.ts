import { fitSeasonal } from './seasonal-fit.ts'
import { negativeBinomialQuantile, negativeBinomialUpper, poissonQuantile, poissonUpper } from './special.ts'

/**
 * For histories between EARS's seven weeks and Farrington's three years: the same quasi-Poisson count with past
 * outbreaks weighed down (Farrington et al. 1996), without season or trend. The mean's own uncertainty widens the
 * bound: variance φ·μ + (μ·se)², matched by a negative binomial.
 */
export type LevelResult = { expected: number; bound: number; p: number; alarm: boolean; history: number }

/** Judges week `t`; null with fewer than `leastWeeks` weeks of history or nothing in them. */
export function quasiPoissonLevel(
  series: ArrayLike<number>,
  t: number,
  options: {
    alpha: number
    skipRecent: number
    leastWeeks: number
    mostWeeks: number
    weightsThreshold: number
  },
  offset?: ArrayLike<number>,
): LevelResult | null {
  const weeks: number[] = []
  for (let i = Math.max(0, t - options.skipRecent - options.mostWeeks); i < t - options.skipRecent; i++) {
    if (!Number.isNaN(series[i]!)) weeks.push(i)
  }
  if (weeks.length < options.leastWeeks) return null
  const data = {
    y: Float64Array.from(weeks, (i) => series[i]!),
    t: Float64Array.from(weeks),
    block: new Uint8Array(weeks.length),
    blocks: 1,
    offset: Float64Array.from(weeks, (i) => offset?.[i] ?? 1),
  }
  if (data.y.every((count) => count === 0)) return null
  const prior = new Float64Array(weeks.length).fill(1)
  let fit = fitSeasonal(data, prior, false)
  const phi = Math.max(1, fit.dispersion || 1)
  for (let i = 0; i < prior.length; i++) {
    const mu = fit.mu[i]!
    const residual =
      (1.5 * (Math.cbrt(data.y[i]!) ** 2 * mu ** (-1 / 6) - Math.sqrt(mu))) /
      Math.sqrt(phi * (1 - fit.hat[i]!))
    if (residual > options.weightsThreshold) prior[i] = residual ** -2
  }
  fit = fitSeasonal(data, prior, false)
  const { mean, unitSe } = fit.predict(t, 0, offset?.[t] ?? 1)
  const dispersion = Math.max(1, fit.dispersion || 1)
  const spread = dispersion * (1 + mean * unitSe * unitSe)
  const observed = series[t]!
  const poisson = spread <= 1 + 1e-9
  const size = mean / (spread - 1)
  const bound = poisson
    ? poissonQuantile(1 - options.alpha, mean)
    : negativeBinomialQuantile(1 - options.alpha, size, 1 / spread)
  const p = poisson ? poissonUpper(observed, mean) : negativeBinomialUpper(observed, size, 1 / spread)
  return { expected: mean, bound, p, alarm: observed > bound, history: weeks.length }
}
