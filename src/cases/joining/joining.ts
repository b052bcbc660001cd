import { z } from 'zod'

/** How long somebody who went in because it could not wait may stay without another's word: a shift. */
export const EMERGENCY_HOURS = 8

export const JoiningState = z.enum([
  'asked',
  'approved',
  'declined',
  'to_review',
  'justified',
  'not_justified',
])
export type JoiningState = z.infer<typeof JoiningState>

/** Somebody who wants to work on a case, or went in because it could not wait. */
export const Joining = z.object({
  id: z.string(),
  userId: z.string(),
  state: JoiningState,
  reason: z.string(),
  askedAt: z.string(),
  until: z
    .string()
    .nullable()
    .describe('Until when an emergency opens the case; null for who asks and waits'),
  answeredBy: z.string().nullable(),
})
export type Joining = z.infer<typeof Joining>

export const NewJoining = z.object({
  id: z.uuid().optional().describe('Chosen with the form: sent twice, it is there once'),
  reason: z.string().trim().min(5).max(500).describe('Why; an emergency is judged by it afterwards'),
  emergency: z
    .boolean()
    .default(false)
    .describe('Go in at once, for some hours; another looks at it afterwards'),
})
export type NewJoining = z.infer<typeof NewJoining>

/** What may be said to a request in each state. */
export const answersTo: Partial<Record<JoiningState, readonly JoiningState[]>> = {
  asked: ['approved', 'declined'],
  to_review: ['justified', 'not_justified'],
}
