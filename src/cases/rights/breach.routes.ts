import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { type Colleagues, requireColleague } from '../record/colleague.ts'
import { addEvent } from '../record/event.store.ts'
import { settleTasks } from '../tasks/task.store.ts'
import { Breach } from './breach.ts'
import { listBreaches, respondToBreach } from './breach.store.ts'

const access = (action: string) => ({ resource: 'breach', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Breaches = z.object({ breaches: z.array(Breach) })

/** The breach log, what was done about each, and who sees to a right. */
export function breachRoutes(vault: Vault, colleagues: Colleagues): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/breaches',
      summary: 'Deadlines that were missed, over all cases, and about which nobody has said what was done',
      access: access('read'),
      answer: Breaches,
      handle: async ({ actor, db }) => ({
        breaches: await db.as(actor, (trx) => listBreaches(trx, vault, { open: true })),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/breaches',
      summary: 'The breach log of a case',
      access: access('read'),
      params: ByCode,
      answer: Breaches,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          breaches: await listBreaches(trx, vault, { caseId: (await getCase(trx, params.code)).id }),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/breaches/{id}/response',
      summary: 'Say what was done about a missed deadline; said once, it stands',
      access: access('update'),
      params: ByCode.extend({ id: z.uuid() }),
      body: z.object({ text: z.string().trim().min(1).max(5_000) }),
      answer: Breaches,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const { key, kind, deadline } = await respondToBreach(
            trx,
            vault,
            actor,
            found.id,
            params.id,
            body.text,
          )
          await settleTasks(trx, actor, found, { source: `missed:${key}:${deadline}` })
          await addEvent(trx, actor, found, { kind: 'breach_answered', facts: { rightKind: kind } })
          return { breaches: await listBreaches(trx, vault, { caseId: found.id }) }
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/rights/{key}/owner',
      summary: 'Say who sees to it that a right is given; they are reminded',
      access: { resource: 'right', action: 'update', purpose: 'protection' },
      params: ByCode.extend({ key: z.string().max(200) }),
      body: z.object({ owner: z.uuid().nullable() }),
      answer: z.object({ owner: z.string().nullable() }),
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requireColleague(colleagues, actor, body.owner, 'owner')
          const done = await trx
            .updateTable('cases_right')
            .set({ owner: body.owner })
            .where('case_id', '=', found.id)
            .where('right_key', '=', params.key)
            .returning('kind')
            .executeTakeFirst()
          if (!done) throw new AsyliaError('cases.not-found', 'no such right on this case')
          await trx
            .updateTable('cases_task')
            .set({ owner: body.owner })
            .where('case_id', '=', found.id)
            .where('source', 'like', `right:${params.key.replaceAll(/[%_\\]/g, String.raw`\$&`)}:%`)
            .where('done_at', 'is', null)
            .execute()
          await addEvent(trx, actor, found, { kind: 'right_owned', facts: { rightKind: done.kind } })
          return { owner: body.owner }
        }),
    }),
  ]
}
