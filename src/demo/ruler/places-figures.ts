import { cellToParent, latLngToCell } from 'h3-js'
import {
  asKnownByCell,
  findHot,
  findRises,
  usualHotspots,
  weekIndex,
  type AreaCount,
  type AreaSeries,
  type HotspotSettings,
} from '#places'
import { townFinder } from '../load/towns.ts'
import { calendar, dayOf, daysFromStart, weekOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'
import { countDisplaced, measureWarnings, type ShownHotspot, type WarningFigures } from './ruler.ts'
import { countTold, shiftAwareness, shiftedWeeks, type Told } from './shifted-awareness.ts'
import type { TruthTable } from './truth-table.ts'

const RESOLUTION = 4

/** Hotspots found and, of those, displaced ones: in whose area no town's ring activity is above the median town's. */
export type HotspotFigures = { hotspots: number; displaced: number }

export type Exposure = HotspotSettings['exposure']

/** Hotspots of the last half year against the truth, by what counts are measured against, awareness as it is or shifted. */
export function measureHotspots(
  world: World,
  truth: TruthTable,
  factor: number,
): Record<Exposure, HotspotFigures> {
  const told = countTold(factor === 1 ? world.incidents : shiftAwareness(world, factor), RESOLUTION)
  const areas = areaCounts(world, told)
  const first = calendar.weeks - shiftedWeeks
  const townsOf = townFinder(world.region)
  const of = (exposure: Exposure): HotspotFigures => {
    const { hotspots } = findHot(areas, { ...usualHotspots, exposure, permutations: 4_999 })
    const shown = hotspots
      .filter((spot) => spot.class === 'hot')
      .map(({ cell }): ShownHotspot => ({
        id: cell,
        towns: townsOf(cell),
        from: first,
        to: calendar.weeks - 1,
      }))
    return { hotspots: shown.length, displaced: countDisplaced(truth, shown) }
  }
  return { none: of('none'), population: of('population'), effort: of('effort') }
}

/** Every area where a town lies or anything was told, with the counts of the last half year. */
export function areaCounts(world: World, told: readonly Told[]): AreaCount[] {
  const first = calendar.weeks - shiftedWeeks
  const areas = new Map<string, AreaCount>()
  const areaOf = (cell: string): AreaCount => {
    const area = areas.get(cell) ?? {
      cell,
      place: '',
      country: '',
      observed: 0,
      personsLow: 0,
      personsHigh: 0,
      population: 0,
      control: 0,
    }
    areas.set(cell, area)
    return area
  }
  for (const { latitude, longitude, population, name, country } of world.region.towns) {
    const area = areaOf(cellToParent(latLngToCell(latitude, longitude, 7), RESOLUTION))
    area.population += population
    area.place = name
    area.country = country
  }
  for (const { cell, layer, occurredWeek, events } of told) {
    const area = areaOf(cell)
    if (occurredWeek < first || layer === 'enforcement') continue
    if (layer === 'control') area.control += events
    else area.observed += events
  }
  return [...areas.values()]
}

/** Weeks before the first is judged. */
const warmUp = 12

export type RiseOptions = { factor: number; effort: boolean; by: 'told' | 'occurred' }

/**
 * Rises week by week against the truth, each week judged on what was known when it ended. The calendar tells of
 * campaigns and outages, not of their strength; of awareness that differs by area it tells nothing.
 */
export function measureRises(
  world: World,
  truth: TruthTable,
  { factor, effort, by }: RiseOptions,
): WarningFigures {
  const told = countTold(factor === 1 ? world.incidents : shiftAwareness(world, factor), RESOLUTION)
  const first = weekIndex(calendar.firstDay)
  const townsOf = townFinder(world.region)
  const events = world.awareness.map(({ kind, country, fromWeek, toWeek }) => ({
    kind,
    country,
    cell: '',
    fromWeek: first + fromWeek,
    toWeek: first + toWeek,
    factor: null,
  }))
  const { warnings } = findRises(areaSeries(world, told, effort, by, first), effort ? events : [], {
    first,
    from: first + warmUp,
    to: first + calendar.weeks - 1,
  })
  const shown = warnings
    .filter(({ verdict }) => verdict !== 'explained-by-awareness')
    .map(({ id, cell, warnedOn, firstWeek, lastWeek }) => ({
      id,
      day: daysFromStart(warnedOn),
      towns: townsOf(cell),
      from: weekOf(firstWeek),
      to: Math.min(calendar.weeks - 1, weekOf(lastWeek)),
    }))
  return measureWarnings(truth, shown, calendar.weeks - warmUp)
}

function areaSeries(
  world: World,
  told: readonly Told[],
  effort: boolean,
  by: RiseOptions['by'],
  first: number,
): AreaSeries[] {
  const countries = new Map(areaCounts(world, []).map(({ cell, country }) => [cell, country]))
  const { weeks } = calendar
  const control = new Map<string, Float64Array>()
  if (effort) for (const one of told) if (one.layer === 'control') add(control, one)
  return (['reports', 'enforcement'] as const).flatMap((layer) => {
    const own = told.filter((one) => one.layer === layer)
    const series = new Map<string, Float64Array>()
    for (const one of own) add(series, one)
    const rows = own.map(({ cell, occurredWeek, knownWeek, events }) => ({
      cell,
      week: dayOf(occurredWeek * 7),
      delay: knownWeek - occurredWeek,
      events,
    }))
    const known = by === 'occurred' ? asKnownByCell(rows, first, weeks) : undefined
    return [...series].map(([cell, counts]): AreaSeries => {
      const then = known?.get(cell)
      return {
        layer,
        cell,
        place: '',
        country: countries.get(cell) ?? '',
        series: then?.series ?? counts,
        control: (layer === 'reports' ? control.get(cell) : undefined) ?? new Float64Array(weeks),
        ...(then ? { asKnown: then.asKnown } : {}),
      }
    })
  })
}

function add(series: Map<string, Float64Array>, { cell, knownWeek, events }: Told): void {
  const own = series.get(cell) ?? new Float64Array(calendar.weeks)
  if (knownWeek >= 0 && knownWeek < calendar.weeks) own[knownWeek]! += events
  series.set(cell, own)
}
