import { Temporal } from 'temporal-polyfill'
import type { PlainDate } from '#model'
import type { Calendar } from './catalogue/calendar.ts'
import type { Deadline } from './catalogue/right.ts'
import { holidayOn, holidaysKnown } from './holidays.ts'

/** What the count leaves out, or what a person must look at. */
export type Caution =
  | 'holidays_not_known'
  | 'holidays_incomplete'
  | 'holidays_draft'
  | 'ends_on_day_of_rest'
  | 'several_zones'
  | 'zone_not_known'
  | 'still_suspended'

export type ComputedDeadline = {
  length: number
  unit: Deadline['unit']
  calendar: 'calendar' | 'working'
  /** The event it runs from, and its day if it has happened and is known. */
  from: string
  fromDay: PlainDate | null
  /** The last day; null while the event's day is not known, or while the clock stands still. */
  day: PlainDate | null
  /** The moment the last day ends where the law is, as an instant in UTC; where it has several zones, in the capital’s. */
  until: string | null
  zone: string | null
  /** Holidays that were not counted. */
  skipped: { day: PlainDate; name: string }[]
  /** The day it would have ended, had it not been a day of rest. */
  movedFrom: PlainDate | null
  /** Days on which the clock stood still. */
  pausedDays: number
  /** The law gives at least this long. */
  minimum: boolean
  personActs: boolean
  cautions: Caution[]
  /** The act that names days of rest and holidays, as the catalogue has it; null: no calendar is known. */
  countedBy: { law: string; confidence: Calendar['confidence'] } | null
  /** The same in English words; null when there is none. */
  caution: string | null
}

/** Where no calendar is known: the days of rest alone. */
export type RestDays = { rest: readonly number[] }

/** A time in which the clock stands still: both days included; without `to` it still does. */
export type Pause = { from: PlainDate; to?: PlainDate | undefined }

const words: Record<Caution, string> = {
  holidays_not_known:
    'Public holidays are not known for these days and were not counted out; check the local calendar.',
  holidays_incomplete:
    'Some public holidays are not in the list (of a region, or by the moon); check the local calendar.',
  holidays_draft: 'The list of public holidays was not checked against a text.',
  ends_on_day_of_rest: 'It ends on a day of rest; whether it then ends later is not recorded here.',
  several_zones: 'The country has several time zones; the end of the day is that of the capital.',
  zone_not_known: 'The time zone is not known.',
  still_suspended: 'The clock stands still; the last day is not known before it runs again.',
}

/**
 * Counts a deadline. The day of the event is not counted (Regulation (EEC, Euratom) 1182/71 art. 3(1) and the common
 * rule elsewhere); months and years end on the same day of the month, or its last; working days skip days of rest and
 * the public holidays the catalogue knows; a pause stops the clock, its days are counted out. Hours run from the
 * beginning of the event's day where only the day is known: the earliest end there can be. `fromDay` may be an instant
 * with an offset; then its day is the day it was in the country.
 */
export function computeDeadline(
  deadline: Deadline,
  from: string | undefined,
  counting: Calendar | RestDays,
  pauses: readonly Pause[] = [],
): ComputedDeadline {
  const calendar = 'zones' in counting ? counting : undefined
  const working = deadline.unit === 'working days'
  const zone = calendar?.zones[0] ?? null
  const start = from === undefined ? undefined : startOf(from, zone ?? 'UTC')
  const counted = start && count(deadline, start, counting, pauses)
  const cautions = counted ? cautionsOf(deadline, start.day, counted, calendar) : []
  return {
    length: deadline.length,
    unit: deadline.unit,
    calendar: working ? 'working' : 'calendar',
    from: deadline.from,
    fromDay: start?.day.toString() ?? null,
    day: counted?.day?.toString() ?? null,
    until: counted?.until?.toInstant().toString() ?? null,
    zone,
    skipped: counted?.skipped ?? [],
    movedFrom: counted?.movedFrom?.toString() ?? null,
    pausedDays: counted?.pausedDays ?? 0,
    minimum: deadline.minimum,
    personActs: deadline.personActs,
    cautions,
    countedBy: calendar ? { law: calendar.law, confidence: calendar.confidence } : null,
    caution: cautions.length === 0 ? null : cautions.map((one) => words[one]).join(' '),
  }
}

