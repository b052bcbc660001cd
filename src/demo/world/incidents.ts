import type { AwarenessEvent } from './awareness.ts'
import { awarenessAt } from './awareness.ts'
import { type Random, hex128 } from './random.ts'
import { nearest, type Region, type Town } from './region.ts'
import type { Purpose, Ring } from './rings.ts'
import { calendar, dayOf, type Difficulty } from './settings.ts'

export const incidentKinds = [
  'sexual',
  'labour',
  'domestic',
  'begging',
  'online',
  'unclear',
  'information',
] as const
export type IncidentKind = (typeof incidentKinds)[number]

/** One row of a hotline's or a partner's monthly list, as such lists are: late, sometimes wrong, sometimes twice. */
export type Incident = {
  number: string
  occurred: string
  known: string
  /** `information`: a call that only asks; it rises with awareness and never with crime. */
  kind: IncidentKind
  foundBy: 'report' | 'enforcement' | 'partner' | 'unknown'
  place: string
  country: string
  latitude: number | null
  longitude: number | null
  /** A number, '<5', or '' where nobody said. */
  persons: string
}

/** The truth about an incident; kept apart. */
export type IncidentTruth = {
  number: string
  ring: number
  town: number
  week: number
  repeats: string | null
}

const kindOf: Record<Purpose, IncidentKind> = {
  sexual: 'sexual',
  farm: 'labour',
  domestic: 'domestic',
  begging: 'begging',
  scam: 'online',
}

type Surroundings = {
  region: Region
  rings: readonly Ring[]
  awareness: readonly AwarenessEvent[]
  settings: Difficulty
  rows: number
}
type Event = { day: number; town: Town; ring: Ring | undefined; kind: IncidentKind; persons: number }

/** What became known to hotlines, partners and police, and what was behind each row. Sorted by the day it was known. */
export function makeIncidents(
  root: Random,
  around: Surroundings,
): { incidents: Incident[]; truth: IncidentTruth[] } {
  const source = root.fork('incidents')
  const events = around.rings.flatMap((ring) =>
    ringEvents(source.fork('ring', ring.number), ring, around.awareness),
  )
  events.push(
    ...ordinaryEvents(source.fork('ordinary'), around, Math.max(0, around.rows - events.length * 1.2)),
  )
  const told: { row: Incident; truth: IncidentTruth }[] = []
  events.forEach((event, i) => {
    const own = source.fork('event', i)
    const copies = own.chance(event.ring === undefined ? 0.06 : 0.2) ? own.between(2, 3) : 1
    let first: string | null = null
    for (let copy = 0; copy < copies; copy++) {
      const row = tell(own.fork(copy), event, around, hex128(`${own.path}/${copy}`).slice(0, 10))
      if (row.known > calendar.lastDay) continue
      told.push({
        row,
        truth: {
          number: row.number,
          ring: event.ring?.number ?? -1,
          town: event.town.index,
          week: Math.floor(event.day / 7),
          repeats: first,
        },
      })
      first ??= row.number
    }
  })
  told.sort((a, b) =>
    a.row.known === b.row.known ? (a.row.number < b.row.number ? -1 : 1) : a.row.known < b.row.known ? -1 : 1,
  )
  return { incidents: told.map(({ row }) => row), truth: told.map(({ truth }) => truth) }
}

/** A ring is spoken of late or never: a third are not at all, most of the rest not before their tenth week. */
function ringEvents(source: Random, ring: Ring, awareness: readonly AwarenessEvent[]): Event[] {
  if (source.chance(0.33)) return []
  const silent = Math.round(6 + source.exponential(12))
  const events: Event[] = []
  for (let week = ring.from + silent; week <= Math.min(calendar.weeks - 1, ring.to + 4); week++) {
    for (const town of [ring.bases[0]!, ring.origins[0]!]) {
      const here = town === ring.bases[0] ? 0.09 : 0.03
      const mean =
        here * Math.sqrt(ring.structure.held / 5) * town.effort * awarenessAt(awareness, town, week)
      for (let i = source.poisson(mean); i > 0; i--) {
        events.push({
          day: week * 7 + source.below(7),
          town,
          ring,
          kind: source.chance(0.75) ? kindOf[ring.purpose] : 'unclear',
          persons: source.between(1, ring.structure.held),
        })
      }
    }
  }
  return events
}

/** Everything else people call about: it follows population, effort, season and awareness, not rings. */
function ordinaryEvents(source: Random, around: Surroundings, rows: number): Event[] {
  const cells: { town: Town; week: number; weight: number }[] = []
  for (const town of around.region.towns) {
    let mood = 1
    for (let week = 0; week < calendar.weeks; week++) {
      mood = Math.exp(0.6 * Math.log(mood) + 0.45 * source.normal())
      const season = 1 + 0.25 * Math.sin((week * 2 * Math.PI) / 52 + town.index)
      cells.push({
        town,
        week,
        weight:
          town.population ** 0.6 * town.effort * awarenessAt(around.awareness, town, week) * season * mood,
      })
    }
  }
  const total = cells.reduce((sum, cell) => sum + cell.weight, 0)
  return cells.flatMap(({ town, week, weight }) =>
    Array.from({ length: source.poisson((rows / 1.09) * (weight / total)) }, (): Event => ({
      day: week * 7 + source.below(7),
      town,
      ring: undefined,
      kind: source.chance(0.55)
        ? 'information'
        : source.pick(['sexual', 'labour', 'labour', 'domestic', 'begging', 'online', 'unclear', 'unclear']),
      persons: 1 + source.poisson(1.5),
    })),
  )
}

function tell(source: Random, event: Event, around: Surroundings, number: string): Incident {
  const delay = Math.floor(source.exponential(event.ring === undefined ? 8 : 16))
  const occurred = event.day + (source.chance(0.15) ? source.between(-6, 6) : 0)
  const wrong = source.chance(around.settings.placeError)
  const town =
    wrong && source.chance(0.6)
      ? source.pick(nearest(around.region, event.town, 4))
      : wrong
        ? undefined
        : event.town
  const persons = Math.max(1, Math.round(event.persons * Math.exp(0.3 * source.normal())))
  return {
    number,
    occurred: dayOf(Math.max(0, occurred)),
    known: dayOf(Math.max(0, occurred, event.day) + delay),
    kind: source.chance(0.1) && event.kind !== 'information' ? 'unclear' : event.kind,
    foundBy: source.pick([
      'report',
      'report',
      'report',
      'report',
      'partner',
      'partner',
      'enforcement',
      'unknown',
    ]),
    place: town === undefined ? '' : source.chance(0.15) ? town.secondName : town.name,
    country: event.town.country,
    latitude: town?.latitude ?? null,
    longitude: town?.longitude ?? null,
    persons:
      event.kind === 'information'
        ? '0'
        : source.chance(0.15)
          ? ''
          : persons < 5 && source.chance(0.45)
            ? '<5'
            : String(persons),
  }
}
