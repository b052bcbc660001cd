import type { GeneratedAlways } from 'kysely'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { seal, type Store, unseal } from '../report/sealed-content.ts'
import type { ContentKey } from '../sealing/content-keys.ts'
import { FileMeta, type ReportFile } from './file.ts'

declare module '#platform/db' {
  interface Tables {
    intake_file: {
      id: string
      position: GeneratedAlways<number>
      report_id: string
      organisation_id: string
      meta: Buffer
      blob: string
      original_blob: string | null
      at: Date
    }
  }
}

const META = 'intake_file.meta'

type Of = { id: string; organisationId: string; key: ContentKey }
export type NewFile = { id: string; meta: FileMeta; blob: string; originalBlob: string | null; at: Date }

/** Keeps a file with its report; false: it was there. Throws `intake.locked` where the report cannot be opened. */
export async function insertFile(store: Store, report: Of, file: NewFile): Promise<boolean> {
  const done = await store.trx
    .insertInto('intake_file')
    .values({
      id: file.id,
      report_id: report.id,
      organisation_id: report.organisationId,
      meta: await seal(store, report.id, JSON.stringify(file.meta), { key: report.key, about: META }),
      blob: file.blob,
      original_blob: file.originalBlob,
      at: file.at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** A report's files, the oldest first; none while it is locked. */
export async function listFiles(store: Store, report: Omit<Of, 'organisationId'>): Promise<ReportFile[]> {
  if (report.key === 'locked') return []
  const rows = await store.trx
    .selectFrom('intake_file')
    .selectAll()
    .where('report_id', '=', report.id)
    .orderBy('position')
    .execute()
  const files: ReportFile[] = []
  for (const row of rows) {
    const { key: _, original, ...meta } = await metaOf(store, report, row.meta)
    files.push({ ...meta, id: row.id, at: row.at.toISOString(), hasOriginal: original !== null })
  }
  return files
}

/** A file with its keys. Throws `intake.not-found`, and `intake.locked`. */
export async function getFile(
  store: Store,
  report: Omit<Of, 'organisationId'>,
  id: string,
): Promise<{ meta: FileMeta; blob: string; originalBlob: string | null }> {
  const row = await store.trx
    .selectFrom('intake_file')
    .selectAll()
    .where('report_id', '=', report.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('intake.not-found', 'no such file')
  return { meta: await metaOf(store, report, row.meta), blob: row.blob, originalBlob: row.original_blob }
}

async function metaOf(store: Store, report: Omit<Of, 'organisationId'>, sealed: Buffer): Promise<FileMeta> {
  const text = await unseal(store, report.id, sealed, { key: report.key, about: META })
  if (text === null) throw new AsyliaError('intake.locked', 'unlock with your passphrase first')
  return FileMeta.parse(JSON.parse(text))
}

/** The blobs of one file, or of all of a report's, so that they can be erased with it. */
export async function blobsOf(trx: Transaction, reportId: string, fileId?: string): Promise<string[]> {
  let query = trx
    .selectFrom('intake_file')
    .select(['blob', 'original_blob'])
    .where('report_id', '=', reportId)
  if (fileId !== undefined) query = query.where('id', '=', fileId)
  const rows = await query.execute()
  return rows.flatMap((row) => (row.original_blob === null ? [row.blob] : [row.blob, row.original_blob]))
}

export async function eraseFile(trx: Transaction, reportId: string, fileId: string): Promise<void> {
  await trx.deleteFrom('intake_file').where('report_id', '=', reportId).where('id', '=', fileId).execute()
}
