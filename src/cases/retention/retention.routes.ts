import { z } from 'zod'
import { PlainDate } from '#model'
import type { Vault } from '#platform/crypto'
import { AsyliaError, BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { CaseDay } from '../record/days.ts'
import { addEvent } from '../record/event.store.ts'
import { eraseCase, erase, forgetFiles, listErasures } from './erase.store.ts'
import { addHold, liftHold, listDue, listDueReports, listHolds } from './retention.store.ts'
import { dueOn, periodFor, readSchedule } from './schedule.ts'

const ByCode = z.object({ code: CaseCode })
export const HoldGround = z.enum(['proceedings', 'claim', 'complaint', 'person_wishes', 'order'])
export const ErasureReason = z.enum(['retention_ended', 'person_asked', 'opened_in_error', 'order'])
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
      ground: HoldGround,
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
  /** Writes the log of erasures, which a restore applies to an older backup. */
  erased: () => Promise<void>
}

/** Keeping and forgetting: what is due, holds, and erasure for good. */
export function retentionRoutes({ vault, today, deleteFiles, erased }: RetentionServices): Endpoint[] {
  const schedule = readSchedule()
  return [
    endpoint({
      method: 'get',
      path: '/cases/retention',
      summary: 'Closed cases whose time is over and that no hold keeps, and the erasures proposed and done',
      access: may('erasure', 'read'),
      answer: z.object({
        due: z.array(z.object({ code: CaseCode, closedOn: PlainDate, dueOn: PlainDate, months: z.int() })),
        reports: z.array(z.object({ id: z.uuid(), lastWord: PlainDate, dueOn: PlainDate })),
        erasures: z.array(
          z.object({
            id: z.string(),
            kind: z.enum(['case', 'report']),
            code: z.string().describe('The code of the case, or the id of the report'),
            because: ErasureReason,
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
          reports: (await listDueReports(trx, schedule, today())).map(({ id, lastWord, dueOn: due }) => ({
            id,
            lastWord,
            dueOn: due,
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
      body: z.object({
        id: z.uuid().optional(),
        ground: HoldGround,
        note: z.string().trim().min(1).max(2_000),
        until: CaseDay,
      }),
      answer: z.object({ id: z.string() }),
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          if (body.until < today()) {
            throw new BadInput(`until: found ${body.until}, expected today or a later day`, {
              field: 'until',
            })
          }
          const found = await getCase(trx, params.code)
          const { id, made } = await addHold(trx, vault, actor, found, body)
          if (made) {
            await addEvent(trx, actor, found, {
              kind: 'hold_set',
              facts: { ground: body.ground, until: body.until },
            })
          }
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
        because: ErasureReason,
        code: CaseCode.describe('The code once more: nothing brings the case back'),
      }),
      answer: z.object({ erasure: z.string() }),
      async handle({ actor, db, params, body }) {
        if (body.code !== params.code)
          throw new BadInput(`code: found ${body.code}, expected the code of the case once more`, {
            field: 'code',
          })
        const { erasure } = await db.as(actor, async (trx) =>
          eraseCase(trx, actor, await getCase(trx, params.code), body.because),
        )
        await forgetFiles(db, actor, deleteFiles)
        await erased()
        return { erasure }
      },
    }),
    endpoint({
      method: 'post',
      path: '/cases/retention/reports/{id}/erasure',
      summary: 'Erase a report that became no case, when its time is over',
      access: may('erasure', 'execute'),
      params: z.object({ id: z.uuid() }),
      answer: z.object({ erasure: z.string() }),
      async handle({ actor, db, params }) {
        const { erasure } = await db.as(actor, async (trx) => {
          const due = (await listDueReports(trx, schedule, today())).find(({ id }) => id === params.id)
          if (!due) throw new AsyliaError('cases.not-found', 'no report of this id is due')
          return erase(trx, actor, { kind: 'report', ...due }, 'retention_ended')
        })
        await forgetFiles(db, actor, deleteFiles)
        await erased()
        return { erasure }
      },
    }),
  ]
}
