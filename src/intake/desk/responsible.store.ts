import type { Generated } from 'kysely'
import type { Transaction } from '#platform/db'

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

/** Gives a report to somebody; null: to nobody. */
export async function giveTo(
  trx: Transaction,
  report: { id: string; organisationId: string },
  userId: string | null,
): Promise<void> {
  await trx.deleteFrom('intake_responsible').where('report_id', '=', report.id).execute()
  if (userId === null) return
  await trx
    .insertInto('intake_responsible')
    .values({ report_id: report.id, organisation_id: report.organisationId, user_id: userId })
    .execute()
}
