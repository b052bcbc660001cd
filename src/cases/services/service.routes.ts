import { z } from 'zod'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { getPartner } from '../partners/partner.store.ts'
import { CaseCode } from '../record/case.ts'
import { type CaseRow, getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { type Colleagues, requireColleague } from '../record/colleague.ts'
import { addEvent } from '../record/event.store.ts'
import { ownId } from '../record/own-id.ts'
import { personIn } from '../record/person-in.ts'
import { isEnded, PlannedService, ServiceOutcome, ServiceState, ServiceType } from './service.ts'
import { changeService, keepCare, listServices, planService, readCare } from './service.store.ts'
import { CaseDay } from '../record/days.ts'

const ByCode = z.object({ code: CaseCode })
const OneOf = ByCode.extend({ id: z.uuid() })
const Services = z.object({ services: z.array(PlannedService) })
const may = (action: string, resource = 'service') => ({ resource, action, purpose: 'protection' })

/** The help that is planned, and what became of it; health and counselling notes stay their author's. */
export function serviceRoutes(vault: Vault, today: () => string, colleagues: Colleagues): Endpoint[] {
  const list = async (trx: Transaction, found: CaseRow) => ({
    services: await listServices(trx, vault, found.id),
  })
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/services',
      summary: 'Services planned and delivered, what is due first',
      access: may('read'),
      params: ByCode,
      answer: Services,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => list(trx, await getCase(trx, params.code))),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/services',
      summary: 'Plan a service; sent again with the same id, it is planned once',
      access: may('create'),
      params: ByCode,
      body: z.object({
        id: z.uuid().optional(),
        personId: z.uuid(),
        type: ServiceType,
        partnerId: z.uuid().nullable().default(null),
        owner: z.uuid().nullable().default(null),
        due: CaseDay.nullable().default(null),
        aim: z.string().trim().max(2_000).default('').describe('What it is to reach; sealed'),
      }),
      answer: Services,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requireColleague(colleagues, actor, body.owner, 'owner')
          await personIn(trx, found, body.personId)
          if (body.partnerId !== null) await getPartner(trx, body.partnerId, today())
          const id = ownId(actor, body.id)
          if (await planService(trx, vault, actor, found, { ...body, id })) {
            await addEvent(trx, actor, found, {
              kind: 'service_planned',
              facts: { service: id, type: body.type },
            })
          }
          return list(trx, found)
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/services/{id}',
      summary: 'What became of a service, on top of the version that was read',
      access: may('update'),
      params: OneOf,
      body: z.object({
        version: z.int().min(1),
        state: ServiceState,
        outcome: ServiceOutcome.nullable().default(null),
        owner: z.uuid().nullable().default(null),
        due: CaseDay.nullable().default(null),
      }),
      answer: Services,
      handle: ({ actor, db, params, body: { version, ...change } }) =>
        db.as(actor, async (trx) => {
          if (change.outcome !== null && !isEnded(change.state)) {
            throw new BadInput(`outcome: a service that is ${change.state} has none yet`, {
              field: 'outcome',
            })
          }
          const found = await getCase(trx, params.code)
          await requireColleague(colleagues, actor, change.owner, 'owner')
          await changeService(trx, found, params.id, version, change, today())
          await addEvent(trx, actor, found, {
            kind: 'service_changed',
            facts: { service: params.id, state: change.state, outcome: change.outcome },
          })
          return list(trx, found)
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/services/{id}/care',
      summary: 'One’s own note on a health or counselling service: nobody else reads it',
      access: may('read', 'care'),
      params: OneOf,
      answer: z.object({ text: z.string() }),
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const text = await readCare(trx, vault, found.id, params.id)
          await record(trx, actor, { action: 'care.read', resource: 'care', subject: params.id, why: null })
          return { text }
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/services/{id}/care',
      summary: 'Keep one’s own note on a health or counselling service',
      access: may('update', 'care'),
      params: OneOf,
      body: z.object({ text: z.string().trim().max(20_000) }),
      status: 204,
      handle: async ({ actor, db, params, body }) => {
        await db.as(actor, async (trx) =>
          keepCare(trx, vault, actor, await getCase(trx, params.code), params.id, body.text),
        )
        return new Response(null, { status: 204 })
      },
    }),
  ]
}
