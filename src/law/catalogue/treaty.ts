import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { Confidence, dated, Id, Source, Status } from './provision.ts'

/** What a jurisdiction's law must show for an obligation to be met. */
export const Test = z.strictObject({
  /** `offence.means`, `right.privacy`, `penalty.max`, `institution.rapporteur` … */
  about: z.string().regex(/^[a-z_]+(\.[a-z_]+)+$/),
  includes: z.array(z.string().min(1)).optional(),
  equals: z.union([z.boolean(), z.string()]).optional(),
  atLeast: z.number().optional(),
})
export type Test = z.infer<typeof Test>

export const Strength = z.enum([
  'mandatory',
  'mandatory_qualified',
  'shall_consider',
  'shall_endeavour',
  'may',
])

export const Obligation = z.strictObject({
  id: Id,
  article: z.string().min(1),
  kind: z.enum(['criminalisation', 'protection', 'prevention', 'cooperation']),
  strength: Strength,
  topic: z.string().min(1),
  paraphrase: z.string().min(1),
  tests: z.array(Test).min(1),
  status: Status.default('in_force'),
  source: z.string().min(1),
  confidence: Confidence,
  ...dated,
})
export type Obligation = z.infer<typeof Obligation>

export const Treaty = z.strictObject({
  id: Id,
  title: z.string().min(1),
  adopted: PlainDate,
  entryIntoForce: PlainDate,
  /** Days from deposit to being bound. */
  bindsAfterDays: z.number().int().min(0).optional(),
  locator: z.string().min(1).optional(),
  recorded: PlainDate,
  notes: z.array(z.string().min(1)).default([]),
  sources: z.record(z.string(), Source),
  obligations: z.array(Obligation).min(1),
})
export type Treaty = z.infer<typeof Treaty>

/** What a state said when it became a party that takes something of the treaty back, or reads it in its own way. */
export const Reservation = z.strictObject({
  kind: z.enum(['reservation', 'declaration', 'territorial', 'not read']),
  /** The articles it touches, as `6(3)(d)`; none where the text was not read or touches no single one. */
  articles: z
    .array(z.string().regex(/^\d+[a-z]?(\([0-9a-z]+\))*$/, 'expected an article such as 6(3)(d)'))
    .default([]),
  /** Our words. */
  says: z.string().min(1),
  from: PlainDate.optional(),
  until: PlainDate.optional(),
  source: z.string().min(1),
  confidence: Confidence,
})
export type Reservation = z.infer<typeof Reservation>

/** Who is bound by a treaty, or belongs to a group, and since when. */
export const Membership = z.strictObject({
  id: Id,
  title: z.string().min(1),
  recorded: PlainDate,
  notes: z.array(z.string().min(1)).default([]),
  sources: z.record(z.string(), Source),
  /** Whether a state that is not listed is known not to belong. */
  complete: z.boolean(),
  /** The states that may belong at all, for a region's own bodies; any other is known not to. */
  openTo: z.array(Alpha3).optional(),
  states: z.record(
    Alpha3,
    z.strictObject({
      status: z.enum(['party', 'signatory', 'none']),
      signed: PlainDate.optional(),
      /** Deposit or accession: a day, or a year where only that is known. */
      since: z.union([PlainDate, z.string().regex(/^\d{4}$/)]).optional(),
      until: PlainDate.optional(),
      /** Another source has another day. */
      disputed: z.array(z.strictObject({ since: z.string(), source: z.string() })).optional(),
      /** A second source that says the same: with the day, or of the status alone. */
      also: z.array(z.strictObject({ since: PlainDate.optional(), source: z.string().min(1) })).default([]),
      reservations: z.array(Reservation).default([]),
      source: z.string().min(1),
      confidence: Confidence,
    }),
  ),
})
export type Membership = z.infer<typeof Membership>

export const Channel = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  name: z.string().min(1),
  kind: z.enum(['treaty', 'eu', 'regional', 'police', 'financial', 'scheme']),
  /** Both states must belong to one of these. */
  membership: z.array(Id).min(1),
  /** What it can carry. */
  serves: z
    .array(
      z.enum(['evidence', 'extradition', 'information', 'identity', 'return', 'joint', 'money', 'missing']),
    )
    .min(1),
  article: z.string().min(1),
  binding: z.boolean(),
  dualCriminality: z.enum(['required', 'may_refuse', 'not_checked', 'not_needed', 'limited']),
  dualCriminalityNote: z.string().min(1),
  thresholdMonths: z.number().int().min(1).optional(),
  request: z.array(z.string().min(1)).min(1).describe('what the request must contain'),
  use: z.string().min(1).describe('what may be done with what comes back'),
  /** Lower is tried first where several fit. */
  rank: z.number().int().min(1),
  source: z.string().min(1),
  confidence: Confidence,
})
export type Channel = z.infer<typeof Channel>

export const Channels = z.strictObject({
  recorded: PlainDate,
  sources: z.record(z.string(), Source),
  channels: z.array(Channel).min(1),
})
export type Channels = z.infer<typeof Channels>
