import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const FieldType = z.enum([
  'text',
  'long_text',
  'date',
  'number',
  'latitude',
  'longitude',
  'boolean',
  'email',
  'phone',
  'language',
  'countries',
  'code',
  'codes',
])

const Field = z.object({
  name: z.string(),
  section: z.string(),
  type: FieldType,
  status: z.string(),
  core: z.boolean(),
  values: z.array(z.string()).optional(),
})
export type HtcdsField = z.infer<typeof Field>

const Standard = z.object({
  standard: z.string(),
  source: z.string(),
  licence: z.string(),
  columns: z.array(z.string()).describe('The columns of the Excel template, as published'),
  aliases: z.record(z.string(), z.string()).describe('Names that differ from the field standard’s own'),
  xlsform: z.array(z.string()).describe('The questions of the XLSForm, as published'),
  citizenship: z.array(z.string()).describe('The XLSForm’s countries'),
  fields: z.array(Field),
})

/** The Human Trafficking Case Data Standard 2.0 of IOM: its 84 fields, their types and values, as published. */
export const htcds = Standard.parse(
  JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../data/standards/htcds-2.0.json', import.meta.url)), 'utf8'),
  ),
)

const byName = new Map(htcds.fields.map((field) => [field.name, field]))

/** The field of this name or of a name the published templates give it; undefined for any other. */
export function findField(name: string): HtcdsField | undefined {
  return byName.get(htcds.aliases[name] ?? name)
}

/** The columns we write: the Excel template's in its order and spelling, then every other field of the standard. */
export const csvColumns: readonly string[] = [
  ...htcds.columns,
  ...htcds.fields
    .map(({ name }) => name)
    .filter((name) => !htcds.columns.some((column) => (htcds.aliases[column] ?? column) === name)),
]

/** One person's record under the standard's own field names; a field without a value is absent. */
export type HtcdsRecord = Readonly<Record<string, string | number | boolean | readonly string[]>>
