import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Actor, systemActor } from '#platform/access'
import type { Database, Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { erase, type Erasable, forgetFiles } from './erase.store.ts'

const READER = systemActor('cases.erase-again')
/** Beside the stores, in the data folder: ids and codes of what is gone, no content. */
export const ERASURES_FILE = 'erasures.jsonl'

const Because = z.enum(['retention_ended', 'person_asked', 'opened_in_error', 'order'])

/** One line of the log: what was erased, so that it can be erased again where an older backup came back. */
export const ErasureLine = z
  .object({ erasure: z.uuid(), id: z.uuid(), organisation: z.uuid(), because: Because, on: z.iso.date() })
  .and(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('case'), code: z.string(), reports: z.array(z.uuid()) }),
      z.object({ kind: z.literal('report') }),
    ]),
  )
export type ErasureLine = z.infer<typeof ErasureLine>

/** Throws `BadInput` naming the line that is none. */
export function readErasureLog(file: string): ErasureLine[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [ErasureLine.parse(JSON.parse(line))]
    } catch {
      throw new BadInput(`${basename(file)}, line ${i + 1}: expected a line of the log of erasures`)
    }
  })
}

/** Writes what the records say was erased, beside what the file knew already. Whole or not at all. */
export async function keepErasureLog(db: Database, dataFolder: string): Promise<void> {
  const file = join(dataFolder, ERASURES_FILE)
  const known = existsSync(file) ? readErasureLog(file) : []
  const rows = await db.as(READER, (trx) =>
    trx.selectFrom('cases_erasure').selectAll().where('done_at', 'is not', null).orderBy('done_at').execute(),
  )
  const all = new Map(known.map((line) => [line.id, line]))
  for (const row of rows) {
    const { id, case_id: caseId, case_code: code, report_id: report, organisation_id: organisation } = row
    const on = (row.done_at ?? new Date(0)).toISOString().slice(0, 10)
    const shared = { erasure: id, organisation, because: row.because, on }
    if (caseId !== null && code !== null)
      all.set(caseId, { ...shared, id: caseId, kind: 'case', code, reports: row.reports_gone })
    if (report !== null) all.set(report, { ...shared, id: report, kind: 'report' })
  }
  if (all.size === known.length) return
  const draft = `${file}.part`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile([...all.values()].map((line) => `${JSON.stringify(line)}\n`).join(''))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Erases again what the log says is gone and an older backup brought back, holds that stood then notwithstanding: they were
 * lifted or over when it was erased. How many. Run as often as one likes: what is gone stays gone.
 */
export async function eraseAgain(
  db: Database,
  dataFolder: string,
  deleteFiles: (blobs: readonly string[]) => Promise<void>,
): Promise<number> {
  const file = join(dataFolder, ERASURES_FILE)
  if (!existsSync(file)) return 0
  let erased = 0
  for (const line of readErasureLog(file)) {
    const actor: Actor = { ...READER, organisation: line.organisation }
    for (const found of erasablesOf(line)) {
      const isDone = await db.as(actor, async (trx) => {
        if (!(await cameBack(trx, found))) return false
        await trx
          .updateTable('cases_hold')
          .set({ lifted_at: new Date() })
          .where('case_id', '=', found.id)
          .where('lifted_at', 'is', null)
          .execute()
        await erase(trx, actor, found, line.because)
        return true
      })
      if (isDone) erased += 1
    }
  }
  await forgetFiles(db, READER, deleteFiles)
  return erased
}

/** The case first: with it go the reports that were in it already. */
function erasablesOf(line: ErasureLine): Erasable[] {
  const organisationId = line.organisation
  if (line.kind === 'report') return [{ kind: 'report', id: line.id, organisationId }]
  return [
    { kind: 'case', id: line.id, code: line.code, organisationId },
    ...line.reports.map((id) => ({ kind: 'report' as const, id, organisationId })),
  ]
}

async function cameBack(trx: Transaction, { kind, id, organisationId }: Erasable): Promise<boolean> {
  if (kind === 'case')
    return (await trx.selectFrom('cases_case').select('id').where('id', '=', id).execute()).length > 0
  const { rows } = await sql<{ organisation: string | null }>`
    select intake_report_organisation(${id}) as organisation`.execute(trx)
  return rows[0]?.organisation === organisationId
}
