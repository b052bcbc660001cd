import type { EvidenceKind } from './evidence.ts'
import { isEnough, patternSettings } from './find-patterns.ts'
import type { StoredPattern } from './patterns.store.ts'
import { type Reason, reason } from './reasons.ts'

type Weighed = Pick<StoredPattern, 'state' | 'q' | 'kinds' | 'counter'>

/**
 * What keeps a pattern from being shown, each in a sentence; none for one that is shown. Told from what the run stored,
 * by the rule that decided (`isEnough`); a run of another version of the rule may hold one that nothing here keeps back.
 */
export function whyNotShown({ state, q, kinds, counter }: Weighed): Reason[] {
  if (state === 'shown') return []
  const found = kinds as EvidenceKind[]
  const why: Reason[] = []
  if (found.length === 0) why.push(reason('short.no-kind', {}))
  if (found.length === 1) why.push(reason('short.one-kind', { kind: found[0]! }))
  if (q > patternSettings.q)
    why.push(reason('short.q', { rate: inHundred(q), limit: 100 * patternSettings.q }))
  for (const one of counter) {
    // Asked of each kind twice: that one kind alone is too few was said above.
    if (found.length === 0 || isEnough([...found, ...found], [one])) continue
    why.push(reason(`short.${one.kind}`, one.figures))
  }
  return why
}

/** A share in 100, a tenth up: what is above a limit is never written as the limit. */
const inHundred = (share: number): number => Math.ceil(Number((1000 * share).toPrecision(9))) / 10
