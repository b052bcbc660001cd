import { cellToLatLng, getHexagonEdgeLengthAvg, greatCircleDistance, UNITS } from 'h3-js'
import type { Danger } from '../record/case.ts'
import { eligible, type Question, type Refusal } from './eligible.ts'
import { ADULT, AREA_RESOLUTION, type Eligibility, type Need, type Offer } from './need.ts'

export type KeptFor = 'women' | 'men' | 'girls' | 'boys' | 'family' | 'single' | 'anyone'

/** Who may share a room; `alone`: nobody else. */
export type RoomGroup = 'women' | 'men' | 'girls' | 'boys' | 'alone'

/** A room of a shelter, as it stands tonight. */
export type Place = {
  roomId: string
  room: string
  shelterId: string
  shelter: string
  cell: string
  eligibility: Eligibility
  languages: readonly string[]
  offers: readonly Offer[]
  closesOn: string | null
  beds: number
  free: number
  keptFor: KeptFor
  /** Whoever sleeps there now; null: nobody. */
  group: RoomGroup | null
  stepFree: boolean
  outOfUse: boolean
}

/** A person who needs a place, with whoever stays with them. */
export type Unit = { personId: string; need: Need; nationality: string | null; danger: Danger }

/** A rule that a place would break for somebody. None is ever broken by a placement. */
export type Broken =
  | Refusal
  | 'out_of_use'
  | 'closes_tonight'
  | 'full'
  | 'family_together'
  | 'child_with_adults'
  | 'room_group'
  | 'step_free'
  | 'offer_missing'
  | 'too_near'
  | 'refused_by_person'

/** What speaks for (0 points) or against a place: the points add up to its cost. */
export type Reason = {
  code:
    | Question
    | 'shared_language'
    | 'no_shared_language'
    | 'languages_unknown'
    | 'near_wish'
    | 'far_from_wish'
    | 'well_away'
    | 'not_far_away'
    | 'unused_beds'
    | 'shares_room'
    | 'own_room'
    | 'family_together'
    | 'step_free'
  points: number
  /** Kilometres, beds, or a language: what the code speaks of. */
  value?: string | number
}

export type Judgement = { broken: Broken[]; reasons: Reason[]; cost: number }

/** Who may share a room with this person: a child with children of the same sex, whoever brings somebody with nobody. */
export function groupOf({ sex, age, companions }: Need): RoomGroup {
  if (companions.length > 0 || age === null || sex === 'other' || sex === 'unknown') return 'alone'
  if (age < ADULT) return sex === 'female' ? 'girls' : 'boys'
  return sex === 'female' ? 'women' : 'men'
}

/**
 * How a place stands to a person on a day: the rules it would break, and why it is more or less fitting. `briefly`: no
 * reasons for a place that breaks a rule, where many are looked through.
 */
export function judge(unit: Unit, place: Place, today: string, briefly = false): Judgement {
  const { need, nationality } = unit
  const { refusals, questions } = eligible(place.eligibility, need, nationality)
  const broken = [...houseRules(unit, place, today), ...roomRules(need, place), ...refusals]
  if (briefly && broken.length > 0) return { broken, reasons: [], cost: 0 }
  const reasons: Reason[] = [
    ...questions.map((code): Reason => ({ code, points: 5 })),
    languageReason(need, place),
    ...distanceReasons(need, place),
    ...roomReasons(need, place),
  ]
  return {
    broken,
    reasons,
    cost: reasons.reduce((sum, { points }) => sum + points, 0),
  }
}

function houseRules({ need }: Unit, place: Place, today: string): Broken[] {
  const broken: Broken[] = []
  if (place.outOfUse) broken.push('out_of_use')
  if (place.closesOn !== null && place.closesOn <= today) broken.push('closes_tonight')
  if (need.stepFree && !place.stepFree) broken.push('step_free')
  if (need.offers.some((offer) => !place.offers.includes(offer))) broken.push('offer_missing')
  if (need.refuses.includes(place.shelterId)) broken.push('refused_by_person')
  if (need.stayAwayFrom.some(({ cell }) => leastKm(cell, place.cell) < need.stayAwayKm))
    broken.push('too_near')
  return broken
}

