import type { PosterKind } from '../world/poster.ts'
import { calendar, daysFromStart } from '../world/settings.ts'
import type { World } from '../world/world.ts'

/** Who is behind one ad. */
export type Writer = { poster: number; kind: PosterKind; ring: number }

export type TrueRing = {
  number: number
  /** Number of its ads. */
  traces: number
  /** First and last week of its life. */
  from: number
  to: number
  /** Where it holds people, and where it recruits: the two ends of its corridor. */
  towns: readonly number[]
  /** Day (from the world's beginning) its first confirming report was known; null: never. */
  confirmed: number | null
}

/** What the ruler measures against; small enough to be made by hand in a test. */
export type TruthTable = {
  writers: ReadonlyMap<string, Writer>
  rings: readonly TrueRing[]
  /** Activity of rings in a town and a week: people held there, and a tenth for each ad placed there. */
  activity(town: number, week: number): number
  towns: number
  weeks: number
  independentWorkers: number
}

/** Reads the truth table off a world. */
export function truthTable(world: World): TruthTable {
  const { rings, incidents } = world.truth
  const writers = new Map<string, Writer>()
  const traces = new Map<number, number>()
  const workers = new Set<number>()
  for (const { id, poster, kind, ring } of world.truth.writers()) {
    writers.set(id, { poster, kind, ring })
    if (ring >= 0) traces.set(ring, (traces.get(ring) ?? 0) + 1)
    if (kind === 'independent' || kind === 'touring') workers.add(poster)
  }
  const known = new Map(world.incidents.map((incident) => [incident.number, daysFromStart(incident.known)]))
  const cells = activityCells(world)
  return {
    writers,
    towns: world.region.towns.length,
    weeks: calendar.weeks,
    independentWorkers: workers.size,
    activity: (town, week) => cells[week * world.region.towns.length + town] ?? 0,
    rings: rings.map((ring) => {
      const days = incidents.filter((one) => one.ring === ring.number).map((one) => known.get(one.number)!)
      return {
        number: ring.number,
        traces: traces.get(ring.number) ?? 0,
        from: ring.from,
        to: ring.to,
        towns: [...new Set([...ring.bases, ...ring.origins].map((town) => town.index))],
        confirmed: days.length > 0 ? Math.min(...days) : null,
      }
    }),
  }
}

function activityCells(world: World): Float64Array {
  const towns = world.region.towns.length
  const cells = new Float64Array(towns * calendar.weeks)
  const add = (town: number, week: number, value: number): void => {
    if (week >= 0 && week < calendar.weeks) cells[week * towns + town]! += value
  }
  for (const ring of world.truth.rings) {
    for (let week = ring.from; week <= ring.to; week++) {
      for (const base of ring.bases) add(base.index, week, ring.structure.held / ring.bases.length)
    }
    for (const version of ring.versions) {
      const weeks = version.to - version.from + 1
      for (let week = version.from; week <= version.to; week++) {
        for (const town of version.towns)
          add(town.index, week, (0.1 * version.traces) / weeks / version.towns.length)
      }
    }
  }
  return cells
}
