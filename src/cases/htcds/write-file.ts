import { stringify } from 'csv-stringify/sync'
import type { HtcdsExport } from './export-htcds.ts'
import { csvColumns } from './standard.ts'
import { writeRow } from './write-record.ts'

export const HTCDS_FORMATS = ['htcds-csv', 'htcds-json'] as const
export type HtcdsFormat = (typeof HTCDS_FORMATS)[number]

/** The text of a file: CSV under the standard's own columns, or JSON with our superset beside each record. */
export function htcdsText(format: HtcdsFormat, rows: HtcdsExport['rows']): string {
  if (format === 'htcds-json') {
    const records = rows.map(({ record, plus }) => ({ ...record, plus }))
    return `${JSON.stringify(records, null, 2)}\n`
  }
  return stringify(
    rows.map(({ record }) => writeRow(record)),
    { header: true, columns: [...csvColumns] },
  )
}
