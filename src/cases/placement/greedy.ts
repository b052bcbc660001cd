import { groupOf, judge, type Place, type RoomGroup, type Unit } from './judge.ts'
import { weightOf } from './place-people.ts'

/** What a careful person would do by hand: the most pressing first, each to the best place still free. */
export function placeGreedily(
  units: readonly Unit[],
  places: readonly Place[],
  today: string,
): { roomOf: Map<string, string>; cost: number } {
  const rooms = places.map((place) => ({ ...place }))
  const roomOf = new Map<string, string>()
  let cost = 0
  for (const unit of units.toSorted((a, b) => weightOf(b) - weightOf(a))) {
    let best: { room: (typeof rooms)[number]; cost: number } | undefined
    for (const room of rooms) {
      const judged = judge(unit, room, today)
      if (judged.broken.length === 0 && (best === undefined || judged.cost < best.cost)) {
        best = { room, cost: judged.cost }
      }
    }
    if (best === undefined) {
      cost += weightOf(unit)
      continue
    }
    roomOf.set(unit.personId, best.room.roomId)
    cost += best.cost
    const whole = best.room.keptFor === 'family' || best.room.keptFor === 'single'
    best.room.free -= whole ? best.room.free : 1
    best.room.group = whole ? 'alone' : (groupOf(unit.need) satisfies RoomGroup)
  }
  return { roomOf, cost }
}
