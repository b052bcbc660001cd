import { z } from 'zod'
import type { Catalogue } from '#law'
import { Alpha3, PlainDate } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { requireConsent } from '../consent/consent.store.ts'
import { PURPOSES_FOR_STAY } from '../consent/purposes-for.ts'
import { CaseCode, Danger } from '../record/case.ts'
import { type CaseRow, getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { addEvent } from '../record/event.store.ts'
import { ownId } from '../record/own-id.ts'
import { ageToday, childBy } from '../record/age.ts'
import { type PersonOfCase, personIn } from '../record/person-in.ts'
import { tellOfPerson } from '../record/tell-age.ts'
import { areaOf } from '../shelters/area-of.ts'
import { placesOf } from '../shelters/shelter.store.ts'
import { endStay, listStays, takeBed } from '../shelters/stay.store.ts'
import { judge, type Place, type Unit } from './judge.ts'
import { Need } from './need.ts'
import { ageToPlace, findNeed, keepNeed, listWaiting } from './need.store.ts'
import { placePeople } from './place-people.ts'

const ByCode = z.object({ code: CaseCode })
const OfPerson = ByCode.extend({ person: z.uuid() })
const may = (action: string, resource: string) => ({ resource, action, purpose: 'protection' })

const ReasonView = z.object({
  code: z.string(),
  points: z.number(),
  value: z.union([z.string(), z.number()]).optional(),
})

const PlaceView = z.object({
  roomId: z.string(),
  room: z.string(),
  shelterId: z.string(),
  shelter: z.string(),
  keptFor: z.string(),
  beds: z.int(),
  free: z.int(),
})

/** A place for one person: fitting ones first by cost, then the others by how few rules they break. */
export const Proposal = z.object({
  fitting: z.array(PlaceView.extend({ cost: z.number(), reasons: z.array(ReasonView) })),
  breaking: z.array(PlaceView.extend({ broken: z.array(z.string()) })),
  looked: z.int(),
})
export type Proposal = z.infer<typeof Proposal>

export const StayView = z.object({
  id: z.string(),
  personId: z.string(),
  room: z.string(),
  shelterId: z.string(),
  shelter: z.string(),
  people: z.int(),
  since: PlainDate,
  endedOn: PlainDate.nullable(),
  endReason: z.enum(['moved', 'left', 'shelter_closed', 'not_safe', 'mistake']).nullable(),
  consentEnded: z.boolean().describe('The consent for the partner’s house was taken back or ran out'),
})
export type StayView = z.infer<typeof StayView>
const Stays = z.object({ stays: z.array(StayView) })

export const NeedView = z.object({ need: Need, waiting: z.boolean(), version: z.int().min(0) })
export type NeedView = z.infer<typeof NeedView>

/** What the form says of an area: a town and its country; only the cell is kept. */
const Told = z.object({ place: z.string().trim().min(1).max(200), country: Alpha3 })

const NeedForm = Need.extend({
  stayAwayFrom: z
    .array(z.union([Need.shape.stayAwayFrom.unwrap().element, Told]))
    .max(20)
    .default([]),
  near: z.union([Need.shape.near.unwrap(), Told]).nullable().default(null),
})

export const WaitingPlan = z.object({
  placed: z.array(
    PlaceView.extend({
      code: CaseCode,
      personId: z.string(),
      codeName: z.string(),
      danger: Danger,
      reasons: z.array(ReasonView),
    }),
  ),
  unplaced: z.array(
    z.object({
      code: CaseCode,
      personId: z.string(),
      codeName: z.string(),
      danger: Danger,
      why: z.enum(['taken', 'one_rule', 'several_rules', 'no_places']),
      only: z.array(z.object({ rule: z.string(), places: z.int() })),
      fitting: z.int(),
    }),
  ),
  cost: z.number(),
  bound: z.number().describe('No plan costs less'),
  gap: z.number().describe('0: this is the optimum, proven'),
})
export type WaitingPlan = z.infer<typeof WaitingPlan>

/** Finding people a place: what they need, what would fit and why, taking the bed, and freeing it. */
export function placementRoutes(vault: Vault, today: () => string, law: () => Catalogue): Endpoint[] {
  const unitOf = async (trx: Transaction, found: CaseRow, personId: string): Promise<Unit> => {
    const person = await personIn(trx, found, personId)
    const kept = await findNeed(trx, vault, personId)
    if (!kept) {
      throw new AsyliaError('cases.need.refused', 'nobody wrote down yet what this person needs of a place')
    }
    const age = ageToPlace(person.age, kept.need.age, today())
    return { personId, need: { ...kept.need, age }, nationality: person.nationality, danger: found.danger }
  }
  /** An age that is told here is told of the person: the law is asked with it, and the clocks are a child's. */
  const tellAge = async (
    trx: Transaction,
    actor: Actor,
    found: CaseRow,
    person: PersonOfCase,
    years: number,
  ) => {
    const age = { years, on: today(), isEstimate: false }
    const { least, most } = person.age ? ageToday(person.age, today()) : { least: -1, most: -1 }
    if (least <= years && years <= most) return
    if (person.child === 'yes' && childBy(age, today()) === 'no') {
      throw new BadInput(
        `need.age: found ${years}, expected under 18: that is what the case says; change it there`,
        {
          field: 'need.age',
        },
      )
    }
    const desk = { law: law(), vault, today: today() }
    await tellOfPerson(trx, actor, desk, found, person, { version: person.version, age })
  }
  const stays = async (trx: Transaction, found: CaseRow) => ({ stays: await listStays(trx, found.id) })
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/people/{person}/need',
      summary: 'What a person needs of a place and of services',
      access: may('read', 'need'),
      params: OfPerson,
      answer: NeedView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const person = await personIn(trx, await getCase(trx, params.code), params.person)
          const kept = await findNeed(trx, vault, person.id)
          return kept ?? { need: Need.parse({}), waiting: false, version: 0 }
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/people/{person}/need',
      summary: 'Write down what a person needs, on top of the version that was read; it is sealed',
      access: may('update', 'need'),
      params: OfPerson,
      body: z.object({ need: NeedForm, waiting: z.boolean(), version: z.int().min(0) }),
      answer: NeedView,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          const person = await personIn(trx, found, params.person)
          const need = Need.parse({
            ...body.need,
            stayAwayFrom: body.need.stayAwayFrom.map((area, index) =>
              toArea(area, `stayAwayFrom ${index + 1}`),
            ),
            near: body.need.near && toArea(body.need.near, 'near'),
          })
          if (need.age !== null) await tellAge(trx, actor, found, person, need.age)
          await keepNeed(
            trx,
            vault,
            { id: person.id, caseId: found.id, organisationId: found.organisationId },
            { need, waiting: body.waiting, version: body.version },
          )
          await addEvent(trx, actor, found, { kind: 'need_changed', facts: { waiting: body.waiting } })
          return { need, waiting: body.waiting, version: body.version + 1 }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/people/{person}/places',
      summary: 'Places for a person: those that fit with why, and the others with the rules they break',
      access: may('read', 'shelter'),
      params: OfPerson,
      answer: Proposal,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const unit = await unitOf(trx, found, params.person)
          const places = await placesOf(trx)
          return propose(unit, places, today())
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/stays',
      summary: 'Where the people of a case stay and stayed',
      access: may('read', 'shelter'),
      params: ByCode,
      answer: Stays,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => stays(trx, await getCase(trx, params.code))),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/stays',
      summary: 'Take a bed for a person; no rule may be broken, and of two who want one bed one gets it',
      access: may('create', 'shelter'),
      params: ByCode,
      body: z.object({
        id: z.uuid().optional(),
        personId: z.uuid(),
        roomId: z.uuid(),
        consentId: z.uuid().nullable().default(null).describe('Needed where a partner runs the shelter'),
      }),
      answer: Stays,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          const unit = await unitOf(trx, found, body.personId)
          await requireShelterConsent(trx, body, today())
          const id = ownId(actor, body.id)
          if (await takeBed(trx, actor, found, unit, { ...body, id, today: today() })) {
            await trx
              .updateTable('cases_need')
              .set({ waiting: false })
              .where('person_id', '=', unit.personId)
              .execute()
            await addEvent(trx, actor, found, { kind: 'placed', facts: { stay: id } })
          }
          return stays(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/stays/{id}/end',
      summary: 'Free the bed, with the reason',
      access: may('update', 'shelter'),
      params: ByCode.extend({ id: z.uuid() }),
      body: z.object({ reason: StayView.shape.endReason.unwrap() }),
      answer: Stays,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          if (await endStay(trx, found.id, params.id, body.reason, today())) {
            await addEvent(trx, actor, found, {
              kind: 'stay_ended',
              facts: { stay: params.id, reason: body.reason },
            })
          }
          return stays(trx, found)
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/placements',
      summary: 'A plan for everyone who waits for a place tonight: nobody is moved by asking',
      access: may('read', 'shelter'),
      answer: WaitingPlan,
      limits: { ms: 60_000 },
      handle: ({ actor, db }) =>
        db.as(actor, async (trx) => {
          const waiting = await listWaiting(trx, vault, today())
          const places = await placesOf(trx)
          const plan = placePeople(
            waiting.map(({ unit }) => unit),
            places,
            today(),
          )
          const who = new Map(
            waiting.map(({ unit, code, codeName }) => [
              unit.personId,
              { code, codeName, danger: unit.danger },
            ]),
          )
          const rooms = new Map(places.map((place) => [place.roomId, place]))
          return {
            placed: plan.placed.map(({ personId, roomId, judgement }) => ({
              ...viewOf(rooms.get(roomId)!),
              ...who.get(personId)!,
              personId,
              reasons: judgement.reasons,
            })),
            unplaced: plan.unplaced.map((one) => ({ ...one, ...who.get(one.personId)! })),
            cost: plan.cost,
            bound: plan.bound,
            gap: plan.gap,
          }
        }),
    }),
  ]
}

