import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { eligible, type Question, type Refusal } from '../placement/eligible.ts'
import { Eligibility, LanguageCode, type Need } from '../placement/need.ts'
import { ServiceType } from '../services/service.ts'

export const PartnerKind = z.enum([
  'shelter',
  'legal_aid',
  'health',
  'labour_inspection',
  'child_protection',
  'police',
  'embassy',
  'other',
])
export type PartnerKind = z.infer<typeof PartnerKind>

/** One thing a partner offers: to whom, in which languages, for how many, when. */
export const PartnerService = z.object({
  type: ServiceType,
  eligibility: Eligibility.default(Eligibility.parse({})),
  languages: z.array(LanguageCode).max(40).default([]),
  capacity: z
    .int()
    .min(0)
    .max(100_000)
    .nullable()
    .default(null)
    .describe('People at a time; null: not known'),
  hours: z.string().trim().max(200).default('').describe('As the partner says it: Mon–Fri 9–17'),
})
export type PartnerService = z.infer<typeof PartnerService>

export const PartnerDetails = z.object({
  name: z.string().trim().min(1).max(300),
  kind: PartnerKind,
  country: Alpha3.nullable().default(null),
  area: z.string().trim().max(200).default(''),
  services: z.array(PartnerService).max(40).default([]),
  agreementUntil: PlainDate.nullable()
    .default(null)
    .describe('Until when the agreement on sharing data runs'),
  active: z.boolean().default(true),
})
export type PartnerDetails = z.infer<typeof PartnerDetails>

/** A partner of the own directory. `readsHere`: it has an organisation here and reads copies itself. */
export const Partner = PartnerDetails.extend({
  id: z.string(),
  readsHere: z.boolean(),
  hasContact: z.boolean(),
  agreement: z.enum(['in_force', 'ended', 'none']),
  version: z.int(),
})
export type Partner = z.infer<typeof Partner>

/** How to reach a partner safely: whom to ask for, by what way. Sealed, since it may name people. */
export const PartnerContact = z.object({
  person: z.string().trim().max(300).default(''),
  phone: z.string().trim().max(100).default(''),
  email: z.string().trim().max(300).default(''),
  note: z.string().trim().max(2_000).default(''),
})
export type PartnerContact = z.infer<typeof PartnerContact>

export type Match = {
  partner: Partner
  service: PartnerService
  questions: Question[]
  refusals: Refusal[]
  sharedLanguage: string | null
}

/**
 * Partners that offer a kind of help, those who may take the person first, with what stands against the others. A shared
 * language and an agreement in force come before none.
 */
export function matchPartners(
  partners: readonly Partner[],
  type: ServiceType,
  need: Need,
  nationality: string | null,
): Match[] {
  return partners
    .filter(({ active }) => active)
    .flatMap((partner) =>
      partner.services
        .filter((service) => service.type === type && service.capacity !== 0)
        .map((service) => ({
          partner,
          service,
          ...eligible(service.eligibility, need, nationality),
          sharedLanguage: need.languages.find((language) => service.languages.includes(language)) ?? null,
        })),
    )
    .toSorted((a, b) => rank(a) - rank(b) || a.partner.name.localeCompare(b.partner.name))
}

function rank({ refusals, questions, sharedLanguage, partner }: Match): number {
  return (
    refusals.length * 100 +
    (sharedLanguage === null ? 10 : 0) +
    (partner.agreement === 'in_force' ? 0 : 5) +
    questions.length
  )
}
