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
  const judgements = units.map((unit) => places.map((place) => judge(unit, place, today, true)))
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

/**
 * The assignment, solved apart for each part in which people and rooms hang together by a place that fits: what fits
 * nobody and nowhere is in no part, and women's rooms need not wait for men's.
 */
function solve(
  units: readonly Unit[],
  places: readonly Place[],
  judgements: readonly (readonly Judgement[])[],
  groupOnly: (place: number) => RoomGroup | undefined,
): Solution {
  const weights = units.map(weightOf)
  const without = weights.reduce((sum, weight) => sum + weight, 0)
  const solution = { roomOf: units.map(() => -1), cost: without, bound: without }
  const only = places.map((_, room) => groupOnly(room))
  const slots = places.map(slotsOf)
  /** What a place saves against staying without one: nothing where a rule forbids it. */
  const saving = (row: number, room: number): number => {
    const { broken, cost } = judgements[row]![room]!
    const fits = broken.length === 0 && (only[room] === undefined || only[room] === groups[row])
    return fits ? Math.min(0, cost - weights[row]!) : 0
  }
  const groups = units.map(({ need }) => groupOf(need))
  for (const { rows, rooms } of partsOf(
    units.length,
    places.length,
    (row, room) => slots[room]! > 0 && saving(row, room) < 0,
  )) {
    const beds = rooms.flatMap((room) => Array.from({ length: slots[room]! }, () => room))
    // One side always has somebody or something left over: it costs nothing, so no price on the other side is above that.
    const columns = beds.length === rows.length ? beds.length + 1 : beds.length
    const matrix = rows.map((row) => {
      const savings = new Float64Array(columns)
      for (const [column, room] of beds.entries()) savings[column] = saving(row, room)
      return savings
    })
    const { rowAssignments, dualVariableForColumns } = linearSumAssignment(matrix, { maximaze: false })
    for (const [at, row] of rows.entries()) {
      const saved = matrix[at]![rowAssignments[at]!] ?? 0
      // To be put where one may not be is to stay without.
      if (saved < 0) solution.roomOf[row] = beds[rowAssignments[at]!]!
      solution.cost += saved
    }
    // The library takes the least entry off all others first; the prices of the smaller side carry that.
    const taken = columns < rows.length ? matrix.reduce((least, each) => Math.min(least, ...each), 0) : 0
    const prices = Float64Array.from(dualVariableForColumns, (price) => price + taken)
    solution.bound += boundBy(matrix, prices)
  }
  return solution
}

/** People and rooms that hang together by `fits`; whoever fits nowhere, and what fits nobody, is left out. */
function partsOf(
  people: number,
  rooms: number,
  fits: (row: number, room: number) => boolean,
): { rows: number[]; rooms: number[] }[] {
  const parent = Array.from({ length: people + rooms }, (_, node) => node)
  const rootOf = (node: number): number => {
    let root = node
    while (parent[root] !== root) root = parent[root]!
    while (parent[node] !== root) [parent[node], node] = [root, parent[node]!]
    return root
  }
  const linked = new Set<number>()
  for (let row = 0; row < people; row++) {
    for (let room = 0; room < rooms; room++) {
      if (!fits(row, room)) continue
      parent[rootOf(people + room)] = rootOf(row)
      linked.add(row).add(people + room)
    }
  }
  const parts = new Map<number, { rows: number[]; rooms: number[] }>()
  for (const node of linked) {
    const root = rootOf(node)
    const part = parts.get(root) ?? { rows: [], rooms: [] }
    if (node < people) part.rows.push(node)
    else part.rooms.push(node - people)
    parts.set(root, part)
  }
  return [...parts.values()]
}

/**
 * A lower bound by linear programming duality: for any prices v ≤ 0 of the columns, Σ v + Σ over rows of the least
 * (cost − v), or nothing where that is less, is at most what any assignment costs, since nobody and no bed must be part of
 * it. It holds even if the solver erred.
 */
function boundBy(matrix: readonly Float64Array[], prices: ArrayLike<number>): number {
  const v = Float64Array.from(prices, (price) => Math.min(0, price))
  let bound = v.reduce((sum, price) => sum + price, 0)
  for (const row of matrix) {
    let least = 0
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
 * Which group an empty room that is kept for nobody goes to: the one whose people would fill it with most, of those whom
 * the free assignment put there and those whom it left without a place and who could go there.
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
    chosen.set(room, heaviest([...inside, ...others], place.free))
  }
  return chosen
}

/** The group whose heaviest people, as many as there are beds, weigh most together. */
function heaviest(units: readonly Unit[], beds: number): RoomGroup {
  const weights = new Map<RoomGroup, number[]>()
  for (const unit of units) {
    const group = groupOf(unit.need)
    weights.set(group, [...(weights.get(group) ?? []), weightOf(unit)])
  }
  const sums = [...weights].map(([group, all]) => {
    const most = all.toSorted((a, b) => b - a).slice(0, beds)
    return { group, sum: most.reduce((sum, weight) => sum + weight, 0) }
  })
  return sums.toSorted((a, b) => b.sum - a.sum)[0]?.group ?? 'women'
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
