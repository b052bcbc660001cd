import { type Generated, type GeneratedAlways, sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { ContentKey, Opener, Wraps } from '../sealing/content-keys.ts'
import { openMessage, openReportWords, SEALED_MARK } from './browser-words.store.ts'
import { BODY, MESSAGE, seal, type Store, unseal } from './sealed-content.ts'
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
      door_key_id: string | null
      door_wrap: Buffer | null
      code_wrap: Buffer | null
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
  /** The key its content is sealed under, where the organisation has a door key. */
  sealing: { key: Buffer; wraps: Wraps } | null
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
      body: await seal({ trx, vault }, filing.id, JSON.stringify(filing.report), {
        key: filing.sealing?.key ?? 'none',
        about: BODY,
      }),
      case_code: null,
      door_key_id: filing.sealing?.wraps.doorKeyId ?? null,
      door_wrap: filing.sealing?.wraps.doorWrap ?? null,
      code_wrap: filing.sealing?.wraps.codeWrap ?? null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** What a code opens, and its id; null when nothing. */
export async function findByCode(
  trx: Transaction,
  codeHash: Buffer,
): Promise<{ kind: 'report' | 'decoy' | 'draft'; id: string } | null> {
  const { rows } = await sql<{
    kind: 'report' | 'decoy' | 'draft'
    id: string
  }>`select kind, id from intake_code_opens(${codeHash})`.execute(trx)
  return rows[0] ?? null
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
  /** What was told; nothing while it is locked. */
  report: Report
  unread: number
  key: ContentKey
  /** Words that came sealed by a browser were opened just now: keep them as the report's own. */
  hasNewWords: boolean
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

async function open(store: Store, opener: Opener, row: Stored): Promise<ReportRow> {
  const key = await opener.keyOf({ id: row.id, wraps: wrapsOf(row) })
  const body = await unseal(store, row.id, row.body, { key, about: BODY })
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
    ...(await openReportWords(opener, Report.parse(body === null ? {} : JSON.parse(body)))),
    key,
  }
}

export function wrapsOf(row: Pick<Stored, 'door_key_id' | 'door_wrap' | 'code_wrap'>): Wraps | null {
  const { door_key_id: doorKeyId, door_wrap: doorWrap, code_wrap: codeWrap } = row
  return doorKeyId !== null && doorWrap && codeWrap ? { doorKeyId, doorWrap, codeWrap } : null
}

/** How many reports a list shows at most. */
const MOST_LISTED = 500

/**
 * The inbox. First what waits for somebody, the pressing and then the older before; a report with a message that nobody has
 * read waits, whatever became of it. Then what is in a case or closed, the newest first. No number of reports that are done
 * with pushes one that waits off the list.
 */
export async function listReports(
  trx: Transaction,
  vault: Vault,
  opener: Opener,
  { status, most = MOST_LISTED }: { status?: ReportStatus | undefined; most?: number } = {},
): Promise<ReportRow[]> {
  const waits = sql`(r.status in ('new', 'read') or r.id in
    (select m.report_id from intake_message m where m.sender = 'reporter' and m.read_at is null))`
  const pressing = sql`case r.danger when 'immediate' then 0 when 'possible' then 1 when 'unknown' then 2 else 3 end`
  let query = selectReports(trx)
    .orderBy(waits, 'desc')
    .orderBy(sql`case when ${waits} then ${pressing} end`)
    .orderBy(sql`case when ${waits} then r.received_at end`)
    .orderBy('r.received_at', 'desc')
    .orderBy('r.id')
    .limit(most)
  if (status) query = query.where('r.status', '=', status)
  const opened: ReportRow[] = []
  for (const row of await query.execute()) opened.push(await open({ trx, vault }, opener, row))
  return opened
}

/** How many reports the actor may see. */
export async function countReports(trx: Transaction, status?: ReportStatus): Promise<number> {
  let query = trx.selectFrom('intake_report').select((eb) => eb.fn.countAll<number>().as('all'))
  if (status) query = query.where('status', '=', status)
  return Number((await query.executeTakeFirstOrThrow()).all)
}

/** Every report that came in a period, for counting. */
export async function listReportsBetween(
  trx: Transaction,
  vault: Vault,
  opener: Opener,
  period: { from: Date; before: Date },
): Promise<ReportRow[]> {
  const rows = await selectReports(trx)
    .where('r.received_at', '>=', period.from)
    .where('r.received_at', '<', period.before)
    .execute()
  const opened: ReportRow[] = []
  for (const row of rows) opened.push(await open({ trx, vault }, opener, row))
  return opened
}

/** A report the actor may see. Throws `intake.not-found`, whether it is absent or another's. */
export async function getReport(
  trx: Transaction,
  vault: Vault,
  opener: Opener,
  id: string,
): Promise<ReportRow> {
  const row = await selectReports(trx).where('r.id', '=', id).executeTakeFirst()
  if (!row) throw new AsyliaError('intake.not-found', 'no such report')
  return open({ trx, vault }, opener, row)
}

/** Answers with the status it has then: a report that a case was opened from is never less than in it, unless it is closed. */
export async function changeReport(
  trx: Transaction,
  vault: Vault,
  found: Pick<ReportRow, 'id' | 'key'>,
  change: { status?: ReportStatus; report?: Report; danger?: ReportDanger },
): Promise<ReportStatus> {
  const body =
    change.report &&
    (await seal({ trx, vault }, found.id, JSON.stringify(change.report), { key: found.key, about: BODY }))
  const done = await trx
    .updateTable('intake_report')
    .set({
      version: sql`version + 1`,
      // Asked of the row as it is now: the case may have been opened since it was read.
      ...(change.status && {
        status:
          change.status === 'closed'
            ? 'closed'
            : sql<ReportStatus>`case when case_code is null then ${change.status} else 'in_case' end`,
      }),
      ...(change.danger && { danger: change.danger }),
      ...(body && { body }),
    })
    .where('id', '=', found.id)
    .returning('status')
    .executeTakeFirst()
  if (!done) throw new AsyliaError('intake.not-found', 'no such report')
  return done.status
}

/** Adds a message; one that was sent with this id before is not added again. */
export async function addMessage(
  trx: Transaction,
  vault: Vault,
  report: Pick<ReportRow, 'id' | 'organisationId' | 'key'>,
  message: { id?: string; from: 'reporter' | 'team'; text: string; sealed?: boolean; at: Date },
): Promise<void> {
  const text = (message.sealed ? SEALED_MARK : '') + message.text
  await trx
    .insertInto('intake_message')
    .values({
      id: message.id ?? randomUUID(),
      report_id: report.id,
      organisation_id: report.organisationId,
      sender: message.from,
      body: await seal({ trx, vault }, report.id, text, { key: report.key, about: MESSAGE }),
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
  opener: Opener,
  report: Pick<ReportRow, 'id' | 'key'>,
  { reader, now }: { reader: 'reporter' | 'team'; now: Date },
): Promise<Message[]> {
  const { id: reportId, key } = report
  // What nobody could read was not read.
  if (key === 'locked') return []
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
    const text = await openMessage({ trx, vault }, opener, report, row)
    const sealed = text.startsWith(SEALED_MARK)
    messages.push({
      id: row.id,
      from: row.sender,
      text: sealed ? '' : text,
      sealed,
      at: row.at.toISOString(),
      read: row.read_at !== null,
    })
  }
  return messages
}

/** Holds a report until the transaction ends: nothing is added to it meanwhile. */
export async function holdReport(trx: Transaction, id: string): Promise<void> {
  await trx.selectFrom('intake_report').select('id').where('id', '=', id).forUpdate().execute()
}

/** Deletes a report, its messages and its key: what was sealed can be read in no copy any more. */
export async function eraseReport(trx: Transaction, vault: Vault, id: string): Promise<void> {
  await trx.deleteFrom('intake_report').where('id', '=', id).execute()
  await vault.shred(trx, id)
}
