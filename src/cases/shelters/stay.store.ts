import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { groupOf, judge, type RoomGroup, type Unit } from '../placement/judge.ts'
import type { CaseRow } from '../record/case.store.ts'
import { placesOf } from './shelter.store.ts'

export type EndReason = 'moved' | 'left' | 'shelter_closed' | 'not_safe' | 'mistake'

declare module '#platform/db' {
  interface Tables {
    cases_stay: {
      id: string
      case_id: string
      person_id: string
      organisation_id: string
      room_id: string
      consent_id: string | null
      people: number
      room_group: RoomGroup
      since: string
      ended_on: string | null
      end_reason: EndReason | null
      placed_by: string
      placed_at: Generated<Date>
    }
  }
}

export type Stay = {
  id: string
  personId: string
  roomId: string
  room: string
  shelterId: string
  shelter: string
  people: number
  since: string
  endedOn: string | null
  endReason: EndReason | null
  /** The consent under which a partner's house learnt of the person was taken back or ran out. */
  consentEnded: boolean
}

/**
 * Gives the bed. The room is locked first: of two who want its last bed, one gets it and the other is told
 * `cases.bed.conflict`. Every rule is judged again on the room as it stands now; one that would be broken refuses
 * (`cases.placement.refused`, naming the rules). Sent twice with one id, it is done once: false the second time.
 */
export async function takeBed(
  trx: Transaction,
  actor: Actor,
  found: CaseRow,
  unit: Unit,
  { id, roomId, consentId, today }: { id: string; roomId: string; consentId: string | null; today: string },
): Promise<boolean> {
  const locked = await trx
    .selectFrom('cases_room')
    .select('shelter_id')
    .where('id', '=', roomId)
    .forUpdate()
    .executeTakeFirst()
  if (!locked) throw new AsyliaError('cases.not-found', 'no such room')
  // Asked for under the lock: of the same request sent many times at once, the others see what the first one did.
  const before = await trx.selectFrom('cases_stay').select('id').where('id', '=', id).executeTakeFirst()
  if (before) return false
  const place = (await placesOf(trx, [locked.shelter_id])).find((room) => room.roomId === roomId)!
  const { broken } = judge(unit, place, today)
  if (broken.includes('full')) {
    throw new AsyliaError('cases.bed.conflict', 'this bed was taken since you looked; nobody was moved', {
      room: roomId,
    })
  }
  if (broken.length > 0) {
    throw new AsyliaError('cases.placement.refused', `this place breaks rules: ${broken.join(', ')}`, {
      broken,
    })
  }
  const done = await trx
    .insertInto('cases_stay')
    .values({
      id,
      case_id: found.id,
      person_id: unit.personId,
      organisation_id: found.organisationId,
      room_id: roomId,
      consent_id: consentId,
      people: 1 + unit.need.companions.length,
      room_group: place.keptFor === 'family' || place.keptFor === 'single' ? 'alone' : groupOf(unit.need),
      since: today,
      ended_on: null,
      end_reason: null,
      placed_by: actor.id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) === 0n) {
    throw new AsyliaError('cases.bed.conflict', 'this person has a place already; end that stay first')
  }
  return true
}

/** Frees the bed; false when it was free already. */
export async function endStay(
  trx: Transaction,
  caseId: string,
  id: string,
  reason: EndReason,
  today: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom('cases_stay')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such stay')
  const done = await trx
    .updateTable('cases_stay')
    .set({ ended_on: today, end_reason: reason })
    .where('id', '=', id)
    .where('ended_on', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Whether somebody stays in a house that learnt of them under this consent. */
export async function hasStayUnder(trx: Transaction, consentId: string): Promise<boolean> {
  const stay = await trx
    .selectFrom('cases_stay')
    .select('id')
    .where('consent_id', '=', consentId)
    .where('ended_on', 'is', null)
    .executeTakeFirst()
  return stay !== undefined
}

/** Where the people of a case stay and stayed, newest first. */
export async function listStays(trx: Transaction, caseId: string): Promise<Stay[]> {
  const rows = await trx
    .selectFrom('cases_stay as t')
    .innerJoin('cases_room as r', 'r.id', 't.room_id')
    .innerJoin('cases_shelter as s', 's.id', 'r.shelter_id')
    .select(['t.id', 't.person_id', 't.room_id', 't.people', 't.since', 't.ended_on', 't.end_reason'])
    .leftJoin('cases_consent as k', 'k.id', 't.consent_id')
    .select(['r.name as room', 's.id as shelter_id', 's.name as shelter'])
    .select(
      sql<boolean>`coalesce(k.withdrawn_at is not null or k.expires_on < (now() at time zone 'UTC')::date, false)`.as(
        'consent_ended',
      ),
    )
    .where('t.case_id', '=', caseId)
    .orderBy('t.placed_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    roomId: row.room_id,
    room: row.room,
    shelterId: row.shelter_id,
    shelter: row.shelter,
    people: row.people,
    since: row.since,
    endedOn: row.ended_on,
    endReason: row.end_reason,
    consentEnded: row.consent_ended && row.ended_on === null,
  }))
}
