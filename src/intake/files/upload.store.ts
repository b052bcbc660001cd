import { type Generated, sql } from 'kysely'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'

declare module '#platform/db' {
  interface Tables {
    intake_upload: {
      id: string
      report_id: string
      length: number
      received: Generated<number>
      parts: Generated<string[]>
      at: Date
    }
  }
}

export type UploadRow = { length: number; received: number; parts: string[] }

/** Where the files on their way to one report are kept. */
export type Uploads = {
  insert(trx: Transaction, upload: { id: string; length: number; at: Date }): Promise<void>
  /** Throws `intake.not-found`: it was finished, given up, or is another's. */
  get(trx: Transaction, id: string): Promise<UploadRow>
  /** Takes in one more part, if nothing else arrived at this place meanwhile; false: it did. */
  addPart(trx: Transaction, id: string, part: { at: number; bytes: number; blob: string }): Promise<boolean>
  /** Forgets an upload; the blobs of its parts. */
  erase(trx: Transaction, id: string): Promise<string[]>
  /** Forgets what was begun before; the blobs of their parts. */
  eraseBefore(trx: Transaction, before: Date): Promise<string[]>
}

export function reportUploads(reportId: string): Uploads {
  return {
    insert: (trx, upload) => insertUpload(trx, { ...upload, reportId }),
    get: getUpload,
    addPart,
    erase: eraseUpload,
    eraseBefore: (trx, before) => eraseUploadsBefore(trx, reportId, before),
  }
}

async function insertUpload(
  trx: Transaction,
  upload: { id: string; reportId: string; length: number; at: Date },
): Promise<void> {
  await trx
    .insertInto('intake_upload')
    .values({ id: upload.id, report_id: upload.reportId, length: upload.length, at: upload.at })
    .execute()
}

async function getUpload(trx: Transaction, id: string): Promise<UploadRow> {
  const row = await trx
    .selectFrom('intake_upload')
    .select(['length', 'received', 'parts'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('intake.not-found', 'no such upload')
  return { length: Number(row.length), received: Number(row.received), parts: row.parts }
}

async function addPart(
  trx: Transaction,
  id: string,
  part: { at: number; bytes: number; blob: string },
): Promise<boolean> {
  const done = await trx
    .updateTable('intake_upload')
    .set({
      received: sql`received + ${part.bytes}`,
      parts: sql`array_append(parts, ${part.blob})`,
    })
    .where('id', '=', id)
    .where('received', '=', part.at)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

async function eraseUpload(trx: Transaction, id: string): Promise<string[]> {
  const rows = await trx.deleteFrom('intake_upload').where('id', '=', id).returning('parts').execute()
  return rows.flatMap(({ parts }) => parts)
}

/** Forgets all that is on its way to a report; the blobs of their parts. */
export async function eraseUploadsTo(trx: Transaction, reportId: string): Promise<string[]> {
  const rows = await trx
    .deleteFrom('intake_upload')
    .where('report_id', '=', reportId)
    .returning('parts')
    .execute()
  return rows.flatMap(({ parts }) => parts)
}

async function eraseUploadsBefore(trx: Transaction, reportId: string, before: Date): Promise<string[]> {
  const rows = await trx
    .deleteFrom('intake_upload')
    .where('report_id', '=', reportId)
    .where('at', '<', before)
    .returning('parts')
    .execute()
  return rows.flatMap(({ parts }) => parts)
}
