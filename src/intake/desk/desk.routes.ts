import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { type IntakeServices, onceMore, toTheHour } from '../report/file-report.ts'
import { ReportDetail as OfReport, ReportStatus, ReportSummary } from '../report/report.ts'
import {
  addMessage,
  changeReport,
  getReport,
  countReports,
  listReports,
  readMessages,
  type ReportRow,
} from '../report/report.store.ts'
import { openedInSession, type Opener } from '../sealing/content-keys.ts'
import { Entered, EnteredReport, enterReport } from './enter.ts'
import { giveTo } from './responsible.store.ts'
import { ContactAddress, safeAt, SafeContact, SafeToContact } from './safe-contact.ts'
import { keepContact, readContact } from './safe-contact.store.ts'
import { readBeside, summaryOf } from './summary.ts'

const intake = (action: string) => ({ resource: 'report', action, purpose: 'intake' })
const ById = z.object({ id: z.uuid() })

/** A report as its page at the desk shows it. */
export const ReportDetail = OfReport.extend({
  safeContact: SafeContact.omit({ addresses: true })
    .extend({
      addresses: z.array(
        ContactAddress.extend({ now: SafeToContact.describe('At this moment, where they are') }),
      ),
    })
    .nullable(),
})
export type ReportDetail = z.infer<typeof ReportDetail>

/** The desk: the inbox, a report with its talk, and reports that staff enter for somebody. */
export function deskEndpoints(services: IntakeServices): Endpoint[] {
  const { vault } = services
  return [
    endpoint({
      method: 'get',
      path: '/intake/reports',
      summary:
        'The inbox of the own organisation: what waits, the pressing and then the oldest first; then what is done with',
      access: intake('read'),
      query: z.object({ status: ReportStatus.optional() }),
      answer: z.object({
        reports: z.array(ReportSummary),
        all: z.int().describe('How many there are: more than are listed when there are very many'),
      }),
      handle: ({ actor, db, query, context }) =>
        db.as(actor, async (trx) => ({
          reports: await listed(
            trx,
            await listReports(trx, vault, openedInSession(context.req.raw, actor), query),
          ),
          all: await countReports(trx, query.status),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/intake/reports',
      summary: 'Enter a report for somebody who called, came or was sent; answers with a code for them',
      access: intake('create'),
      body: EnteredReport,
      answer: Entered,
      status: 201,
      handle: ({ actor, db, body }) =>
        onceMore(() =>
          db.as(actor, (trx) =>
            enterReport(trx, services, { ...actor, organisation: organisationOf(actor) }, body),
          ),
        ),
    }),
    endpoint({
      method: 'get',
      path: '/intake/reports/{id}',
      summary: 'A report with its talk; marks the reporter’s messages as read',
      access: intake('read'),
      params: ById,
      answer: ReportDetail,
      handle: ({ actor, db, params, context }) =>
        db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          // What is locked was not read.
          if (found.status === 'new' && found.key !== 'locked')
            await changeReport(trx, vault, found, { status: 'read' })
          if (found.hasNewWords) await changeReport(trx, vault, found, { report: found.report })
          return detail(trx, openedInSession(context.req.raw, actor), found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/intake/reports/{id}/messages',
      summary: 'Answer the reporter: they see it when they come back with their code',
      access: intake('update'),
      params: ById,
      body: z.object({ text: z.string().trim().min(1).max(20_000), messageId: z.uuid().optional() }),
      answer: ReportDetail,
      status: 201,
      handle: ({ actor, db, params, body, context }) =>
        db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          await addMessage(trx, vault, found, {
            ...(body.messageId && { id: body.messageId }),
            from: 'team',
            text: body.text,
            at: toTheHour(services.now()),
          })
          await announce(trx, 'intake.answered', { report: found.id })
          return detail(trx, openedInSession(context.req.raw, actor), found)
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/intake/reports/{id}',
      summary: 'Close a report, or open it again; one that a case was opened from is then in that case again',
      access: intake('update'),
      params: ById,
      body: z.object({ status: ReportStatus.exclude(['new', 'in_case']) }),
      answer: ReportDetail,
      handle: ({ actor, db, params, body, context }) =>
        db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          const status = await changeReport(trx, vault, found, { status: body.status })
          return detail(trx, openedInSession(context.req.raw, actor), { ...found, status })
        }),
    }),
    endpoint({
      method: 'put',
      path: '/intake/reports/{id}/responsible',
      summary: 'Say which colleague sees to a report; null: nobody in particular',
      access: { resource: 'desk', action: 'update', purpose: 'intake' },
      params: ById,
      body: z.object({ userId: z.uuid().nullable() }),
      answer: ReportDetail,
      handle: ({ actor, db, params, body, context }) =>
        db.as(actor, async (trx) => {
          const opener = openedInSession(context.req.raw, actor)
          const found = await getReport(trx, vault, opener, params.id)
          await giveTo(trx, actor, found, body.userId)
          return detail(trx, opener, found)
        }),
    }),
    endpoint({
      method: 'put',
      path: '/intake/reports/{id}/safe-contact',
      summary:
        'Note where and when a reporter can be reached safely: each address and hour with its own word',
      access: { resource: 'desk', action: 'update', purpose: 'intake' },
      params: ById,
      body: SafeContact,
      answer: ReportDetail,
      handle: ({ actor, db, params, body, context }) =>
        db.as(actor, async (trx) => {
          const opener = openedInSession(context.req.raw, actor)
          const found = await getReport(trx, vault, opener, params.id)
          await keepContact(trx, vault, found, body)
          return detail(trx, opener, found)
        }),
    }),
  ]

  async function detail(trx: Transaction, opener: Opener, found: ReportRow) {
    const reading = { reader: 'team' as const, now: toTheHour(services.now()) }
    const messages = await readMessages(trx, vault, opener, found, reading)
    const beside = await readBeside(trx, [found.id])
    return {
      ...summaryOf({ ...found, unread: 0 }, beside),
      report: found.report,
      messages,
      safeContact: shownContact(await readContact(trx, vault, found)),
    }
  }

  function shownContact(contact: SafeContact | null) {
    if (contact === null) return null
    const { timeZone, addresses } = contact
    const at = services.now()
    return { timeZone, addresses: addresses.map((one) => ({ ...one, now: safeAt(one, timeZone, at) })) }
  }

  async function listed(trx: Transaction, rows: ReportRow[]) {
    const beside = await readBeside(
      trx,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => summaryOf(row, beside))
  }
}

function organisationOf(actor: Actor): string {
  if (actor.organisation === null)
    throw new AsyliaError('access.denied', 'this needs a member of an organisation')
  return actor.organisation
}
