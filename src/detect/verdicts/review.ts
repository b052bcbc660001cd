import type { Actor } from '#platform/access'
import { AsyliaError, BadInput } from '#platform/errors'
import { openPattern, type ReviewStores } from '../patterns/list-patterns.ts'
import { traces } from '../patterns/evidence.store.ts'
import { patternSettings } from '../patterns/find-patterns.ts'
import { newestRun } from '../runs.store.ts'
import { apartOf, type Regrouping } from './regroup.ts'
import { keepRegrouping, undoRegrouping } from './regroupings.store.ts'
import type { Verdict, VerdictWord } from './verdict.ts'
import { decidePattern, takeBack, verdictsOn } from './verdicts.store.ts'

/**
 * Decides on a pattern of the newest run; accepting it announces `detect.pattern-accepted`. Throws `BadInput` where what a
 * reviewer put apart is accepted with fewer posts than make a pattern: no lead rests on one post.
 */
export async function giveVerdict(
  stores: ReviewStores,
  actor: Actor,
  decision: { id: string; verdict: VerdictWord; reason: string },
): Promise<Verdict> {
  const { run, pattern } = await openWhole(stores, actor, decision.id)
  const { verdict, reason, id } = decision
  if (verdict === 'accept' && pattern.size < patternSettings.leastObservations)
    throw new BadInput(
      `verdict: ${pattern.size} posts make no lead, expected ${patternSettings.leastObservations} at least`,
      { field: 'verdict', posts: pattern.size },
    )
  return stores.db.as(actor, async (trx) => {
    await decidePattern(trx, actor, { pattern, run, verdict, reason, at: timeOf(stores) })
    return (await verdictsOn(trx, id))[0]!
  })
}

/** Takes a verdict back; what stood before it stands again. */
export async function takeBackVerdict(
  stores: ReviewStores,
  actor: Actor,
  given: { id: string; verdictId: string; reason: string },
): Promise<Verdict> {
  return stores.db.as(actor, async (trx) => {
    const { verdictId: id, id: pattern, reason } = given
    await takeBack(trx, actor, { id, pattern, reason, at: timeOf(stores) })
    return (await verdictsOn(trx, pattern)).find((verdict) => verdict.id === id)!
  })
}

export type Split = { id: string; things: string[]; observations: string[]; reason: string }

/**
 * Divides a pattern in two: the observations that show one of `things`, with those named in `observations`, go apart
 * from the others. Throws `BadInput` when none or all of them would, and for what is not in the pattern.
 */
export async function splitPattern(stores: ReviewStores, actor: Actor, split: Split): Promise<Regrouping> {
  const { run, pattern } = await openWhole(stores, actor, split.id)
  const members = await traces(stores.corpus, run, [pattern.id])
  const [ids, things] = [members.map(({ id }) => id), members.flatMap((member) => member.things)]
  requireIn('things', split.things, new Set(things))
  requireIn('observations', split.observations, new Set(ids))
  const apart = new Set(apartOf(members, split))
  const rest = members.filter(({ id }) => !apart.has(id))
  if (apart.size === 0 || rest.length === 0)
    throw new BadInput(
      `things: ${apart.size} of ${members.length} posts would go apart, expected some to go and some to stay`,
      { field: 'things', apart: apart.size, posts: members.length },
    )
  return stores.db.as(actor, (trx) =>
    keepRegrouping(trx, actor, {
      kind: 'split',
      patterns: [pattern.id],
      parts: [rest.map(({ id }) => id), [...apart]],
      reason: split.reason,
      run,
      at: timeOf(stores),
    }),
  )
}

function requireIn(field: string, named: readonly string[], there: ReadonlySet<string>): void {
  const strange = named.find((one) => !there.has(one))
  if (strange !== undefined)
    throw new BadInput(`${field}: found '${strange.slice(0, 80)}', expected what stands in this pattern`, {
      field,
    })
}

/** Puts two patterns or more together. */
export async function mergePatterns(
  stores: ReviewStores,
  actor: Actor,
  merge: { patterns: string[]; reason: string },
): Promise<Regrouping> {
  const ids = [...new Set(merge.patterns)]
  if (ids.length < 2)
    throw new BadInput('patterns: expected two different ones at least', { field: 'patterns' })
  let run = ''
  for (const id of ids) ({ run } = await openWhole(stores, actor, id))
  return stores.db.as(actor, (trx) =>
    keepRegrouping(trx, actor, {
      kind: 'merge',
      patterns: ids,
      parts: [[]],
      reason: merge.reason,
      run,
      at: timeOf(stores),
    }),
  )
}

/** Takes a division or a joining back: the patterns are again as detection finds them. */
export async function undoSplitOrMerge(
  stores: ReviewStores,
  actor: Actor,
  undo: { regrouping: string; reason: string },
): Promise<Regrouping> {
  const run = (await newestRun(stores.corpus))?.run ?? ''
  return stores.db.as(actor, (trx) =>
    undoRegrouping(trx, actor, { id: undo.regrouping, reason: undo.reason, run, at: timeOf(stores) }),
  )
}

/** A pattern that still stands as such: what was divided or joined takes no verdict any more. */
export async function openWhole(stores: ReviewStores, actor: Actor, id: string) {
  const found = await openPattern(stores, actor, id)
  if (found.replaced !== undefined)
    throw new AsyliaError(
      'detect.pattern.conflict',
      'this pattern was divided or joined: decide on what stands in its place, or undo that',
      { into: found.replaced.parts.map((part) => part.id) },
    )
  return found
}

const timeOf = ({ now }: ReviewStores): Date => now?.() ?? new Date()
