import { csvColumns, findField, type HtcdsRecord } from './standard.ts'

/**
 * One row under the standard's own column names; several choices as XLSForm writes them, with spaces between. What a
 * spreadsheet could take for a formula gets an apostrophe before it, which `readCell` takes off again.
 */
export function writeRow(record: HtcdsRecord): Record<string, string> {
  return Object.fromEntries(csvColumns.map((column) => [column, writeCell(record[findField(column)!.name])]))
}

function writeCell(value: HtcdsRecord[string] | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const text = typeof value === 'object' ? value.join(' ') : String(value)
  return /^'*[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
}

/** A cell as it was before `writeRow` guarded it. */
export function readCell(cell: string): string {
  return /^'+[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell
}
