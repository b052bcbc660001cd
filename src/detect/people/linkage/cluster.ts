import type { Weigher } from './weigh.ts'

export type ClusterRules = {
  /** Bits that two groups must have between them, on average, to be one. */
  least: number
  /** Rows that may not be one person. */
  cannotLink: (i: number, j: number) => boolean
  /** Each row of one source goes with at most one of another: the sources hold nobody twice. */
  oneToOne: ((row: number) => string) | undefined
}

/** A pair counts for no more and no less than this: one field that differs must not outweigh ten records that agree. */
const most = 12
const worst = -6
/** Pairs looked at between two groups. */
const mostPairs = 400

/**
 * Groups rows, the surest pairs first. Two groups become one only if the pairs between them speak for it together
 * (mean evidence above `least`), so that one chance likeness cannot chain two persons. `edges` are sorted by weight,
 * then rows. Answers the group of each row, and each group's members.
 */
export function cluster(
  rows: number,
  edges: { low: Int32Array; high: Int32Array; bits: Float64Array },
  weigher: Weigher,
  rules: ClusterRules,
): { of: Int32Array; members: (readonly number[])[] } {
  const of = Int32Array.from({ length: rows }, (_, row) => row)
  const members: number[][] = Array.from({ length: rows }, (_, row) => [row])
  const refused = new Map<number, number>()
  const order = Array.from({ length: edges.bits.length }, (_, e) => e).sort(
    (a, b) =>
      edges.bits[b]! - edges.bits[a]! || edges.low[a]! - edges.low[b]! || edges.high[a]! - edges.high[b]!,
  )
  for (let pass = 0; pass < 2; pass++) {
    let merged = 0
    for (const edge of order) {
      const a = of[edges.low[edge]!]!
      const b = of[edges.high[edge]!]!
      if (a === b) continue
      const key = Math.min(a, b) * rows + Math.max(a, b)
      const size = members[a]!.length + members[b]!.length
      if (refused.get(key) === size) continue
      if (!belong(members[a]!, members[b]!, weigher, rules)) {
        refused.set(key, size)
        continue
      }
      const [into, from] = members[a]!.length >= members[b]!.length ? [a, b] : [b, a]
      for (const row of members[from]!) {
        of[row] = into
        members[into]!.push(row)
      }
      members[from] = []
      merged++
    }
    if (merged === 0) break
  }
  return { of, members: members.filter(({ length }) => length > 0) }
}

function belong(a: readonly number[], b: readonly number[], weigher: Weigher, rules: ClusterRules): boolean {
  const { oneToOne } = rules
  if (oneToOne !== undefined) {
    const sources = new Set(a.map(oneToOne))
    if (b.some((row) => sources.has(oneToOne(row)))) return false
  }
  for (const i of a) for (const j of b) if (rules.cannotLink(i, j)) return false
  return meanBits(a, b, weigher) >= rules.least
}

/** The mean evidence between two groups, each pair kept within bounds. */
export function meanBits(a: readonly number[], b: readonly number[], weigher: Weigher): number {
  const stride = Math.max(1, Math.floor((a.length * b.length) / mostPairs))
  let sum = 0
  let looked = 0
  for (let p = 0; p < a.length * b.length; p += stride) {
    const bits = weigher.ofPair(a[Math.floor(p / b.length)]!, b[p % b.length]!)
    sum += Math.max(worst, Math.min(most, bits))
    looked++
  }
  return sum / looked
}
