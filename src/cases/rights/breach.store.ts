import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { addEvent } from '../record/event.store.ts'
import { addTask } from '../tasks/task.store.ts'
import type { Breach } from './breach.ts'

declare module '#platform/db' {
  interface Tables {
    cases_right_breach: {
      id: string
      case_id: string
      organisation_id: string
      right_key: string
      kind: string
      deadline: string
      responsible: string | null
      person_acts: boolean
      known_at: Generated<Date>
      known_by: string
      response: Buffer | null
      responded_at: Date | null
      responded_by: string | null
    }
  }
}

const RESPONSE = 'cases_right_breach.response'

/** A right whose last day is known. */
export type RunningRight = {
  caseId: string
  organisationId: string
  key: string
  kind: string
  deadline: string
  responsible: string | null
  personActs: boolean
  owner: string | null
}

/**
 * Records that a deadline was missed, once for each right and deadline; from then on it stays missed, also when the
 * system's clock is set back. The owner gets a task to do something about it. Returns whether it was news.
 */
export async function recordBreach(trx: Transaction, actor: Actor, right: RunningRight): Promise<boolean> {
  const done = await trx
    .insertInto('cases_right_breach')
    .values({
      id: newId(),
      case_id: right.caseId,
      organisation_id: right.organisationId,
      right_key: right.key,
      kind: right.kind,
      deadline: right.deadline,
      responsible: right.responsible,
      person_acts: right.personActs,
      known_by: actor.id,
      response: null,
      responded_at: null,
      responded_by: null,
    })
    .onConflict((conflict) => conflict.columns(['case_id', 'right_key', 'deadline']).doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) === 0n) return false
  const found = { id: right.caseId, organisationId: right.organisationId }
  await addTask(trx, undefined, actor, found, {
    kind: 'right_missed',
    due: null,
    owner: right.owner,
    source: `missed:${right.key}:${right.deadline}`,
  })
  await addEvent(trx, actor, found, { kind: 'right_missed', facts: { rightKind: right.kind } })
  return true
}

/** Which deadlines of a case are on record as missed: `key deadline`. */
export async function missedOf(trx: Transaction, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('cases_right_breach')
    .select(['right_key', 'deadline'])
    .where('case_id', '=', caseId)
    .execute()
  return new Set(rows.map(({ right_key, deadline }) => `${right_key} ${deadline}`))
}

/** The breach log, of one case or of all that the actor may see, the newest first. */
export async function listBreaches(
  trx: Transaction,
  vault: Vault,
  filter: { caseId?: string; open?: boolean },
): Promise<Breach[]> {
  let query = trx
    .selectFrom('cases_right_breach as b')
    .innerJoin('cases_case as c', 'c.id', 'b.case_id')
    .selectAll('b')
    .select('c.code')
    .orderBy('b.known_at', 'desc')
    .limit(500)
  if (filter.caseId) query = query.where('b.case_id', '=', filter.caseId)
  if (filter.open) query = query.where('b.responded_at', 'is', null)
  const breaches: Breach[] = []
  for (const row of await query.execute()) {
    breaches.push({
      id: row.id,
      code: row.code,
      key: row.right_key,
      kind: row.kind,
      deadline: row.deadline,
      responsible: row.responsible,
      personActs: row.person_acts,
      knownAt: row.known_at.toISOString(),
      knownBy: row.known_by,
      response: row.response && (await vault.open(trx, row.case_id, row.response, RESPONSE)),
      respondedAt: row.responded_at?.toISOString() ?? null,
      respondedBy: row.responded_by,
    })
  }
  return breaches
}

/** Writes what was done about a breach; said once, it stands. */
export async function respondToBreach(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  caseId: string,
  id: string,
  text: string,
): Promise<{ key: string; kind: string; deadline: string }> {
  const response = await vault.seal(trx, caseId, text, RESPONSE)
  const row = await trx
    .updateTable('cases_right_breach')
    .set({ response, responded_at: sql<Date>`now()`, responded_by: actor.id })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('responded_at', 'is', null)
    .returning(['right_key as key', 'kind', 'deadline'])
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such open breach on this case')
  return row
}
