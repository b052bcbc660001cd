import type { FoundSign } from './signs.ts'

export const liftSettings = {
  /** With fewer wordings, or fewer texts of the market, nothing is said. */
  wordings: 4,
  market: 30,
  /** A part of a market is drawn towards the whole sample, as if this many of its texts stood in it. */
  pseudo: 10,
  shown: 6,
} as const

/** A text with what it supports and the part of the market it stands in. */
export type SignedText = { segment: string; signs: readonly FoundSign[] }

/** Two signs in one text: how many of the wordings have both, and how usual that is beside them. */
export type Combination = {
  first: string
  second: string
  wordings: number
  of: number
  /** Share of the same parts of the market that has both. */
  usual: number
  /** How many times as often as usual, with its 95 % interval. */
  lift: number
  low: number
  high: number
}

/**
 * The combinations of signs that a pattern's wordings have more often than the texts of other posts of the same site,
 * market, country and month. One sign alone is in many an honest post, so none is reckoned by itself. Each wording
 * counts once, however often it was posted. Undefined: too little to say.
 */
export function combinations(
  wordings: readonly SignedText[],
  market: readonly SignedText[],
): Combination[] | undefined {
  if (wordings.length < liftSettings.wordings || market.length < liftSettings.market) return undefined
  const pairs = new Map<string, number>()
  for (const { signs } of wordings)
    for (const pair of pairsOf(signs)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  return [...pairs]
    .filter(([, n]) => n >= 2)
    .map(([pair, n]) => combination(pair, n, wordings, market))
    .filter(({ low }) => low > 1)
    .sort((a, b) => b.low - a.low || (a.first + a.second < b.first + b.second ? -1 : 1))
    .slice(0, liftSettings.shown)
}

function pairsOf(signs: readonly FoundSign[]): string[] {
  const ids = signs.map(({ sign }) => sign).sort()
  return ids.flatMap((first, i) => ids.slice(i + 1).map((second) => `${first} ${second}`))
}

function combination(
  pair: string,
  n: number,
  wordings: readonly SignedText[],
  market: readonly SignedText[],
): Combination {
  const counts = new Map<string, { all: number; both: number }>()
  let both = 0
  for (const { segment, signs } of market) {
    const here = counts.get(segment) ?? { all: 0, both: 0 }
    counts.set(segment, here)
    here.all++
    if (!pairsOf(signs).includes(pair)) continue
    here.both++
    both++
  }
  const whole = (both + 0.5) / (market.length + 1)
  const usual =
    wordings.reduce((sum, { segment }) => {
      const here = counts.get(segment) ?? { all: 0, both: 0 }
      return sum + (here.both + liftSettings.pseudo * whole) / (here.all + liftSettings.pseudo)
    }, 0) / wordings.length
  const own = (n + 0.5) / (wordings.length + 1)
  // The interval of a ratio of two shares on the log scale (Katz and others 1978), halves added.
  const deviation = Math.sqrt(
    1 / (n + 0.5) - 1 / (wordings.length + 1) + 1 / (usual * (market.length + 1)) - 1 / (market.length + 1),
  )
  const lift = own / usual
  const [first, second] = pair.split(' ') as [string, string]
  return {
    first,
    second,
    wordings: n,
    of: wordings.length,
    usual,
    lift,
    low: lift * Math.exp(-1.96 * deviation),
    high: lift * Math.exp(1.96 * deviation),
  }
}
