import { median } from './ruler.ts'

/** What one made-up region came to. */
export type SeedFigures = {
  seed: number
  /** Rings of three traces or more, and how many of them a shown pattern holds by half. */
  rings: number
  found: number
  shown: number
  /** Shown patterns that hold half of no ring; `parts` of them are nevertheless made of one ring's ads. */
  wrong: number
  parts: number
  /** Shown patterns with an ad of an independent worker. */
  harmed: number
  workers: number
}

export type PatternSummary = {
  rings: number
  found: number
  recall: number
  recallMedian: number
  recallRange: [number, number]
  shown: number
  wrong: number
  parts: number
  /** Realised false discoveries among all shown over all seeds; null when none was shown. */
  fdr: number | null
  /** 95 %: Wilson's interval for a share. */
  fdrInterval: [number, number]
  harmed: number
  workers: number
}

export function summarizeSeeds(perSeed: readonly SeedFigures[]): PatternSummary {
  const total = (key: Exclude<keyof SeedFigures, 'seed'>): number =>
    perSeed.reduce((sum, one) => sum + one[key], 0)
  const recalls = perSeed.map(({ found, rings }) => (rings === 0 ? 0 : found / rings))
  const [shown, wrong] = [total('shown'), total('wrong')]
  return {
    rings: total('rings'),
    found: total('found'),
    recall: rounded(total('found') / Math.max(1, total('rings'))),
    recallMedian: rounded(median(recalls) ?? 0),
    recallRange: [rounded(Math.min(...recalls)), rounded(Math.max(...recalls))],
    shown,
    wrong,
    parts: total('parts'),
    fdr: shown === 0 ? null : rounded(wrong / shown),
    fdrInterval: wilson(wrong, shown),
    harmed: total('harmed'),
    workers: total('workers'),
  }
}

/** Wilson 1927: the shares of `of` draws that `some` hits do not contradict at 95 %. */
export function wilson(some: number, of: number): [number, number] {
  if (of === 0) return [0, 1]
  const z = 1.959964
  const share = some / of
  const middle = share + (z * z) / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const whole = 1 + (z * z) / of
  return [rounded(Math.max(0, (middle - half) / whole)), rounded(Math.min(1, (middle + half) / whole))]
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
