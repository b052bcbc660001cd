import { z } from 'zod'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { getPartner } from '../partners/partner.store.ts'
import { ownId } from '../record/own-id.ts'
import { raiseForResidents } from '../safety/triggers.ts'
import { areaOf } from './area-of.ts'
import { ADDRESS_REASONS, NewRoom, Shelter, ShelterDetails } from './shelter.ts'
import { addShelter, changeShelter, keepAddress, listShelters, readAddress } from './shelter.store.ts'

const ById = z.object({ id: z.uuid() })
const may = (action: string, resource = 'shelter') => ({ resource, action, purpose: 'protection' })

/** Shelters: their rooms in the open for the own organisation, their addresses sealed. */
export function shelterRoutes(vault: Vault, today: () => string): Endpoint[] {
  const one = async (trx: Transaction, id: string): Promise<Shelter> => {
    const found = (await listShelters(trx, today())).find((shelter) => shelter.id === id)
    if (!found) throw new AsyliaError('cases.not-found', 'no such shelter')
    return found
  }
  return [
    endpoint({
      method: 'get',
      path: '/cases/shelters',
      summary: 'Shelters with their rooms and free beds tonight; where they are stays sealed',
      access: may('read'),
      answer: z.object({ shelters: z.array(Shelter) }),
      handle: async ({ actor, db }) => ({
        shelters: await db.as(actor, (trx) => listShelters(trx, today())),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/shelters',
      summary: 'Add a shelter with its rooms; sent again with the same id, it is added once',
      access: may('create'),
      body: ShelterDetails.extend({
        id: z.uuid().optional(),
        rooms: z.array(NewRoom).max(300),
        address: z.string().trim().max(1_000).default('').describe('Sealed at once'),
      }),
      answer: Shelter,
      status: 201,
      handle: ({ actor, db, body: { id: chosen, rooms, address, ...details } }) =>
        db.as(actor, async (trx) => {
          const id = ownId(actor, chosen)
          if (details.partnerId !== null) await getPartner(trx, details.partnerId, today())
          await addShelter(
            trx,
            actor,
            id,
            details,
            areaOf(details.place, details.country, 'place').cell,
            rooms,
          )
          if (address !== '') await keepAddress(trx, vault, actor, id, address)
          return one(trx, id)
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/shelters/{id}',
      summary: 'Change a shelter and its rooms, on top of the version that was read',
      access: may('update'),
      params: ById,
      body: ShelterDetails.extend({
        version: z.int().min(1),
        place: ShelterDetails.shape.place.nullable().default(null).describe('Null: where it was'),
        rooms: z.array(NewRoom.and(z.object({ id: z.uuid().optional() }))).max(300),
      }),
      answer: Shelter,
      handle: ({ actor, db, params, body: { version, rooms, place, ...details } }) =>
        db.as(actor, async (trx) => {
          await one(trx, params.id)
          if (details.partnerId !== null) await getPartner(trx, details.partnerId, today())
          const cell = place === null ? undefined : areaOf(place, details.country, 'place').cell
          await changeShelter(trx, actor, params.id, version, details, cell, rooms)
          return one(trx, params.id)
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/shelters/{id}/address',
      summary: 'Write down where a shelter is; it is sealed at once',
      access: may('update', 'shelter_address'),
      params: ById,
      body: z.object({ address: z.string().trim().min(1).max(1_000) }),
      status: 204,
      handle: async ({ actor, db, params, body }) => {
        await db.as(actor, async (trx) => {
          await one(trx, params.id)
          await keepAddress(trx, vault, actor, params.id, body.address)
        })
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'post',
      path: '/cases/shelters/{id}/address/reveal',
      summary: 'Show where a shelter is, for a stated reason; the look is on record',
      access: may('read', 'shelter_address'),
      params: ById,
      body: z.object({ reason: z.enum(ADDRESS_REASONS) }),
      answer: z.object({ address: z.string() }),
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const address = await readAddress(trx, vault, params.id)
          await record(trx, actor, {
            action: 'shelter_address.reveal',
            resource: 'shelter_address',
            subject: params.id,
            why: body.reason,
          })
          await raiseForResidents(trx, actor, params.id, today())
          return { address }
        }),
    }),
  ]
}
