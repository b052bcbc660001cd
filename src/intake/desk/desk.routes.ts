import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { fileIn, type IntakeServices, toTheHour } from '../report/file-report.ts'
import { Channel, dangerOf, Report, ReportDetail, ReportStatus, ReportSummary } from '../report/report.ts'
import {
  addMessage,
  changeReport,
  getReport,
  listReports,
  readMessages,
  type ReportRow,
} from '../report/report.store.ts'
import { openedInSession, type Opener } from '../sealing/content-keys.ts'
import { newReturnCode, spellReturnCode } from '../return-code/return-code.ts'

const intake = (action: string) => ({ resource: 'report', action, purpose: 'intake' })
const ById = z.object({ id: z.uuid() })

/** The desk: the inbox, a report with its talk, and reports that staff enter for somebody. */
export function deskEndpoints(services: IntakeServices): Endpoint[] {
  const { vault } = services
  return [
    endpoint({
      method: 'get',
      path: '/intake/reports',
      summary: 'The inbox of the own organisation: what is pressing first, then the oldest',
      access: intake('read'),
      query: z.object({ status: ReportStatus.optional() }),
      answer: z.object({ reports: z.array(ReportSummary) }),
      handle: ({ actor, db, query, context }) =>
        db.as(actor, async (trx) => ({
          reports: (await listReports(trx, vault, openedInSession(context.req.raw, actor), query.status)).map(
            summary,
          ),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/intake/reports',
      summary: 'Enter a report for somebody who called, came or was sent; answers with a code for them',
      access: intake('create'),
      body: z.object({
        channel: Channel.exclude(['web']),
        language: z.string().min(2).max(10),
        report: Report,
      }),
      answer: z.object({
        id: z.string(),
        code: z.string().describe('For the reporter alone; it is shown this once'),
        answerBy: z.string(),
      }),
      status: 201,
      handle: ({ actor, db, body }) =>
        db.as(actor, async (trx) => {
          const [id, code] = [randomUUID(), newReturnCode()]
          const filed = await fileIn(trx, services, actor, {
            ...body,
            id,
            code,
            organisationId: organisationOf(actor),
          })
          return { id, code: spellReturnCode(code, body.language), answerBy: filed.answerBy }
        }),
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
      summary: 'Close a report, or open it again; a case opened from it says so by itself',
      access: intake('update'),
      params: ById,
      body: z.object({ status: ReportStatus.exclude(['new', 'in_case']) }),
      answer: ReportDetail,
      handle: ({ actor, db, params, body, context }) =>
        db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          await changeReport(trx, vault, found, { status: body.status })
          return detail(trx, openedInSession(context.req.raw, actor), { ...found, status: body.status })
        }),
    }),
  ]

  async function detail(trx: Transaction, opener: Opener, found: ReportRow) {
    const reading = { reader: 'team' as const, now: toTheHour(services.now()) }
    const messages = await readMessages(trx, vault, opener, found, reading)
    return { ...summary({ ...found, unread: 0 }), report: found.report, messages }
  }
}

function organisationOf(actor: Actor): string {
  if (actor.organisation === null)
    throw new AsyliaError('access.denied', 'this needs a member of an organisation')
  return actor.organisation
}

function summary(row: ReportRow): ReportSummary {
  const { report } = row
  return {
    id: row.id,
    channel: row.channel,
    status: row.status,
    danger: row.danger,
    because: dangerOf(report).because,
    child: report.child,
    language: row.language,
    receivedAt: row.receivedAt.toISOString(),
    answerBy: row.answerBy,
    place: report.place,
    contact: report.contact.wanted,
    unread: row.unread,
    caseCode: row.caseCode,
    locked: row.key === 'locked',
  }
}
