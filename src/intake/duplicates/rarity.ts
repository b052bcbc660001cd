import type { Mark } from './marks.ts'

/** How much it tells that two reports share a mark: 1 where no other report has it, towards 0 where most have. */
export type Weigh = (mark: Pick<Mark, 'kind' | 'value'>) => number

/** What each kind weighs where it is rare; a word alone is little. */
export const KIND_POINTS: Readonly<Record<Mark['kind'], number>> = {
  phone: 6,
  identifier: 5,
  name: 2.5,
  place: 2,
  word: 0.3,
}

/** Said by more than so many, of few or of a share of many, a name, place or word tells no two reports apart. */
const USUAL = { reports: 10, share: 0.1 }

/**
 * The weight of a mark that so many of so many reports have, the two compared among them: it falls with the logarithm of how many
 * others have it. Words, names and places that a tenth have are of the form, a poster or the town, whichever language they are
 * in, and tell nothing; a number or a plate tells something until nearly all have it.
 */
export function rarity(kind: Mark['kind'], having: number, all: number): number {
  if (having <= 2) return 1
  const none = kind === 'phone' || kind === 'identifier' ? all : all * USUAL.share
  return Math.max(0, 1 - Math.log(having - 1) / Math.log(Math.max(none, USUAL.reports)))
}
