import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { OfCase } from '../tasks/task.store.ts'

declare module '#platform/db' {
  interface Tables {
    cases_given_file: {
      id: string
      case_id: string
      person_id: string
      organisation_id: string
      consent_id: string | null
      kind: 'htcds' | 'uk_referral'
      fields: string[]
      given_at: Generated<Date>
      given_by: string
      recalled_at: Date | null
      confirmed_at: Date | null
      confirmed_by: string | null
    }
  }
}

export type GivenFile = {
  id: string
  personId: string
  consentId: string | null
  kind: 'htcds' | 'uk_referral'
  fields: string[]
  givenAt: string
  recalledAt: string | null
  confirmedAt: string | null
}

/** Puts a file that leaves with somebody in it beside the copies that partners hold. */
export async function insertGivenFile(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  file: { personId: string; consentId: string | null; kind: GivenFile['kind']; fields: readonly string[] },
): Promise<void> {
  await trx
    .insertInto('cases_given_file')
    .values({
      id: newId(),
      case_id: found.id,
      person_id: file.personId,
      organisation_id: found.organisationId,
      consent_id: file.consentId,
      kind: file.kind,
      fields: [...file.fields],
      given_by: actor.id,
      recalled_at: null,
      confirmed_at: null,
      confirmed_by: null,
    })
    .execute()
}

/** Files that left under a consent are to come back: how many. */
export async function recallFiles(trx: Transaction, consentId: string): Promise<number> {
  const done = await trx
    .updateTable('cases_given_file')
    .set({ recalled_at: sql<Date>`now()` })
    .where('consent_id', '=', consentId)
    .where('recalled_at', 'is', null)
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}

/** Files that left with people of a case in them, newest first. */
export async function listGivenFiles(trx: Transaction, caseId: string): Promise<GivenFile[]> {
  const rows = await trx
    .selectFrom('cases_given_file')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('given_at', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    consentId: row.consent_id,
    kind: row.kind,
    fields: row.fields,
    givenAt: row.given_at.toISOString(),
    recalledAt: row.recalled_at?.toISOString() ?? null,
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
  }))
}

/** The recipient told us that the file is deleted. Throws `cases.not-found` for one that was never asked back. */
export async function confirmFile(
  trx: Transaction,
  actor: Actor,
  caseId: string,
  id: string,
): Promise<{ consentId: string | null }> {
  const done = await trx
    .updateTable('cases_given_file')
    .set({ confirmed_at: sql<Date>`coalesce(confirmed_at, now())`, confirmed_by: actor.id })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('recalled_at', 'is not', null)
    .returning('consent_id')
    .executeTakeFirst()
  if (!done) throw new AsyliaError('cases.not-found', 'no such file that was asked back')
  return { consentId: done.consent_id }
}
