import { z } from 'zod'
import { PlainDate } from '#model'

/**
 * Kinds of help: the nine of HTCDS 2.0 (spl_Type), and two it has no word for.
 */
export const ServiceType = z.enum([
  'education',
  'financial',
  'health',
  'labour_exploitation_rehabilitation',
  'legal',
  'livelihood',
  'rights_based_training',
  'sexual_exploitation_rehabilitation',
  'social_care',
  'psychological',
  'shelter',
])
export type ServiceType = z.infer<typeof ServiceType>

/** Health and counselling: what is written of them is its author's alone. */
export const CARE: readonly ServiceType[] = ['health', 'psychological']

/** The standard's word (HTCDS 2.0, spl_Type); where it has none, the nearest that claims nothing more. */
export function htcdsServiceType(type: ServiceType): string {
  if (type === 'psychological') return 'Health'
  if (type === 'shelter') return 'SocialCare'
  return type.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}

export const ServiceState = z.enum([
  'planned',
  'under_way',
  'delivered',
  'not_delivered',
  'declined_by_person',
])
export type ServiceState = z.infer<typeof ServiceState>

export const ServiceOutcome = z.enum(['helped', 'helped_partly', 'did_not_help', 'unknown'])
export type ServiceOutcome = z.infer<typeof ServiceOutcome>

/** Whether a service is over, one way or the other. */
export const isEnded = (state: ServiceState): boolean => state !== 'planned' && state !== 'under_way'

export const PlannedService = z.object({
  id: z.string(),
  personId: z.string(),
  type: ServiceType,
  htcdsType: z.string().describe('The word of HTCDS 2.0, spl_Type'),
  partnerId: z.string().nullable(),
  owner: z.string().nullable(),
  due: PlainDate.nullable(),
  state: ServiceState,
  outcome: ServiceOutcome.nullable(),
  endedOn: PlainDate.nullable(),
  aim: z.string().nullable(),
  isCare: z.boolean(),
  version: z.int(),
})
export type PlannedService = z.infer<typeof PlannedService>
