import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { addEvent } from '../record/event.store.ts'
import { raiseTrigger } from '../safety/triggers.ts'
import { addTask, dropTasks, type OfCase } from '../tasks/task.store.ts'
import { NewProceeding, Proceeding, ProceedingChange, triggerOf } from './proceeding.ts'
import { changeProceeding, insertProceeding, listProceedings } from './proceeding.store.ts'

const access = (action: string) => ({ resource: 'proceeding', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Proceedings = z.object({ proceedings: z.array(Proceeding) })

/** Legal steps, whose days ask for the risk to be judged again. */
export function proceedingRoutes(vault: Vault, today: () => string): Endpoint[] {
  const plan = async (
    trx: Transaction,
    actor: Actor,
    found: OfCase,
    step: Pick<Proceeding, 'kind' | 'state' | 'onDay'> & { id: string },
  ) => {
    const trigger = triggerOf(step.kind)
    const sources = [`hearing:${step.id}`, `suspect_release:${step.id}`, `prepare:${step.id}`]
    if (step.state !== 'planned' || step.onDay === null) {
      for (const source of sources) await dropTasks(trx, actor, found, source)
      return
    }
    if (trigger) await raiseTrigger(trx, actor, found, { trigger, on: step.onDay, source: step.id }, today())
    if (step.kind === 'hearing' || step.kind === 'statement') {
      const task = { kind: 'prepare_hearing', due: step.onDay, source: `prepare:${step.id}` } as const
      await addTask(trx, undefined, actor, found, task)
    }
  }
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/proceedings',
      summary: 'Complaints, statements, hearings, verdicts, claims, in the order of their days',
      access: access('read'),
      params: ByCode,
      answer: Proceedings,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          proceedings: await listProceedings(trx, vault, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/proceedings',
      summary: 'Note a step; a hearing or a release asks for the risk to be judged again before its day',
      access: access('create'),
      params: ByCode,
      body: NewProceeding,
      answer: Proceedings,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          const { id, made } = await insertProceeding(trx, vault, actor, found, body)
          if (made) {
            await addEvent(trx, actor, found, { kind: 'proceeding_noted', facts: { step: body.kind } })
            await plan(trx, actor, found, { ...body, id })
          }
          return { proceedings: await listProceedings(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/proceedings/{id}',
      summary: 'Move a step, or say how it ended',
      access: access('update'),
      params: ByCode.extend({ id: z.uuid() }),
      body: ProceedingChange,
      answer: Proceedings,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          const step = await changeProceeding(trx, found.id, params.id, body)
          await addEvent(trx, actor, found, { kind: 'proceeding_changed', facts: { step: step.kind } })
          await plan(trx, actor, found, { ...step, id: params.id })
          return { proceedings: await listProceedings(trx, vault, found.id) }
        }),
    }),
  ]
}