type Start = { day: Temporal.PlainDate; moment: Temporal.ZonedDateTime }

function startOf(from: string, zone: string): Start {
  if (/^\d{4}-\d\d-\d\d$/.test(from)) {
    const day = Temporal.PlainDate.from(from)
    return { day, moment: day.toZonedDateTime(zone) }
  }
  const moment = Temporal.Instant.from(from).toZonedDateTimeISO(zone)
  return { day: moment.toPlainDate(), moment }
}

type Counted = {
  day: Temporal.PlainDate | undefined
  until: Temporal.ZonedDateTime | undefined
  skipped: { day: string; name: string }[]
  movedFrom: Temporal.PlainDate | undefined
  pausedDays: number
  restsAtEnd: boolean
}

function count(
  deadline: Deadline,
  start: Start,
  counting: Calendar | RestDays,
  pauses: readonly Pause[],
): Counted {
  const calendar = 'zones' in counting ? counting : undefined
  const { rest } = counting
  const zone = calendar?.zones[0] ?? 'UTC'
  const skipped: Counted['skipped'] = []
  const holiday = (day: Temporal.PlainDate): string | undefined => calendar && holidayOn(calendar, day)
  const free = (day: Temporal.PlainDate): boolean =>
    rest.includes(day.dayOfWeek) || holiday(day) !== undefined
  const open = { day: undefined, until: undefined, skipped, movedFrom: undefined, restsAtEnd: false }
  if (deadline.unit === 'hours') {
    const until = start.moment.add({ hours: deadline.length })
    return { ...open, day: until.toPlainDate(), until, pausedDays: 0 }
  }
  const paused = (day: Temporal.PlainDate): boolean => pauseOn(pauses, day.toString()) !== undefined
  let day = start.day
  let pausedDays = 0
  // days, months and years have one last day; a pause then pushes it on by each of its days that lay before
  const plain =
    deadline.unit === 'working days' ? undefined : start.day.add({ [deadline.unit]: deadline.length })
  for (let left = plain ? start.day.until(plain).days : deadline.length; left > 0;) {
    day = day.add({ days: 1 })
    const pause = pauseOn(pauses, day.toString())
    if (pause && pause.to === undefined) return { ...open, pausedDays }
    if (pause) pausedDays++
    else if (plain) left--
    else if (rest.includes(day.dayOfWeek)) continue
    else {
      const name = holiday(day)
      if (name === undefined) left--
      else skipped.push({ day: day.toString(), name })
    }
  }
  let movedFrom: Temporal.PlainDate | undefined
  if (deadline.atRest === 'next' && free(day)) {
    movedFrom = day
    while (free(day) || paused(day)) day = day.add({ days: 1 })
  } else if (deadline.atRest === 'previous' && free(day)) {
    movedFrom = day
    while (free(day)) day = day.subtract({ days: 1 })
  }
  const until = day.add({ days: 1 }).toZonedDateTime(zone)
  const restsAtEnd = deadline.atRest === 'not recorded' && free(day)
  return { day, until, skipped, movedFrom, pausedDays, restsAtEnd }
}

function pauseOn(pauses: readonly Pause[], day: string): Pause | undefined {
  const found = pauses.filter((one) => one.from <= day && (one.to === undefined || day <= one.to))
  return found.find((one) => one.to === undefined) ?? found[0]
}

function cautionsOf(
  deadline: Deadline,
  from: Temporal.PlainDate,
  counted: Counted,
  calendar: Calendar | undefined,
): Caution[] {
  const found: Caution[] = []
  if (!counted.day) return ['still_suspended']
  const asksHolidays =
    deadline.unit === 'working days' || deadline.atRest === 'next' || deadline.atRest === 'previous'
  if (asksHolidays) {
    const known = calendar && holidaysKnown(calendar, from.year) && holidaysKnown(calendar, counted.day.year)
    if (!known) found.push('holidays_not_known')
    else {
      if (calendar.missing.length > 0) found.push('holidays_incomplete')
      if (calendar.confidence === 'draft') found.push('holidays_draft')
    }
  }
  if (counted.restsAtEnd) found.push('ends_on_day_of_rest')
  if (!calendar) found.push('zone_not_known')
  else if (calendar.zones.length > 1) found.push('several_zones')
  return found
}

/** The day an instant fell on, where the law is. */
export function dayIn(zone: string, instant: string): PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
}
