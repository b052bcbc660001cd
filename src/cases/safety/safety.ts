import { z } from 'zod'
import { PlainDate } from '#model'
import { CaseDay } from '../record/days.ts'

/** What makes danger more or less likely, as practice names it. Weighed by a person; nothing adds them up. */
export const RISK_FACTORS = [
  'exploiter_free',
  'exploiter_knows_place',
  'exploiter_in_touch',
  'threats_to_person',
  'threats_to_family',
  'violence_before',
  'debt_claimed',
  'papers_held',
  'phone_watched',
  'children_with_them',
  'self_harm',
  'substances',
  'fear_of_removal',
  'lost_contact_before',
] as const
export const RiskAnswer = z.enum(['yes', 'no', 'unknown', 'declined', 'not_asked'])
export const RiskLevel = z.enum(['low', 'raised', 'high', 'immediate'])
export type RiskLevel = z.infer<typeof RiskLevel>

const Factors = z.partialRecord(z.enum(RISK_FACTORS), RiskAnswer)

/** A judgement of a day: the level is a person's, the factors and the reason are what they had before them. */
export const RiskAssessment = z.object({
  id: z.string(),
  personId: z.string(),
  level: RiskLevel,
  factors: Factors,
  reason: z.string(),
  becauseOf: z.string().nullable().describe('The trigger that made somebody look again'),
  nextOn: PlainDate.nullable(),
  assessedAt: z.string(),
  assessedBy: z.string(),
})
export type RiskAssessment = z.infer<typeof RiskAssessment>

export const NewAssessment = z.object({
  id: z.uuid().optional(),
  personId: z.uuid(),
  level: RiskLevel,
  factors: Factors,
  reason: z.string().trim().min(1).max(10_000),
  nextOn: PlainDate.nullable().default(null),
})
export type NewAssessment = z.infer<typeof NewAssessment>

export const Measure = z.object({
  id: z.string(),
  personId: z.string(),
  who: z.enum(['person', 'worker', 'partner', 'police']),
  what: z.string().nullable().describe('Null: it tells of a place and is shown for a reason only'),
  tellsPlace: z.boolean(),
  due: PlainDate.nullable(),
  doneOn: PlainDate.nullable(),
  shownToPerson: z.boolean(),
  version: z.int(),
})
export type Measure = z.infer<typeof Measure>

export const NewMeasure = z.object({
  id: z.uuid().optional(),
  personId: z.uuid(),
  who: Measure.shape.who,
  what: z.string().trim().min(1).max(5_000),
  due: CaseDay.nullable().default(null),
  tellsPlace: z.boolean().default(false),
  shownToPerson: z.boolean().default(false),
})
export type NewMeasure = z.infer<typeof NewMeasure>

export const MeasureChange = z.object({
  version: z.int().min(1),
  doneOn: CaseDay.nullable().optional(),
  due: CaseDay.nullable().optional(),
  shownToPerson: z.boolean().optional(),
})

/** Why somebody looks at a place: on record, and each look asks for the risk to be judged again. */
export const PLACE_REASONS = ['visit_the_person', 'accompany', 'emergency', 'change_the_plan'] as const
