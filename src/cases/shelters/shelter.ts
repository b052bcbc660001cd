import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { Eligibility, LanguageCode, Offer } from '../placement/need.ts'

export const KeptFor = z.enum(['women', 'men', 'girls', 'boys', 'family', 'single', 'anyone'])

/** A room as the shelter describes it. `family`: one family, nobody else. `anyone`: given to a group when first used. */
export const NewRoom = z
  .object({
    name: z.string().trim().min(1).max(60),
    beds: z.int().min(1).max(60),
    keptFor: KeptFor,
    stepFree: z.boolean().default(false),
    outOfUse: z.boolean().default(false),
  })
  .refine(({ keptFor, beds }) => keptFor !== 'single' || beds === 1, {
    message: 'a single room has one bed',
    path: ['beds'],
  })
export type NewRoom = z.infer<typeof NewRoom>

export const ShelterDetails = z.object({
  name: z.string().trim().min(1).max(200).describe('A name that does not say where it is'),
  partnerId: z.uuid().nullable().default(null).describe('The partner that runs it; null: ourselves'),
  country: Alpha3,
  place: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('The town it is near, or "latitude, longitude"; kept to some 36 km²'),
  eligibility: Eligibility.default(Eligibility.parse({})),
  languages: z.array(LanguageCode).max(40).default([]),
  offers: z.array(Offer).max(7).default([]),
  closesOn: PlainDate.nullable().default(null).describe('The first night on which it takes nobody any more'),
  active: z.boolean().default(true),
})
export type ShelterDetails = z.infer<typeof ShelterDetails>

export const RoomView = z.object({
  id: z.string(),
  name: z.string(),
  beds: z.int(),
  free: z.int(),
  keptFor: KeptFor,
  group: z.enum(['women', 'men', 'girls', 'boys', 'alone']).nullable(),
  stepFree: z.boolean(),
  outOfUse: z.boolean(),
})

/** A shelter with its rooms as they stand tonight; where it is stays sealed. */
export const Shelter = ShelterDetails.omit({ place: true }).extend({
  id: z.string(),
  cell: z.string(),
  hasAddress: z.boolean(),
  closesTonight: z.boolean(),
  beds: z.int(),
  free: z.int(),
  rooms: z.array(RoomView),
  version: z.int(),
})
export type Shelter = z.infer<typeof Shelter>

export const ADDRESS_REASONS = ['bring_the_person', 'emergency', 'inspection', 'deliver_something'] as const
