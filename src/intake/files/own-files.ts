import type { Files } from '#platform/files'
import { announce } from '#platform/jobs'
import { changeDecoy, getDecoy } from '../decoy/decoy.store.ts'
import { holder, type IntakeServices, toTheHour } from '../report/file-report.ts'
import { openerOf, type Visit } from '../report/own-report.ts'
import { getReport } from '../report/report.store.ts'
import { clean, type Cleaned } from './cleaning/clean.ts'
import { type FileMeta, MOST_FILES, type ReportFile } from './file.ts'
import { keepBytes } from './file-bytes.ts'
import { blobsOf, eraseFile, insertFile, listFiles } from './file.store.ts'
import { Turns } from './turns.ts'

export type FileServices = IntakeServices & { files: Files }

export type Sent = {
  /** Chosen with the form: sent twice, it is there once. */
  id: string
  /** What the sender's machine calls it: kept with an original only. */
  name: string
  bytes: Buffer
  keepOriginal: boolean
}

export type Added =
  | { ok: true; removed: string[]; keptOriginal: boolean }
  | { ok: false; refusal: 'empty' | 'uncleanable' | 'damaged' | 'too-many' }

/** Files in memory at a time, of 25 MB at most each: a flood of them waits, and does not fill the memory. */
const turns = new Turns(3)

/**
 * Adds a file to a report: cleaned, and the original beside it only where its reporter wants it kept. What cannot be cleaned
 * is refused, unless the original was asked for: then that alone is kept.
 */
export async function addFile(services: FileServices, visit: Visit, sent: Sent): Promise<Added> {
  if (sent.bytes.length === 0) return { ok: false, refusal: 'empty' }
  return turns.take(async () => {
    const cleaned = tryToClean(sent.bytes)
    if ('refusal' in cleaned && !sent.keepOriginal) return { ok: false, refusal: cleaned.refusal }
    const file = 'refusal' in cleaned ? null : cleaned
    const added: Added = { ok: true, removed: file?.removed ?? [], keptOriginal: sent.keepOriginal }
    const isKept = await (visit.kind === 'decoy' ? keepInDecoy : keep)(services, visit, sent, file)
    return isKept ? added : { ok: false, refusal: 'too-many' }
  })
}

function tryToClean(bytes: Buffer): Cleaned | { refusal: 'uncleanable' | 'damaged' } {
  try {
    return clean(bytes)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'intake.file.uncleanable') return { refusal: 'uncleanable' }
    if (code === 'intake.file.refused') return { refusal: 'damaged' }
    throw error
  }
}

/** False: the report has as many files as it may. */
async function keep(
  { db, vault, files, now }: FileServices,
  visit: Visit,
  sent: Sent,
  cleaned: Cleaned | null,
): Promise<boolean> {
  const actor = holder(visit.id)
  const { have, report } = await db.as(actor, async (trx) => {
    const found = await getReport(trx, vault, openerOf(visit), visit.id)
    return { have: await listFiles({ trx, vault }, found), report: found }
  })
  if (have.some(({ id }) => id === sent.id)) return true
  if (have.length >= MOST_FILES) return false
  const first = await keepBytes(files, cleaned?.bytes ?? sent.bytes)
  const original = cleaned && sent.keepOriginal ? await keepBytes(files, sent.bytes) : null
  const meta: FileMeta = {
    ...told(sent, cleaned),
    key: first.key.toString('base64'),
    original: original && {
      name: sent.name,
      bytes: sent.bytes.length,
      key: original.key.toString('base64'),
    },
  }
  const row = {
    id: sent.id,
    meta,
    blob: first.blob,
    originalBlob: original?.blob ?? null,
    at: toTheHour(now()),
  }
  let isMade = false
  try {
    isMade = await db.as(actor, async (trx) => {
      const isNew = await insertFile({ trx, vault }, report, row)
      if (isNew) await announce(trx, 'intake.message-received', { report: visit.id })
      return isNew
    })
  } finally {
    // Sent twice at the same moment, or to a report erased meanwhile: these bytes are nobody's.
    if (!isMade) for (const blob of [row.blob, row.originalBlob]) if (blob) await files.delete(blob)
  }
  return true
}

/** What the list of files tells of one. */
function told({ id, name, bytes }: Sent, cleaned: Cleaned | null) {
  return {
    name: cleaned ? nameOf(cleaned, id) : name,
    kind: cleaned?.kind ?? 'application/octet-stream',
    bytes: cleaned?.bytes.length ?? bytes.length,
    removed: cleaned?.removed ?? [],
    uncleaned: cleaned === null,
  }
}

const WORDS: Readonly<Record<string, string>> = { image: 'picture', audio: 'recording', text: 'text' }

function nameOf({ kind, ending }: Cleaned, id: string): string {
  return `${WORDS[kind.split('/')[0]!] ?? 'file'}-${id.slice(0, 4)}.${ending}`
}

/** An empty report takes a file as any other does, says the same of it, and forgets its bytes. */
async function keepInDecoy(
  { db, keyring, now }: FileServices,
  visit: Visit,
  sent: Sent,
  cleaned: Cleaned | null,
): Promise<boolean> {
  const file = {
    ...told(sent, cleaned),
    id: sent.id,
    at: toTheHour(now()).toISOString(),
    hasOriginal: cleaned !== null && sent.keepOriginal,
  }
  let isKept = true
  await db.as(holder(visit.id), (trx) =>
    changeDecoy(trx, keyring, visit.id, (decoy) => {
      if (decoy.files.some(({ id }) => id === file.id)) return decoy
      isKept = decoy.files.length < MOST_FILES
      return isKept ? { ...decoy, files: [...decoy.files, file] } : decoy
    }),
  )
  return isKept
}

/** The files of an own report, the oldest first. */
export async function listOwnFiles(services: IntakeServices, visit: Visit): Promise<ReportFile[]> {
  const { db, vault, keyring } = services
  return db.as(holder(visit.id), async (trx) => {
    if (visit.kind === 'report') {
      return listFiles({ trx, vault }, await getReport(trx, vault, openerOf(visit), visit.id))
    }
    return (await getDecoy(trx, keyring, visit.id)).files
  })
}

/** Erases one file, its bytes too. */
export async function eraseOwnFile(services: FileServices, visit: Visit, fileId: string): Promise<void> {
  const { db, files, keyring } = services
  const blobs = await db.as(holder(visit.id), async (trx) => {
    if (visit.kind === 'decoy') {
      await changeDecoy(trx, keyring, visit.id, (decoy) => ({
        ...decoy,
        files: decoy.files.filter(({ id }) => id !== fileId),
      }))
      return []
    }
    const found = await blobsOf(trx, visit.id, fileId)
    await eraseFile(trx, visit.id, fileId)
    return found
  })
  for (const blob of blobs) await files.delete(blob)
}
