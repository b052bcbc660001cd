import { z } from 'zod'
import { PlainDate, PROFESSIONS } from '#model'
import { CaseDay } from '../record/days.ts'

/** As what somebody takes part. The first four keep secrets of their own; the others share what they know. */
export const PARTICIPANT_PROFESSIONS = [
  ...PROFESSIONS,
  'police_officer',
  'prosecutor',
  'guardian',
  'interpreter',
  'labour_inspector',
  'other',
] as const

export const ConferenceItem = z.object({
  id: z.string(),
  kind: z.enum(['agenda', 'contribution', 'decision', 'action']),
  text: z.string(),
  author: z.string(),
  profession: z.string().nullable(),
  taskId: z.string().nullable(),
  madeAt: z.string(),
})
export type ConferenceItem = z.infer<typeof ConferenceItem>

/** A conference: who takes part as what, and what is shared. Nobody's privileged notes are part of it. */
export const Conference = z.object({
  id: z.string(),
  heldOn: PlainDate,
  state: z.enum(['planned', 'held', 'cancelled']),
  calledBy: z.string(),
  participants: z.array(z.object({ userId: z.string(), profession: z.string() })),
  items: z.array(ConferenceItem),
  version: z.int(),
})
export type Conference = z.infer<typeof Conference>

export const NewParticipant = z.object({ userId: z.uuid(), profession: z.enum(PARTICIPANT_PROFESSIONS) })

export const NewConference = z.object({
  id: z.uuid().optional(),
  heldOn: CaseDay,
  agenda: z.array(z.string().trim().min(1).max(500)).max(30).default([]),
  participants: z.array(NewParticipant).max(30).default([]),
})
export type NewConference = z.infer<typeof NewConference>

export const NewItem = z.object({
  id: z.uuid().optional(),
  kind: ConferenceItem.shape.kind,
  text: z.string().trim().min(1).max(10_000),
  /** An action becomes a task of this owner, due on this day. */
  owner: z.uuid().nullable().default(null),
  due: CaseDay.nullable().default(null),
})
export type NewItem = z.infer<typeof NewItem>
