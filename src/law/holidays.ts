import { Temporal } from 'temporal-polyfill'
import type { Calendar, Holiday } from './catalogue/calendar.ts'

/**
 * Easter Sunday. Western: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8). Orthodox: Meeus's
 * Julian algorithm, moved to the Gregorian calendar (13 days, right from 1900 to 2099).
 */
export function easterSunday(year: number, church: 'western' | 'orthodox'): Temporal.PlainDate {
  if (church === 'orthodox') {
    const d = (19 * (year % 19) + 15) % 30
    const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    const sum = d + e + 114
    return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 }).add({
      days: 13,
    })
  }
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [Math.floor(c / 4), c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 })
}

function dayOf(holiday: Holiday, year: number, calendar: Calendar): Temporal.PlainDate | undefined {
  if (holiday.day !== undefined) {
    const day = Temporal.PlainDate.from(holiday.day)
    return day.year === year ? day : undefined
  }
  if (holiday.on !== undefined) return dayOfYear(holiday.on, year)
  if (holiday.easter !== undefined) return easterSunday(year, calendar.easter).add({ days: holiday.easter })
  const { day, onOrAfter } = holiday.weekday!
  const first = dayOfYear(onOrAfter, year)
  return first?.add({ days: (day - first.dayOfWeek + 7) % 7 })
}

/** Undefined for 29 February outside leap years. */
function dayOfYear(text: string, year: number): Temporal.PlainDate | undefined {
  const [month, day] = text.split('-').map(Number) as [number, number]
  if (month === 2 && day === 29 && !Temporal.PlainDate.from({ year, month: 1, day: 1 }).inLeapYear)
    return undefined
  return Temporal.PlainDate.from({ year, month, day })
}

const made = new WeakMap<Calendar, Map<number, Map<string, string>>>()

/** The holidays of a year, day → name, on the days on which they are observed. */
function holidaysOf(calendar: Calendar, year: number): Map<string, string> {
  let years = made.get(calendar)
  if (!years) made.set(calendar, (years = new Map()))
  const known = years.get(year)
  if (known) return known
  const found = new Map<string, string>()
  years.set(year, found)
  const dated = calendar.holidays.flatMap((holiday) => {
    const day = dayOf(holiday, year, calendar)
    const text = day?.toString()
    const held =
      text !== undefined &&
      (holiday.since === undefined || text >= holiday.since) &&
      (holiday.until === undefined || text <= holiday.until)
    return held ? [{ holiday, day: day! }] : []
  })
  dated.sort((a, b) => Temporal.PlainDate.compare(a.day, b.day))
  for (const { holiday, day } of dated) found.set(day.toString(), holiday.name)
  for (const { holiday, day } of dated) {
    const observed = observedOn(holiday, day, calendar, found)
    if (observed) found.set(observed.toString(), `${holiday.name} (observed)`)
  }
  return found
}

function observedOn(
  { observed }: Holiday,
  day: Temporal.PlainDate,
  { rest }: Calendar,
  taken: ReadonlyMap<string, string>,
): Temporal.PlainDate | undefined {
  if (observed === 'stays' || !rest.includes(day.dayOfWeek)) return undefined
  if (observed === 'sunday_to_monday' && day.dayOfWeek !== 7) return undefined
  if (observed === 'nearest') return day.dayOfWeek === 6 ? day.subtract({ days: 1 }) : day.add({ days: 1 })
  let next = day.add({ days: 1 })
  while (rest.includes(next.dayOfWeek) || taken.has(next.toString())) next = next.add({ days: 1 })
  return next
}

/** Whether the list of holidays was made for this year. */
export function holidaysKnown(calendar: Calendar, year: number): boolean {
  const { years } = calendar
  return years !== undefined && year >= years.from && year <= years.to
}

/** The holiday of a day, by name; a New Year's Day may be observed on the last day of the year before. */
export function holidayOn(calendar: Calendar, day: Temporal.PlainDate): string | undefined {
  const text = day.toString()
  for (const year of day.month === 12 && day.day === 31 ? [day.year, day.year + 1] : [day.year]) {
    if (!holidaysKnown(calendar, year)) continue
    const name = holidaysOf(calendar, year).get(text)
    if (name !== undefined) return name
  }
  return undefined
}
