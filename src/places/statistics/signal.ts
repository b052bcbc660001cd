import { ears } from './ears.ts'
import { quasiPoissonLevel } from './level.ts'
import { negativeBinomialQuantile, negativeBinomialUpper } from './special.ts'
import { farringtonFlexible, usualFarrington, type FarringtonSettings } from './farrington.ts'

/**
 * One question, one ladder: is this week's count above what is to be expected here?
 * Farrington flexible where three years of history allow, a level with outbreaks weighed down where half a year does,
 * EARS C2 on the last weeks, and otherwise an answer that says why nothing can be said.
 */
export type Signal =
  | {
      method: 'farrington-flexible' | 'level' | 'ears-c2'
      observed: number
      expected: number
      /** The most that chance explains at `alpha`, one-sided. */
      bound: number
      p: number
      alarm: boolean
      /** Weeks of history behind the expectation. */
      history: number
    }
  | {
      method: 'cannot-judge'
      observed: number
      reason: 'too-few-reports' | 'history-too-short' | 'no-data'
      recent: number
      /** Weeks looked back on, or weeks of history there are. */
      weeks: number
    }

export type SignalSettings = {
  farrington: Omit<FarringtonSettings, 'years'> & { mostYears: number; leastYears: number }
  level: {
    alpha: number
    skipRecent: number
    leastWeeks: number
    mostWeeks: number
    weightsThreshold: number
  }
  ears: { alpha: number; baseline: number; minimumSd: number }
}

/** One-sided 5 % for Farrington, 1 % for EARS, whose seven weeks promise more than they can keep. */
export const usualSignal: SignalSettings = {
  farrington: { ...usualFarrington, mostYears: 5, leastYears: 3 },
  level: { alpha: 0.05, skipRecent: 4, leastWeeks: 26, mostWeeks: 104, weightsThreshold: 2.58 },
  ears: { alpha: 0.01, baseline: 7, minimumSd: 1 },
}

/**
 * Judges week `t` of a weekly series (0-based; NaN: nothing was recorded that week). `effort` is each week's
 * reporting effort relative to usual (1): expectations rise and fall with it.
 */
export function judgeWeek(
  series: ArrayLike<number>,
  t: number,
  settings: SignalSettings = usualSignal,
  effort?: ArrayLike<number>,
): Signal {
  const observed = series[t]!
  if (Number.isNaN(observed)) {
    return { method: 'cannot-judge', observed, reason: 'no-data', recent: 0, weeks: 1 }
  }
  for (let i = 0; i <= t; i++) {
    if (series[i]! < 0) throw new RangeError(`week ${i}: ${series[i]} is negative, which no count can be`)
  }
  const { limit } = settings.farrington
  let recent = 0
  for (let i = Math.max(0, t - limit.weeks + 1); i <= t; i++) recent += series[i]! || 0
  if (recent < limit.cases) {
    return { method: 'cannot-judge', observed, reason: 'too-few-reports', recent, weeks: limit.weeks }
  }
  const whole = Math.floor((t - settings.farrington.halfWindow) / 52)
  const years = Math.min(settings.farrington.mostYears, whole)
  if (years >= settings.farrington.leastYears) {
    const result = farringtonFlexible(series, t, { ...settings.farrington, years }, effort)
    if (result.judged) {
      const { expected, bound, p, alarm, history } = result
      return { method: 'farrington-flexible', observed, expected, bound, p, alarm, history }
    }
  }
  const level = quasiPoissonLevel(series, t, settings.level, effort)
  if (level) return { method: 'level', observed, ...level }
  return earsSignal(series, t, settings, effort, recent)
}

/** EARS on counts divided by effort; its answer is scaled back to counts. */
function earsSignal(
  series: ArrayLike<number>,
  t: number,
  { ears: { alpha, baseline, minimumSd } }: SignalSettings,
  effort: ArrayLike<number> | undefined,
  recent: number,
): Signal {
  const observed = series[t]!
  const now = effort?.[t] ?? 1
  const known: number[] = []
  for (let i = Math.max(0, t - 52); i <= t; i++) {
    if (!Number.isNaN(series[i]!)) known.push(series[i]! / (effort?.[i] ?? 1))
  }
  // A baseline of a Poisson count cannot vary less than its mean says.
  const level = known.slice(-baseline - 3, -3).reduce((sum, count) => sum + count, 0) / baseline
  const least = Math.max(minimumSd, Math.sqrt(level))
  const last = known.length - 1
  const result = ears(known, last, { method: 'C2', baseline, alpha, minimumSd: least })
  if (!result) return { method: 'cannot-judge', observed, reason: 'history-too-short', recent, weeks: last }
  // The normal tail promises too much for few reports: the count must also exceed what a Poisson count whose mean is
  // known from so few weeks may bring (the predictive negative binomial of Höhle's `bayes`).
  const size = result.expected * baseline + 0.5
  const odds = baseline / (baseline + now)
  return {
    method: 'ears-c2',
    observed,
    expected: result.expected * now,
    bound: Math.max(result.bound * now, negativeBinomialQuantile(1 - alpha, size, odds)),
    p: Math.max(result.p, negativeBinomialUpper(observed, size, odds)),
    alarm: result.alarm && observed > negativeBinomialQuantile(1 - alpha, size, odds),
    history: baseline,
  }
}
