import { normalQuantile, normalTwoSided } from './special.ts'

/**
 * EARS, for short histories (Hutwagner et al. 2003, J Urban Health 80:i89): is this week above what the last seven
 * weeks lead to expect? C1 uses weeks t−7…t−1, C2 leaves out the two latest (t−9…t−3) so that a rise that has begun
 * does not hide itself. bound = mean + z₁₋α·sd (divisor 6); an alarm is observed > bound.
 */
export type EarsResult = { expected: number; bound: number; p: number; alarm: boolean }

/**
 * Judges week `t` (0-based) of a series; null where the history is too short. `minimumSd` keeps a flat history
 * from calling every single report an alarm.
 */
export function ears(
  series: ArrayLike<number>,
  t: number,
  options: { method: 'C1' | 'C2'; baseline?: number; alpha: number; minimumSd?: number },
): EarsResult | null {
  const baseline = options.baseline ?? 7
  const lag = options.method === 'C1' ? 0 : 2
  const from = t - lag - baseline
  if (from < 0) return null
  let sum = 0
  for (let i = from; i < t - lag; i++) sum += series[i]!
  const mean = sum / baseline
  let squares = 0
  for (let i = from; i < t - lag; i++) squares += (series[i]! - mean) ** 2
  const sd = Math.max(options.minimumSd ?? 0, Math.sqrt(squares / (baseline - 1)))
  const bound = mean + normalQuantile(1 - options.alpha) * sd
  const score = sd === 0 ? (series[t]! > mean ? Infinity : -Infinity) : (series[t]! - mean) / sd
  const tail = normalTwoSided(score) / 2
  return { expected: mean, bound, p: score > 0 ? tail : 1 - tail, alarm: series[t]! > bound }
}
