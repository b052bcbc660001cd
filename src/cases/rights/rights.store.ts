import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { RightLine, Standing } from './case-rights.ts'

declare module '#platform/db' {
  interface Tables {
    cases_right: {
      id: string
      case_id: string
      organisation_id: string
      right_key: string
      kind: string
      standing: Standing
      answer: string
      catalogue_hash: string
      deadline: string | null
      person_acts: boolean
      done_on: string | null
      done_by: string | null
      asked_on: string
      owner: Generated<string | null>
    }
  }
}

/**
 * Puts the law's newest answer beside the case: rights that are new come in, those that changed are renewed, those the
 * law no longer speaks of go, and what was marked done stays done.
 */
export async function keepRights(
  trx: Transaction,
  found: { id: string; organisationId: string },
  lines: RightLine[],
  asked: { catalogueHash: string; on: string },
): Promise<void> {
  for (const line of lines) {
    const values = {
      standing: line.standing,
      kind: line.kind,
      answer: JSON.stringify(line.answer),
      catalogue_hash: asked.catalogueHash,
      deadline: line.deadline,
      person_acts: line.personActs,
      asked_on: asked.on,
    }
    await trx
      .insertInto('cases_right')
      .values({
        id: newId(),
        case_id: found.id,
        organisation_id: found.organisationId,
        right_key: line.key,
        done_on: null,
        done_by: null,
        ...values,
      })
      .onConflict((conflict) => conflict.columns(['case_id', 'right_key']).doUpdateSet(values))
      .execute()
  }
  const keys = lines.map((line) => line.key)
  let stale = trx.deleteFrom('cases_right').where('case_id', '=', found.id).where('done_on', 'is', null)
  if (keys.length > 0) stale = stale.where('right_key', 'not in', keys)
  await stale.execute()
}

export async function listRights(trx: Transaction, caseId: string) {
  const order = sql`case standing when 'due_now' then 0 when 'due_after_step' then 1 when 'discretionary' then 2 else 3 end`
  return trx
    .selectFrom('cases_right')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy(order)
    .orderBy('id')
    .execute()
}

/** Marks a right as given on a day, or takes the mark back. */
export async function markRight(
  trx: Transaction,
  actor: Actor,
  caseId: string,
  key: string,
  doneOn: string | null,
): Promise<void> {
  const done = await trx
    .updateTable('cases_right')
    .set({ done_on: doneOn, done_by: doneOn === null ? null : actor.id })
    .where('case_id', '=', caseId)
    .where('right_key', '=', key)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'no such right on this case')
}

/** The clocks that run out next, over all cases the actor may see. */
export async function listClocks(trx: Transaction, until: string) {
  return trx
    .selectFrom('cases_right as r')
    .innerJoin('cases_case as c', 'c.id', 'r.case_id')
    .select(['c.code', 'c.jurisdiction', 'r.right_key', 'r.kind', 'r.deadline', 'r.person_acts', 'r.owner'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('cases_right_breach as b')
            .select('b.id')
            .whereRef('b.case_id', '=', 'r.case_id')
            .whereRef('b.right_key', '=', 'r.right_key')
            .whereRef('b.deadline', '=', 'r.deadline'),
        )
        .as('missed'),
    )
    .where('r.done_on', 'is', null)
    .where('r.deadline', 'is not', null)
    .where('r.deadline', '<=', until)
    .where('c.status', '=', 'open')
    .orderBy('r.deadline')
    .limit(500)
    .execute()
}
