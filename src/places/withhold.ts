import { z } from 'zod'
import { reason, type Reason } from './reasons.ts'

/** Counts from 1 to one less than this are never shown (SAFETY, rule 5); nothing at all, 0, is. */
export const SMALLEST_SHOWN = 3

/** A count as it is shown: one below the threshold is null, and `fewerThan` says below what. */
export const ShownCount = z.object({
  observed: z.number().nullable().describe('Null: withheld, because it is below `fewerThan` and not 0'),
  fewerThan: z.number().nullable().describe('The threshold an observed count was below; null: it is shown'),
})
export type ShownCount = z.infer<typeof ShownCount>

export const isWithheld = (count: number): boolean => count > 0 && count < SMALLEST_SHOWN

/** How a count stands in a sentence. */
export const inWords = (count: number): string => (isWithheld(count) ? `<${SMALLEST_SHOWN}` : String(count))

export function withhold<T extends { observed: number }>(counted: T): Omit<T, 'observed'> & ShownCount {
  return isWithheld(counted.observed)
    ? { ...counted, observed: null, fewerThan: SMALLEST_SHOWN }
    : { ...counted, fewerThan: null }
}

/** Sentences without the count: `<3` in its place, and no p beside an expectation from which it could be reckoned back. */
export function withholdReasons(reasons: readonly Reason[], threshold: number): Reason[] {
  // What a count stands for, and the place's own p beside its expectation, would give the count away.
  return reasons
    .filter(({ key }) => key !== 'delay.corrected' && key !== 'hotspot.place')
    .map((why) => {
      const { key, parameters } = why
      if ('observed' in parameters) return reason(key, { ...parameters, observed: `<${threshold}` })
      return key === 'arrival.share' ? reason(key, { ...parameters, p: '–' }) : why
    })
}

/** A warning as it is shown: with its count go its p and what its reasons say of them. */
export function withholdWarning<T extends { observed: number; p: number; reasons: Reason[] }>(warning: T) {
  const { p, reasons, ...shown } = withhold(warning)
  return shown.fewerThan === null
    ? { ...shown, p, reasons }
    : { ...shown, p: null, reasons: withholdReasons(reasons, shown.fewerThan) }
}

/**
 * Counts whose total is shown: what is withheld must not follow from the rest. Where the sum of the withheld ones leaves
 * only one answer (all 1, or all 2), the smallest other count that leaves a second one is withheld as well, below a
 * higher bound; where there is none, the bound of all withheld ones rises. Counts that are all 1 or 0 cannot be hidden
 * beside their total: see `onlyOnes`.
 */
export function withholdMembers<T extends { observed: number }>(
  members: readonly T[],
): (Omit<T, 'observed'> & ShownCount)[] {
  const small = members.filter(({ observed }) => isWithheld(observed))
  const sum = small.reduce((all, { observed }) => all + observed, 0)
  const shown = members.map((member) => withhold(member))
  const allOne = sum === small.length
  if (small.length === 0 || (!allOne && sum < (SMALLEST_SHOWN - 1) * small.length)) return shown
  const others = [...members.keys()]
    .filter((i) => members[i]!.observed >= SMALLEST_SHOWN)
    .sort((a, b) => members[a]!.observed - members[b]!.observed)
  const spare = others.find((i) => members[i]!.observed >= SMALLEST_SHOWN + Number(allOne))
  return shown.map((member, i) => {
    if (i === (spare ?? others[0])) {
      return { ...member, observed: null, fewerThan: boundAbove(members[i]!.observed + 1) }
    }
    return spare === undefined && member.fewerThan !== null
      ? { ...member, fewerThan: boundAbove(SMALLEST_SHOWN) }
      : member
  })
}

/** Whether a total and the number of areas with anything give every count away. */
export const onlyOnes = (counts: readonly number[]): boolean => counts.every((count) => count <= 1)

/** Below what a total is said to be where it is not shown: small itself, or made of single cases only. Null: shown. */
export function boundOfTotal(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (isWithheld(total)) return SMALLEST_SHOWN
  return total > 0 && onlyOnes(counts) ? boundAbove(total) : null
}

/** The next of 5, 10, 20, 50, 100, 200, 500, … above a count. */
function boundAbove(count: number): number {
  for (let tens = 5; ; tens *= 10) {
    for (const bound of [tens, tens * 2, tens * 4]) if (bound > count) return bound
  }
}
