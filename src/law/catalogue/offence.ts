import { z } from 'zod'
import { Expression } from './expression.ts'
import { dated, Id } from './provision.ts'

/** A term of imprisonment as a lawyer writes it. */
export const Term = z
  .string()
  .regex(
    /^(\d+ (years?|months?)|life|none|not stated)$/,
    "expected '4 years', '6 months', 'life', 'none' or 'not stated'",
  )
export type Term = z.infer<typeof Term>

/** The term in months; `life` and `not stated` have none. */
export function monthsOf(term: Term): number | null {
  if (term === 'none') return 0
  const [count, unit] = term.split(' ')
  if (term === 'life' || term === 'not stated') return null
  return Number(count) * (unit!.startsWith('year') ? 12 : 1)
}

export const Element = z.strictObject({
  id: z.enum(['act', 'means', 'purpose', 'victim', 'mental', 'movement', 'other']),
  cite: Id,
  /** What must be shown; absent: the law asks for nothing here, and says so by this very entry. */
  rule: Expression.optional(),
  /** Nothing need be shown here when this holds: the child exception. */
  notRequiredIf: Expression.optional(),
  note: z.string().min(1).optional(),
})
export type Element = z.infer<typeof Element>

/** What the victim's consent does. `silent`: the text has no clause. */
export const ConsentEffect = z.enum([
  'irrelevant',
  'irrelevant_if_means',
  'invalid',
  'does_not_preclude',
  'no_defence',
  'silent',
])
export type ConsentEffect = z.infer<typeof ConsentEffect>

const Penalty = z.strictObject({
  least: Term,
  most: Term,
  cite: Id,
  note: z.string().min(1).optional(),
  /** Other ranges of the same offence; the first whose rule holds takes the place of the one above. */
  tiers: z
    .array(z.strictObject({ when: z.string().min(1), rule: Expression, least: Term, most: Term, cite: Id }))
    .default([]),
})

export const Aggravation = z.strictObject({
  when: z.string().min(1),
  /** Absent: not yet written as a rule; a person must look. */
  rule: Expression.optional(),
  least: Term,
  most: Term,
  cite: Id,
  note: z.string().min(1).optional(),
})
export type Aggravation = z.infer<typeof Aggravation>

export const Offence = z.strictObject({
  id: Id,
  section: z.string().min(1),
  title: z.string().min(1),
  kind: z.enum(['trafficking', 'exploitation', 'benefit', 'documents', 'use', 'preparation']),
  elements: z.array(Element).min(1),
  /** Exceptions defeat the elements they name, or another exception; none may defeat itself, however far round. */
  exceptions: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        cite: Id,
        rule: Expression,
        defeats: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  childAge: z.number().int().min(1).max(25),
  consent: z.strictObject({ effect: ConsentEffect, cite: Id, note: z.string().min(1).optional() }),
  penalty: Penalty,
  aggravations: z.array(Aggravation).default([]),
  /** Facts about the offence that gap tests ask for: `attempt: 225-4-7`. */
  features: z
    .record(z.string(), z.strictObject({ cite: Id, note: z.string().min(1).optional() }))
    .default({}),
  limitation: z.strictObject({ cite: Id, text: z.string().min(1) }).optional(),
  notes: z.array(z.string().min(1)).default([]),
  ...dated,
})
export type Offence = z.infer<typeof Offence>
