import { z } from 'zod'
import { PlainDate } from '#model'
import { CaseDay } from '../record/days.ts'

export const NOTE_KINDS = ['session', 'health', 'psychological', 'legal_advice'] as const

/** What was told to a profession and stays with it. */
export const ProfessionalNote = z.object({
  id: z.string(),
  personId: z.string(),
  profession: z.string(),
  kind: z.enum(NOTE_KINDS),
  onDay: PlainDate,
  text: z.string(),
  author: z.string(),
  madeAt: z.string(),
})
export type ProfessionalNote = z.infer<typeof ProfessionalNote>

export const NewProfessionalNote = z.object({
  id: z.uuid().optional().describe('Chosen with the form: sent twice, it is one note'),
  personId: z.uuid(),
  kind: z.enum(NOTE_KINDS),
  onDay: CaseDay,
  text: z.string().trim().min(1).max(50_000),
})
export type NewProfessionalNote = z.infer<typeof NewProfessionalNote>
