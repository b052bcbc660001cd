import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Transaction } from '#platform/db'
import { holder, toTheHour } from '../report/file-report.ts'
import { Visit } from '../report/own-report.ts'
import { openUnder, sealUnder } from '../sealing/envelope.ts'
import { MOST_FILE_BYTES } from './file.ts'
import { type Added, addFile, type FileServices } from './own-files.ts'
import { decoyUploads } from './decoy-upload.ts'
import { reportUploads, type Uploads } from './upload.store.ts'

/** As large as what is sealed at a time: a part is the most that a cut connection loses. */
const PART_BYTES = 64 * 1024
const DAY_MS = 86_400_000
const ABOUT = 'upload part'

/** A file on its way, as whoever sends it holds it: the key of its parts is here and nowhere else. */
export const Upload = z.object({
  id: z.uuid(),
  visit: Visit,
  length: z.int().min(1).max(MOST_FILE_BYTES),
  name: z.string(),
  keepOriginal: z.boolean(),
  key: z.string(),
})
export type Upload = z.infer<typeof Upload>

/** Begins to take in a file of this length. What was begun a day ago and left is forgotten. */
export async function beginUpload(
  services: FileServices,
  visit: Visit,
  file: { length: number; name: string; keepOriginal: boolean },
): Promise<Upload> {
  const { files, now } = services
  const upload: Upload = { id: randomUUID(), visit, ...file, key: randomBytes(32).toString('base64') }
  const at = toTheHour(now())
  const left = await asHolder(services, upload, async (trx, uploads) => {
    const old = await uploads.eraseBefore(trx, new Date(at.getTime() - DAY_MS))
    await uploads.insert(trx, { id: upload.id, length: file.length, at })
    return old
  })
  for (const blob of left) await files.delete(blob)
  return upload
}

/**
 * Takes in bytes from `offset` on, sealing each part as it arrives: none is on the disk in the clear. When the connection is cut,
 * what came before the cut is kept. Answers with how much has arrived: where to go on, also when `offset` was another
 * place. Throws `intake.not-found` for an upload that is over.
 */
export async function receive(
  services: FileServices,
  upload: Upload,
  { offset, body }: { offset: number; body: AsyncIterable<Uint8Array> },
): Promise<number> {
  const { received } = await asHolder(services, upload, (trx, uploads) => uploads.get(trx, upload.id))
  if (received !== offset) return received
  let at = offset
  let waiting: Uint8Array[] = []
  let held = 0
  const flush = async () => {
    if (held === 0) return true
    const part = Buffer.concat(waiting)
    waiting = []
    held = 0
    const isKept = await keepPart(services, upload, at, part)
    if (isKept) at += part.length
    return isKept
  }
  try {
    for await (const bytes of body) {
      const piece = bytes.subarray(0, Math.max(upload.length - at - held, 0))
      waiting.push(piece)
      held += piece.length
      if (held >= PART_BYTES && !(await flush())) break
      if (at + held >= upload.length) break
    }
  } catch {
    // Cut off: what came is kept below, and the sender asks where to go on.
  }
  await flush()
  return at
}

/** False: something else arrived at this place meanwhile, or the report was erased. What is not kept leaves no bytes. */
async function keepPart(services: FileServices, upload: Upload, at: number, part: Buffer): Promise<boolean> {
  const { files } = services
  const { id: blob } = await files.put(sealUnder(Buffer.from(upload.key, 'base64'), part, `${ABOUT} ${at}`))
  let isKept = false
  try {
    isKept = await asHolder(services, upload, (trx, uploads) =>
      uploads.addPart(trx, upload.id, { at, bytes: part.length, blob }),
    )
  } finally {
    if (!isKept) await files.delete(blob)
  }
  return isKept
}

/** How much has arrived. Throws `intake.not-found`. */
export async function receivedOf(services: FileServices, upload: Upload): Promise<number> {
  return (await asHolder(services, upload, (trx, uploads) => uploads.get(trx, upload.id))).received
}

/** Makes a file of the report of what has arrived; undefined while something is missing. */
export async function finishUpload(services: FileServices, upload: Upload): Promise<Added | undefined> {
  const { files } = services
  const { id, visit, name, keepOriginal, length } = upload
  const { received, parts } = await asHolder(services, upload, (trx, uploads) => uploads.get(trx, id))
  if (received !== length) return undefined
  const pieces: Buffer[] = []
  let at = 0
  for (const blob of parts) {
    const sealed: Buffer[] = []
    for await (const bytes of files.get(blob)) sealed.push(bytes)
    const piece = openUnder(Buffer.from(upload.key, 'base64'), Buffer.concat(sealed), `${ABOUT} ${at}`)
    pieces.push(piece)
    at += piece.length
  }
  const added = await addFile(services, visit, { id, name, keepOriginal, bytes: Buffer.concat(pieces) })
  for (const blob of await asHolder(services, upload, (trx, uploads) => uploads.erase(trx, id)))
    await files.delete(blob)
  return added
}

function asHolder<Result>(
  { db, keyring }: FileServices,
  { visit }: Upload,
  work: (trx: Transaction, uploads: Uploads) => Promise<Result>,
): Promise<Result> {
  const uploads = visit.kind === 'decoy' ? decoyUploads(keyring, visit.id) : reportUploads(visit.id)
  return db.as(holder(visit.id), (trx) => work(trx, uploads))
}
