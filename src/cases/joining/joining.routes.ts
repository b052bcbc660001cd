import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { CaseCode } from '../record/case.ts'
import { assign, getCase } from '../record/case.store.ts'
import { type Colleagues, requireColleague } from '../record/colleague.ts'
import { addEvent } from '../record/event.store.ts'
import { addTask, settleTasks } from '../tasks/task.store.ts'
import { Joining, NewJoining } from './joining.ts'
import { answerJoining, insertJoining, listJoinings, requireMayBringIn } from './joining.store.ts'

const access = (action: string) => ({ resource: 'joining', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Joinings = z.object({ joinings: z.array(Joining) })

export type JoiningServices = { vault: Vault; today: () => string; now: () => Date; colleagues: Colleagues }

/** Into a case one is brought by another who works on it: nobody lets themselves in unseen. */
export function joiningRoutes({ vault, today, now, colleagues }: JoiningServices): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/cases/{code}/team',
      summary: 'Bring a colleague into a case one works on: from now on they may work on it',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: z.object({ userId: z.uuid() }),
      answer: z.object({ assigned: z.literal(true) }),
      status: 201,
      handle: ({ actor, db, params, body: { userId } }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          if (userId === actor.id)
            throw new AsyliaError('cases.joining.refused', 'ask to be let in: another has to do that')
          await requireColleague(colleagues, actor, userId, 'userId')
          await requireMayBringIn(trx, found.id)
          await assign(trx, found.id, userId, found.organisationId)
          await addEvent(trx, actor, found, { kind: 'assigned', facts: { colleague: userId } })
          return { assigned: true as const }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/joinings',
      summary: 'Who asked to work on this case or went in because it could not wait, and what another said',
      access: access('read'),
      params: ByCode,
      answer: Joinings,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          joinings: await listJoinings(trx, vault, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/joinings',
      summary:
        'Ask to be let into a case; or go in because it cannot wait, for a shift, to be looked at afterwards',
      access: access('create'),
      params: ByCode,
      body: NewJoining,
      answer: Joinings,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const made = await insertJoining(trx, vault, actor, found, body, now())
          if (made) {
            await addEvent(trx, actor, found, { kind: body.emergency ? 'emergency_joined' : 'joining_asked' })
            await addTask(trx, undefined, actor, found, {
              kind: body.emergency ? 'review_emergency' : 'let_in',
              due: today(),
              source: `joining:${made.id}`,
            })
            if (body.emergency)
              await announce(trx, 'cases.emergency-joined', { case: found.id, joining: made.id })
          }
          return { joinings: await listJoinings(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/joinings/{id}/answer',
      summary: 'Let somebody in or not; say of an emergency whether it was one. Never of oneself',
      access: access('update'),
      params: ByCode.extend({ id: z.uuid() }),
      body: z.object({ answer: z.enum(['approved', 'declined', 'justified', 'not_justified']) }),
      answer: Joinings,
      handle: ({ actor, db, params, body: { answer } }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const { userId } = await answerJoining(trx, actor, found, params.id, answer)
          await settleTasks(trx, actor, found, { source: `joining:${params.id}` })
          const kind = answer === 'approved' ? 'assigned' : `joining_${answer}`
          await addEvent(trx, actor, found, { kind, facts: { colleague: userId } })
          return { joinings: await listJoinings(trx, vault, found.id) }
        }),
    }),
  ]
}
