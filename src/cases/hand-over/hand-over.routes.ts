import { sql } from 'kysely'
import { z } from 'zod'
import { handOverReports, reportsHeldBy } from '#intake'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'

const access = (action: string) => ({ resource: 'hand_over', action, purpose: 'administration' })
const ByUser = z.object({ user: z.uuid() })

/** How much a colleague sees to: numbers alone. */
export const Held = z.object({
  reports: z.int(),
  cases: z.int(),
  tasks: z.int(),
  isRecipient: z.boolean().describe('Can open sealed reports'),
})
export type Held = z.infer<typeof Held>

export const HandedOver = z.object({
  reports: z.int(),
  cases: z.int(),
  tasks: z.int(),
  stays: z.int().describe('What the successor cannot take: it is nobody’s in particular now'),
  renewDoor: z
    .boolean()
    .describe('The one who left could open sealed reports: a recipient makes a new door key'),
  successorOpens: z.boolean().describe('The successor can open sealed reports; else a recipient admits them'),
})
export type HandedOver = z.infer<typeof HandedOver>

/** A colleague leaves: what they saw to goes to another, in one step, and they can open nothing any more. */
export function handOverRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/hand-over/{user}',
      summary: 'How many reports, cases and tasks a colleague sees to',
      access: access('read'),
      params: ByUser,
      answer: Held,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const { rows } = await sql<{ cases: number; tasks: number }>`
            select * from cases_held_by(${params.user})`.execute(trx)
          const held = await reportsHeldBy(trx, params.user)
          return { ...held, cases: Number(rows[0]?.cases ?? 0), tasks: Number(rows[0]?.tasks ?? 0) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/hand-over/{user}',
      summary:
        'Hand a colleague’s reports, cases and tasks to another; lock their account and take their key',
      description:
        'One step: all of it moves, or none. Sealed reports stay readable to the one who left only if they kept a copy of the door key and get at the database: a recipient makes a new door key after it.',
      access: access('create'),
      params: ByUser,
      body: z.object({ to: z.uuid() }),
      answer: HandedOver,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const reports = await handOverReports(trx, params.user, body.to)
          const { rows } = await sql<{ cases: number; tasks: number; stays: number }>`
            select * from cases_hand_over(${params.user}, ${body.to})`.execute(trx)
          const moved = rows[0]!
          await announce(trx, 'cases.handed-over', { from: params.user, to: body.to })
          return {
            reports: reports.reports,
            cases: Number(moved.cases),
            tasks: Number(moved.tasks),
            stays: reports.stays + Number(moved.stays),
            renewDoor: reports.heldKeys,
            successorOpens: reports.successorOpens,
          }
        }),
    }),
  ]
}
