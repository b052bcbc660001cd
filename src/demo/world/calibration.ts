import type { Random } from './random.ts'

/**
 * Quantiles of 3,122 real micro-clusters of ads (aggregates without text: VisPaD, nair-p/VisPaD@e8a9b3e,
 * `data_plot_df.csv`, read November 2026). They say how big a template's trace is, how many phones and places it
 * shows, and how many ads a week: half hold 5 ads or fewer, 90 % 24 or fewer, the largest 1,160.
 */
export const realQuantiles = {
  at: [0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1],
  ads: [2, 2, 5, 6, 9, 13, 24, 52, 181, 908, 1160],
  places: [1, 1, 1, 1, 1, 1, 2, 5, 22, 85, 159],
  phones: [0, 1, 1, 1, 1, 1, 1, 1, 2, 4, 6],
  adsPerWeek: [0, 0, 1, 1, 2, 3, 9, 16, 51, 123, 195],
} as const

/** A size of one template's trace, by inverting the real quantiles (log-linear between them). */
export function templateSize(source: Random, largest = 1160): number {
  return Math.min(largest, Math.round(quantile(realQuantiles.ads, source.next())))
}

/** How many places one template shows, by the same inversion. */
export function templatePlaces(source: Random, largest: number): number {
  return Math.min(largest, Math.round(quantile(realQuantiles.places, source.next())))
}

/** The value at probability `u` of a quantile row of `realQuantiles`. */
export function quantile(values: readonly number[], u: number): number {
  const at = realQuantiles.at
  let i = 0
  while (i < at.length - 2 && u >= at[i + 1]!) i += 1
  const share = (u - at[i]!) / (at[i + 1]! - at[i]!)
  const low = Math.max(values[i]!, 0.5)
  const high = Math.max(values[i + 1]!, 0.5)
  return Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)))
}
