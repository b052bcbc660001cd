import { z } from 'zod'
import { PlainDate } from '#model'

export const CONSENT_PURPOSES = [
  'referral',
  'shelter',
  'legal_help',
  'medical_help',
  'police_report',
  'statistics',
] as const
export const ConsentPurpose = z.enum(CONSENT_PURPOSES)
export type ConsentPurpose = z.infer<typeof ConsentPurpose>

/** What a consent can speak of: each is a part of a copy, and none leaves without being named. */
export const CopyField = z.enum([
  'code_name',
  'name',
  'contact',
  'age',
  'nationality',
  'needs',
  'screening',
  'rights',
])
export type CopyField = z.infer<typeof CopyField>

/** Fields that name a person: whoever passes them on must be assigned to the case. */
export const NAMING: readonly CopyField[] = ['name', 'contact']

/** For what, to whom, which fields, until when. Withdrawn, it stays on record as withdrawn. */
export const Consent = z.object({
  id: z.string(),
  personId: z.string(),
  purpose: ConsentPurpose,
  partnerId: z.string().nullable().describe('The partner of the directory it is given to'),
  recipient: z.string().describe('The partner’s name, or whom else the person named'),
  fields: z.array(z.string()),
  expiresOn: PlainDate.nullable(),
  givenAt: z.string(),
  withdrawnAt: z.string().nullable(),
  state: z.enum(['in_force', 'expired', 'withdrawn']),
  copies: z
    .object({ given: z.int(), recalled: z.int(), confirmed: z.int() })
    .describe('Copies given under it; taken back; and said by the partner to be deleted'),
})
export type Consent = z.infer<typeof Consent>

export const NewConsent = z
  .object({
    id: z.uuid().optional(),
    personId: z.uuid(),
    purpose: ConsentPurpose,
    partnerId: z.uuid().nullable().default(null),
    recipient: z.string().trim().min(1).max(300).nullable().default(null).describe('Whom else; kept sealed'),
    fields: z.array(CopyField).min(1).max(8),
    expiresOn: PlainDate.nullable().default(null),
  })
  .refine(({ partnerId, recipient }) => (partnerId === null) !== (recipient === null), {
    message: 'expected either a partner of the directory or a recipient’s name',
    path: ['recipient'],
  })
export type NewConsent = z.infer<typeof NewConsent>

/** How a consent stands on a day; its last day is a day on which it holds. */
export function consentState(
  { withdrawnAt, expiresOn }: { withdrawnAt: unknown; expiresOn: string | null },
  today: string,
): Consent['state'] {
  if (withdrawnAt !== null) return 'withdrawn'
  return expiresOn !== null && expiresOn < today ? 'expired' : 'in_force'
}
