import { PlainDate } from '#model'
import { BadInput } from '#platform/errors'

/** A day that somebody in a case can mean: not a slip of the hand in the year. */
export const CaseDay = PlainDate.refine((day) => day >= '1900-01-01' && day <= '2199-12-31', {
  message: 'expected a day between 1900 and 2199',
})

/** Throws `BadInput` for a day that is over, or more than so many years away. */
export function requireComing(field: string, day: PlainDate, today: PlainDate, mostYears: number): void {
  const last = inYears(today, mostYears)
  if (today <= day && day <= last) return
  throw new BadInput(`${field}: found ${day}, expected a day from today to ${last}`, { field })
}

/** Throws `BadInput` for a day to come, or more than so many years ago. */
export function requirePast(field: string, day: PlainDate, today: PlainDate, mostYears: number): void {
  const first = inYears(today, -mostYears)
  if (first <= day && day <= today) return
  throw new BadInput(`${field}: found ${day}, expected a day from ${first} to today`, { field })
}

function inYears(day: PlainDate, years: number): PlainDate {
  return `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`
}
