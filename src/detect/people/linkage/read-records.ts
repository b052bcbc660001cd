import { parse } from 'csv-parse/sync'
import { readFile } from 'node:fs/promises'
import { BadInput } from '#platform/errors'
import { fieldRules } from './fields.ts'
import type { PersonRecord } from './table.ts'

/** Which column (or columns, joined) holds which field; `id` is the record's own. */
export type FieldMap = Readonly<Record<string, string | readonly string[]>>

/** The rows of a CSV file with a header. Throws `BadInput` that names file and row. */
export async function readRows(file: string): Promise<Record<string, string>[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(`${file}: found no readable file, expected CSV with a header`)
  })
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
  }
}

/** A MAP.json as fields and columns. */
export async function readMap(file: string): Promise<FieldMap> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(
      `${file}: found no readable file, expected JSON such as {"id": "rec_id", "surname": "surname"}`,
    )
  })
  let map: unknown
  try {
    map = JSON.parse(text)
  } catch {
    throw new BadInput(`${file}: found no JSON, expected {"id": "rec_id", "surname": "surname", …}`)
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw new BadInput(`${file}: expected an object of fields and columns`)
  const known = ['id', 'fullName', ...Object.keys(fieldRules)]
  for (const [field, from] of Object.entries(map)) {
    if (!known.includes(field))
      throw new BadInput(`${file}: found the field '${field}', expected one of ${known.join(', ')}`)
    const columns: unknown[] = Array.isArray(from) ? from : [from]
    if (columns.length === 0 || columns.some((column) => typeof column !== 'string'))
      throw new BadInput(`${file}: ${field}: expected the name of a column, or a list of names`)
  }
  if (typeof (map as Record<string, unknown>)['id'] !== 'string')
    throw new BadInput(`${file}: found no 'id', expected the column that names a record`)
  return map as FieldMap
}

/** Rows as records by a map; a column that is missing is named. */
export function readRecords(
  file: string,
  rows: readonly Record<string, string>[],
  map: FieldMap,
): PersonRecord[] {
  if (rows.length === 0) throw new BadInput(`${file}: found no row, expected at least one record`)
  const columns = Object.keys(rows[0]!)
  for (const [field, from] of Object.entries(map))
    for (const column of [from].flat())
      if (!columns.includes(column))
        throw new BadInput(
          `${file}: found the columns ${columns.join(', ')}, expected '${column}' among them (map: ${field})`,
        )
  const fields = Object.entries(map).filter(([field]) => field !== 'id')
  return rows.map((row) => ({
    id: row[map['id'] as string]!,
    source: file,
    values: Object.fromEntries(
      fields.map(([field, from]) => [
        field,
        [from]
          .flat()
          .map((column) => row[column] ?? '')
          .join(' ')
          .trim(),
      ]),
    ),
  }))
}
