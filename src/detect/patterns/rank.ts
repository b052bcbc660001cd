import { isDue } from '../verdicts/verdict.ts'
import { type Experience, kindsKey } from '../verdicts/verdicts.store.ts'
import type { PatternSummary } from './pattern-views.ts'
import { reason, shortP } from './reasons.ts'

/** Before anybody has decided, as if two of four patterns of any kind had been accepted. */
const before = { accepted: 2, decided: 4 } as const

/**
 * Puts the patterns that wait for a verdict first, by what a look at them is likely to yield: how seldom such a finding
 * is false, times how often reviewers accepted patterns with the same kinds of evidence. Verdicts move an order, never
 * what is found or shown. The `left` first are within the budget; the others follow by q.
 */
export function rankPatterns(
  patterns: readonly PatternSummary[],
  experience: Experience,
  left: number,
): PatternSummary[] {
  const yieldOf = ({ q, kinds }: PatternSummary): number => {
    const { accepted, decided } = experience.get(kindsKey(kinds)) ?? { accepted: 0, decided: 0 }
    return ((1 - q) * (accepted + before.accepted)) / (decided + before.decided)
  }
  const byQ = (a: PatternSummary, b: PatternSummary): number =>
    a.q - b.q || a.p - b.p || (a.id < b.id ? -1 : 1)
  const waits = (pattern: PatternSummary): boolean => pattern.state === 'shown' && isDue(pattern.review)
  const waiting = patterns
    .filter(waits)
    .sort((a, b) => yieldOf(b) - yieldOf(a) || byQ(a, b))
    .map((pattern, i) => ({
      ...pattern,
      withinBudget: i < left,
      rank: { place: i + 1, why: whyThere(pattern, experience) },
    }))
  return [...waiting, ...patterns.filter((pattern) => !waits(pattern)).sort(byQ)]
}

function whyThere(
  { q, kinds }: PatternSummary,
  experience: Experience,
): NonNullable<PatternSummary['rank']>['why'] {
  const known = experience.get(kindsKey(kinds))
  return [
    reason('rank.q', { q: shortP(q) }),
    known === undefined
      ? reason('rank.no-experience', {})
      : reason('rank.experience', { accepted: known.accepted, decided: known.decided }),
  ]
}
