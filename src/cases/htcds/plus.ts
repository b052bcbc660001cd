import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { Mark, MARK_SOURCES } from '../screening/screening.ts'
import { htcds, type HtcdsField } from './standard.ts'

/** What the standard has no value for, each with why. */
export const MORE_EXPLOITATION = ['ForcedCriminality', 'OnlineScam', 'DebtBondage', 'Slavery'] as const
export const MORE_CONTROL = ['RestrictsMovement', 'Isolation', 'UsesChildren'] as const

const role = htcds.fields.find(({ name }) => name === 'per_RoleInProcess')!.values!

const valueOf = (field: HtcdsField): z.ZodType => {
  switch (field.type) {
    case 'boolean':
      return z.boolean()
    case 'number':
      return z.int().min(0).max(1_000)
    case 'latitude':
      return z.number().min(-90).max(90)
    case 'longitude':
      return z.number().min(-180).max(180)
    case 'date':
      return PlainDate
    case 'code':
      return z.enum(field.values! as [string, ...string[]])
    case 'codes':
      return z.array(z.enum(field.values! as [string, ...string[]])).min(1)
    case 'countries':
      return z.array(z.string().regex(/^[A-Z]{2,3}$/)).min(1)
    case 'long_text':
      return z.string().max(100_000)
    default:
      return z.string().max(10_000)
  }
}

const fieldName = z.string().regex(/^(org|prs|vic|per|cas|cco|hte|spl|con)_\w+$/)

/** Fields of one prefix as an object, for what a person may have several of and a flat row only one. */
const several = (prefix: string) =>
  z
    .array(
      z.strictObject(
        Object.fromEntries(
          htcds.fields
            .filter(({ name }) => name.startsWith(prefix))
            .map((field) => [field.name, valueOf(field).optional()]),
        ),
      ),
    )
    .max(1_000)
    .optional()

/** What Asylia knows of a case beyond the standard; all of it may be absent. */
export const HtcdsPlus = z.strictObject({
  version: z.literal(1),
  caseCode: z.string().max(100).optional(),
  personCodeName: z.string().max(200).optional(),
  noAnswer: z
    .record(fieldName, z.enum(['unknown', 'refused', 'not_asked']))
    .optional()
    .describe('Why a field has no value: three answers that are none of them "no"'),
  provenance: z
    .record(
      fieldName,
      z.strictObject({
        source: z.enum([...MARK_SOURCES, 'another_system']),
        on: PlainDate.optional(),
      }),
    )
    .optional()
    .describe('What a value rests on'),
  exploitation: z.array(z.enum(MORE_EXPLOITATION)).optional().describe('Forms the standard has no value for'),
  control: z
    .array(z.enum(MORE_CONTROL))
    .optional()
    .describe('Controls the standard defines and cannot record'),
  perpetrators: z
    .array(
      z.strictObject({
        per_RoleInProcess: z.array(z.enum(role as [string, ...string[]])).optional(),
        per_RoleDetails: z.string().max(100_000).optional(),
        per_Organisation: z.string().max(10_000).optional(),
        relationship: z.string().max(10_000).optional(),
      }),
    )
    .max(1_000)
    .optional()
    .describe('Several, where the standard has room for one'),
  events: several('hte_').describe('Several historic events, the first of which is also in the flat fields'),
  supportPlans: several('spl_'),
  comments: several('cco_'),
  proceedings: z
    .array(
      z.strictObject({
        kind: z.string().max(100),
        state: z.string().max(100).optional(),
        on: PlainDate.nullable().optional(),
        outcome: z.string().max(100).nullable().optional(),
      }),
    )
    .max(1_000)
    .optional()
    .describe('Complaints, statements, hearings, verdicts, compensation'),
  screenings: z
    .array(
      z.strictObject({
        set: z.string().max(100),
        on: PlainDate,
        marks: z.record(z.string().max(100), Mark),
        decision: z.enum(['possible', 'not_indicated', 'needs_more']).nullable(),
      }),
    )
    .max(1_000)
    .optional(),
  jurisdiction: Alpha3.optional().describe('Whose law protects the person'),
})
export type HtcdsPlus = z.infer<typeof HtcdsPlus>

/** A person's record: the standard's own fields as they are, and what we know beyond it under `plus`. */
export const HtcdsPlusRecord = z.strictObject({
  ...Object.fromEntries(htcds.fields.map((field) => [field.name, valueOf(field).optional()])),
  plus: HtcdsPlus.optional(),
})

/** The superset as JSON Schema (draft 2020-12), made from the schema that reads files, so that it cannot drift. */
export function htcdsPlusSchema(): Record<string, unknown> {
  return {
    title: 'HTCDS 2.0 and what Asylia knows beyond it',
    description: `A list of records. The fields are those of the ${htcds.standard} by IOM, CC BY 4.0; "plus" is Asylia’s and not endorsed by IOM.`,
    ...z.toJSONSchema(z.array(HtcdsPlusRecord), { target: 'draft-2020-12', io: 'input' }),
  }
}
