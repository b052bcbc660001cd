import { gridDisk, latLngToCell } from 'h3-js'
import type { Danger } from '../record/case.ts'
import type { KeptFor, Place, Unit } from './judge.ts'
import { AREA_RESOLUTION, Eligibility, Need } from './need.ts'

/** A number in [0, 1) from a seed: mulberry32 (public domain, T. Ettinger). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** People in need and rooms, made up from a seed: for measuring and for tests; scarce, so that choices hurt. */
export function makeUp(people: number, rooms: number, seed: number): { units: Unit[]; places: Place[] } {
  const next = random(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
  const chance = (share: number): boolean => next() < share
  const uuid = (kind: number, n: number): string =>
    `00000000-0000-7000-8000-${kind}${String(n).padStart(11, '0')}`
  // Around a point of the ocean's emptiest part, some 600 km across.
  const areas = gridDisk(latLngToCell(-48.9, -123.4, AREA_RESOLUTION), 45)
  const tongues = ['en', 'fr', 'ar', 'es', 'qaa', 'vi']
  const shelters = Array.from({ length: Math.max(1, Math.round(rooms / 6)) }, (_, index) => ({
    shelterId: uuid(2, index),
    shelter: `House ${index + 1}`,
    cell: pick(areas),
    eligibility: Eligibility.parse({
      sexes: chance(0.5) ? [] : [pick(['female', 'male'])],
      unaccompaniedChildren: chance(0.4),
      families: chance(0.7),
      ...(chance(0.15) && { exploitation: ['labour', 'domestic'] }),
    }),
    languages: tongues.filter(() => chance(0.45)),
    offers: chance(0.4) ? (['medical_care', 'staff_at_night'] as const) : [],
    closesOn: chance(0.05) ? '2026-01-01' : null,
  }))
  const places = Array.from({ length: rooms }, (_, index): Place => {
    const keptFor: KeptFor = pick([
      'women',
      'women',
      'men',
      'girls',
      'boys',
      'family',
      'single',
      'anyone',
      'anyone',
    ])
    const beds = keptFor === 'single' ? 1 : 2 + below(4)
    return {
      ...pick(shelters),
      roomId: uuid(3, index),
      room: String(index + 1),
      beds,
      free: beds,
      keptFor,
      group: null,
      stepFree: chance(0.3),
      outOfUse: chance(0.03),
    }
  })
  const units = Array.from({ length: people }, (_, index): Unit => {
    const age = chance(0.05) ? null : chance(0.2) ? 8 + below(10) : 18 + below(50)
    return {
      personId: uuid(1, index),
      nationality: null,
      danger: pick<Danger>(['immediate', 'possible', 'unknown', 'none']),
      need: Need.parse({
        sex: chance(0.04) ? 'other' : pick(['female', 'female', 'male']),
        age,
        companions:
          age !== null && age >= 18 && chance(0.18)
            ? Array.from({ length: 1 + below(3) }, () => ({ sex: pick(['female', 'male']), age: below(17) }))
            : [],
        languages: [pick(tongues)],
        exploitation: [pick(['labour', 'sexual', 'domestic', 'begging'])],
        stepFree: chance(0.05),
        offers: chance(0.1) ? ['medical_care'] : [],
        stayAwayFrom: chance(0.8) ? [{ cell: pick(areas), place: 'there' }] : [],
        near: chance(0.5) ? { cell: pick(areas), place: 'here' } : null,
        ownRoom: chance(0.2),
      }),
    }
  })
  return { units, places }
}
