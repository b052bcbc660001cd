import { z } from 'zod'
import { PlainDate } from '#model'
import { CaseCode } from '../record/case.ts'

/** A deadline that was missed: when that became known, to whom, and what was done about it. Never taken back. */
export const Breach = z.object({
  id: z.string(),
  code: CaseCode,
  key: z.string(),
  kind: z.string(),
  deadline: PlainDate,
  responsible: z.string().nullable(),
  personActs: z.boolean(),
  knownAt: z.string(),
  knownBy: z.string().describe('Who noticed: a colleague, or the clock itself'),
  response: z.string().nullable(),
  respondedAt: z.string().nullable(),
  respondedBy: z.string().nullable(),
})
export type Breach = z.infer<typeof Breach>
