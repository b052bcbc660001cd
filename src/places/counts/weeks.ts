import { BadInput } from '#platform/errors'

const DAY = 86_400_000
/** Monday 29 December 1969, the Monday of the week that holds 1 January 1970. */
const FIRST_MONDAY = Date.UTC(1969, 11, 29)

/**
 * Weeks run Monday to Sunday and are counted in UTC days, so daylight saving moves nothing and a week 53 is one more
 * week. `weekIndex` numbers them without gaps.
 */
export function weekIndex(day: string): number {
  const time = Date.parse(`${day.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(time)) throw new BadInput(`'${day}': expected a day as YYYY-MM-DD`)
  return Math.floor((time - FIRST_MONDAY) / (7 * DAY))
}

/** The Monday of a numbered week. */
export function mondayOf(week: number): string {
  return new Date(FIRST_MONDAY + week * 7 * DAY).toISOString().slice(0, 10)
}

/** The Sunday of a numbered week: the day on which it is complete. */
export function sundayOf(week: number): string {
  return addDays(mondayOf(week), 6)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The last week that was complete at the end of this day. */
export function lastWholeWeek(day: string): number {
  return weekIndex(addDays(day, 1)) - 1
}

/** The ISO 8601 name of a week, `2026-W53`: the year is that of its Thursday. */
export function isoWeek(week: number): string {
  const thursday = addDays(mondayOf(week), 3)
  const year = thursday.slice(0, 4)
  const first = weekIndex(`${year}-01-04`)
  return `${year}-W${String(week - first + 1).padStart(2, '0')}`
}
