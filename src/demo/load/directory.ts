import { latLngToCell } from 'h3-js'
import {
  addPartner,
  addShelter,
  Eligibility,
  getCase,
  keepAddress,
  keepNeed,
  linkPartner,
  listCases,
  listPeople,
  Need,
  NewRoom,
  PartnerDetails,
  type ServiceType,
  ShelterDetails,
} from '#cases'
import { newId } from '#model'
import type { World } from '../world/world.ts'
import type { DemoPlatform } from './platform.ts'
import { hirePartner, type Staff } from './staff.ts'

type Service = World['services'][number]

/** Of some 36 km²: as coarse as a shelter's place is kept. */
const AREA = 6

const offered: Readonly<Record<Service['kind'], readonly ServiceType[]>> = {
  shelter: ['shelter', 'social_care'],
  'legal aid': ['legal', 'rights_based_training'],
  clinic: ['health', 'psychological'],
  'labour inspection': ['legal', 'financial'],
}

const kinds = {
  shelter: 'shelter',
  'legal aid': 'legal_aid',
  clinic: 'health',
  'labour inspection': 'labour_inspection',
} as const

/** Whom the houses of the region are for, in turn: women, anyone, children too, men. */
const houses = [
  Eligibility.parse({ sexes: ['female'], unaccompaniedChildren: false }),
  Eligibility.parse({ unaccompaniedChildren: true }),
  Eligibility.parse({ sexes: ['female'], unaccompaniedChildren: true }),
  Eligibility.parse({ sexes: ['male'], families: false }),
]
const rooms = [
  ['women', 'women', 'family', 'single'],
  ['women', 'girls', 'boys', 'family'],
  ['women', 'girls', 'family', 'single'],
  ['men', 'men', 'men', 'single'],
] as const

/**
 * The region's services as the team's own directory: each a partner, and each shelter a house with rooms. The first legal
 * aid reads here itself, so that both ends of a referral can be looked at.
 */
export async function loadDirectory(
  { database, vault, auth }: DemoPlatform,
  staff: Staff,
  world: World,
  today: string,
): Promise<{ partners: number; shelters: number }> {
  const worker = staff.case_worker
  const legal = world.services.find(({ kind }) => kind === 'legal aid')
  const partnerOrganisation = await hirePartner(auth, legal?.name ?? 'Ferry Lane Law Centre')
  const counted = { partners: 0, shelters: 0 }
  await database.as(worker, async (trx) => {
    for (const [index, service] of world.services.entries()) {
      const languages = service.languages.split(' ')
      const id = await addPartner(
        trx,
        worker,
        PartnerDetails.parse({
          name: service.name,
          kind: kinds[service.kind],
          country: service.country,
          area: service.place,
          agreementUntil: index % 4 === 3 ? null : `${Number(today.slice(0, 4)) + 1}-06-30`,
          services: offered[service.kind].map((type) => ({
            type,
            languages,
            capacity: service.capacity,
            hours: index % 2 === 0 ? '9–17' : '0–24',
          })),
        }),
      )
      counted.partners += 1
      if (service.kind !== 'shelter') continue
      const turn = counted.shelters % houses.length
      const shelterId = newId()
      await addShelter(
        trx,
        worker,
        shelterId,
        ShelterDetails.parse({
          name: `House ${counted.shelters + 1}`,
          // Every third is a partner's: placing somebody there needs their consent.
          partnerId: index % 3 === 0 ? id : null,
          country: service.country,
          place: service.place,
          eligibility: houses[turn],
          languages,
          offers: index % 2 === 0 ? ['staff_at_night', 'medical_care'] : ['own_key'],
          closesOn: counted.shelters === 2 ? today : null,
        }),
        latLngToCell(service.latitude, service.longitude, AREA),
        roomsOf(service.capacity, rooms[turn]!),
      )
      await keepAddress(trx, vault, worker, shelterId, `${counted.shelters + 3} Alder Row, ${service.place}`)
      counted.shelters += 1
    }
  })
  if (legal) await linkByName(database, staff, legal.name, partnerOrganisation)
  return counted
}

/** What is known of what the people of the cases need: enough that places can be proposed. */
export async function noteNeeds(
  { database, vault }: DemoPlatform,
  staff: Staff,
  world: World,
): Promise<number> {
  const worker = staff.case_worker
  const { towns } = world.region
  return database.as(worker, async (trx) => {
    let noted = 0
    for (const { code } of await listCases(trx, worker, { status: 'open' })) {
      const found = await getCase(trx, code)
      const people = await listPeople(trx, found.id)
      for (const person of people) {
        const town = towns[noted % towns.length]!
        const age = person.child === 'yes' ? 16 : noted % 5 === 4 ? null : 19 + ((noted * 7) % 30)
        await keepNeed(
          trx,
          vault,
          { id: person.id, caseId: found.id, organisationId: found.organisationId },
          {
            need: Need.parse({
              sex: noted % 3 === 2 ? 'male' : 'female',
              age,
              companions: noted % 6 === 1 && age !== null && age > 17 ? [{ sex: 'male', age: 4 }] : [],
              languages: noted % 2 === 0 ? ['qaa'] : ['en'],
              stayAwayFrom: [{ cell: latLngToCell(town.latitude, town.longitude, AREA), place: town.name }],
            }),
            waiting: noted % 2 === 0,
            version: 0,
          },
        )
        noted += 1
      }
    }
    return noted
  })
}

function roomsOf(capacity: number, kept: (typeof rooms)[number]): NewRoom[] {
  const list: NewRoom[] = []
  for (let left = capacity, index = 0; left > 0; index++) {
    const keptFor = kept[index % kept.length]!
    const beds = Math.min(left, keptFor === 'single' ? 1 : keptFor === 'family' ? 4 : 3)
    list.push(NewRoom.parse({ name: String(index + 1), beds, keptFor, stepFree: index % 3 === 0 }))
    left -= beds
  }
  return list
}

async function linkByName(
  database: DemoPlatform['database'],
  staff: Staff,
  name: string,
  organisation: string,
): Promise<void> {
  await database.as({ ...staff.administrator, purpose: 'administration' }, async (trx) => {
    const row = await trx.selectFrom('cases_partner').select('id').where('name', '=', name).executeTakeFirst()
    if (row) await linkPartner(trx, row.id, organisation)
  })
}
