import { z } from 'zod'
import type { Catalogue } from '#law'
import type { Keyring } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { ChildAnswer } from '../record/case.ts'
import { findImport } from './htcds.store.ts'
import { rowHash } from './import-htcds.ts'
import { childOf, list, nationalityOf } from './mapping.ts'
import type { FileRow } from './read-file.ts'
import { type Kept, wholeName } from './record-of.ts'

export const Mistake = z.object({ field: z.string(), found: z.string(), expected: z.string() })

/** A record that could come in: what its case would say, and the record itself, to be sent back once somebody agreed. */
export const GoodRow = z.object({
  row: z.int(),
  known: z.boolean().describe('It came in before, or stands above in the file: it adds nothing'),
  fields: z.int().describe('How many fields of the standard it fills'),
  child: ChildAnswer,
  nationality: z.string().nullable(),
  exploitation: z.array(z.string()).describe('The standard’s own values'),
  named: z.boolean().describe('It says who the person is; that is kept sealed'),
  closed: z.boolean(),
  jurisdiction: z.string().nullable().describe('Where the file says it; else whoever brings it says'),
  record: z.record(z.string(), z.unknown()),
})

/** A record that cannot come in, each mistake by its field, and its own cells to be mended. */
export const BadRow = z.object({
  row: z.int(),
  mistakes: z.array(Mistake),
  cells: z.record(z.string(), z.unknown()),
})

/** Says of each row of a file what it would become; nothing is kept by it. */
export async function lookOver(
  trx: Transaction,
  { keyring, law, today }: { keyring: Keyring; law: Catalogue; today: string },
  organisationId: string,
  rows: readonly FileRow[],
): Promise<{ good: z.infer<typeof GoodRow>[]; bad: z.infer<typeof BadRow>[] }> {
  const good: z.infer<typeof GoodRow>[] = []
  const bad: z.infer<typeof BadRow>[] = []
  const seen = new Set<string>()
  for (const one of rows.map((row) => underKnownLaw(row, law))) {
    if ('mistakes' in one) {
      bad.push({ ...one, cells: { ...one.cells } })
      continue
    }
    const { record, plus } = one.kept
    const hash = rowHash(keyring, one.kept)
    const twice = seen.size === seen.add(hash.toString('hex')).size
    const status = record['cas_Status']
    good.push({
      row: one.row,
      known: twice || (await findImport(trx, organisationId, hash)) !== undefined,
      fields: Object.keys(record).length,
      child: childOf(record, today),
      nationality: nationalityOf(record),
      exploitation: [...list(record['vic_TypeOfExploitation'])],
      named: wholeName(record) !== '',
      closed: status === 'Closed' || status === 'ClosedReferred',
      jurisdiction: plus?.jurisdiction ?? null,
      record: asGiven(one.kept),
    })
  }
  return { good, bad }
}

/** A record that says a country whose law nobody knows cannot become a case: that is said like any other mistake. */
export function underKnownLaw(row: FileRow, law: Catalogue): FileRow {
  if ('mistakes' in row) return row
  const said = row.kept.plus?.jurisdiction
  if (said === undefined || law.jurisdictions.some(({ id }) => id === said)) return row
  const mistake = { field: 'plus.jurisdiction', found: said, expected: 'a country of the catalogue of law' }
  return { row: row.row, mistakes: [mistake], cells: asGiven(row.kept) }
}

const asGiven = ({ record, plus }: Kept): Record<string, unknown> => ({
  ...record,
  ...(plus !== undefined && { plus }),
})
