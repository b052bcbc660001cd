import { z } from 'zod'
import { Expression } from './expression.ts'
import { dated, Id } from './provision.ts'

/** How far recognition as a victim has gone, in order. */
export const identificationSteps = [
  'none',
  'suspicion',
  'reasonable_grounds',
  'identified',
  'conviction',
] as const
export const IdentificationStep = z.enum(identificationSteps)
export type IdentificationStep = z.infer<typeof IdentificationStep>

/** How long, counted in what, from which event. */
export const Deadline = z.strictObject({
  length: z.number().int().min(1),
  unit: z.enum(['hours', 'days', 'working days', 'months', 'years']),
  from: z.string().min(1).describe('a day fact of the group `events`'),
  /** The law gives at least this long; an authority may give more. */
  minimum: z.boolean().default(false),
  /** It is the person who must act by then (a claim), not the authority. */
  personActs: z.boolean().default(false),
  /** What happens when the last day is one on which offices rest. */
  atRest: z.enum(['stays', 'next', 'previous', 'not recorded']).default('not recorded'),
  /** Times in which the clock stands still: from one day fact to another. */
  suspended: z
    .array(
      z.strictObject({
        what: z.string().min(1),
        from: z.string().min(1).describe('a day fact'),
        to: z.string().min(1).describe('a day fact'),
        cite: Id,
      }),
    )
    .default([]),
})
export type Deadline = z.infer<typeof Deadline>

/** The legal shapes that sparing a victim from punishment takes. */
export const NonPunishmentForm = z.enum([
  'defence',
  'exemption',
  'prosecutor_discretion',
  'prosecution_needs_authorisation',
  'immunity',
  'listed_offences_only',
])

export const Right = z.strictObject({
  id: Id,
  right: z.string().regex(/^[a-z_]+$/),
  cite: Id,
  detail: z.string().default(''),
  /** The step of recognition at which it begins. */
  begins: IdentificationStep.default('none'),
  /** Who it is for; absent: every victim. */
  who: Expression.optional(),
  /** What must also have happened: each is a step somebody can take. */
  conditions: z.array(z.strictObject({ step: z.string().min(1), rule: Expression })).default([]),
  discretionary: z.boolean().default(false),
  responsible: z.string().min(1).optional(),
  deadline: Deadline.optional(),
  /** What ends it, each a rule over facts. */
  breaks: z
    .array(z.strictObject({ what: z.string().min(1), rule: Expression.optional(), cite: Id }))
    .default([]),
  form: NonPunishmentForm.optional(),
  /** It covers only a part of what treaties ask. */
  partial: z.boolean().default(false),
  /** It takes protection away. */
  negative: z.boolean().default(false),
  ...dated,
})
export type Right = z.infer<typeof Right>

/** A right the text was searched for and does not give: absence we can speak of, unlike mere silence. */
export const Absence = z.strictObject({
  right: z.string().regex(/^[a-z_]+$/),
  cite: Id,
  note: z.string().min(1),
  ...dated,
})
export type Absence = z.infer<typeof Absence>
