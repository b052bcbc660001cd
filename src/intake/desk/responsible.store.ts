import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'

declare module '#platform/db' {
  interface Tables {
    intake_responsible: {
      report_id: string
      organisation_id: string
      user_id: string
      since: Generated<string>
    }
  }
}

/** Who sees to each of these reports, by its id; reports nobody has taken are not there. */
export async function responsibleFor(
  trx: Transaction,
  reportIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('intake_responsible')
    .select(['report_id', 'user_id'])
    .where('report_id', 'in', reportIds)
    .execute()
  return new Map(rows.map((row) => [row.report_id, row.user_id]))
}

/**
 * Gives a report to somebody; null: to nobody. Throws `BadInput` for who does not answer reports here or must not see this
 * one: nobody would see to it.
 */
export async function giveTo(
  trx: Transaction,
  actor: Pick<Actor, 'id'>,
  report: { id: string; organisationId: string },
  userId: string | null,
): Promise<void> {
  if (userId === null) {
    await trx.deleteFrom('intake_responsible').where('report_id', '=', report.id).execute()
    return
  }
  // Who acts has just read the report.
  if (userId !== actor.id) await requireReceiver(trx, report.id, userId)
  await trx
    .insertInto('intake_responsible')
    .values({ report_id: report.id, organisation_id: report.organisationId, user_id: userId })
    .onConflict((conflict) =>
      conflict.column('report_id').doUpdateSet({ user_id: userId, since: sql<string>`current_date` }),
    )
    .execute()
}

async function requireReceiver(trx: Transaction, reportId: string, userId: string): Promise<void> {
  const { rows } = await sql<{
    may: boolean
  }>`select intake_may_see_to(${reportId}, ${userId}) as may`.execute(trx)
  if (rows[0]?.may) return
  throw new BadInput(
    'userId: found the id of nobody who may see to this report, expected a colleague’s who answers reports',
    { field: 'userId' },
  )
}
