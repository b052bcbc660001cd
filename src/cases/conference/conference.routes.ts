import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { type Colleagues, requireColleague } from '../record/colleague.ts'
import { addEvent } from '../record/event.store.ts'
import { Conference, NewConference, NewItem, NewParticipant } from './conference.ts'
import { CaseDay } from '../record/days.ts'
import {
  addParticipant,
  changeConference,
  insertConference,
  insertItem,
  listConferences,
  requireConference,
} from './conference.store.ts'

const access = (action: string) => ({ resource: 'conference', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const ById = ByCode.extend({ id: z.uuid() })
const Conferences = z.object({ conferences: z.array(Conference) })

/** Case conferences: several professions around one case, and the part of it they share. */
export function conferenceRoutes(vault: Vault, colleagues: Colleagues): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/conferences',
      summary: 'The conferences of a case: who took part, what was shared, decided and taken on',
      access: access('read'),
      params: ByCode,
      answer: Conferences,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          conferences: await listConferences(trx, vault, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/conferences',
      summary: 'Call a conference, with its agenda and those who take part',
      access: access('create'),
      params: ByCode,
      body: NewConference,
      answer: Conferences,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          for (const { userId } of body.participants)
            await requireColleague(colleagues, actor, userId, 'participants.userId')
          const { made } = await insertConference(trx, vault, actor, found, body)
          if (made) {
            const facts = { participants: body.participants.length }
            await addEvent(trx, actor, found, { kind: 'conference_called', facts })
          }
          return { conferences: await listConferences(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/conferences/{id}',
      summary: 'Move a conference, or say that it was held or called off',
      access: access('update'),
      params: ById,
      body: z.object({
        version: z.int().min(1),
        heldOn: CaseDay.optional(),
        state: Conference.shape.state.optional(),
      }),
      answer: Conferences,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          // A conference is over, or called off, after closing too; it is planned anew only in an open case.
          const found = await (body.state === 'held' || body.state === 'cancelled' ? getCase : getOpenCase)(
            trx,
            params.code,
          )
          await requireConference(trx, found.id, params.id)
          await changeConference(trx, params.id, body)
          if (body.state === 'held') await addEvent(trx, actor, found, { kind: 'conference_held' })
          return { conferences: await listConferences(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/conferences/{id}/participants',
      summary: 'Add somebody to a conference, as what',
      access: access('create'),
      params: ById,
      body: NewParticipant,
      answer: Conferences,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requireConference(trx, found.id, params.id)
          await requireColleague(colleagues, actor, body.userId, 'userId')
          await addParticipant(trx, found, params.id, body)
          return { conferences: await listConferences(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/conferences/{id}/items',
      summary: 'Share, decide or take on something; an action becomes a task',
      access: access('create'),
      params: ById,
      body: NewItem,
      answer: Conferences,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requireConference(trx, found.id, params.id)
          await requireColleague(colleagues, actor, body.owner, 'owner')
          const made = await insertItem(trx, vault, actor, found, params.id, body)
          if (made && body.kind === 'decision')
            await addEvent(trx, actor, found, { kind: 'conference_decided' })
          return { conferences: await listConferences(trx, vault, found.id) }
        }),
    }),
  ]
}
