import { z } from 'zod'
import { PlainDate } from '#model'

/** The parts of what a person sees of their own record; each can be hidden where showing it is not safe. */
export const VIEW_PARTS = ['known', 'rights', 'consents', 'plan', 'dates', 'looks'] as const
export const ViewPart = z.enum(VIEW_PARTS)
export type ViewPart = z.infer<typeof ViewPart>

/** What the person asked about their record. `answer` null: nobody has answered yet. */
export const PersonRequest = z.object({
  id: z.string(),
  kind: z.enum(['ask', 'correct', 'object']),
  text: z.string(),
  madeAt: z.string().describe('To the hour'),
  answerBy: PlainDate,
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
})
export type PersonRequest = z.infer<typeof PersonRequest>

/** For the case worker: whether the person has a code, what is hidden from it, what they asked. */
export const PersonView = z.object({
  codeGivenAt: z.string().nullable(),
  hidden: z.array(ViewPart),
  requests: z.array(PersonRequest),
})
export type PersonView = z.infer<typeof PersonView>

/** Within how many days a person's question about their own record is answered. */
export const PERSON_ANSWER_DAYS = 7
