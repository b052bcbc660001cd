import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeGreedily } from './greedy.ts'
import { judge, type Place, type Unit } from './judge.ts'
import { makeUp } from './made-up.ts'
import { Eligibility, Need } from './need.ts'
import { placePeople, weightOf } from './place-people.ts'

const TODAY = '2026-01-01'
const HERE = '86be8d127ffffff'

const place = (more: Partial<Place> = {}): Place => ({
  roomId: 'room',
  room: '1',
  shelterId: 'house',
  shelter: 'House',
  cell: HERE,
  eligibility: Eligibility.parse({ unaccompaniedChildren: true }),
  languages: ['en'],
  offers: [],
  closesOn: null,
  beds: 2,
  free: 2,
  keptFor: 'women',
  group: null,
  stepFree: false,
  outOfUse: false,
  ...more,
})
const unit = (need: Partial<Need> = {}, more: Partial<Unit> = {}): Unit => ({
  personId: 'person',
  nationality: null,
  danger: 'none',
  need: Need.parse({ sex: 'female', age: 30, ...need }),
  ...more,
})
const broken = (who: Unit, where: Place) => judge(who, where, TODAY).broken

describe('a place', () => {
  it.each<[string, Unit, Place, string[]]>([
    ['takes a woman in a room for women', unit(), place(), []],
    ['does not put a child beside unrelated adults', unit({ age: 16 }), place(), ['child_with_adults']],
    ['nor an adult beside children', unit(), place({ keptFor: 'girls' }), ['child_with_adults']],
    ['puts a girl of 16 with girls', unit({ age: 16 }), place({ keptFor: 'girls' }), []],
    [
      'puts a boy of 16 not with girls',
      unit({ age: 16, sex: 'male' }),
      place({ keptFor: 'girls' }),
      ['room_group'],
    ],
    [
      'holds somebody of unknown age for a child: a room of their own',
      unit({ age: null }),
      place(),
      ['child_with_adults'],
    ],
    ['gives them one', unit({ age: null }), place({ keptFor: 'single', beds: 1, free: 1 }), []],
    [
      'takes no child alone where none may be',
      unit({ age: 16 }),
      place({ keptFor: 'girls', eligibility: Eligibility.parse({}) }),
      ['unaccompanied_child'],
    ],
    [
      'keeps a family together: not in a shared room',
      unit({ companions: [{ sex: 'male', age: 4 }] }),
      place(),
      ['family_together'],
    ],
    [
      'a mother and her son in a family room of a house for women',
      unit({ companions: [{ sex: 'male', age: 4 }] }),
      place({ keptFor: 'family', eligibility: Eligibility.parse({ sexes: ['female'] }) }),
      [],
    ],
    [
      'not in one with too few beds',
      unit({ companions: [1, 2, 3].map((age) => ({ sex: 'female' as const, age })) }),
      place({ keptFor: 'family' }),
      ['family_together'],
    ],
    ['is not shared with a man', unit({ sex: 'male' }), place(), ['room_group']],
    ['joins women where women sleep', unit(), place({ keptFor: 'anyone', group: 'women', free: 1 }), []],
    ['not where men sleep', unit(), place({ keptFor: 'anyone', group: 'men', free: 1 }), ['room_group']],
    ['is not one that closes tonight', unit(), place({ closesOn: TODAY }), ['closes_tonight']],
    ['is one that closes tomorrow', unit(), place({ closesOn: '2026-01-02' }), []],
    ['is not full', unit(), place({ free: 0, group: 'women' }), ['full']],
    ['has no stairs for who cannot take them', unit({ stepFree: true }), place(), ['step_free']],
    [
      'is not near the place of exploitation',
      unit({ stayAwayFrom: [{ cell: HERE, place: 'the farm' }] }),
      place(),
      ['too_near'],
    ],
    ['is not one the person said no to', unit(), place({ shelterId: 'no' }), []],
    [
      'of unknown sex is held to fit only where anyone would',
      unit({ sex: 'unknown' }),
      place({ keptFor: 'single', beds: 1, free: 1, eligibility: Eligibility.parse({ sexes: ['female'] }) }),
      ['sex_unknown'],
    ],
  ])('%s', (_, who, where, expected) => expect(broken(who, where)).toEqual(expected))
})

