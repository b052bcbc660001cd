import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Database, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { CaseRow } from '../record/case.store.ts'
import type { Because } from './retention.store.ts'

/** What is erased: a case with all that hangs on it, or a report that became none. */
export type Erasable =
  | ({ kind: 'case' } & Pick<CaseRow, 'id' | 'code' | 'organisationId'>)
  | { kind: 'report'; id: string; organisationId: string }

export type Erased = { erasure: string; blobs: string[] }

const nameOf = (found: Erasable) => (found.kind === 'case' ? found.code : found.id)

/**
 * Erases for good: every row, every key, and of a case the reports that became it. Its code, the reason and the numbers stay,
 * here and in the record. Throws `cases.hold.refused` while a hold stands. The blobs returned must go after the commit.
 */
export async function erase(
  trx: Transaction,
  actor: Actor,
  found: Erasable,
  because: Because,
): Promise<Erased> {
  const erasure = await propose(trx, actor.id, found, because)
  await trx.updateTable('cases_erasure').set({ because }).where('id', '=', erasure).execute()
  try {
    const { rows } = await sql<{ blob: string }>`select cases_erase(${erasure}) as blob`.execute(trx)
    const { kind } = found
    await record(trx, actor, {
      action: `${kind}.erase`,
      resource: kind,
      subject: nameOf(found),
      why: because,
    })
    return { erasure, blobs: rows.map(({ blob }) => blob) }
  } catch (error) {
    if ((error as { code?: string }).code !== 'AS001') throw error
    throw new AsyliaError(
      'cases.hold.refused',
      'a legal hold stands on this case: lift it first, or wait for its end',
    )
  }
}

export const eraseCase = (
  trx: Transaction,
  actor: Actor,
  found: Omit<Erasable & { kind: 'case' }, 'kind'>,
  because: Because,
) => erase(trx, actor, { ...found, kind: 'case' }, because)

/** The proposal that stands, or a new one; its id. */
export async function propose(
  trx: Transaction,
  by: string,
  found: Erasable,
  because: Because,
): Promise<string> {
  const standing = await findProposal(trx, found)
  if (standing !== undefined) return standing
  const id = newId()
  const isCase = found.kind === 'case'
  await trx
    .insertInto('cases_erasure')
    .values({
      id,
      case_id: isCase ? found.id : null,
      case_code: isCase ? found.code : null,
      report_id: isCase ? null : found.id,
      organisation_id: found.organisationId,
      because,
      proposed_by: by,
      done_at: null,
      done_by: null,
      gone: null,
    })
    .execute()
  return id
}

export async function findProposal(
  trx: Transaction,
  { kind, id }: Pick<Erasable, 'kind' | 'id'>,
): Promise<string | undefined> {
  const found = await trx
    .selectFrom('cases_erasure')
    .select('id')
    .where(kind === 'case' ? 'case_id' : 'report_id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return found?.id
}

/**
 * Deletes the files of what was erased, in this run or in one that ended too early; how many. Called after the commit, so
 * that a failure loses nothing that is still kept.
 */
export async function forgetFiles(
  db: Database,
  actor: Actor,
  deleteFiles: (blobs: readonly string[]) => Promise<void>,
): Promise<number> {
  const none: RawBuilder<string[]> = sql`'{}'`
  const rows = await db.as(actor, (trx) =>
    trx.selectFrom('cases_erasure').select(['id', 'files_left']).where('files_left', '<>', none).execute(),
  )
  for (const { id, files_left: blobs } of rows) {
    await deleteFiles(blobs)
    await db.as(actor, (trx) =>
      trx.updateTable('cases_erasure').set({ files_left: [] }).where('id', '=', id).execute(),
    )
  }
  return rows.reduce((sum, row) => sum + row.files_left.length, 0)
}

/** Erasures of the own organisation, proposed and done, the newest first. */
export async function listErasures(trx: Transaction) {
  const rows = await trx
    .selectFrom('cases_erasure')
    .selectAll()
    .orderBy('proposed_at', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.case_id === null ? ('report' as const) : ('case' as const),
    code: row.case_code ?? row.report_id ?? '',
    because: row.because,
    proposedAt: row.proposed_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by,
    // The column is jsonb: the driver hands back what it parsed.
    gone: row.gone as unknown as Record<string, number> | null,
  }))
}
