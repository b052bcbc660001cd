import { createHash } from 'node:crypto'
import { addDays, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { reason, type Reason } from '../reasons.ts'
import { benjaminiHochberg, countDiscoveries } from '../statistics/fdr.ts'
import { usualSignal, type SignalSettings } from '../statistics/signal.ts'
import type { Arrival } from './arrivals.ts'
import { effortByWeek, holds, isOpen, recordedFactor, type EffortEvent } from './effort.ts'
import { explainRise, judgeRise, verdictOf, type Rise, type RiseVerdict } from './rise.ts'

export type WarningLayer = 'reports' | 'enforcement' | 'patterns'

/** A warning about a place: a rise of counts, or the arrival of a pattern. */
export type Warning = {
  /** The same over runs for one cause: kind, layer, area, pattern and first week. */
  id: string
  kind: 'rise' | 'arrival'
  layer: WarningLayer
  cell: string
  place: string
  country: string
  /** The other end of a corridor, where one is seen. */
  fromCell: string
  fromPlace: string
  pattern: string
  /** Mondays. */
  firstWeek: string
  lastWeek: string
  /** The first day on which it could be read. */
  warnedOn: string
  expiresOn: string
  observed: number
  expected: number
  bound: number
  p: number
  q: number
  method: 'farrington-flexible' | 'level' | 'ears-c2' | 'pattern-arrival'
  effort: number
  verdict: Exclude<RiseVerdict, 'none'>
  reasons: Reason[]
}

/** One area's weekly counts of one layer; `series[0]` is week `firstWeek` of the whole run. */
export type AreaSeries = {
  layer: 'reports' | 'enforcement'
  cell: string
  place: string
  country: string
  series: Float64Array
  /** Information-only calls of the same weeks. */
  control: Float64Array
  /**
   * Where counts are by the week things happened: the counts as they were known at the end of a week, and the share of
   * each week's events known by then. Undefined where counts are by the week things were told, which is complete at once.
   */
  asKnown?: (t: number) => { series: Float64Array; known: Float64Array | undefined }
}

/** How an area-week came out that cannot be judged, so that a blank never looks like calm. */
export type WeekSummary = {
  week: string
  judged: number
  cannotJudge: number
  naive: number
  corrected: number
  explained: number
}

export type RiseSettings = { level: number; signal: SignalSettings; expireDays: number; joinWeeks: number }

export const usualRises: RiseSettings = { level: 0.05, signal: usualSignal, expireDays: 28, joinWeeks: 4 }

/**
 * Effort per area, from its own and its country's control calls and the calendar. Only `reports` follow it: what
 * enforcement finds does not depend on who has heard of the hotline.
 */
export function effortOf(
  areas: readonly AreaSeries[],
  events: readonly EffortEvent[],
  firstWeek: number,
): Map<string, Float64Array> {
  const reports = areas.filter((area) => area.layer === 'reports')
  const weeks = reports[0]?.series.length ?? 0
  const result = new Map<string, Float64Array>()
  for (const country of new Set(reports.map((area) => area.country))) {
    const own = reports.filter((area) => area.country === country)
    const control = new Float64Array(weeks)
    for (const area of own) for (let i = 0; i < weeks; i++) control[i]! += area.control[i]!
    const whole = { cell: '', country }
    const calendar = Float64Array.from({ length: weeks }, (_, i) =>
      recordedFactor(events, whole, firstWeek + i),
    )
    const open = Array.from({ length: weeks }, (_, i) => isOpen(events, whole, firstWeek + i))
    const [common] = effortByWeek([{ control, prior: calendar, open }])
    const efforts = effortByWeek(
      own.map((area) => ({
        control: area.control,
        prior: common!.map(
          (value, i) => (value * recordedFactor(events, area, firstWeek + i)) / calendar[i]!,
        ),
      })),
    )
    own.forEach((area, i) => result.set(area.cell, efforts[i]!))
  }
  return result
}

/**
 * Judges every area and layer in each of the weeks `from … to`, corrects over all of them week by week, and joins
 * weeks less than `joinWeeks` apart to one warning.
 */
export function findRises(
  areas: readonly AreaSeries[],
  events: readonly (EffortEvent & { note?: string })[],
  weeks: { first: number; from: number; to: number },
  settings: RiseSettings = usualRises,
): { warnings: Warning[]; summaries: WeekSummary[] } {
  const efforts = effortOf(areas, events, weeks.first)
  const usual = new Float64Array(weeks.to - weeks.first + 1).fill(1)
  const open = new Map<string, Warning>()
  const warnings: Warning[] = []
  const summaries: WeekSummary[] = []
  for (let week = weeks.from; week <= weeks.to; week++) {
    const t = week - weeks.first
    const rises = areas.map((area) => {
      const effort = area.layer === 'reports' ? efforts.get(area.cell)! : usual
      const { series, known } = area.asKnown?.(t) ?? { series: area.series, known: undefined }
      return judgeRise(series, t, effort, settings.signal, known)
    })
    const p = rises.map((rise) => rise.p ?? Number.NaN)
    const plainP = rises.map((rise) => rise.plainP ?? Number.NaN)
    const q = benjaminiHochberg(p)
    const plainQ = benjaminiHochberg(plainP)
    const { tested } = countDiscoveries(p, q, settings.level)
    let corrected = 0
    let explained = 0
    areas.forEach((area, i) => {
      const verdict = verdictOf(rises[i]!, q[i]!, plainQ[i]!, settings.level)
      if (verdict === 'none') return
      if (verdict === 'explained-by-awareness') explained++
      else corrected++
      const key = `${area.layer} ${area.cell} ${verdict === 'explained-by-awareness'}`
      const before = open.get(key)
      const joined = before && week - weekIndex(before.lastWeek) <= settings.joinWeeks ? before : undefined
      const calendar = events.filter((event) => holds(event, area, week))
      const warning = riseWarning(
        area,
        rises[i]!,
        verdict,
        { week, q: q[i]!, tested, calendar },
        joined,
        settings,
      )
      open.set(key, warning)
      if (joined) warnings[warnings.indexOf(joined)] = warning
      else warnings.push(warning)
    })
    summaries.push({
      week: mondayOf(week),
      judged: tested,
      cannotJudge: rises.length - tested,
      naive: rises.filter((rise) => rise.plain.method !== 'cannot-judge' && rise.plain.alarm).length,
      corrected,
      explained,
    })
  }
  return { warnings, summaries }
}

function riseWarning(
  area: AreaSeries,
  rise: Rise,
  verdict: Exclude<RiseVerdict, 'none'>,
  at: { week: number; q: number; tested: number; calendar: readonly (EffortEvent & { note?: string })[] },
  joined: Warning | undefined,
  settings: RiseSettings,
): Warning {
  const judged = rise.adjusted.method === 'cannot-judge' ? rise.plain : rise.adjusted
  if (judged.method === 'cannot-judge') throw new RangeError('a week that cannot be judged is no warning')
  const firstWeek = joined?.firstWeek ?? mondayOf(at.week)
  const calendar = at.calendar.map((event) => event.note || event.kind)
  return {
    id: joined?.id ?? warningId('rise', area.layer, area.cell, '', firstWeek),
    kind: 'rise',
    layer: area.layer,
    cell: area.cell,
    place: area.place,
    country: area.country,
    fromCell: '',
    fromPlace: '',
    pattern: '',
    firstWeek,
    lastWeek: mondayOf(at.week),
    warnedOn: joined?.warnedOn ?? sundayOf(at.week),
    expiresOn: addDays(sundayOf(at.week), settings.expireDays),
    observed: judged.observed,
    expected: judged.expected,
    bound: judged.bound,
    p: rise.p ?? judged.p,
    q: at.q,
    method: judged.method,
    effort: rise.effort,
    verdict: joined?.verdict ?? verdict,
    reasons: explainRise(rise, verdict, {
      ...at,
      layer: area.layer,
      place: area.place || area.cell,
      calendar,
    }),
  }
}

/** An arrival as a warning; it lives as long as the pattern posts there, and four weeks more. */
export function arrivalWarning(
  arrival: Arrival,
  placeOf: (cell: string) => { place: string; country: string },
  expireDays: number,
): Warning {
  const here = placeOf(arrival.cell)
  const firstWeek = mondayOf(weekIndex(arrival.firstDay))
  return {
    id: warningId('arrival', 'patterns', arrival.cell, arrival.pattern, firstWeek),
    kind: 'arrival',
    layer: 'patterns',
    cell: arrival.cell,
    place: here.place,
    country: here.country,
    fromCell: arrival.fromCell,
    fromPlace: arrival.fromCell === '' ? '' : placeOf(arrival.fromCell).place,
    pattern: arrival.pattern,
    firstWeek,
    lastWeek: mondayOf(weekIndex(arrival.lastDay)),
    warnedOn: arrival.warnedOn,
    expiresOn: addDays(arrival.lastDay, expireDays),
    observed: arrival.observed,
    expected: arrival.expected,
    bound: arrival.expected,
    p: arrival.p,
    q: arrival.q,
    method: 'pattern-arrival',
    effort: 1,
    verdict: 'beyond-awareness',
    reasons: [...arrival.reasons, reason('method.pattern-arrival')],
  }
}

function warningId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)
}
