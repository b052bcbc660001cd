import { z } from 'zod'
import { newReturnCode, spellReturnCode } from '#intake'
import { record } from '#platform/audit'
import type { Keyring, Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { endpoint, type Endpoint } from '#platform/http'
import { mainLanguages } from '#platform/i18n'
import { CaseCode } from '../record/case.ts'
import { type CaseRow, getCase } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'
import { requirePerson } from '../safety/safety.routes.ts'
import { settleTasks } from '../tasks/task.store.ts'
import { hashPersonCode } from './own-record.ts'
import { PersonView, ViewPart } from './person-view.ts'
import {
  answerRequest,
  findCode,
  hideParts,
  keepCode,
  listRequests,
  revokeCode,
} from './person-view.store.ts'

const access = (action: string, resource = 'person_code') => ({ resource, action, purpose: 'protection' })
const OfPerson = z.object({ code: CaseCode, person: z.uuid() })

/** For the case worker: the person's own code, what it does not show, and what the person asked. */
export function personViewRoutes(services: { vault: Vault; keyring: Keyring; now: () => Date }): Endpoint[] {
  const { vault, keyring } = services
  const view = async (trx: Transaction, personId: string): Promise<PersonView> => ({
    ...(await findCode(trx, personId)),
    requests: await listRequests(trx, vault, personId),
  })
  const of = async (trx: Transaction, params: z.infer<typeof OfPerson>): Promise<CaseRow> => {
    const found = await getCase(trx, params.code)
    await requirePerson(trx, found.id, params.person)
    return found
  }
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/people/{person}/view',
      summary: 'Whether the person has a code of their own, what it does not show, what they asked',
      access: access('read'),
      params: OfPerson,
      answer: PersonView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          await of(trx, params)
          return view(trx, params.person)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/people/{person}/code',
      summary: 'Give the person a code for their own record; it is told once and kept as a keyed hash',
      access: access('create'),
      params: OfPerson,
      body: z.object({
        language: z.enum(mainLanguages),
        hidden: z.array(ViewPart).optional().describe('Absent: what was hidden stays hidden'),
      }),
      answer: z.object({
        spelt: z.string().describe('Seven words, or six groups of digits where there is no word list'),
      }),
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await of(trx, params)
          const code = newReturnCode()
          await keepCode(trx, actor, found, params.person, hashPersonCode(keyring, code))
          if (body.hidden !== undefined) await hideParts(trx, params.person, body.hidden)
          await addEvent(trx, actor, found, { kind: 'person_code_given' })
          await record(trx, actor, {
            action: 'person_code.create',
            resource: 'person_code',
            subject: params.person,
            why: null,
          })
          return { spelt: spellReturnCode(code, body.language) }
        }),
    }),
    endpoint({
      method: 'delete',
      path: '/cases/{code}/people/{person}/code',
      summary: 'Take the code back: it opens nothing from now on',
      access: access('delete'),
      params: OfPerson,
      answer: PersonView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await of(trx, params)
          if (await revokeCode(trx, params.person)) {
            await addEvent(trx, actor, found, { kind: 'person_code_revoked' })
          }
          return view(trx, params.person)
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/people/{person}/view',
      summary: 'Say which parts are not safe to show on the device the person has',
      access: access('update'),
      params: OfPerson,
      body: z.object({ hidden: z.array(ViewPart) }),
      answer: PersonView,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          await of(trx, params)
          await hideParts(trx, params.person, body.hidden)
          return view(trx, params.person)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/people/{person}/requests/{id}/answer',
      summary: 'Answer what the person asked about their record; they read it with their code',
      access: access('update', 'person_request'),
      params: OfPerson.extend({ id: z.uuid() }),
      body: z.object({ text: z.string().trim().min(1).max(10_000) }),
      answer: PersonView,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await of(trx, params)
          await answerRequest(trx, vault, actor, params.person, params.id, body.text)
          await settleTasks(trx, actor, found, { source: `person:${params.id}` })
          await addEvent(trx, actor, found, { kind: 'person_answered' })
          return view(trx, params.person)
        }),
    }),
  ]
}
