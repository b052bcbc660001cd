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
  const birthday = today > on ? 1 : 0
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
