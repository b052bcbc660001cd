import { z } from 'zod'
import { PlainDate } from '#model'
import { Demand } from '../desk/demand.ts'

/** Said, or one of three ways of not saying: nobody is asked twice, and nobody asked is not 'no'. */
function answer<Value extends z.ZodType>(value: Value) {
  return z.union([value, z.enum(['unknown', 'declined', 'not_asked'])])
}

export const Safe = answer(z.enum(['yes', 'no', 'not_sure']))
export const YesNo = answer(z.enum(['yes', 'no']))
export type YesNo = z.infer<typeof YesNo>

/** The signs a reporter may tick: the ILO's eleven indicators, asked in plain words. */
export const SIGNS = [
  'abuse_of_vulnerability',
  'deception',
  'restriction_of_movement',
  'isolation',
  'physical_and_sexual_violence',
  'intimidation_and_threats',
  'retention_of_identity_documents',
  'withholding_of_wages',
  'debt_bondage',
  'abusive_working_and_living_conditions',
  'excessive_overtime',
] as const

/** Who may know of the report, each for itself: what is not said yes to is not done. */
export const SHARING = ['police', 'labour_inspection', 'lawyer', 'statistics'] as const
export type Sharing = (typeof SHARING)[number]

const text = (most: number) => z.string().trim().max(most)

/** The typed answers a browser seals before they leave it. */
export const SEALED_IN_BROWSER = ['story', 'place', 'contact.how', 'contact.whenSafe'] as const
export type SealedInBrowser = (typeof SEALED_IN_BROWSER)[number]

/** Which door key a box is sealed to, and the box in base64: room for the longest story in any script. */
export const SealedWords = z
  .string()
  .regex(/^[0-9a-f-]{36}:[A-Za-z0-9+/]+={0,2}$/)
  .max(120_000)

/** What a reporter tells. Everything may be left out. */
export const Report = z.object({
  safe: Safe.default('not_asked').describe('Are you safe now?'),
  about: answer(z.enum(['me', 'someone_else'])).default('not_asked'),
  child: YesNo.default('not_asked').describe('Is anyone under 18 involved?'),
  story: text(20_000).default(''),
  signs: z.array(z.enum(SIGNS)).max(SIGNS.length).default([]),
  place: text(500).default('').describe('Where, as much as the reporter wants to say'),
  since: answer(z.enum(['now', 'this_week', 'this_month', 'earlier'])).default('not_asked'),
  contact: z
    .object({
      wanted: answer(z.enum(['only_here', 'yes', 'no'])).default('not_asked'),
      how: text(300).default(''),
      whenSafe: text(300).default(''),
    })
    .default({ wanted: 'not_asked', how: '', whenSafe: '' }),
  share: z.partialRecord(z.enum(SHARING), z.boolean()).default({}),
  /** Typed words that were sealed in the reporter's browser, by where they go; until a recipient opens them. */
  sealed: z.partialRecord(z.enum(SEALED_IN_BROWSER), SealedWords).default({}),
})
export type Report = z.infer<typeof Report>

export const Channel = z.enum(['web', 'phone', 'walk_in', 'partner', 'text'])
export type Channel = z.infer<typeof Channel>

export const ReportStatus = z.enum(['new', 'read', 'in_case', 'closed'])
export type ReportStatus = z.infer<typeof ReportStatus>

export type ReportDanger = 'immediate' | 'possible' | 'none' | 'unknown'

/** The report with a typed answer in its place. */
export function withWords(report: Report, path: SealedInBrowser, words: string): Report {
  if (path === 'contact.how') return { ...report, contact: { ...report.contact, how: words } }
  if (path === 'contact.whenSafe') return { ...report, contact: { ...report.contact, whenSafe: words } }
  return { ...report, [path]: words }
}

const VIOLENT = new Set([
  'physical_and_sexual_violence',
  'intimidation_and_threats',
  'restriction_of_movement',
])

/** How pressing a report is, and why in keys a screen can word: it orders the inbox and decides nothing. */
export function dangerOf(report: Report): { danger: ReportDanger; because: string[] } {
  const because = [
    ...(report.safe === 'no' ? ['not_safe_now'] : []),
    ...(report.safe === 'not_sure' ? ['not_sure_safe'] : []),
    ...(report.child === 'yes' ? ['child'] : []),
    ...report.signs.filter((sign) => VIOLENT.has(sign)),
    ...(report.since === 'now' ? ['happening_now'] : []),
  ]
  const violent = report.signs.some((sign) => VIOLENT.has(sign))
  if (report.safe === 'no' || (violent && report.since === 'now')) return { danger: 'immediate', because }
  if (because.length > 0) return { danger: 'possible', because }
  return { danger: report.safe === 'yes' ? 'none' : 'unknown', because }
}

/** When the team answers at the latest, by danger: said to the reporter before they leave. */
export const ANSWER_WITHIN_DAYS: Readonly<Record<ReportDanger, number>> = {
  immediate: 1,
  possible: 2,
  unknown: 3,
  none: 5,
}

export const ReportSummary = z.object({
  id: z.string(),
  channel: Channel,
  status: ReportStatus,
  danger: z.enum(['immediate', 'possible', 'none', 'unknown']),
  because: z.array(z.string()),
  child: z.string(),
  language: z.string(),
  receivedAt: z.string().describe('To the hour: a finer time could give a reporter away'),
  answerBy: PlainDate,
  place: z.string(),
  contact: z.enum(['only_here', 'yes', 'no', 'unknown', 'declined', 'not_asked']),
  unread: z.int().describe('Messages of the reporter that nobody has read'),
  caseCode: z.string().nullable(),
  locked: z
    .boolean()
    .describe('Sealed to recipients, and not unlocked in this session: what was told is not in this answer'),
  responsible: z.string().nullable().describe('Which colleague sees to it'),
  demands: z
    .array(Demand)
    .describe('What the law and the protocol ask for by when: the earliest that is not done first'),
})
export type ReportSummary = z.infer<typeof ReportSummary>

export const Message = z.object({
  id: z.string(),
  from: z.enum(['reporter', 'team']),
  text: z.string(),
  at: z.string(),
  read: z.boolean(),
  sealed: z
    .boolean()
    .default(false)
    .describe('Sealed in the reporter’s browser and not opened by the team yet'),
})
export type Message = z.infer<typeof Message>

export const ReportDetail = ReportSummary.extend({ report: Report, messages: z.array(Message) })
export type ReportDetail = z.infer<typeof ReportDetail>
