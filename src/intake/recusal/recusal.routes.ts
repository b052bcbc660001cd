import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { holder, type IntakeServices } from '../report/file-report.ts'
import { getReport } from '../report/report.store.ts'
import { locked, openedInSession, wrapForDoor } from '../sealing/content-keys.ts'
import { findDoor } from '../sealing/recipients.store.ts'
import { Receiver, Recusal } from './recusal.ts'
import { liftRecusal, listReceivers, listRecusals, moveReport, recuse } from './recusal.store.ts'

const access = (action: string) => ({ resource: 'recusal', action, purpose: 'intake' })
const ById = z.object({ id: z.uuid() })

/** A report that names somebody who works here is hidden from them; one about the organisation goes to another. */
export function recusalEndpoints({ vault }: IntakeServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/intake/reports/{id}/recusals',
      summary: 'From whom a report is hidden; they themselves find no such report',
      access: access('read'),
      params: ById,
      answer: z.object({ recusals: z.array(Recusal) }),
      handle: ({ actor, db, params, context }) =>
        db.as(actor, async (trx) => {
          await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          return { recusals: await listRecusals(trx, params.id) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/intake/reports/{id}/recusals',
      summary: 'Hide a report, its talk, its files and its case from a colleague it names, or from oneself',
      description:
        'Without `personId` the caller hides it from themselves, and it is gone from their lists and counts with this answer. Only a colleague who still sees it can show it to them again.',
      access: access('create'),
      params: ById,
      body: z.object({ personId: z.uuid().optional() }),
      status: 204,
      handle: async ({ actor, db, params, body, context }) => {
        await db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          await recuse(trx, actor, found, body.personId ?? actor.id)
        })
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'delete',
      path: '/intake/reports/{id}/recusals/{person}',
      summary: 'Show a report again to a colleague it was hidden from by mistake',
      access: access('delete'),
      params: z.object({ id: z.uuid(), person: z.uuid() }),
      status: 204,
      handle: async ({ actor, db, params }) => {
        await db.as(actor, (trx) => liftRecusal(trx, params.id, params.person))
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'get',
      path: '/intake/receivers',
      summary: 'Other organisations of this installation that a report can be passed on to',
      access: access('create'),
      answer: z.object({ receivers: z.array(Receiver) }),
      handle: ({ actor, db }) => db.as(actor, async (trx) => ({ receivers: await listReceivers(trx) })),
    }),
    endpoint({
      method: 'post',
      path: '/intake/reports/{id}/elsewhere',
      summary: 'Pass a report about the own organisation on to another one; nobody here sees it after that',
      description:
        'Only where its reporter agreed: they chose who reads it. Their code still opens it. A report that became a case stays.',
      access: access('create'),
      params: ById,
      body: z.object({
        organisationId: z.uuid(),
        reporterAgreed: z.literal(true).describe('The reporter was asked and said yes'),
      }),
      status: 204,
      handle: async ({ actor, db, params, body, context }) => {
        const { organisationId } = body
        // The public half of another organisation's key, as anybody at the door reads it.
        const visitor = holder(randomUUID())
        const door = await db.as(visitor, (trx) => findDoor(trx, organisationId))
        await db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          if (found.key === 'locked') throw locked()
          if (found.key !== 'none' && door === undefined) throw noDoor()
          const isSealed = door !== undefined && found.key !== 'none'
          const wrap = isSealed && (await wrapForDoor(found.id, found.key as Buffer, door.publicKey))
          const to = { organisationId, door: wrap ? { id: door!.id, wrap } : null }
          if (!(await moveReport(trx, found.id, to)))
            throw new AsyliaError(
              'intake.elsewhere.refused',
              'it became a case here, or that organisation receives no reports',
            )
          await announce(trx, 'intake.passed-on', { report: found.id })
        })
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

const noDoor = () =>
  new AsyliaError(
    'intake.elsewhere.refused',
    'that organisation has no recipients’ keys: the report would be sealed less well there than here',
  )
