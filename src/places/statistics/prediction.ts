/**
 * How well a ranking of areas foretold where the next events were, after the US National Institute of Justice's crime
 * forecasting challenge: PAI = (n/N)/(a/A), n of N events in the chosen area a of A (Chainey, Tompson & Uhlig 2008,
 * Security Journal 21:4); PEI* = n over what the best choice of the same size would have caught (Hunt 2016).
 * A and a are numbers of areas where areas are alike (cells), square kilometres where they are not.
 */
export type PredictionScore = {
  /** Share of the events in the chosen areas; null when there were none. */
  hitRate: number | null
  pai: number | null
  peiStar: number | null
  caught: number
  events: number
}

/** The highest-ranked areas until their size reaches `share` of all; ties by index. At least one area. */
export function chooseAreas(rank: ArrayLike<number>, size: ArrayLike<number>, share: number): number[] {
  const order = Array.from({ length: rank.length }, (_, i) => i).sort((a, b) => rank[b]! - rank[a]! || a - b)
  const whole = Array.from({ length: size.length }, (_, i) => size[i]!).reduce((sum, value) => sum + value, 0)
  const chosen: number[] = []
  let used = 0
  for (const i of order) {
    if (chosen.length > 0 && used + size[i]! > whole * share + 1e-9) break
    chosen.push(i)
    used += size[i]!
  }
  return chosen
}

/** Scores a choice of areas against what was counted afterwards. */
export function scoreChoice(
  chosen: readonly number[],
  events: ArrayLike<number>,
  size: ArrayLike<number>,
): PredictionScore {
  let total = 0
  let whole = 0
  for (let i = 0; i < events.length; i++) {
    total += events[i]!
    whole += size[i]!
  }
  const caught = chosen.reduce((sum, i) => sum + events[i]!, 0)
  const used = chosen.reduce((sum, i) => sum + size[i]!, 0)
  if (total === 0 || used === 0) return { hitRate: null, pai: null, peiStar: null, caught, events: total }
  // The best choice of the same size takes the areas with most events for their size, the last one in part.
  const order = Array.from({ length: events.length }, (_, i) => i)
    .filter((i) => size[i]! > 0)
    .sort((a, b) => events[b]! / size[b]! - events[a]! / size[a]! || a - b)
  let best = 0
  let left = used
  for (const i of order) {
    const part = Math.min(1, left / size[i]!)
    best += part * events[i]!
    left -= part * size[i]!
    if (left <= 0) break
  }
  return {
    hitRate: caught / total,
    pai: caught / total / (used / whole),
    peiStar: best === 0 ? null : caught / best,
    caught,
    events: total,
  }
}
