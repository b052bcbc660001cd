import { z } from 'zod'
import { PlainDate } from '#model'
import type { ChildAnswer } from './case.ts'

/** CRC article 1. */
const ADULT = 18
/** By how much an age guessed by looks or from what was told may be wrong, in years, either way. */
const GUESS = 2

/** An age in whole years, as it was told on a day. */
export const ToldAge = z.object({
  years: z.int().min(0).max(120),
  on: PlainDate,
  isEstimate: z.boolean(),
})
export type ToldAge = z.infer<typeof ToldAge>

/** How old the person is today at least and at most, in whole years: a birthday may have come since. */
export function ageToday(
  { years, on, isEstimate }: ToldAge,
  today: PlainDate,
): { least: number; most: number } {
  const passed = fullYears(on, today)
  const margin = isEstimate ? GUESS : 0
  // A year later to the day, everybody of that age had one birthday and no second.
  const birthday = today > on && today.slice(5) !== on.slice(5) ? 1 : 0
  return { least: Math.max(0, years + passed - margin), most: years + passed + birthday + margin }
}

/** Under 18 today: `unknown` where both may be true. */
export function childBy(told: ToldAge, today: PlainDate): Extract<ChildAnswer, 'yes' | 'no' | 'unknown'> {
  const { least, most } = ageToday(told, today)
  if (most < ADULT) return 'yes'
  return least >= ADULT ? 'no' : 'unknown'
}

/** Whole years from one day to another; a birth on 29 February has its day on 1 March. */
export function fullYears(from: PlainDate, to: PlainDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}

/** The day of the 18th birthday; of a birth on 29 February in a year without one, 1 March. */
export function comesOfAge(birthDate: PlainDate): PlainDate {
  const year = String(Number(birthDate.slice(0, 4)) + ADULT).padStart(4, '0')
  const day = `${year}${birthDate.slice(4)}`
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)
}
