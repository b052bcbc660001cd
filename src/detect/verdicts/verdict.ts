/** What a reviewer says of a pattern: it is organised and worth a lead, it is not, or it cannot be told yet. */
export const verdicts = ['accept', 'reject', 'not_enough'] as const
export type VerdictWord = (typeof verdicts)[number]

export type Verdict = {
  pattern: string
  verdict: VerdictWord
  reason: string
  decidedBy: string
  decidedAt: string
  fingerprint: string
  size: number
  kinds: string[]
}

/** What a verdict is compared with: the pattern as it is now. */
type Now = { fingerprint: string; size: number; kinds: readonly string[] }

/**
 * Has a pattern changed enough to be looked at again after a verdict? New evidence of another kind, or a fifth more
 * observations and three at least. A few more posts of the same are no news: a rejected pattern does not come back
 * for them.
 */
export function hasChanged(seen: Now, now: Now): boolean {
  if (seen.fingerprint === now.fingerprint) return false
  const known = new Set(seen.kinds)
  return now.kinds.some((kind) => !known.has(kind)) || now.size >= Math.max(seen.size + 3, seen.size * 1.2)
}

/** Where a pattern stands in review. */
export type Review = 'open' | 'changed' | 'accepted' | 'rejected' | 'not-enough'

export function reviewOf(verdict: Verdict | undefined, now: Now): Review {
  if (verdict === undefined) return 'open'
  if (verdict.verdict === 'accept') return 'accepted'
  if (hasChanged(verdict, now)) return 'changed'
  return verdict.verdict === 'reject' ? 'rejected' : 'not-enough'
}
