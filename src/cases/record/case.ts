import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'

/** A case's code, as people say it: `heron-4821`. */
export const CaseCode = z.string().regex(/^[a-z]+-\d{4,6}$/, 'expected a case code such as heron-4821')
export type CaseCode = z.infer<typeof CaseCode>

export const Danger = z.enum(['immediate', 'possible', 'none', 'unknown'])
export type Danger = z.infer<typeof Danger>

/** Whether the person is under 18. `declined`: they rather would not say. Nobody asked is not 'no'. */
export const ChildAnswer = z.enum(['yes', 'no', 'unknown', 'declined', 'not_asked'])
export type ChildAnswer = z.infer<typeof ChildAnswer>

/** What the law is asked with: facts of its vocabulary, by path; null or absent is unknown. */
export const CaseFacts = z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.null()]))
export type CaseFacts = z.infer<typeof CaseFacts>

export const CaseSummary = z.object({
  code: CaseCode,
  status: z.enum(['open', 'closed']),
  danger: Danger,
  origin: z.enum(['report', 'lead', 'direct']),
  jurisdiction: Alpha3,
  openedAt: z.string(),
  people: z.array(z.object({ codeName: z.string(), child: ChildAnswer })),
  nextDeadline: PlainDate.nullable().describe('The nearest deadline of a right that is not done'),
  assignedToMe: z.boolean(),
})
export type CaseSummary = z.infer<typeof CaseSummary>

export const OpenCase = z
  .object({
    jurisdiction: Alpha3,
    danger: Danger.default('unknown'),
    child: ChildAnswer.default('not_asked'),
    nationality: Alpha3.nullable().default(null),
    origin: z.enum(['report', 'lead', 'direct']).default('direct'),
    originId: z.uuid().nullable().default(null).describe('The report or lead it comes from'),
    facts: CaseFacts.default({}),
  })
  .refine(({ origin, originId }) => (origin === 'direct') === (originId === null), {
    message: 'expected the id of the report or lead it comes from, and none for a direct one',
    path: ['originId'],
  })
export type OpenCase = z.infer<typeof OpenCase>

/** What names a person: kept sealed, shown for a reason that goes on record. All of it may stay empty. */
export const Identity = z.object({
  name: z.string().max(10_000).optional(),
  otherNames: z.array(z.string().max(10_000)).max(20).optional(),
  birthDate: PlainDate.optional(),
  phone: z.string().max(100).optional(),
  document: z.string().max(200).optional(),
  safeToContact: z.string().max(1_000).optional().describe('How and when contact is safe, in their words'),
})
export type Identity = z.infer<typeof Identity>

/** One line of a case's time line: what happened, by whom; codes and numbers, no testimony. */
export const CaseEvent = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  kind: z
    .string()
    .describe(
      'opened, joined_lead, screened, decided, facts_changed, right_done, identity_changed, consent_given, consent_withdrawn, note, closed, law_asked, law_changed',
    ),
  facts: z.record(z.string(), z.unknown()),
  note: z.string().nullable(),
})
export type CaseEvent = z.infer<typeof CaseEvent>
