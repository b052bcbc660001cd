import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { BadInput } from '#platform/errors'
import { HtcdsPlus } from './plus.ts'
import type { FieldMistake } from './read-field.ts'
import { readRecord } from './read-record.ts'
import type { Kept } from './record-of.ts'
import { findField, htcds } from './standard.ts'
import { readCell } from './write-record.ts'

/** One row of a file: good, or what is wrong with it, with its own cells for the rejects file. */
export type FileRow =
  | { row: number; kept: Kept }
  | { row: number; mistakes: FieldMistake[]; cells: Readonly<Record<string, unknown>> }

export type HtcdsFile = { rows: FileRow[]; header: string[] }

/**
 * Reads a CSV of the standard: the header must have every column of the Excel template, or every question of the XLSForm,
 * and no column the standard does not know. Rows are counted as in a spreadsheet, the header being row 1. Throws
 * `BadInput` for a file no row can be read from, naming the column that is missing.
 */
export function readHtcdsCsv(text: string, file: string, today: string): HtcdsFile {
  const table = parseCsv(text, file)
  const header = (table[0] ?? []).map((name, i) => nameOf(name.trim(), i, table[0]!))
  requireColumns(header, file)
  const rows: FileRow[] = []
  for (const [i, line] of table.entries()) {
    const cells = Object.fromEntries(header.map((name, at) => [name, line[at] ?? '']))
    // The template's second row repeats the header in words.
    if (i === 0 || line.every((cell) => cell.trim() === '') || (i === 1 && isLabels(cells))) continue
    const row = Number(cells['_row']) || i + 1
    if (line.length > header.length) {
      const mistake = {
        field: '',
        found: `${line.length} fields`,
        expected: `${header.length}, as in the header`,
      }
      rows.push({ row, mistakes: [mistake], cells })
      continue
    }
    const own = Object.fromEntries(
      Object.entries(cells)
        .filter(([name]) => name !== '' && !name.startsWith('_'))
        .map(([name, cell]) => [name, readCell(cell)]),
    )
    const read = readRecord(own, today)
    rows.push(
      read.ok
        ? { row, kept: { record: read.record, plus: undefined } }
        : { row, mistakes: read.mistakes, cells },
    )
  }
  return { rows, header }
}

/**
 * Reads a JSON list of records as `htcds-plus.schema.json` describes them. Every record must say the standard's status
 * of the case (`cas_Status`) or consent (`con_Consent`): without both it is no record of the standard.
 */
export function readHtcdsJson(text: string, file: string, today: string): HtcdsFile {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw new BadInput(`${file}: found text that is no JSON, expected a list of records`, { file })
  }
  if (!Array.isArray(list))
    throw new BadInput(`${file}: found ${typeof list}, expected a list of records`, { file })
  const rows = list.map((given: unknown, i) =>
    readHtcdsRecord(given, i + 1, today, (own) =>
      own['cas_Status'] === undefined && own['con_Consent'] === undefined
        ? [{ field: 'cas_Status', found: 'nothing', expected: 'cas_Status or con_Consent' }]
        : [],
    ),
  )
  return { rows, header: [] }
}

type Cells = Readonly<Record<string, unknown>>

/** Reads one record under the standard's own field names, with our superset beside them as `plus`. */
export function readHtcdsRecord(
  given: unknown,
  at: number,
  today: string,
  alsoWrong: (own: Cells) => FieldMistake[] = () => [],
): FileRow {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    const found = given === null ? 'null' : Array.isArray(given) ? 'a list' : typeof given
    return { row: at, mistakes: [{ field: '', found, expected: 'a record' }], cells: {} }
  }
  const cells = given as Cells
  const { plus: more, ...fields } = cells
  const row = Number(cells['_row']) || at
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('_')))
  const read = readRecord(own, today)
  const plus = HtcdsPlus.optional().safeParse(more)
  const mistakes = [
    ...(read.ok ? [] : read.mistakes),
    ...(plus.success ? [] : plus.error.issues.map(mistakeOf)),
    ...alsoWrong(own),
  ]
  return read.ok && plus.success && mistakes.length === 0
    ? { row, kept: { record: read.record, plus: plus.data } }
    : { row, mistakes, cells }
}

function parseCsv(text: string, file: string): string[][] {
  try {
    const table = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false }) as string[][]
    if (table.length > 0) return table
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number }
    const row = lines ?? 1
    throw new BadInput(`${file} line ${row}: ${message.split('\n')[0]!.slice(0, 200)}`, { file, row })
  }
  throw new BadInput(`${file}: found an empty file, expected a header line`, { file, row: 1 })
}

/** The template has a column without a name where the reason of an outgoing referral stands, and one for row numbers. */
function nameOf(name: string, at: number, header: readonly string[]): string {
  if (name !== '') return name
  return header[at - 1]?.trim() === 'cas_ReferredPrimaryCaseWorker' ? 'cas_ReasonForOutgoingReferral' : ''
}

function requireColumns(header: readonly string[], file: string): void {
  const refuse = (field: string, found: string, expected: string) =>
    new BadInput(`${file} row 1, field ${field}: found ${found}, expected ${expected}`, {
      file,
      row: 1,
      field,
    })
  const names = header.map((name) => htcds.aliases[name] ?? name).filter((name) => name !== '')
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw refuse(twice, 'the column twice', 'each column once')
  const missing = (columns: readonly string[]) =>
    columns.filter((column) => !names.includes(htcds.aliases[column] ?? column))
  const [template, xlsform] = [missing(htcds.columns), missing(htcds.xlsform)]
  const least = xlsform.length < template.length ? xlsform : template
  if (least.length > 0) {
    const others = least.length > 1 ? ` (and ${least.length - 1} more)` : ''
    const whole =
      least === template ? `the template’s ${htcds.columns.length} columns` : 'the XLSForm’s questions'
    throw refuse(`${least[0]}${others}`, 'no such column', `all of ${whole}; a cell may stay empty`)
  }
  const stray = header.find((name) => name !== '' && !name.startsWith('_') && !findField(name))
  if (stray !== undefined)
    throw refuse(stray.slice(0, 60), 'a column the standard does not have', 'its own names')
}

const isLabels = (cells: Readonly<Record<string, string>>): boolean =>
  cells['cas_Status']?.trim() === 'Status' && cells['con_Consent']?.trim() === 'Consent'

function mistakeOf(issue: z.core.$ZodIssue): FieldMistake {
  return { field: ['plus', ...issue.path].join('.'), found: 'something else', expected: issue.message }
}
