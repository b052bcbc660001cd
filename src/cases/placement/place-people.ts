import { linearSumAssignment } from 'linear-sum-assignment'
import {
  type Broken,
  groupOf,
  judge,
  type Judgement,
  type Place,
  type RoomGroup,
  type Unit,
} from './judge.ts'
import { ADULT } from './need.ts'

export type Placed = { personId: string; roomId: string; judgement: Judgement }

/**
 * Why somebody has no place. `taken`: the places that would take them went to people who weigh more; `only`: each rule
 * that by itself stands between them and so many free places; neither: every place breaks several rules at once.
 */
export type Unplaced = {
  personId: string
  why: 'taken' | 'one_rule' | 'several_rules' | 'no_places'
  only: { rule: Broken; places: number }[]
  fitting: number
}

/** A placement of many, with what is known of how good it can be. */
export type Plan = {
  placed: Placed[]
  unplaced: Unplaced[]
  /** Points of all placed, and of all left without a place. */
  cost: number
  /** No plan can cost less: shown by dual prices, whoever computed them. */
  bound: number
  /** (cost − bound) ÷ bound; 0: the optimum, proven. */
  gap: number
}

/** More than any fitting place costs: first as many people as possible, those in danger and children before others. */
export function weightOf({ need, danger }: Unit): number {
  const ages = [need.age, ...need.companions.map(({ age }) => age)]
  const child = ages.some((age) => age === null || age < ADULT)
  return (
    1_000 * ages.length + (danger === 'immediate' ? 600 : danger === 'possible' ? 300 : 0) + (child ? 200 : 0)
  )
}

/**
 * Places people at the least cost, no rule broken. Each bed of a shared room takes one person, each family room one
 * family: an assignment, solved exactly. An empty room that is kept for nobody first takes anyone (that gives the bound),
 * is then given to the group that gains most, and the assignment is solved again: the gap says what that may cost.
 */
export function placePeople(units: readonly Unit[], places: readonly Place[], today: string): Plan {
  const judgements = units.map((unit) => places.map((place) => judge(unit, place, today)))
  const free = solve(units, places, judgements, () => undefined)
  const chosen = chooseGroups(units, places, judgements, free.roomOf)
  const { roomOf, cost } =
    chosen.size === 0 ? free : solve(units, places, judgements, (index) => chosen.get(index))
  const placed: Placed[] = []
  const unplaced: Unplaced[] = []
  for (const [row, { personId }] of units.entries()) {
    const room = roomOf[row]!
    if (room < 0) unplaced.push(whyNot(personId, judgements[row]!))
    else placed.push({ personId, roomId: places[room]!.roomId, judgement: judgements[row]![room]! })
  }
  const gap = cost - free.bound < 1e-6 ? 0 : (cost - free.bound) / Math.max(1, free.bound)
  return { placed, unplaced, cost, bound: free.bound, gap }
}

type Solution = { roomOf: number[]; cost: number; bound: number }

function solve(
  units: readonly Unit[],
  places: readonly Place[],
  judgements: readonly (readonly Judgement[])[],
  groupOnly: (place: number) => RoomGroup | undefined,
): Solution {
  const beds = places.flatMap((place, index) => Array.from({ length: slotsOf(place) }, () => index))
  if (units.length === 0) return { roomOf: [], cost: 0, bound: 0 }
  const forbidden = 1e6
  const matrix = units.map((unit, row) => {
    const costs = new Float64Array(beds.length + units.length).fill(forbidden)
    const group = groupOf(unit.need)
    const judged = judgements[row]!
    for (const [column, room] of beds.entries()) {
      const only = groupOnly(room)
      const one = judged[room]!
      if (one.broken.length === 0 && (only === undefined || only === group)) costs[column] = one.cost
    }
    // A column of their own: to stay without a place.
    costs[beds.length + row] = weightOf(unit)
    return costs
  })
  const { rowAssignments, dualVariableForColumns } = linearSumAssignment(matrix, { maximaze: false })
  const roomOf = units.map((_, row) => beds[rowAssignments[row]!] ?? -1)
  const cost = units.reduce((sum, _, row) => sum + matrix[row]![rowAssignments[row]!]!, 0)
  return { roomOf, cost, bound: boundBy(matrix, dualVariableForColumns) }
}

/**
 * A lower bound by linear programming duality: for any prices v ≤ 0 of the columns, Σ v + Σ over rows of the least
 * (cost − v) is at most what any assignment costs. It holds even if the solver erred.
 */
function boundBy(matrix: readonly Float64Array[], prices: ArrayLike<number>): number {
  const v = Float64Array.from(prices, (price) => Math.min(0, price))
  let bound = v.reduce((sum, price) => sum + price, 0)
  for (const row of matrix) {
    let least = Infinity
    for (let column = 0; column < row.length; column++) least = Math.min(least, row[column]! - v[column]!)
    bound += least
  }
  return bound
}

/** How many can still be put there, each by themselves. */
function slotsOf(place: Place): number {
  if (place.keptFor === 'single' || place.keptFor === 'family') return place.group === null ? 1 : 0
  return place.free
}

/**
 * Which group an empty room that is kept for nobody goes to: the one that gains most where all were let in; where nobody
 * was, the one of those left over who could go there.
 */
function chooseGroups(
  units: readonly Unit[],
  places: readonly Place[],
  judgements: readonly (readonly Judgement[])[],
  roomOf: readonly number[],
): Map<number, RoomGroup> {
  const chosen = new Map<number, RoomGroup>()
  for (const [room, place] of places.entries()) {
    if (place.keptFor !== 'anyone' || place.group !== null || place.beds === 1) continue
    const inside = units.filter((_, row) => roomOf[row] === room)
    const others = units.filter((_, row) => roomOf[row]! < 0 && judgements[row]![room]!.broken.length === 0)
    chosen.set(room, heaviest(inside.length > 0 ? inside : others))
  }
  return chosen
}

function heaviest(units: readonly Unit[]): RoomGroup {
  const weights = new Map<RoomGroup, number>()
  for (const unit of units) {
    const group = groupOf(unit.need)
    weights.set(group, (weights.get(group) ?? 0) + weightOf(unit))
  }
  return [...weights].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'women'
}

function whyNot(personId: string, judgements: readonly Judgement[]): Unplaced {
  const fitting = judgements.filter(({ broken }) => broken.length === 0).length
  const counts = new Map<Broken, number>()
  for (const { broken } of judgements) {
    const rules = new Set(broken)
    if (rules.size === 1) counts.set(broken[0]!, (counts.get(broken[0]!) ?? 0) + 1)
  }
  const only = [...counts].map(([rule, places]) => ({ rule, places })).toSorted((a, b) => b.places - a.places)
  const why =
    judgements.length === 0
      ? 'no_places'
      : fitting > 0
        ? 'taken'
        : only.length > 0
          ? 'one_rule'
          : 'several_rules'
  return { personId, why, only, fitting }
}
