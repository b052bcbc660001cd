import { z } from 'zod'
import { PlainDate } from '#model'
import type { Vault } from '#platform/crypto'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'
import { addHold, eraseCase, liftHold, listDue, listErasures, listHolds } from './retention.store.ts'
import { dueOn, periodFor, readSchedule } from './schedule.ts'

const ByCode = z.object({ code: CaseCode })
const Ground = z.enum(['proceedings', 'claim', 'complaint', 'person_wishes', 'order'])
const Because = z.enum(['retention_ended', 'person_asked', 'opened_in_error', 'order'])
const may = (resource: 'hold' | 'erasure', action: string) => ({ resource, action, purpose: 'protection' })

export const Keeping = z.object({
  closedOn: PlainDate.nullable(),
  dueOn: PlainDate.nullable().describe('The first day on which the schedule lets the case be erased'),
  months: z.int(),
  basis: z.string(),
  verified: z.boolean(),
  holds: z.array(
    z.object({
      id: z.string(),
      ground: Ground,
      note: z.string(),
      until: PlainDate,
      setBy: z.string(),
      setAt: z.string(),
    }),
  ),
})
export type Keeping = z.infer<typeof Keeping>

export type RetentionServices = {
  vault: Vault
  today: () => string
  /** Deletes the files of an erased report; after the commit, so that a failure loses nothing. */
  deleteFiles: (blobs: readonly string[]) => Promise<void>
}

/** Keeping and forgetting: what is due, holds, and erasure for good. */
export function retentionRoutes({ vault, today, deleteFiles }: RetentionServices): Endpoint[] {
  const schedule = readSchedule()
  return [
    endpoint({
      method: 'get',
      path: '/cases/retention',
      summary: 'Closed cases whose time is over and that no hold keeps, and the erasures proposed and done',
      access: may('erasure', 'read'),
      answer: z.object({
        due: z.array(z.object({ code: CaseCode, closedOn: PlainDate, dueOn: PlainDate, months: z.int() })),
        erasures: z.array(
          z.object({
            id: z.string(),
            code: z.string(),
            because: Because,
            proposedAt: z.string(),
            doneAt: z.string().nullable(),
            doneBy: z.string().nullable(),
            gone: z.record(z.string(), z.number()).nullable(),
          }),
        ),
      }),
      handle: ({ actor, db }) =>
        db.as(actor, async (trx) => ({
          due: (await listDue(trx, schedule, today())).map(({ code, closedOn, dueOn: due, period }) => ({
            code,
            closedOn,
            dueOn: due,
            months: period.months,
          })),
          erasures: await listErasures(trx),
        })),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/retention',
      summary: 'How long this case is kept, on what ground, and the holds that stand',
      access: may('hold', 'read'),
      params: ByCode,
      answer: Keeping,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const { closed_at: closedAt } = await trx
            .selectFrom('cases_case')
            .select('closed_at')
            .where('id', '=', found.id)
            .executeTakeFirstOrThrow()
          const period = periodFor(schedule, 'case', found.jurisdiction)
          const closedOn = closedAt?.toISOString().slice(0, 10) ?? null
          const holds = await listHolds(trx, vault, found.id, today())
          return { closedOn, dueOn: closedOn && dueOn(closedOn, period), ...period, holds }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/holds',
      summary: 'Keep the case from being erased: on what ground, why, and until when',
      access: may('hold', 'create'),
      params: ByCode,
      body: z.object({ ground: Ground, note: z.string().trim().min(1).max(2_000), until: PlainDate }),
      answer: z.object({ id: z.string() }),
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const id = await addHold(trx, vault, actor, found, body)
          await addEvent(trx, actor, found, {
            kind: 'hold_set',
            facts: { ground: body.ground, until: body.until },
          })
          return { id }
        }),
    }),
    endpoint({
      method: 'delete',
      path: '/cases/{code}/holds/{id}',
      summary: 'Lift a hold; that it stood stays on the time line',
      access: may('hold', 'update'),
      params: ByCode.extend({ id: z.uuid() }),
      answer: z.object({ lifted: z.literal(true) }),
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await liftHold(trx, actor, found.id, params.id)
          await addEvent(trx, actor, found, { kind: 'hold_lifted' })
          return { lifted: true as const }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/erasure',
      summary: 'Erase the case for good, with its people, its notes and the reports that became it',
      access: may('erasure', 'execute'),
      params: ByCode,
      body: z.object({
        because: Because,
        code: CaseCode.describe('The code once more: nothing brings the case back'),
      }),
      answer: z.object({ erasure: z.string() }),
      async handle({ actor, db, params, body }) {
        if (body.code !== params.code)
          throw new BadInput(`code: found ${body.code}, expected the code of the case once more`, {
            field: 'code',
          })
        const { erasure, blobs } = await db.as(actor, async (trx) =>
          eraseCase(trx, actor, await getCase(trx, params.code), body.because),
        )
        await deleteFiles(blobs)
        return { erasure }
      },
    }),
  ]
}
