import { basename } from 'node:path'
import { AsyliaError, BadInput } from '#platform/errors'
import type { Format } from '../formats.ts'
import type { Mapping } from '../mapping/mapping.ts'
import {
  isBookkeeping,
  type Mistake,
  type ReadRow,
  rowReader,
  type RowReader,
} from '../mapping/row-reader.ts'
import { csvFields, csvLine, guessDelimiter } from '../reading/csv-fields.ts'
import { readText } from '../reading/input.ts'
import { CsvSplitter, LineSplitter, type RawRecord, type RecordSplitter } from '../reading/records.ts'
import { cellText, jsonCells } from './json-cells.ts'
import { isRejectColumn, rejectCells, rejectColumns } from './rejects.ts'

/** A file's way from records to rows, bound to its header and mapping. */
export type RowSource = {
  /** The columns of a rejects file of this input. */
  header: readonly string[]
  delimiter: string
  /** Where the first row starts. */
  start: { byte: number; row: number }
  notes: readonly string[]
  splitter(row: number, byte: number): RecordSplitter
  /** `rowId` is the row's number in the file it first came in: a mended rejects file brings it along. */
  take(record: RawRecord): { rowId: string; row: ReadRow } | { rowId: string; mistakes: Mistake[] }
  /** The line this record becomes in the rejects file. */
  reject(record: RawRecord, rowId: string, mistakes: readonly Mistake[]): string
}

/** Reads the head of a file and binds the mapping to it. Throws `BadInput` for what no row could be read from. */
export async function openRows(path: string, format: Format, mapping: Mapping): Promise<RowSource> {
  return format.reads === 'csv' ? openCsv(path, format, mapping) : openJsonLines(path, format, mapping)
}

async function firstRecord(
  path: string,
  mapping: Mapping,
  splitter: RecordSplitter,
): Promise<RawRecord | undefined> {
  try {
    for await (const chunk of readText(path, { encoding: mapping.encoding })) {
      const [first] = splitter.push(chunk)
      if (first !== undefined) return first
    }
  } catch (error) {
    if (!(error instanceof AsyliaError) || error.code !== 'sources.cut-off') throw error
    throw new BadInput(`${basename(path)}: ${error.message}, within its first row`, { file: basename(path) })
  }
  return splitter.finish(false)[0]
}

async function openCsv(path: string, format: Format, mapping: Mapping): Promise<RowSource> {
  const file = basename(path)
  const refuse = (found: string, expected: string) =>
    new BadInput(`${file} row 1: found ${found}, expected ${expected}`, { file, row: 1 })
  // The delimiter only matters after a closing quote; the first line tells it.
  const line = await firstRecord(path, mapping, new LineSplitter(0, 0))
  if (line === undefined)
    throw new BadInput(`${file}: found only blank lines, expected a header line`, { file, row: 1 })
  const delimiter = mapping.delimiter ?? guessDelimiter(line.text)
  const head = await firstRecord(path, mapping, new CsvSplitter(delimiter))
  const mistake = head?.problem
  if (head === undefined || mistake !== undefined)
    throw refuse(mistake?.found ?? 'nothing', `a header line (${mistake?.expected})`)
  if (head.text.includes('\r')) throw refuse('line ends of CR alone', 'LF or CRLF')
  const header = csvFields(head.text, delimiter).map((name, i) => name.trim() || `column_${i + 1}`)
  const double = header.find((name, i) => header.indexOf(name) !== i)
  if (double !== undefined) throw refuse(`the column "${double}" twice`, 'each column once')
  const reader = rowReader(format, mapping, header, file, true)
  const rowAt = header.indexOf('_row')
  const own = header.flatMap((name, i) => (isRejectColumn(name) ? [] : [i]))
  return {
    header,
    delimiter,
    start: { byte: head.end, row: head.row },
    notes: reader.notes,
    splitter: (row, byte) => new CsvSplitter(delimiter, row, byte),
    take(record) {
      if (record.problem !== undefined)
        return { rowId: String(record.row), mistakes: [{ field: '', ...record.problem }] }
      const cells = csvFields(record.text, delimiter)
      const rowId = originalRow(cells[rowAt], record.row)
      if (cells.length !== header.length) {
        return {
          rowId,
          mistakes: [
            {
              field: '',
              found: `${cells.length} fields`,
              expected: `${header.length} fields, as in the header`,
            },
          ],
        }
      }
      return finish(reader.read(cells), rowId)
    },
    reject(record, rowId, mistakes) {
      const cells = record.problem === undefined ? csvFields(record.text, delimiter) : []
      const raw = cells.length <= header.length && cells.length > 0 ? '' : record.text
      return csvLine(
        [...own.map((i) => cells[i] ?? ''), ...rejectCells(Number(rowId), mistakes, raw)],
        delimiter,
      )
    },
  }
}