/** A shelter a partner runs learns of the person: that needs their consent, for that partner. */
async function requireShelterConsent(
  trx: Transaction,
  { roomId, consentId, personId }: { roomId: string; consentId: string | null; personId: string },
  today: string,
): Promise<void> {
  const row = await trx
    .selectFrom('cases_room as r')
    .innerJoin('cases_shelter as s', 's.id', 'r.shelter_id')
    .select('s.partner_id')
    .where('r.id', '=', roomId)
    .executeTakeFirst()
  if (!row?.partner_id) return
  if (consentId === null) {
    throw new AsyliaError(
      'cases.consent.refused',
      'a partner runs this shelter: it needs a consent for that partner',
      {
        reason: 'missing',
        partner: row.partner_id,
      },
    )
  }
  const use = { consentId, personId, partnerId: row.partner_id, purposes: PURPOSES_FOR_STAY, fields: [] }
  await requireConsent(trx, use, today)
}

function toArea(told: { cell: string; place: string } | { place: string; country: string }, field: string) {
  return 'cell' in told ? told : areaOf(told.place, told.country, field)
}

function viewOf(place: Place) {
  return {
    roomId: place.roomId,
    room: place.room,
    shelterId: place.shelterId,
    shelter: place.shelter,
    keptFor: place.keptFor,
    beds: place.beds,
    free: place.free,
  }
}

function propose(unit: Unit, places: readonly Place[], today: string): Proposal {
  const judged = places.map((place) => ({ place, ...judge(unit, place, today) }))
  return {
    fitting: judged
      .filter(({ broken }) => broken.length === 0)
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, 20)
      .map(({ place, cost, reasons }) => ({ ...viewOf(place), cost, reasons })),
    breaking: judged
      .filter(({ broken }) => broken.length > 0)
      .toSorted((a, b) => a.broken.length - b.broken.length || a.cost - b.cost)
      .slice(0, 20)
      .map(({ place, broken }) => ({ ...viewOf(place), broken })),
    looked: places.length,
  }
}
