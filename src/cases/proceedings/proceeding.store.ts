import type { Generated } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { ownId } from '../record/own-id.ts'
import { changedMeanwhile, type OfCase } from '../tasks/task.store.ts'
import type { NewProceeding, Proceeding, ProceedingChange } from './proceeding.ts'

declare module '#platform/db' {
  interface Tables {
    cases_proceeding: {
      id: string
      case_id: string
      organisation_id: string
      kind: Proceeding['kind']
      state: Proceeding['state']
      on_day: string | null
      outcome: Proceeding['outcome']
      note: Buffer | null
      made_by: string
      made_at: Generated<Date>
      version: Generated<number>
    }
  }
}

const NOTE = 'cases_proceeding.note'

export async function insertProceeding(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  given: NewProceeding,
): Promise<{ id: string; made: boolean }> {
  const id = ownId(actor, given.id)
  const done = await trx
    .insertInto('cases_proceeding')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      kind: given.kind,
      state: given.state,
      on_day: given.onDay,
      outcome: given.outcome,
      note: given.note === null ? null : await vault.seal(trx, found.id, given.note, NOTE),
      made_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return { id, made: (done.numInsertedOrUpdatedRows ?? 0n) > 0n }
}

export async function changeProceeding(
  trx: Transaction,
  caseId: string,
  id: string,
  change: ProceedingChange,
): Promise<Pick<Proceeding, 'kind' | 'state' | 'onDay'>> {
  const there = await trx
    .selectFrom('cases_proceeding')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!there) throw new AsyliaError('cases.not-found', 'no such step on this case')
  const row = await trx
    .updateTable('cases_proceeding')
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.onDay !== undefined && { on_day: change.onDay }),
      ...(change.outcome !== undefined && { outcome: change.outcome }),
      version: change.version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', change.version)
    .returning(['kind', 'state', 'on_day as onDay'])
    .executeTakeFirst()
  if (!row) throw changedMeanwhile()
  return row
}

/** The steps of a case in the order of their days; those without a day last. */
export async function listProceedings(trx: Transaction, vault: Vault, caseId: string): Promise<Proceeding[]> {
  const rows = await trx
    .selectFrom('cases_proceeding')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('on_day', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute()
  const read = rows.some(({ note }) => note !== null) ? await vault.reader(trx, caseId) : undefined
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    onDay: row.on_day,
    outcome: row.outcome,
    note: row.note && read ? read(row.note, NOTE) : null,
    version: row.version,
  }))
}
