import { cellToParent, latLngToCell } from 'h3-js'
import type { Incident } from '../world/incidents.ts'
import { random } from '../world/random.ts'
import { calendar, dayOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'

/** Weeks at the end of the world in which awareness differs by area: those a hotspot map looks back on. */
export const shiftedWeeks = 26

/**
 * The world's incidents as they would be told were awareness, in the last half year, `factor` times as high in a third
 * of the areas as in the others: elsewhere only one call in `factor` is made, whatever it is about. What happens stays
 * the same, and no calendar tells of it.
 */
export function shiftAwareness(world: World, factor: number): Incident[] {
  const source = random(`awareness-by-area/${world.options.seed}`)
  const aware = new Set(
    world.region.towns.filter(({ index }) => source.fork(index).chance(1 / 3)).map(({ index }) => index),
  )
  const from = dayOf((calendar.weeks - shiftedWeeks) * 7)
  return world.incidents.filter((incident, i) => {
    const town = world.truth.incidents[i]!.town
    return (
      incident.occurred < from || aware.has(town) || source.fork('call', incident.number).chance(1 / factor)
    )
  })
}

/** An incident told: where, in which week it happened and became known, and in what layer it counts. */
export type Told = {
  cell: string
  occurredWeek: number
  knownWeek: number
  layer: 'reports' | 'enforcement' | 'control'
  events: number
}

const weekOf = (day: string): number =>
  Math.floor((Date.parse(day) - Date.parse(calendar.firstDay)) / (7 * 86_400_000))

/**
 * Incidents as the corpus counts them: those of one kind, on one day, in one cell of resolution 7 are one event for each
 * time the busiest channel tells it.
 */
export function countTold(incidents: readonly Incident[], resolution: number): Told[] {
  const groups = new Map<string, { told: Told; channels: Map<string, number> }>()
  for (const { latitude, longitude, occurred, known, kind, foundBy } of incidents) {
    if (latitude === null || longitude === null) continue
    const at = latLngToCell(latitude, longitude, 7)
    const layer = kind === 'information' ? 'control' : foundBy === 'enforcement' ? 'enforcement' : 'reports'
    const key = [at, occurred, kind, layer].join(' ')
    const group = groups.get(key) ?? {
      told: {
        cell: cellToParent(at, resolution),
        occurredWeek: weekOf(occurred),
        knownWeek: weekOf(known),
        layer,
        events: 0,
      },
      channels: new Map<string, number>(),
    }
    group.told.knownWeek = Math.min(group.told.knownWeek, weekOf(known))
    group.channels.set(foundBy, (group.channels.get(foundBy) ?? 0) + 1)
    group.told.events = Math.max(...group.channels.values())
    groups.set(key, group)
  }
  return [...groups.values()].map(({ told }) => told)
}
