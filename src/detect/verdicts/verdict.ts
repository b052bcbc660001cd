/** What a reviewer says of a pattern: it is organised and worth a lead, it is not, or it cannot be told yet. */
export const verdicts = ['accept', 'reject', 'not_enough'] as const
export type VerdictWord = (typeof verdicts)[number]

/** How many days a verdict holds. What nobody has looked at for so long is looked at again, whatever it was. */
export const lifeInDays: Readonly<Record<VerdictWord, number>> = { accept: 365, reject: 180, not_enough: 30 }

export type Verdict = {
  id: string
  pattern: string
  verdict: VerdictWord
  reason: string
  decidedBy: string
  decidedAt: string
  /** The moment from which the pattern is to be looked at again. */
  expiresAt: string
  /** Taken back since: by whom, when and why. It stays on record and counts no more. */
  takenBack: { by: string; at: string; reason: string } | null
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

/** Where a pattern stands in review. `expired`: its verdict has had its life. */
export const reviews = ['open', 'changed', 'expired', 'accepted', 'rejected', 'not-enough'] as const
export type Review = (typeof reviews)[number]

/** Whether a pattern waits for a verdict. */
export const isDue = (review: Review): boolean =>
  review === 'open' || review === 'changed' || review === 'expired'

/** Where a pattern stands by the newest verdict on it that was not taken back. */
export function reviewOf(verdict: Verdict | undefined, now: Now, at: Date): Review {
  if (verdict === undefined) return 'open'
  if (Date.parse(verdict.expiresAt) <= at.getTime()) return 'expired'
  if (verdict.verdict === 'accept') return 'accepted'
  if (hasChanged(verdict, now)) return 'changed'
  return verdict.verdict === 'reject' ? 'rejected' : 'not-enough'
}

/** Until when a verdict given at a moment holds. */
export const expiryOf = (verdict: VerdictWord, at: Date): Date =>
  new Date(at.getTime() + lifeInDays[verdict] * 86_400_000)
