import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { Offence } from './offence.ts'
import { Instrument, Provision, Source } from './provision.ts'
import { Absence, Right } from './right.ts'

/** One country's law as far as this catalogue knows it: one file. */
export const Jurisdiction = z.strictObject({
  id: Alpha3,
  name: z.string().min(1),
  /** Made up, for the demonstration; listed only when asked for. */
  invented: z.boolean().default(false),
  legalSystem: z.string().min(1),
  recorded: PlainDate,
  /** Weekdays on which offices rest, Monday 1 to Sunday 7. */
  rest: z.array(z.number().int().min(1).max(7)).default([6, 7]),
  instruments: z.array(Instrument).min(1),
  sources: z.record(z.string(), Source),
  provisions: z.array(Provision).min(1),
  offences: z.array(Offence).min(1),
  rights: z.array(Right).default([]),
  absences: z.array(Absence).default([]),
  /** What misleads a reader of this law. */
  traps: z.array(z.string().min(1)).default([]),
})
export type Jurisdiction = z.infer<typeof Jurisdiction>