async function openJsonLines(path: string, format: Format, mapping: Mapping): Promise<RowSource> {
  const file = basename(path)
  const first = await firstRecord(path, mapping, new LineSplitter(0, 0))
  if (first === undefined)
    throw new BadInput(`${file}: found only blank lines, expected one JSON object a line`, { file, row: 1 })
  if (/^\s*\[/.test(first.text)) {
    throw new BadInput(`${file} row 1: found a JSON array, expected one JSON object a line (JSON lines)`, {
      file,
      row: 1,
    })
  }
  const columns = columnsOf(mapping)
  const rest: Mapping = { ...mapping, attributes: mapping.attributes === 'rest' ? [] : mapping.attributes }
  const reader = rowReader(format, rest, columns, file, false)
  const used = mapping.attributes === 'rest' ? new Set(columns) : undefined
  return {
    header: [],
    delimiter: ',',
    start: { byte: 0, row: 0 },
    notes: reader.notes,
    splitter: (row, byte) => new LineSplitter(row, byte),
    take(record) {
      const object = record.problem === undefined ? parseObject(record.text) : undefined
      if (object === undefined) {
        const mistake = record.problem ?? {
          found: record.text.slice(0, 120),
          expected: 'one JSON object a line',
        }
        return { rowId: String(record.row), mistakes: [{ field: '', ...mistake }] }
      }
      const row = readObject(reader, object, columns, used)
      return finish(row, originalRow(cellText(object._row), record.row))
    },
    reject(record, rowId, mistakes) {
      const object = record.problem === undefined ? parseObject(record.text) : undefined
      const cells = rejectCells(Number(rowId), mistakes, object === undefined ? record.text : '')
      const added = Object.fromEntries(
        rejectColumns.map((name, i) => [name, cells[i]!] as const).filter(([, cell]) => cell !== ''),
      )
      return `${JSON.stringify({ ...object, ...added })}\n`
    },
  }
}

function readObject(
  reader: RowReader,
  object: Record<string, unknown>,
  columns: readonly string[],
  used: ReadonlySet<string> | undefined,
): ReadRow {
  const row = reader.read(jsonCells(object, columns))
  if (used !== undefined) {
    for (const key of Object.keys(object)) {
      if (used.has(key) || isBookkeeping(key)) continue
      const text = cellText(object[key]).trim()
      if (text !== '') row.attributes[key] = text
    }
  }
  return row
}

const finish = (row: ReadRow, rowId: string) =>
  row.mistakes.length > 0 ? { rowId, mistakes: row.mistakes } : { rowId, row }

const originalRow = (cell: string | undefined, row: number) =>
  cell !== undefined && /^\d{1,15}$/.test(cell) ? cell : String(row)

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function columnsOf(mapping: Mapping): string[] {
  const rules = [...Object.values(mapping.fields), ...Object.values(mapping.facts)]
  const named = rules.flatMap(({ column, columns }) => [...[column ?? []].flat(), ...(columns ?? [])])
  const id = typeof mapping.id === 'string' ? [] : mapping.id.columns
  const attributes = mapping.attributes === 'rest' ? [] : mapping.attributes
  return [...new Set([...named, ...id, ...attributes])]
}
