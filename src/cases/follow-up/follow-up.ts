import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'

export const CLOSING_REASONS = [
  'settled',
  'returned',
  'resettled',
  'handed_over',
  'persons_wish',
  'contact_lost',
  'not_trafficking',
  'died',
] as const
export const REOPENING_REASONS = ['persons_wish', 'new_danger', 'new_facts', 'closed_by_mistake'] as const

/** When somebody asks how the person is, so many months after closing; only where contact is safe. */
export const FOLLOW_UP_MONTHS = [3, 6, 12] as const

export const Closing = z.object({
  id: z.string(),
  reason: z.enum(CLOSING_REASONS),
  safeToContact: z.enum(['yes', 'no', 'unknown']),
  note: z.string().nullable(),
  closedAt: z.string(),
  closedBy: z.string(),
  reopenedAt: z.string().nullable(),
  reopenedBecause: z.enum(REOPENING_REASONS).nullable(),
})
export type Closing = z.infer<typeof Closing>

export const NewClosing = z.object({
  version: z.int().min(1),
  reason: z.enum(CLOSING_REASONS),
  safeToContact: Closing.shape.safeToContact,
  note: z.string().trim().max(5_000).nullable().default(null),
  despite: z
    .string()
    .trim()
    .min(1)
    .max(5_000)
    .nullable()
    .default(null)
    .describe('Why it is closed although something still runs; asked for only then, and kept sealed'),
})
export type NewClosing = z.infer<typeof NewClosing>

/** What runs on after closing unless somebody ends it, the gravest first. */
export const STILL_OPEN = ['danger', 'bed', 'referral', 'conference', 'right'] as const

export const StillOpen = z.object({ kind: z.enum(STILL_OPEN), count: z.int().min(1) })
export type StillOpen = z.infer<typeof StillOpen>

export const FollowUp = z.object({
  id: z.string(),
  months: z.int(),
  due: PlainDate,
  state: z.enum(['planned', 'reached', 'not_reached', 'dropped']),
  wellbeing: z.enum(['safe', 'needs_help', 'in_danger', 'unknown']).nullable(),
  note: z.string().nullable(),
  version: z.int(),
})
export type FollowUp = z.infer<typeof FollowUp>

export const FollowUpChange = z.object({
  version: z.int().min(1),
  state: z.enum(['reached', 'not_reached', 'dropped']),
  wellbeing: FollowUp.shape.wellbeing.default(null),
  note: z.string().trim().max(5_000).nullable().default(null),
})
export type FollowUpChange = z.infer<typeof FollowUpChange>

/** A way onward: staying, return, resettlement, reintegration. */
export const Pathway = z.object({
  id: z.string(),
  kind: z.enum(['stay', 'return', 'resettlement', 'reintegration']),
  country: Alpha3.nullable(),
  state: z.enum(['considered', 'planned', 'under_way', 'done', 'stopped']),
  ownChoice: z
    .enum(['yes', 'no', 'unknown', 'declined', 'not_asked'])
    .describe('Whether the person chose it, knowing what it means'),
  riskLookedAt: z.boolean().describe('Whether the danger there was looked at'),
  version: z.int(),
})
export type Pathway = z.infer<typeof Pathway>

/** The days of the contacts after closing; a month that is shorter ends on its last day. */
export function followUpDays(closedOn: PlainDate): { months: number; due: PlainDate }[] {
  const day = Temporal.PlainDate.from(closedOn)
  return FOLLOW_UP_MONTHS.map((months) => ({ months, due: day.add({ months }).toString() }))
}
