import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { KeptFor, Place, RoomGroup } from '../placement/judge.ts'
import { Eligibility, type Offer } from '../placement/need.ts'
import { requireOrganisation } from '../record/case.store.ts'
import type { NewRoom, Shelter, ShelterDetails } from './shelter.ts'

declare module '#platform/db' {
  interface Tables {
    cases_shelter: {
      id: string
      organisation_id: string
      partner_id: string | null
      name: string
      country: string
      cell: string
      eligibility: string
      languages: string[]
      offers: Offer[]
      closes_on: string | null
      active: boolean
      version: Generated<number>
    }
    cases_shelter_address: { shelter_id: string; organisation_id: string; sealed: Buffer }
    cases_room: {
      id: string
      shelter_id: string
      organisation_id: string
      name: string
      beds: number
      kept_for: KeptFor
      step_free: boolean
      out_of_use: boolean
    }
  }
}

const ADDRESS = 'cases_shelter_address.sealed'

/** Adds a shelter with its rooms, once for an id. Throws `cases.conflict` for a name that is taken. */
export async function addShelter(
  trx: Transaction,
  actor: Actor,
  id: string,
  details: Omit<ShelterDetails, 'place'>,
  cell: string,
  rooms: readonly NewRoom[],
): Promise<void> {
  const organisationId = requireOrganisation(actor)
  const done = await trx
    .insertInto('cases_shelter')
    .values({ id, organisation_id: organisationId, cell, ...columnsOf(details) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) === 0n) {
    const there = await trx.selectFrom('cases_shelter').select('id').where('id', '=', id).executeTakeFirst()
    if (there) return
    throw new AsyliaError('cases.conflict', 'a shelter of this name is there already')
  }
  if (rooms.length > 0) await addRooms(trx, organisationId, id, rooms)
}

async function addRooms(
  trx: Transaction,
  organisationId: string,
  shelterId: string,
  rooms: readonly NewRoom[],
): Promise<void> {
  await trx
    .insertInto('cases_room')
    .values(
      rooms.map((room) => ({
        id: newId(),
        shelter_id: shelterId,
        organisation_id: organisationId,
        name: room.name,
        beds: room.beds,
        kept_for: room.keptFor,
        step_free: room.stepFree,
        out_of_use: room.outOfUse,
      })),
    )
    .execute()
}

/**
 * Writes a shelter and its rooms on top of `version`. A room that is not named any more is put out of use, since people may
 * have stayed in it. Throws `cases.conflict` when somebody was faster, and `cases.room.refused` for fewer beds than people.
 */
