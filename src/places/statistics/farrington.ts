import { fitSeasonal, type SeasonalData, type SeasonalFit } from './seasonal-fit.ts'
import {
  betaI,
  negativeBinomialQuantile,
  negativeBinomialUpper,
  normalCdf,
  normalQuantile,
  poissonQuantile,
  poissonUpper,
} from './special.ts'

/**
 * Farrington flexible (Farrington et al. 1996, JRSS A 159:547; Noufaily et al. 2013, Statistics in Medicine 32:1206):
 * is this week above what the same weeks of earlier years, the season and the trend lead to expect, when past
 * outbreaks are weighed down?
 *
 * 1. Reference weeks: every week of the last `years` years, in `blocks` blocks a year; the block around this
 *    calendar week (± `halfWindow`) is the one predicted from. The latest `skipRecent` weeks are left out.
 * 2. Quasi-Poisson regression on block and trend; φ is Pearson's dispersion, at least 1.
 * 3. Weeks whose Anscombe residual r exceeds `weightsThreshold` are weighed r⁻² and the fit is repeated.
 * 4. The bound is the (1 − alpha) quantile of what this week may bring.
 */
export type FarringtonSettings = {
  /** Years of history, `b`. */
  years: number
  /** Half window in weeks, `w`. */
  halfWindow: number
  /** Season blocks a year, `noPeriods`; 1 uses the window's weeks only. */
  blocks: number
  /** `pastWeeksNotIncluded`. */
  skipRecent: number
  weightsThreshold: number
  /** One-sided. */
  alpha: number
  /** Fewer than `cases` in the last `weeks` weeks, this one included: cannot judge. */
  limit: { cases: number; weeks: number }
  /** Quantile of a negative binomial at the mean (`nbPlugin`), at the mean's upper bound (`muan`), or of the power-transformed normal (`delta`, exponent 2/3). */
  threshold: 'nbPlugin' | 'muan' | 'delta'
  /** Keep the trend always, never, or only where its two-sided p lies below a threshold; with fewer than 3 years never. */
  trend: 'always' | 'never' | { pThreshold: number }
}

/** The settings of Noufaily et al. with five years of history or fewer; one-sided 5 %. */
export const usualFarrington: FarringtonSettings = {
  years: 4,
  halfWindow: 3,
  blocks: 10,
  skipRecent: 26,
  weightsThreshold: 2.58,
  alpha: 0.05,
  limit: { cases: 5, weeks: 4 },
  threshold: 'nbPlugin',
  trend: 'always',
}

export type FarringtonResult =
  | {
      judged: true
      expected: number
      bound: number
      /** P(Y ≥ observed) under the fitted model. */
      p: number
      alarm: boolean
      dispersion: number
      trend: boolean
      /** Reference weeks used. */
      history: number
    }
  | { judged: false; reason: 'history-too-short' | 'too-few-cases' | 'no-fit'; recentCases: number }

const WEEKS_A_YEAR = 52

/**
 * Judges week `t` (0-based) of a weekly series. `offset` is each week's exposure; a missing week is NaN in `series`
 * and is left out of the history. Years are 52 weeks, so the calendar drifts by 1.25 days a year inside the window;
 * a week 53 is just the next week.
 */
export function farringtonFlexible(
  series: ArrayLike<number>,
  t: number,
  settings: FarringtonSettings,
  offset?: ArrayLike<number>,
): FarringtonResult {
  const observed = series[t]!
  let recentCases = 0
  for (let i = Math.max(0, t - settings.limit.weeks + 1); i <= t; i++) recentCases += series[i]! || 0
  if (t - settings.years * WEEKS_A_YEAR - settings.halfWindow < 0) {
    return { judged: false, reason: 'history-too-short', recentCases }
  }
  if (recentCases < settings.limit.cases || Number.isNaN(observed)) {
    return { judged: false, reason: 'too-few-cases', recentCases }
  }
  const data = referenceWeeks(series, t, settings, offset)
  const target = settings.blocks - 1
  let trend = settings.years >= 3 && settings.trend !== 'never'
  let fit = fitReweighted(data, trend, settings)
  if (
    trend &&
    !(fit && keepsTrend(fit.fit, fit.fit.predict(t, target, offset?.[t] ?? 1).mean, data, settings))
  ) {
    trend = false
    fit = fitReweighted(data, false, settings)
  }
  if (!fit) return { judged: false, reason: 'no-fit', recentCases }
  const { mean, unitSe } = fit.fit.predict(t, target, offset?.[t] ?? 1)
  if (!Number.isFinite(mean)) return { judged: false, reason: 'no-fit', recentCases }
  const se = unitSe * Math.sqrt(fit.fit.relativeDispersion)
  const { bound, p } = threshold(mean, se, fit.phi, observed, settings)
  return {
    judged: true,
    expected: mean,
    bound,
    p,
    alarm: observed > bound,
    dispersion: fit.phi,
    trend,
    history: data.y.length,
  }
}

