import { z } from 'zod'
import { PlainDate } from '#model'
import { CopyField } from '../consent/consent.ts'
import { Exploitation, LanguageCode, Offer, ResidenceStatus, Sex } from '../placement/need.ts'
import { ChildAnswer } from '../record/case.ts'
import { ServiceType } from '../services/service.ts'

export const ReferralState = z.enum(['asked', 'accepted', 'declined', 'done', 'revoked', 'expired'])
export type ReferralState = z.infer<typeof ReferralState>

/** `account`: the partner reads the copy here. The others: told by people, and not kept a second time. */
export const Channel = z.enum(['account', 'phone', 'in_person', 'secure_mail'])
export type Channel = z.infer<typeof Channel>

/** What a partner, or a worker for it, may make of a referral in each state. */
export const ANSWERS = {
  asked: ['accepted', 'declined'],
  accepted: ['done'],
  declined: [],
  done: [],
  revoked: [],
  expired: [],
} as const satisfies Record<ReferralState, readonly ReferralState[]>

export const RecallReason = z.enum([
  'consent_withdrawn',
  'consent_expired',
  'revoked',
  'declined',
  'expired',
  'erased',
])
export type RecallReason = z.infer<typeof RecallReason>

/** What a partner reads of a person: a part for each field that was agreed to, and nothing else. */
export const CopyContent = z.object({
  codeName: z.string().optional(),
  name: z.object({ name: z.string().nullable(), otherNames: z.array(z.string()) }).optional(),
  contact: z.object({ phone: z.string().nullable(), safeToContact: z.string().nullable() }).optional(),
  age: z.object({ age: z.int().nullable(), child: ChildAnswer }).optional(),
  nationality: z.string().nullable().optional(),
  needs: z
    .object({
      sex: Sex,
      companions: z.int(),
      languages: z.array(LanguageCode),
      status: ResidenceStatus,
      exploitation: z.array(Exploitation),
      stepFree: z.boolean(),
      offers: z.array(Offer),
    })
    .nullable()
    .optional(),
  screening: z.object({ decision: z.string(), on: PlainDate }).nullable().optional(),
  rights: z.array(z.object({ kind: z.string(), deadline: PlainDate.nullable() })).optional(),
})
export type CopyContent = z.infer<typeof CopyContent>

/** A copy as it stands on record at the one who gave it. */
export const Copy = z.object({
  id: z.string(),
  fields: z.array(CopyField),
  givenAt: z.string(),
  firstReadAt: z.string().nullable(),
  recalledAt: z.string().nullable(),
  recallReason: RecallReason.nullable(),
  deletionConfirmedAt: z.string().nullable(),
})
export type Copy = z.infer<typeof Copy>

export const Referral = z.object({
  id: z.string(),
  personId: z.string(),
  partnerId: z.string(),
  partner: z.string(),
  consentId: z.string(),
  service: ServiceType,
  channel: Channel,
  state: ReferralState,
  isLate: z.boolean().describe('Asked, and not answered by the day it should have been'),
  answerBy: PlainDate,
  expiresOn: PlainDate,
  askedAt: z.string(),
  remindedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  answerNote: z.string().nullable(),
  version: z.int(),
  copy: Copy,
})
export type Referral = z.infer<typeof Referral>

export const NewReferral = z
  .object({
    id: z.uuid().optional(),
    personId: z.uuid(),
    partnerId: z.uuid(),
    consentId: z.uuid(),
    service: ServiceType,
    fields: z.array(CopyField).min(1).max(8),
    channel: Channel,
    answerBy: PlainDate,
    expiresOn: PlainDate,
  })
  .refine(({ answerBy, expiresOn }) => expiresOn >= answerBy, {
    message: 'expected a day not before answerBy',
    path: ['expiresOn'],
  })
export type NewReferral = z.infer<typeof NewReferral>
