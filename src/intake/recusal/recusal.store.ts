import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { Receiver, Recusal, RecusalReason } from './recusal.ts'

declare module '#platform/db' {
  interface Tables {
    intake_recusal: {
      report_id: string
      person_id: string
      organisation_id: string
      because: RecusalReason
      marked_by: string
      marked_on: Generated<string>
    }
  }
}

/** Hides a report from a colleague, at once. Throws `intake.recusal.refused` for somebody who does not work here. */
export async function recuse(
  trx: Transaction,
  actor: Actor,
  report: { id: string; organisationId: string },
  personId: string,
): Promise<void> {
  const { rows } = await sql<{ works: boolean }>`select intake_is_colleague(${personId}) as works`.execute(
    trx,
  )
  if (!rows[0]?.works)
    throw new AsyliaError(
      'intake.recusal.refused',
      'a report is hidden from colleagues: nobody of this id works here',
    )
  await trx
    .insertInto('intake_recusal')
    .values({
      report_id: report.id,
      person_id: personId,
      organisation_id: report.organisationId,
      because: personId === actor.id ? 'names_me' : 'names_colleague',
      marked_by: actor.id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await trx
    .deleteFrom('intake_responsible')
    .where('report_id', '=', report.id)
    .where('user_id', '=', personId)
    .execute()
}

/** Shows a report again to somebody it was hidden from by mistake. Who is recused finds nothing to lift. */
export async function liftRecusal(trx: Transaction, reportId: string, personId: string): Promise<void> {
  const done = await trx
    .deleteFrom('intake_recusal')
    .where('report_id', '=', reportId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (done.numDeletedRows === 0n) throw new AsyliaError('intake.not-found', 'no such recusal')
}

export async function listRecusals(trx: Transaction, reportId: string): Promise<Recusal[]> {
  const rows = await trx
    .selectFrom('intake_recusal')
    .selectAll()
    .where('report_id', '=', reportId)
    .orderBy('marked_on')
    .orderBy('person_id')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    because: row.because,
    markedBy: row.marked_by,
    markedOn: row.marked_on,
  }))
}

/** The other organisations of this installation that somebody answers reports in. */
export async function listReceivers(trx: Transaction): Promise<Receiver[]> {
  const { rows } = await sql<Receiver>`select id, name, kind from intake_receivers()`.execute(trx)
  return rows
}

/** Moves a report to another organisation, its key wrapped to that one's door. False: it may not move there. */
export async function moveReport(
  trx: Transaction,
  reportId: string,
  to: { organisationId: string; door: { id: string; wrap: Buffer } | null },
): Promise<boolean> {
  const { rows } = await sql<{
    moved: boolean
  }>`select intake_pass_on(${reportId}, ${to.organisationId}, ${to.door?.id ?? null}, ${to.door?.wrap ?? null}) as moved`.execute(
    trx,
  )
  return rows[0]?.moved ?? false
}
