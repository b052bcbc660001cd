import { type Generated, type GeneratedAlways, sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { Channel, Message, ReportDanger, ReportStatus } from './report.ts'
import { Report } from './report.ts'

declare module '#platform/db' {
  interface Tables {
    intake_report: {
      id: string
      code_hash: Buffer
      organisation_id: string
      channel: Channel
      language: string
      status: Generated<ReportStatus>
      danger: ReportDanger
      received_at: Date
      answer_by: string
      body: Buffer
      case_code: string | null
      version: Generated<number>
    }
    intake_message: {
      id: string
      position: GeneratedAlways<number>
      report_id: string
      organisation_id: string
      sender: 'reporter' | 'team'
      body: Buffer
      at: Date
      read_at: Date | null
    }
  }
}

const BODY = 'intake_report.body'
const MESSAGE = 'intake_message.body'

export type NewReport = {
  id: string
  codeHash: Buffer
  organisationId: string
  channel: Channel
  language: string
  danger: ReportDanger
  receivedAt: Date
  answerBy: string
  report: Report
}

/** Files a report, sealed. The same id filed again changes nothing; false: it was there. */
export async function insertReport(trx: Transaction, vault: Vault, filing: NewReport): Promise<boolean> {
  const done = await trx
    .insertInto('intake_report')
    .values({
      id: filing.id,
      code_hash: filing.codeHash,
      organisation_id: filing.organisationId,
      channel: filing.channel,
      language: filing.language,
      danger: filing.danger,
      received_at: filing.receivedAt,
      answer_by: filing.answerBy,
      body: await vault.seal(trx, filing.id, JSON.stringify(filing.report), BODY),
      case_code: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The id of the report a code opens; null when none. */
export async function findByCode(trx: Transaction, codeHash: Buffer): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select intake_report_by_code(${codeHash}) as id`.execute(
    trx,
  )
  return rows[0]?.id ?? null
}

export type ReportRow = {
  id: string
  organisationId: string
  channel: Channel
  language: string
  status: ReportStatus
  danger: ReportDanger
  receivedAt: Date
  answerBy: string
  caseCode: string | null
  report: Report
  unread: number
}

function selectReports(trx: Transaction) {
  return trx
    .selectFrom('intake_report as r')
    .selectAll('r')
    .select(
      sql<number>`(select count(*) from intake_message m where m.report_id = r.id and m.sender = 'reporter' and m.read_at is null)`.as(
        'unread',
      ),
    )
}

type Stored = Awaited<ReturnType<ReturnType<typeof selectReports>['executeTakeFirstOrThrow']>>

async function open(trx: Transaction, vault: Vault, row: Stored): Promise<ReportRow> {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    channel: row.channel,
    language: row.language,
    status: row.status,
    danger: row.danger,
    receivedAt: row.received_at,
    answerBy: row.answer_by,
    caseCode: row.case_code,
    unread: row.unread,
    report: Report.parse(JSON.parse(await vault.open(trx, row.id, row.body, BODY))),
  }
}

/** The inbox: what is pressing first, then the oldest. */
export async function listReports(
  trx: Transaction,
  vault: Vault,
  status?: ReportStatus,
): Promise<ReportRow[]> {
  const pressing = sql`case r.danger when 'immediate' then 0 when 'possible' then 1 when 'unknown' then 2 else 3 end`
  let query = selectReports(trx).orderBy(pressing).orderBy('r.received_at').orderBy('r.id').limit(500)
  if (status) query = query.where('r.status', '=', status)
  const opened: ReportRow[] = []
  for (const row of await query.execute()) opened.push(await open(trx, vault, row))
  return opened
}

/** A report the actor may see. Throws `intake.not-found`, whether it is absent or another's. */
export async function getReport(trx: Transaction, vault: Vault, id: string): Promise<ReportRow> {
  const row = await selectReports(trx).where('r.id', '=', id).executeTakeFirst()
  if (!row) throw new AsyliaError('intake.not-found', 'no such report')
  return open(trx, vault, row)
}

export async function changeReport(
  trx: Transaction,
  vault: Vault,
  id: string,
  change: { status?: ReportStatus; report?: Report; danger?: ReportDanger },
): Promise<void> {
  const done = await trx
    .updateTable('intake_report')
    .set({
      version: sql`version + 1`,
      ...(change.status && { status: change.status }),
      ...(change.danger && { danger: change.danger }),
      ...(change.report && { body: await vault.seal(trx, id, JSON.stringify(change.report), BODY) }),
    })
    .where('id', '=', id)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('intake.not-found', 'no such report')
}

/** Adds a message; one that was sent with this id before is not added again. */
export async function addMessage(
  trx: Transaction,
  vault: Vault,
  report: { id: string; organisationId: string },
  message: { id?: string; from: 'reporter' | 'team'; text: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('intake_message')
    .values({
      id: message.id ?? randomUUID(),
      report_id: report.id,
      organisation_id: report.organisationId,
      sender: message.from,
      body: await vault.seal(trx, report.id, message.text, MESSAGE),
      at: message.at,
      read_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The talk, oldest first; what the other side wrote is marked as read by `reader`. */
export async function readMessages(
  trx: Transaction,
  vault: Vault,
  reportId: string,
  reader: 'reporter' | 'team',
  now: Date,
): Promise<Message[]> {
  await trx
    .updateTable('intake_message')
    .set({ read_at: now })
    .where('report_id', '=', reportId)
    .where('sender', '=', reader === 'team' ? 'reporter' : 'team')
    .where('read_at', 'is', null)
    .execute()
  const rows = await trx
    .selectFrom('intake_message')
    .selectAll()
    .where('report_id', '=', reportId)
    .orderBy('position')
    .execute()
  const messages: Message[] = []
  for (const row of rows) {
    messages.push({
      id: row.id,
      from: row.sender,
      text: await vault.open(trx, reportId, row.body, MESSAGE),
      at: row.at.toISOString(),
      read: row.read_at !== null,
    })
  }
  return messages
}

/** Deletes a report, its messages and its key: what was sealed can be read in no copy any more. */
export async function eraseReport(trx: Transaction, vault: Vault, id: string): Promise<void> {
  await trx.deleteFrom('intake_report').where('id', '=', id).execute()
  await vault.shred(trx, id)
}