/** A trend that leads beyond anything ever observed is not believed, nor one that chance explains where that is asked. */
function keepsTrend(
  fit: SeasonalFit,
  mean: number,
  data: SeasonalData,
  settings: FarringtonSettings,
): boolean {
  let most = 0
  for (const count of data.y) if (count > most) most = count
  if (mean > most) return false
  if (typeof settings.trend === 'string') return true
  const score = fit.beta / Math.sqrt(fit.relativeDispersion / fit.slopeWeight)
  // Student's t, two-sided.
  const p = betaI(fit.degrees / (fit.degrees + score * score), fit.degrees / 2, 0.5)
  return p < settings.trend.pThreshold
}

function referenceWeeks(
  series: ArrayLike<number>,
  t: number,
  { years, halfWindow, blocks, skipRecent }: FarringtonSettings,
  offset: ArrayLike<number> | undefined,
): SeasonalData {
  const factor = new Int16Array(t + 1).fill(-1)
  const between = WEEKS_A_YEAR - 2 * halfWindow - 1
  for (let year = 1; year <= years; year++) {
    const reference = t - year * WEEKS_A_YEAR
    factor.fill(blocks - 1, reference - halfWindow, reference + halfWindow + 1)
    if (blocks === 1) continue
    // The weeks between two windows, shared among the other blocks; the first ones take the rest.
    const length = Math.floor(between / (blocks - 1))
    const rest = between % (blocks - 1)
    let week = reference + halfWindow + 1
    for (let block = 0; block < blocks - 1; block++) {
      const end = week + length + (block < rest ? 1 : 0)
      factor.fill(block, week, end)
      week = end
    }
  }
  factor.fill(-1, Math.max(0, t - skipRecent))
  const weeks: number[] = []
  for (let i = 0; i <= t; i++) if (factor[i]! >= 0 && !Number.isNaN(series[i]!)) weeks.push(i)
  return {
    y: Float64Array.from(weeks, (i) => series[i]!),
    t: Float64Array.from(weeks),
    block: Uint8Array.from(weeks, (i) => factor[i]!),
    blocks,
    offset: Float64Array.from(weeks, (i) => offset?.[i] ?? 1),
  }
}

function fitReweighted(
  data: SeasonalData,
  trend: boolean,
  { weightsThreshold }: FarringtonSettings,
): { fit: SeasonalFit; phi: number } | null {
  const n = data.y.length
  if (n === 0) return null
  const first = fitSeasonal(data, new Float64Array(n).fill(1), trend)
  if (!first.converged) return null
  const weights = outbreakWeights(data.y, first, Math.max(1, first.dispersion || 1), weightsThreshold)
  const fit = fitSeasonal(data, weights, trend)
  return { fit, phi: Math.max(1, fit.dispersion || 1) }
}

/** Standardised Anscombe residuals above the threshold are weighed by their inverse square; weights sum to n. */
function outbreakWeights(y: Float64Array, fit: SeasonalFit, phi: number, limit: number): Float64Array {
  const n = y.length
  const weights = new Float64Array(n)
  let sum = 0
  for (let i = 0; i < n; i++) {
    const mu = fit.mu[i]!
    const residual =
      (1.5 * (Math.cbrt(y[i]!) ** 2 * mu ** (-1 / 6) - Math.sqrt(mu))) / Math.sqrt(phi * (1 - fit.hat[i]!))
    weights[i] = residual > limit ? residual ** -2 : 1
    sum += weights[i]!
  }
  for (let i = 0; i < n; i++) weights[i]! *= n / sum
  return weights
}

/**
 * `se` is the standard error of the mean's logarithm. `surveillance` 1.20.3 scales it by the relative dispersion
 * of the working residuals, not by φ; `delta` and `muan` follow it so that their bounds agree (`nbPlugin` needs none).
 */
function threshold(
  mean: number,
  se: number,
  phi: number,
  observed: number,
  settings: FarringtonSettings,
): { bound: number; p: number } {
  const { alpha } = settings
  if (settings.threshold === 'delta') {
    // A new count varies by φ·μ about the mean, the mean by (μ·se)²; on the scale of y^⅔ that is 4/9·μ^⅓·τ.
    const tau = phi + se * se * mean
    const sd = Math.sqrt((4 / 9) * Math.cbrt(mean) * tau)
    const centre = Math.cbrt(mean) ** 2
    const bound = (centre + normalQuantile(1 - alpha) * sd) ** 1.5
    return { bound, p: 1 - normalCdf((Math.cbrt(observed) ** 2 - centre) / sd) }
  }
  const mu = settings.threshold === 'muan' ? mean * Math.exp(normalQuantile(1 - alpha) * se) : mean
  if (phi <= 1) return { bound: poissonQuantile(1 - alpha, mu), p: poissonUpper(observed, mu) }
  const size = mu / (phi - 1)
  return {
    bound: negativeBinomialQuantile(1 - alpha, size, 1 / phi),
    p: negativeBinomialUpper(observed, size, 1 / phi),
  }
}
