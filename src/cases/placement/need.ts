import { isValidCell } from 'h3-js'
import { z } from 'zod'

/** H3 resolution of places people live in or flee from: cells of some 36 km², never an address. */
export const AREA_RESOLUTION = 6

/** CRC article 1. */
export const ADULT = 18

export const Sex = z.enum(['female', 'male', 'other', 'unknown'])
export type Sex = z.infer<typeof Sex>

export const ResidenceStatus = z.enum(['citizen', 'permit', 'asylum', 'none', 'unknown'])
export type ResidenceStatus = z.infer<typeof ResidenceStatus>

export const Exploitation = z.enum([
  'labour',
  'sexual',
  'domestic',
  'begging',
  'criminality',
  'marriage',
  'organs',
  'other',
])
export type Exploitation = z.infer<typeof Exploitation>

/** What a house can offer and a person can need. */
export const Offer = z.enum([
  'medical_care',
  'staff_at_night',
  'women_staff_only',
  'own_key',
  'pets',
  'school_near',
  'prayer_room',
])
export type Offer = z.infer<typeof Offer>

/** An ISO 639 code: `fr`, `qaa`. */
export const LanguageCode = z.string().regex(/^[a-z]{2,3}$/, 'expected an ISO 639 code such as fr')

/** An H3 cell of about a town's size, with the name it is spoken of by. */
export const Area = z.object({
  cell: z.string().refine(isValidCell, 'expected an H3 cell'),
  place: z.string().trim().max(200),
})
export type Area = z.infer<typeof Area>

/** Somebody who stays with the person: a child, a brother, a friend they will not be parted from. */
export const Companion = z.object({ sex: Sex, age: z.int().min(0).max(120).nullable() })

/** What a person needs of a place; `null` and `unknown` are not known, and never taken for a 'no'. */
export const Need = z.object({
  sex: Sex.default('unknown'),
  age: z.int().min(0).max(120).nullable().default(null),
  companions: z.array(Companion).max(20).default([]),
  languages: z.array(LanguageCode).max(10).default([]),
  status: ResidenceStatus.default('unknown'),
  exploitation: z.array(Exploitation).max(8).default([]),
  stepFree: z.boolean().default(false),
  offers: z.array(Offer).max(7).default([]),
  stayAwayFrom: z.array(Area).max(20).default([]),
  stayAwayKm: z.int().min(0).max(2_000).default(30),
  near: Area.nullable().default(null).describe('Where they would rather be'),
  ownRoom: z.boolean().default(false).describe('They wish for a room of their own'),
  refuses: z.array(z.uuid()).max(50).default([]).describe('Shelters they said no to'),
})
export type Need = z.infer<typeof Need>

/** Whom a shelter or a service takes; an empty list means anyone. */
export const Eligibility = z.object({
  sexes: z.array(z.enum(['female', 'male', 'other'])).default([]),
  ageFrom: z.int().min(0).max(120).nullable().default(null),
  ageTo: z.int().min(0).max(120).nullable().default(null),
  families: z.boolean().default(true),
  unaccompaniedChildren: z.boolean().default(false),
  nationalities: z.array(z.string().regex(/^[A-Z]{3}$/)).default([]),
  statuses: z.array(ResidenceStatus.exclude(['unknown'])).default([]),
  exploitation: z.array(Exploitation).default([]),
})
export type Eligibility = z.infer<typeof Eligibility>