/** Told once more, apart from `judge`: what no plan may do, over the rooms as they end up. */
function faults(units: readonly Unit[], places: readonly Place[], roomOf: ReadonlyMap<string, string>) {
  const found: string[] = []
  for (const room of places) {
    const inside = units.filter(({ personId }) => roomOf.get(personId) === room.roomId)
    if (inside.length === 0) continue
    const members = inside.flatMap(({ need }) => [{ sex: need.sex, age: need.age }, ...need.companions])
    if (members.length > room.beds) found.push(`${room.roomId}: too many`)
    if (room.closesOn !== null && room.closesOn <= TODAY) found.push(`${room.roomId}: closed`)
    if (room.outOfUse) found.push(`${room.roomId}: out of use`)
    if (inside.length > 1) {
      const ages = inside.map(({ need }) => need.age)
      const hasChild = ages.some((age) => age === null || age < 18)
      const hasAdult = ages.some((age) => age === null || age >= 18)
      if (hasChild && hasAdult) found.push(`${room.roomId}: a child beside unrelated adults`)
      if (new Set(inside.map(({ need }) => need.sex)).size > 1) found.push(`${room.roomId}: mixed`)
      if (inside.some(({ need }) => need.companions.length > 0)) found.push(`${room.roomId}: a family shares`)
    }
    for (const { need } of inside) {
      if (need.stepFree && !room.stepFree) found.push(`${room.roomId}: stairs`)
      if (need.companions.length === 0 && (need.age ?? 0) < 18 && !room.eligibility.unaccompaniedChildren)
        found.push(`${room.roomId}: an unaccompanied child`)
      if (room.eligibility.sexes.length > 0 && !(room.eligibility.sexes as string[]).includes(need.sex))
        found.push(`${room.roomId}: sex`)
      if (need.stayAwayFrom.some(({ cell }) => cell === room.cell)) found.push(`${room.roomId}: at the place`)
    }
  }
  return found
}

describe('a plan', () => {
  it('breaks no rule, places each once, and neither it nor the greedy rule goes below its bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(1e6),
        (n, m, seed) => {
          const { units, places } = makeUp(n, m, seed)
          const plan = placePeople(units, places, TODAY)
          const roomOf = new Map(plan.placed.map(({ personId, roomId }) => [personId, roomId]))
          expect(faults(units, places, roomOf)).toEqual([])
          expect(plan.placed.length + plan.unplaced.length).toBe(n)
          expect(new Set([...plan.placed, ...plan.unplaced].map(({ personId }) => personId)).size).toBe(n)
          expect(plan.cost).toBeGreaterThanOrEqual(plan.bound - 1e-6)
          const greedy = placeGreedily(units, places, TODAY)
          expect(faults(units, places, greedy.roomOf)).toEqual([])
          expect(greedy.cost).toBeGreaterThanOrEqual(plan.bound - 1e-6)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('is the cheapest of all plans, tried one by one, where its gap is 0', () => {
    let proven = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(1e6),
        (n, m, seed) => {
          const { units, places } = makeUp(n, m, seed)
          const plan = placePeople(units, places, TODAY)
          const best = cheapest(units, places)
          expect(plan.cost).toBeGreaterThanOrEqual(best)
          expect(plan.bound).toBeLessThanOrEqual(best + 1e-6)
          if (plan.gap === 0) {
            proven += 1
            expect(plan.cost).toBe(best)
          }
        },
      ),
      { numRuns: 150 },
    )
    expect(proven).toBeGreaterThan(100)
  })

  it('tells each person without a place what stands between', () => {
    const away = unit({ stayAwayFrom: [{ cell: HERE, place: 'the farm' }] })
    expect(placePeople([away], [place()], TODAY).unplaced).toEqual([
      { personId: 'person', why: 'one_rule', only: [{ rule: 'too_near', places: 1 }], fitting: 0 },
    ])
    const two = [unit({}, { personId: 'a', danger: 'immediate' }), unit({}, { personId: 'b' })]
    const one = placePeople(two, [place({ free: 1, group: 'women' })], TODAY)
    expect(one.placed.map(({ personId }) => personId)).toEqual(['a'])
    expect(one.unplaced).toMatchObject([{ personId: 'b', why: 'taken', fitting: 1 }])
    expect(placePeople([unit()], [], TODAY).unplaced).toMatchObject([{ why: 'no_places' }])
  })
})

/** The least cost of all ways to place them, by trying every one. */
function cheapest(units: readonly Unit[], places: readonly Place[]): number {
  const [first, ...rest] = units
  if (first === undefined) return 0
  let best = weightOf(first) + cheapest(rest, places)
  for (const [index, room] of places.entries()) {
    const judged = judge(first, room, TODAY)
    if (judged.broken.length > 0) continue
    const whole = room.keptFor === 'family' || room.keptFor === 'single'
    const { sex, age, companions } = first.need
    const group =
      companions.length > 0 || age === null || sex === 'other' || sex === 'unknown'
        ? 'alone'
        : age < 18
          ? sex === 'female'
            ? 'girls'
            : 'boys'
          : sex === 'female'
            ? 'women'
            : 'men'
    const after: Place = { ...room, free: whole ? 0 : room.free - 1, group: whole ? 'alone' : group }
    best = Math.min(best, judged.cost + cheapest(rest, places.with(index, after)))
  }
  return best
}
