import { cellToLatLng, greatCircleDistance } from 'h3-js'
import { reason, type Reason } from '../reasons.ts'
import type { Service, ServiceKind, Spoken } from './services.store.ts'

/** The kinds of help whose absence near a place is a gap. */
export const soughtKinds = ['shelter', 'legal-aid', 'health'] as const satisfies readonly ServiceKind[]

export type GapSettings = {
  /** Kilometres beyond which help is far. */
  far: number
}
export const usualGap: GapSettings = { far: 50 }

export type ServiceDistance = {
  kind: (typeof soughtKinds)[number]
  /** To the nearest, to five kilometres; null: none is known at all. Where services stand is known to about 17 km. */
  kilometres: number | null
  /** How many are within reach. */
  withinReach: number
}

export type ServiceGap = {
  cell: string
  place: string
  country: string
  distances: ServiceDistance[]
  /** Languages spoken there that nobody within reach works in; empty also when nothing is known of either. */
  languagesMissing: string[]
  /** How many of the sought kinds are far or absent, plus one if a language is missing. 0: no gap. */
  gaps: number
  reasons: Reason[]
}

type Place = { cell: string; place: string; country: string; latitude: number; longitude: number }

/**
 * How far help is from each area, and in which languages: so that a map of hotspots steers protection and not only
 * policing. Services of every country count: a border is no wall, but a person may not be able to cross it, which the
 * reasons say when the nearest is abroad.
 */
export function serviceGaps(
  areas: readonly Place[],
  services: readonly Service[],
  spoken: readonly Spoken[],
  settings: GapSettings = usualGap,
): ServiceGap[] {
  const placed = services.map((service) => ({ ...service, at: cellToLatLng(service.cell) }))
  return areas.map((area) =>
    gapOf(
      area,
      placed,
      spoken.filter(({ cell }) => cell === area.cell),
      settings,
    ),
  )
}

function gapOf(
  area: Place,
  services: readonly (Service & { at: [number, number] })[],
  spoken: readonly Spoken[],
  { far }: GapSettings,
): ServiceGap {
  const near = services
    .map((service) => ({
      service,
      km: greatCircleDistance([area.latitude, area.longitude], service.at, 'km'),
    }))
    .sort((a, b) => a.km - b.km)
  const reasons: Reason[] = []
  const distances = soughtKinds.map((kind): ServiceDistance => {
    const own = near.filter(({ service }) => service.kind === kind)
    const nearest = own[0]
    const withinReach = own.filter(({ km }) => km <= far).length
    if (!nearest) {
      reasons.push(reason(`service.${kind}.none`))
      return { kind, kilometres: null, withinReach }
    }
    const kilometres = Math.round(nearest.km / 5) * 5
    if (withinReach === 0) reasons.push(reason(`service.${kind}.far`, { kilometres, far }))
    if (nearest.service.country !== area.country)
      reasons.push(reason(`service.${kind}.abroad`, { kilometres }))
    return { kind, kilometres, withinReach }
  })
  const offered = new Set(
    near.filter(({ km }) => km <= far).flatMap(({ service }) => service.languages.map(primary)),
  )
  const languagesMissing =
    offered.size === 0
      ? []
      : spoken.map(({ language }) => language).filter((one) => !offered.has(primary(one)))
  if (languagesMissing.length > 0)
    reasons.push(reason('service.languages', { languages: languagesMissing.join(', '), far }))
  const gaps =
    distances.filter(({ withinReach }) => withinReach === 0).length + Number(languagesMissing.length > 0)
  if (gaps === 0) reasons.push(reason('service.enough', { far }))
  const { cell, place, country } = area
  return { cell, place, country, distances, languagesMissing, gaps, reasons }
}

const primary = (language: string): string => language.split('-')[0]!.toLowerCase()