function roomRules(need: Need, place: Place): Broken[] {
  const size = 1 + need.companions.length
  const group = groupOf(need)
  const broken: Broken[] = []
  const isEmpty = place.free === place.beds && place.group === null
  if (place.free < 1) broken.push('full')
  if (place.keptFor === 'single' || place.keptFor === 'family') {
    if (!isEmpty && place.free >= 1) broken.push('full')
    if (size > place.beds) broken.push('family_together')
    return broken
  }
  if (size > 1) return [...broken, 'family_together']
  const taken = place.keptFor === 'anyone' ? place.group : place.keptFor
  // A room of one bed is shared with nobody.
  if (place.keptFor === 'anyone' && taken === null && (group !== 'alone' || place.beds === 1)) return broken
  if (taken === group && group !== 'alone') return broken
  const mayBeChild = need.age === null || need.age < ADULT
  const withAdults = taken === null || taken === 'women' || taken === 'men'
  const withChildren = taken === null || taken === 'girls' || taken === 'boys'
  return [
    ...broken,
    (mayBeChild && withAdults) || (!mayBeChild && withChildren && taken !== null)
      ? 'child_with_adults'
      : 'room_group',
  ]
}

function roomReasons(need: Need, { keptFor, beds, stepFree }: Place): Reason[] {
  const reasons: Reason[] = []
  const size = 1 + need.companions.length
  const own = keptFor === 'single' || keptFor === 'family' || beds === 1
  if (size > 1) reasons.push({ code: 'family_together', points: 0, value: size })
  if (need.stepFree && stepFree) reasons.push({ code: 'step_free', points: 0 })
  if (own && size === 1) reasons.push({ code: 'own_room', points: 0 })
  if (!own && need.ownRoom) reasons.push({ code: 'shares_room', points: 15, value: beds })
  if (keptFor === 'family' && beds > size)
    reasons.push({ code: 'unused_beds', points: 6 * (beds - size), value: beds - size })
  return reasons
}

function languageReason({ languages }: Need, place: Place): Reason {
  if (languages.length === 0) return { code: 'languages_unknown', points: 0 }
  const shared = languages.find((language) => place.languages.includes(language))
  return shared === undefined
    ? { code: 'no_shared_language', points: 40 }
    : { code: 'shared_language', points: 0, value: shared }
}

function distanceReasons(need: Need, { cell }: Place): Reason[] {
  const reasons: Reason[] = []
  if (need.near !== null) {
    const km = Math.round(middleKm(need.near.cell, cell))
    const points = Math.min(30, Math.round(km / 10))
    reasons.push({ code: points === 0 ? 'near_wish' : 'far_from_wish', points, value: km })
  }
  if (need.stayAwayFrom.length > 0) {
    const km = Math.floor(Math.min(...need.stayAwayFrom.map((area) => leastKm(area.cell, cell))))
    // Three times the distance asked for counts as well away.
    const share = Math.min(1, km / Math.max(1, 3 * need.stayAwayKm))
    const points = Math.round(30 * (1 - share))
    reasons.push({ code: points === 0 ? 'well_away' : 'not_far_away', points, value: km })
  }
  return reasons
}

const known = new Map<string, Map<string, number>>()

/** Between the middles of two cells; asked for each person and room, so kept. */
function middleKm(a: string, b: string): number {
  let from = known.get(a)
  if (from === undefined) {
    if (known.size > 2_000) known.clear()
    from = new Map()
    known.set(a, from)
  }
  let km = from.get(b)
  if (km === undefined) {
    if (from.size > 2_000) from.clear()
    km = greatCircleDistance(cellToLatLng(a), cellToLatLng(b), UNITS.km)
    from.set(b, km)
  }
  return km
}

const CELL_RADIUS_KM = getHexagonEdgeLengthAvg(AREA_RESOLUTION, UNITS.km)

/** The least two addresses in these cells can be apart: what is not known exactly must not bring anyone too near. */
function leastKm(a: string, b: string): number {
  return Math.max(0, middleKm(a, b) - 2 * CELL_RADIUS_KM)
}
