import { randomUUID } from 'node:crypto'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Keyring, Vault } from '#platform/crypto'
import type { Database, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'
import { readReturnCode } from '../return-code/return-code.ts'
import {
  ANSWER_WITHIN_DAYS,
  type Channel,
  dangerOf,
  type Message,
  Report,
  type ReportStatus,
  type Sharing,
} from './report.ts'
import {
  addMessage,
  changeReport,
  eraseReport,
  findByCode,
  getReport,
  insertReport,
  readMessages,
} from './report.store.ts'

export type IntakeServices = { db: Database; vault: Vault; keyring: Keyring; now: () => Date }

/** A reporter acts as the holder of their report and of nothing else. */
function holder(reportId: string): Actor {
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
export type Filed = { answerBy: string; again: boolean }

/** Files a report from the door, as its own holder. Kept when the promise settles; sending it again changes nothing. */
export async function fileReport(services: IntakeServices, filing: Filing): Promise<Filed> {
  return services.db.as(holder(filing.id), (trx) => fileIn(trx, services, holder(filing.id), filing))
}

/** The same within a transaction of staff who enter a call or a visit. */
export async function fileIn(
  trx: Transaction,
  services: IntakeServices,
  actor: Actor,
  filing: Filing,
): Promise<Filed> {
  const now = services.now()
  const { danger } = dangerOf(filing.report)
  const answerBy = new Date(now.getTime() + ANSWER_WITHIN_DAYS[danger] * 86_400_000)
    .toISOString()
    .slice(0, 10)
  const made = await insertReport(trx, services.vault, {
    id: filing.id,
    codeHash: hashCode(services.keyring, filing.code),
    organisationId: filing.organisationId,
    channel: filing.channel,
    language: filing.language,
    danger,
    receivedAt: toTheHour(now),
    answerBy,
    report: Report.parse(filing.report),
  })
  if (made) {
    await record(trx, actor, { action: 'report.create', resource: 'report', subject: filing.id, why: null })
    await announce(trx, 'intake.reported', { report: filing.id, danger })
  }
  return { answerBy, again: !made }
}

/** A finer time than the hour could give away who was seen with a phone in hand. */
export function toTheHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
}

export type Returned =
  | { ok: true; reportId: string }
  | { ok: false; problem: 'unknown' }
  | Extract<ReturnType<typeof readReturnCode>, { ok: false }>

/** Which report a typed code opens, or which word of it is wrong. */
export async function returnWithCode(services: IntakeServices, typed: string): Promise<Returned> {
  const code = readReturnCode(typed)
  if (!code.ok) return code
  const hash = hashCode(services.keyring, code.canonical)
  const reportId = await services.db.as(holder(randomUUID()), (trx) => findByCode(trx, hash))
  return reportId === null ? { ok: false, problem: 'unknown' } : { ok: true, reportId }
}

/** Everything we hold of a report, for its reporter. */
export type HeldReport = {
  status: ReportStatus
  receivedAt: Date
  answerBy: string
  report: Report
  messages: Message[]
  inCase: boolean
}

export async function readOwnReport(services: IntakeServices, reportId: string): Promise<HeldReport> {
  return services.db.as(holder(reportId), async (trx) => {
    const found = await getReport(trx, services.vault, reportId)
    const messages = await readMessages(trx, services.vault, reportId, 'reporter', toTheHour(services.now()))
    await record(trx, holder(reportId), {
      action: 'report.read',
      resource: 'report',
      subject: reportId,
      why: null,
    })
    return {
      status: found.status,
      receivedAt: found.receivedAt,
      answerBy: found.answerBy,
      report: found.report,
      messages,
      inCase: found.caseCode !== null,
    }
  })
}

/** A message from the reporter; `messageId` was chosen with the form, so that sending it twice adds it once. */
export async function writeAsReporter(
  services: IntakeServices,
  reportId: string,
  messageId: string,
  text: string,
): Promise<void> {
  await services.db.as(holder(reportId), async (trx) => {
    const found = await getReport(trx, services.vault, reportId)
    await addMessage(trx, services.vault, found, {
      id: messageId,
      from: 'reporter',
      text,
      at: toTheHour(services.now()),
    })
    await announce(trx, 'intake.message-received', { report: reportId })
  })
}

/** Changes who may know; what is withdrawn here counts from this moment. */
export async function changeSharing(
  services: IntakeServices,
  reportId: string,
  share: Partial<Record<Sharing, boolean>>,
): Promise<void> {
  await services.db.as(holder(reportId), async (trx) => {
    const found = await getReport(trx, services.vault, reportId)
    await changeReport(trx, services.vault, reportId, { report: { ...found.report, share } })
    await record(trx, holder(reportId), {
      action: 'report.update',
      resource: 'report',
      subject: reportId,
      why: 'sharing changed by the reporter',
    })
    await announce(trx, 'intake.sharing-changed', { report: reportId })
  })
}

/** Erases a report at its reporter's wish. A case that was opened from it stays with the team, and they are told so. */
export async function eraseOwnReport(services: IntakeServices, reportId: string): Promise<void> {
  await services.db.as(holder(reportId), async (trx) => {
    await eraseReport(trx, services.vault, reportId)
    await record(trx, holder(reportId), {
      action: 'report.delete',
      resource: 'report',
      subject: reportId,
      why: 'erased by the reporter',
    })
  })
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
