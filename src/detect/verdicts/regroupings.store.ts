import type { GeneratedAlways } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { partId, type Regrouping } from './regroup.ts'
import { verdictsOn } from './verdicts.store.ts'

declare module '#platform/db' {
  interface Tables {
    detect_regrouping: {
      id: string
      position: GeneratedAlways<string>
      organisation_id: string | null
      kind: Regrouping['kind'] | 'undo'
      patterns: string[]
      parts: string
      undoes: string | null
      reason: string
      decided_by: string
      decided_at: Date
      run: string
    }
  }
}

/** What the actor's organisation did to patterns and did not take back, in its order. */
export async function regroupingsOf(trx: Transaction, actor: Actor): Promise<Regrouping[]> {
  const rows = await trx
    .selectFrom('detect_regrouping')
    .selectAll()
    .where('organisation_id', 'is not distinct from', actor.organisation)
    .orderBy('position')
    .execute()
  const undone = new Set(rows.map(({ undoes }) => undoes))
  return rows.flatMap((row) =>
    row.kind === 'undo' || undone.has(row.id)
      ? []
      : [
          {
            id: row.id,
            kind: row.kind,
            patterns: row.patterns,
            // The column is jsonb: the driver hands back what it parsed.
            parts: row.parts as unknown as Regrouping['parts'],
            reason: row.reason,
            decidedBy: row.decided_by,
            decidedAt: row.decided_at.toISOString(),
          },
        ],
  )
}

/** Writes what a reviewer did, and its line in the record. `parts` holds the observations of each part. */
export async function keepRegrouping(
  trx: Transaction,
  actor: Actor,
  done: {
    kind: Regrouping['kind']
    patterns: readonly string[]
    parts: readonly (readonly string[])[]
    reason: string
    run: string
    at: Date
  },
): Promise<Regrouping> {
  const id = newId()
  const parts = done.parts.map((observations, i) => ({
    id: partId(id, i),
    observations: [...observations].sort(),
  }))
  await trx
    .insertInto('detect_regrouping')
    .values({
      id,
      organisation_id: actor.organisation,
      kind: done.kind,
      patterns: [...done.patterns],
      parts: JSON.stringify(parts),
      undoes: null,
      reason: done.reason,
      decided_by: actor.id,
      decided_at: done.at,
      run: done.run,
    })
    .execute()
  for (const pattern of done.patterns)
    await record(trx, actor, {
      action: `pattern.${done.kind}`,
      resource: 'pattern',
      subject: pattern,
      why: done.reason.slice(0, 500),
    })
  return {
    id,
    kind: done.kind,
    patterns: [...done.patterns],
    parts,
    reason: done.reason,
    decidedBy: actor.id,
    decidedAt: done.at.toISOString(),
  }
}

/**
 * Takes a division or a joining back by a line of its own. Throws `detect.regrouping.not-found`, and
 * `detect.regrouping.conflict` while something was decided about what it made.
 */
export async function undoRegrouping(
  trx: Transaction,
  actor: Actor,
  { id, reason, run, at }: { id: string; reason: string; run: string; at: Date },
): Promise<Regrouping> {
  const standing = await regroupingsOf(trx, actor)
  const target = standing.find((one) => one.id === id)
  if (target === undefined)
    throw new AsyliaError('detect.regrouping.not-found', 'no such division or joining')
  const made = new Set(target.parts.map((part) => part.id))
  if (standing.some(({ patterns }) => patterns.some((pattern) => made.has(pattern))))
    throw new AsyliaError(
      'detect.regrouping.conflict',
      'what it made was divided or joined since: undo that first',
    )
  for (const pattern of made)
    if ((await verdictsOn(trx, pattern)).some(({ takenBack }) => takenBack === null))
      throw new AsyliaError(
        'detect.regrouping.conflict',
        'a verdict stands on what it made: take that back first',
      )
  await trx
    .insertInto('detect_regrouping')
    .values({
      id: newId(),
      organisation_id: actor.organisation,
      kind: 'undo',
      patterns: target.patterns,
      parts: '[]',
      undoes: id,
      reason,
      decided_by: actor.id,
      decided_at: at,
      run,
    })
    .execute()
  for (const pattern of target.patterns)
    await record(trx, actor, {
      action: 'pattern.undo',
      resource: 'pattern',
      subject: pattern,
      why: reason.slice(0, 500),
    })
  return target
}
