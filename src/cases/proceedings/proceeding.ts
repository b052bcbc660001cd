import { z } from 'zod'
import { PlainDate } from '#model'
import { CaseDay } from '../record/days.ts'

export const PROCEEDING_KINDS = [
  'complaint',
  'statement',
  'hearing',
  'verdict',
  'compensation_claim',
  'suspect_release',
  'residence_application',
] as const
export const PROCEEDING_OUTCOMES = [
  'pending',
  'convicted',
  'acquitted',
  'discontinued',
  'granted',
  'partly_granted',
  'refused',
  'appealed',
] as const

/** A step before police, a court or an authority. */
export const Proceeding = z.object({
  id: z.string(),
  kind: z.enum(PROCEEDING_KINDS),
  state: z.enum(['planned', 'done', 'put_off', 'dropped']),
  onDay: PlainDate.nullable(),
  outcome: z.enum(PROCEEDING_OUTCOMES).nullable(),
  note: z.string().nullable(),
  version: z.int(),
})
export type Proceeding = z.infer<typeof Proceeding>

export const NewProceeding = z.object({
  id: z.uuid().optional(),
  kind: z.enum(PROCEEDING_KINDS),
  state: Proceeding.shape.state.default('planned'),
  onDay: CaseDay.nullable().default(null),
  outcome: z.enum(PROCEEDING_OUTCOMES).nullable().default(null),
  note: z.string().trim().max(5_000).nullable().default(null),
})
export type NewProceeding = z.infer<typeof NewProceeding>

export const ProceedingChange = z.object({
  version: z.int().min(1),
  state: Proceeding.shape.state.optional(),
  onDay: CaseDay.nullable().optional(),
  outcome: z.enum(PROCEEDING_OUTCOMES).nullable().optional(),
})
export type ProceedingChange = z.infer<typeof ProceedingChange>

/** Which steps make the risk to be judged again before their day. */
export function triggerOf(kind: Proceeding['kind']): 'hearing' | 'suspect_release' | undefined {
  if (kind === 'hearing' || kind === 'verdict') return 'hearing'
  return kind === 'suspect_release' ? 'suspect_release' : undefined
}
