import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { systemActor } from '#platform/access'
import { type Look, looksAt, record } from '#platform/audit'

export type { Look }
import { announce } from '#platform/jobs'
import { reportOf, withMessage, withSharing } from '../decoy/decoy.ts'
import { changeDecoy, eraseDecoy, getDecoy, setDecoyCode } from '../decoy/decoy.store.ts'
import { blobsOf } from '../files/file.store.ts'
import { eraseUploadsTo } from '../files/upload.store.ts'
import { newReturnCode, readReturnCode } from '../return-code/return-code.ts'
import { openedBy } from '../sealing/content-keys.ts'
import { findDoor } from '../sealing/recipients.store.ts'
import { hashCode, holder, type IntakeServices, toTheHour } from './file-report.ts'
import type { Message, Report, ReportStatus, Sharing } from './report.ts'
import {
  addMessage,
  changeReport,
  eraseReport,
  findByCode,
  getReport,
  holdReport,
  readMessages,
} from './report.store.ts'

const READER = systemActor('intake.looks')

/** What a code opened, for as long as the visit lasts. It never says which kind it is to whoever reads the page. */
export const Visit = z.object({
  kind: z.enum(['report', 'decoy']),
  id: z.uuid(),
  /** The content key that the code gave, base64; null: the report is sealed by the vault alone. */
  key: z.string().nullable(),
})
export type Visit = z.infer<typeof Visit>

export type Returned =
  | { ok: true; opens: 'visit'; visit: Visit }
  | { ok: true; opens: 'draft'; id: string; code: string }
  | { ok: false; problem: 'unknown' }
  | Extract<ReturnType<typeof readReturnCode>, { ok: false }>

/** What a typed code opens, or which word of it is wrong. */
export async function returnWithCode(services: IntakeServices, typed: string): Promise<Returned> {
  const read = readReturnCode(typed)
  if (!read.ok) return read
  const code = read.canonical
  const hash = hashCode(services.keyring, code)
  const found = await services.db.as(holder(randomUUID()), (trx) => findByCode(trx, hash))
  if (found === null) return { ok: false, problem: 'unknown' }
  const { kind, id } = found
  if (kind === 'draft') return { ok: true, opens: 'draft', id, code }
  if (kind === 'decoy') return { ok: true, opens: 'visit', visit: { kind, id, key: null } }
  const { key } = await services.db.as(holder(id), (trx) =>
    getReport(trx, services.vault, openedBy({ code }), id),
  )
  return {
    ok: true,
    opens: 'visit',
    visit: { kind, id, key: Buffer.isBuffer(key) ? key.toString('base64') : null },
  }
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

/** Opens what the code opened, with the key it gave. */
export const openerOf = (visit: Visit) =>
  openedBy({ key: visit.key === null ? null : Buffer.from(visit.key, 'base64') })

export async function readOwnReport(services: IntakeServices, visit: Visit): Promise<HeldReport> {
  if (visit.kind === 'decoy') {
    const decoy = await services.db.as(holder(visit.id), (trx) => getDecoy(trx, services.keyring, visit.id))
    const { answerBy, messages } = decoy
    return {
      status: 'new',
      receivedAt: new Date(decoy.receivedAt),
      answerBy,
      report: reportOf(decoy),
      messages,
      inCase: false,
    }
  }
  const { id } = visit
  return services.db.as(holder(id), async (trx) => {
    const found = await getReport(trx, services.vault, openerOf(visit), id)
    const now = toTheHour(services.now())
    const messages = await readMessages(trx, services.vault, openerOf(visit), found, {
      reader: 'reporter',
      now,
    })
    await record(trx, holder(id), { action: 'report.read', resource: 'report', subject: id, why: null })
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

/**
 * A message from the reporter; its id was chosen with the form, so that sending it twice adds it once. `sealed`: the text is
 * a box that the reporter's browser sealed to the door key (`SealedWords`).
 */
export async function writeAsReporter(
  services: IntakeServices,
  visit: Visit,
  message: { id: string; text: string; sealed?: boolean },
): Promise<void> {
  const at = toTheHour(services.now())
  await services.db.as(holder(visit.id), async (trx) => {
    if (visit.kind === 'decoy') {
      const add = { ...message, at }
      return changeDecoy(trx, services.keyring, visit.id, (decoy) => withMessage(decoy, add))
    }
    const found = await getReport(trx, services.vault, openerOf(visit), visit.id)
    await addMessage(trx, services.vault, found, { ...message, from: 'reporter', at })
    return announce(trx, 'intake.message-received', { report: visit.id })
  })
}

/** Changes who may know; what is withdrawn here counts from this moment. */
export async function changeSharing(
  services: IntakeServices,
  visit: Visit,
  share: Partial<Record<Sharing, boolean>>,
): Promise<void> {
  await services.db.as(holder(visit.id), async (trx) => {
    if (visit.kind === 'decoy')
      return changeDecoy(trx, services.keyring, visit.id, (decoy) => withSharing(decoy, share))
    const found = await getReport(trx, services.vault, openerOf(visit), visit.id)
    await changeReport(trx, services.vault, found, { report: { ...found.report, share } })
    await record(trx, holder(visit.id), {
      action: 'report.update',
      resource: 'report',
      subject: visit.id,
      why: 'sharing changed by the reporter',
    })
    return announce(trx, 'intake.sharing-changed', { report: visit.id })
  })
}

/**
 * Erases a report at its reporter's wish. A case that was opened from it stays with the team, and they are told so. Answers with
 * the blobs of its files, whose keys are gone with it: the caller deletes them.
 */
export async function eraseOwnReport(services: IntakeServices, visit: Visit): Promise<string[]> {
  return services.db.as(holder(visit.id), async (trx) => {
    if (visit.kind === 'decoy') return eraseDecoy(trx, services.keyring, visit.id)
    await holdReport(trx, visit.id)
    const blobs = [...(await blobsOf(trx, visit.id)), ...(await eraseUploadsTo(trx, visit.id))]
    await eraseReport(trx, services.vault, visit.id)
    await record(trx, holder(visit.id), {
      action: 'report.delete',
      resource: 'report',
      subject: visit.id,
      why: 'erased by the reporter',
    })
    return blobs
  })
}

/** Gives a report a second code, which opens an empty report; asked again, the one before opens nothing. */
export async function takeSecondCode(services: IntakeServices, reportId: string): Promise<string> {
  const code = newReturnCode()
  await services.db.as(holder(reportId), (trx) =>
    setDecoyCode(trx, reportId, hashCode(services.keyring, code)),
  )
  return code
}

/** Who opened or changed the report, by role and hour, never by name. An empty report was looked at by nobody. */
export async function whoLooked(services: IntakeServices, visit: Visit): Promise<Look[]> {
  // Asked for both kinds, so that one takes as long as the other.
  const looks = await services.db.as(READER, (trx) => looksAt(trx, 'report', visit.id))
  return looks.filter(({ role }) => role !== 'reporter')
}

/** The public half of the key that reports to an organisation are sealed to; undefined while it has none. */
export async function publicDoor(services: IntakeServices, organisationId: string) {
  return services.db.as(holder(randomUUID()), (trx) => findDoor(trx, organisationId))
}
