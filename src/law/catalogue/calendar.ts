import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { Confidence, Source } from './provision.ts'

const DayOfYear = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected a day of the year, MM-DD')

/** One public holiday: a day of the year, days from Easter, a weekday on or after a day of the year, or one day only. */
export const Holiday = z.strictObject({
  name: z.string().min(1),
  on: DayOfYear.optional(),
  /** Days after Easter Sunday; before it: negative. */
  easter: z.number().int().min(-60).max(70).optional(),
  /** The first such weekday (Monday 1 to Sunday 7) on or after a day of the year. */
  weekday: z.strictObject({ day: z.number().int().min(1).max(7), onOrAfter: DayOfYear }).optional(),
  day: PlainDate.optional(),
  /** First and last day on which it was a holiday. */
  since: PlainDate.optional(),
  until: PlainDate.optional(),
  /** Which day is free when it falls on a day of rest. */
  observed: z.enum(['stays', 'next_working', 'nearest', 'sunday_to_monday']).default('stays'),
})
export type Holiday = z.infer<typeof Holiday>

/** How a country counts days, as far as the catalogue knows. */
export const Calendar = z.strictObject({
  /** IANA time zones, the capital’s first. */
  zones: z.array(z.string().min(1)).min(1),
  /** The act that names the holidays. */
  law: z.string().min(1),
  /** Weekdays on which offices rest, Monday 1 to Sunday 7. */
  rest: z.array(z.number().int().min(1).max(7)).default([6, 7]),
  easter: z.enum(['western', 'orthodox']).default('western'),
  holidays: z.array(Holiday).default([]),
  /** The years for which the list was made; outside them no holiday is counted out, and the answer says so. */
  years: z.strictObject({ from: z.number().int(), to: z.number().int() }).optional(),
  /** What the list leaves out: feasts by the moon, holidays of a region. */
  missing: z.array(z.string().min(1)).default([]),
  source: z.string().min(1),
  confidence: Confidence,
})
export type Calendar = z.infer<typeof Calendar>

export const Calendars = z.strictObject({
  recorded: PlainDate,
  sources: z.record(z.string(), Source),
  calendars: z.record(Alpha3, Calendar),
})
export type Calendars = z.infer<typeof Calendars>