export async function changeShelter(
  trx: Transaction,
  actor: Actor,
  id: string,
  version: number,
  details: Omit<ShelterDetails, 'place'>,
  cell: string | undefined,
  rooms: readonly (NewRoom & { id?: string | undefined })[],
): Promise<void> {
  const done = await trx
    .updateTable('cases_shelter')
    .set({ ...columnsOf(details), ...(cell !== undefined && { cell }), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) {
    throw new AsyliaError('cases.conflict', 'somebody changed this shelter since you opened it; look again')
  }
  const kept = rooms.flatMap((room) => (room.id === undefined ? [] : [room.id]))
  const taken = new Map((await placesOf(trx, [id])).map((place) => [place.roomId, place.beds - place.free]))
  for (const room of rooms) {
    if (room.id === undefined) continue
    if (room.beds < (taken.get(room.id) ?? 0)) {
      throw new AsyliaError(
        'cases.room.refused',
        `more people stay in room ${room.name} than it would have beds`,
      )
    }
    await trx
      .updateTable('cases_room')
      .set({
        name: room.name,
        beds: room.beds,
        kept_for: room.keptFor,
        step_free: room.stepFree,
        out_of_use: room.outOfUse,
      })
      .where('id', '=', room.id)
      .where('shelter_id', '=', id)
      .execute()
  }
  let gone = trx.updateTable('cases_room').set({ out_of_use: true }).where('shelter_id', '=', id)
  if (kept.length > 0) gone = gone.where('id', 'not in', kept)
  await gone.execute()
  const fresh = rooms.filter((room) => room.id === undefined)
  if (fresh.length > 0) await addRooms(trx, requireOrganisation(actor), id, fresh)
}

export async function listShelters(trx: Transaction, today: string): Promise<Shelter[]> {
  const rows = await trx
    .selectFrom('cases_shelter as s')
    .selectAll('s')
    .select(
      sql<boolean>`exists (select 1 from cases_shelter_address a where a.shelter_id = s.id)`.as(
        'has_address',
      ),
    )
    .orderBy('s.name')
    .limit(2_000)
    .execute()
  const places = await placesOf(
    trx,
    rows.map(({ id }) => id),
  )
  const byShelter = new Map<string, Place[]>()
  for (const place of places)
    byShelter.set(place.shelterId, [...(byShelter.get(place.shelterId) ?? []), place])
  return rows.map((row) => {
    const rooms = (byShelter.get(row.id) ?? []).map((place) => ({
      id: place.roomId,
      name: place.room,
      beds: place.beds,
      free: place.outOfUse ? 0 : place.free,
      keptFor: place.keptFor,
      group: place.group,
      stepFree: place.stepFree,
      outOfUse: place.outOfUse,
    }))
    return {
      id: row.id,
      name: row.name,
      partnerId: row.partner_id,
      country: row.country,
      cell: row.cell,
      eligibility: Eligibility.parse(row.eligibility),
      languages: row.languages,
      offers: row.offers,
      closesOn: row.closes_on,
      closesTonight: row.closes_on !== null && row.closes_on <= today,
      active: row.active,
      hasAddress: row.has_address,
      version: row.version,
      rooms,
      beds: rooms.reduce((sum, { beds, outOfUse }) => sum + (outOfUse ? 0 : beds), 0),
      free: rooms.reduce((sum, { free }) => sum + free, 0),
    }
  })
}

/** The rooms of active shelters as they stand now, for placing people; of just these shelters where some are named. */
export async function placesOf(trx: Transaction, shelters?: readonly string[]): Promise<Place[]> {
  if (shelters?.length === 0) return []
  let query = trx
    .selectFrom('cases_room as r')
    .innerJoin('cases_shelter as s', 's.id', 'r.shelter_id')
    .selectAll('r')
    .select(['s.name as shelter', 's.cell', 's.eligibility', 's.languages', 's.offers', 's.closes_on'])
    .select([
      sql<number>`coalesce((select sum(t.people) from cases_stay t where t.room_id = r.id and t.ended_on is null), 0)::int`.as(
        'taken',
      ),
      sql<RoomGroup | null>`(select min(t.room_group) from cases_stay t where t.room_id = r.id and t.ended_on is null)`.as(
        'room_group',
      ),
    ])
    .orderBy('s.name')
    .orderBy('r.name')
  query = shelters ? query.where('s.id', 'in', shelters) : query.where('s.active', '=', true)
  const rows = await query.execute()
  return rows.map((row) => ({
    roomId: row.id,
    room: row.name,
    shelterId: row.shelter_id,
    shelter: row.shelter,
    cell: row.cell,
    eligibility: Eligibility.parse(row.eligibility),
    languages: row.languages,
    offers: row.offers,
    closesOn: row.closes_on,
    beds: row.beds,
    free: Math.max(0, row.beds - row.taken),
    keptFor: row.kept_for,
    group: row.room_group,
    stepFree: row.step_free,
    outOfUse: row.out_of_use,
  }))
}

export async function keepAddress(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  shelterId: string,
  address: string,
): Promise<void> {
  const sealed = await vault.seal(trx, shelterId, address, ADDRESS)
  await trx
    .insertInto('cases_shelter_address')
    .values({ shelter_id: shelterId, organisation_id: requireOrganisation(actor), sealed })
    .onConflict((conflict) => conflict.column('shelter_id').doUpdateSet({ sealed }))
    .execute()
}

/** Where the shelter is; throws `cases.not-found` when nobody wrote it down, or it is another organisation's. */
export async function readAddress(trx: Transaction, vault: Vault, shelterId: string): Promise<string> {
  const row = await trx
    .selectFrom('cases_shelter_address')
    .select('sealed')
    .where('shelter_id', '=', shelterId)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no address of this shelter')
  return vault.open(trx, shelterId, row.sealed, ADDRESS)
}

function columnsOf(details: Omit<ShelterDetails, 'place'>) {
  return {
    name: details.name,
    partner_id: details.partnerId,
    country: details.country,
    eligibility: JSON.stringify(details.eligibility),
    languages: details.languages,
    offers: details.offers,
    closes_on: details.closesOn,
    active: details.active,
  }
}
