import { type Generated, sql } from 'kysely'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { seal, unseal } from '../report/sealed-content.ts'
import type { ReportRow } from '../report/report.store.ts'
import { isTimeZone, SafeContact } from './safe-contact.ts'

declare module '#platform/db' {
  interface Tables {
    intake_contact: { report_id: string; organisation_id: string; body: Buffer; version: Generated<number> }
  }
}

const BODY = 'intake_contact.body'
type Of = Pick<ReportRow, 'id' | 'organisationId' | 'key'>

/** How a reporter is reached safely, sealed as the report is. Throws `intake.locked`, and `BadInput` for an unknown time zone. */
export async function keepContact(
  trx: Transaction,
  vault: Vault,
  report: Of,
  contact: SafeContact,
): Promise<void> {
  if (!isTimeZone(contact.timeZone))
    throw new BadInput('timeZone: found a name that is no time zone, expected one as Europe/Rome')
  const body = await seal({ trx, vault }, report.id, JSON.stringify(contact), {
    key: report.key,
    about: BODY,
  })
  await trx
    .insertInto('intake_contact')
    .values({ report_id: report.id, organisation_id: report.organisationId, body })
    .onConflict((conflict) =>
      conflict.column('report_id').doUpdateSet({ body, version: sql`intake_contact.version + 1` }),
    )
    .execute()
}

/** Null: nothing was noted, or it is locked. */
export async function readContact(trx: Transaction, vault: Vault, report: Of): Promise<SafeContact | null> {
  const row = await trx
    .selectFrom('intake_contact')
    .select('body')
    .where('report_id', '=', report.id)
    .executeTakeFirst()
  const text = row && (await unseal({ trx, vault }, report.id, row.body, { key: report.key, about: BODY }))
  return text ? SafeContact.parse(JSON.parse(text)) : null
}
