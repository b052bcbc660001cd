import type { Actor } from '#platform/access'
import { lineOf, record } from '#platform/audit'
import type { Keyring, Vault } from '#platform/crypto'
import type { Database, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce, announcementOf } from '#platform/jobs'
import { insertDecoy } from '../decoy/decoy.store.ts'
import { wrapNewKey } from '../sealing/content-keys.ts'
import type { Door } from '../sealing/recipients.store.ts'
import { ANSWER_WITHIN_DAYS, type Channel, dangerOf, Report } from './report.ts'
import { insertNewReport, lookBefore, rowsOfNewReport } from './filing.store.ts'
import { insertReport, type NewReport } from './report.store.ts'

export type IntakeServices = { db: Database; vault: Vault; keyring: Keyring; now: () => Date }

/** A reporter acts as the holder of their report and of nothing else. */
export function holder(reportId: string): Actor {
  return { id: reportId, role: 'reporter', organisation: null, purpose: 'reporting' }
}

export function hashCode(keyring: Keyring, canonical: string): Buffer {
  return keyring.keyedHash('intake.return-code', canonical)
}

export type Filing = {
  /** Chosen when the form was begun: sent twice, it is one report. A random UUID: one with a clock in it would tell when. */
  id: string
  /** The code's canonical text; only its keyed hash is kept. */
  code: string
  organisationId: string
  channel: Channel
  language: string
  report: Report
}

/** What a reporter is told at the end. */
export type Filed = {
  answerBy: string
  again: boolean
  /** Sealed to keys that only recipients and the code open; false: by the server's own keys alone. */
  sealedToRecipients: boolean
}

/** Files a report from the door, as its own holder. Kept when the promise settles; sending it again changes nothing. */
export async function fileReport(services: IntakeServices, filing: Filing): Promise<Filed> {
  const actor = holder(filing.id)
  return onceMore(() => services.db.as(actor, (trx) => fileIn(trx, services, actor, filing)))
}

/**
 * Files again when the same form came twice at once and the other was quicker: now its report is there. Throws
 * `intake.conflict` when it is not: then something else has the id or the code.
 */
export async function onceMore<Done>(file: () => Promise<Done>): Promise<Done> {
  const isTaken = (error: unknown) => (error as { code?: string }).code === '23505'
  try {
    return await file()
  } catch (error) {
    if (!isTaken(error)) throw error
  }
  return file().catch((error: unknown) => {
    throw isTaken(error) ? taken() : error
  })
}

/** The same words for the id and the code, and for a report that whoever asks may not see: they tell no more than that. */
export function taken(): AsyliaError {
  return new AsyliaError('intake.conflict', 'the id or the code is taken: enter it anew')
}

/** The same within a transaction of staff who enter a call or a visit. */
export async function fileIn(
  trx: Transaction,
  services: IntakeServices,
  actor: Actor,
  filing: Filing,
): Promise<Filed> {
  const { isKnown, door } = await lookBefore(trx, filing, { erasesDraft: actor.role === 'reporter' })
  const { report, decoy } = await newReportOf(services, filing, door)
  const { danger, answerBy } = report
  const line = { action: 'report.create', resource: 'report', subject: filing.id, why: null }
  const told = ['intake.reported', { report: filing.id, danger }] as const
  if (!isKnown) {
    await insertNewReport(trx, services, report, {
      decoy,
      line: lineOf(actor, line),
      announcement: announcementOf(...told),
    })
    return { answerBy, again: false, sealedToRecipients: door !== undefined }
  }
  // A key without a report: something was sealed for it before (an upload), or it was erased, which `insertReport` says.
  const made = await insertReport(trx, services.vault, report)
  if (made) {
    await insertDecoy(trx, services.keyring, filing.id, decoy)
    await record(trx, actor, line)
    await announce(trx, ...told)
  }
  return { answerBy, again: !made, sealedToRecipients: door !== undefined }
}

/** What is kept of a filing, and of the empty report beside it, at this hour. */
async function newReportOf(services: IntakeServices, filing: Filing, door: Door | undefined) {
  const now = services.now()
  const { danger } = dangerOf(filing.report)
  const receivedAt = toTheHour(now)
  const report: NewReport = {
    id: filing.id,
    codeHash: hashCode(services.keyring, filing.code),
    organisationId: filing.organisationId,
    channel: filing.channel,
    language: filing.language,
    danger,
    receivedAt,
    answerBy: dayAfter(now, ANSWER_WITHIN_DAYS[danger]),
    report: Report.parse(filing.report),
    sealing: door ? await wrapNewKey(filing, door) : null,
  }
  return { report, decoy: { receivedAt, answerBy: dayAfter(now, ANSWER_WITHIN_DAYS.unknown) } }
}

/** The rows that filing writes, for who brings in many at once by COPY: each as if it had come by itself, unannounced. */
export async function rowsOfFiling(services: IntakeServices, filing: Filing, door: Door | undefined) {
  const { report, decoy } = await newReportOf(services, filing, door)
  return rowsOfNewReport(services, report, decoy)
}

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** A finer time than the hour could give away who was seen with a phone in hand. */
export function toTheHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
}

/**
 * Notes, within the transaction that opens a case, that a report went into it. Throws `intake.not-found` for a report
 * that is not there or that this member of staff may not read.
 */
export async function joinReportToCase(trx: Transaction, reportId: string, caseCode: string): Promise<void> {
  const done = await trx
    .updateTable('intake_report')
    .set({ status: 'in_case', case_code: caseCode })
    .where('id', '=', reportId)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('intake.not-found', 'no such report')
}
