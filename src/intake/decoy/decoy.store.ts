import { createHash, randomBytes } from 'node:crypto'
import type { Keyring } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { Decoy } from './decoy.ts'

declare module '#platform/db' {
  interface Tables {
    intake_decoy: { id: string; report_id: string; code_hash: Buffer; body: Buffer }
  }
}

/** Room for what a new one holds; it grows with what is written to it, as a report does. */
const PADDED_BYTES = 2048
const ABOUT = 'asylia decoy v1'

/** The id of a report's decoy: only who has the keys can tell which belongs to which report. */
export function decoyIdOf(keyring: Keyring, reportId: string): string {
  const bytes = createHash('sha256')
    .update(keyring.keyedHash('intake.decoy', reportId))
    .digest()
    .subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Puts an empty report beside a new one, under a code that nobody has. */
export async function insertDecoy(
  trx: Transaction,
  keyring: Keyring,
  reportId: string,
  { receivedAt, answerBy }: { receivedAt: Date; answerBy: string },
): Promise<void> {
  await trx
    .insertInto('intake_decoy')
    .values(newDecoy(keyring, reportId, { receivedAt, answerBy }))
    .execute()
}

/** The row of a new report's decoy. */
export function newDecoy(
  keyring: Keyring,
  reportId: string,
  { receivedAt, answerBy }: { receivedAt: Date; answerBy: string },
) {
  const body = sealed(keyring, Decoy.parse({ receivedAt: receivedAt.toISOString(), answerBy }))
  return { id: decoyIdOf(keyring, reportId), report_id: reportId, code_hash: randomBytes(32), body }
}

/** Gives a report's decoy a code; an earlier one opens nothing any more. Acts as the report's holder. */
export async function setDecoyCode(trx: Transaction, reportId: string, codeHash: Buffer): Promise<void> {
  const done = await trx
    .updateTable('intake_decoy')
    .set({ code_hash: codeHash })
    .where('report_id', '=', reportId)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('intake.not-found', 'no such report')
}

/** Acts as whoever has the second code. */
export async function getDecoy(trx: Transaction, keyring: Keyring, id: string): Promise<Decoy> {
  return decoyIn(keyring, await selectBody(trx, id).executeTakeFirst())
}

function selectBody(trx: Transaction, id: string) {
  return trx.selectFrom('intake_decoy').select('body').where('id', '=', id)
}

function decoyIn(keyring: Keyring, row: { body: Buffer } | undefined): Decoy {
  if (!row) throw new AsyliaError('intake.not-found', 'no such report')
  return opened(keyring, row.body)
}

export async function changeDecoy(
  trx: Transaction,
  keyring: Keyring,
  id: string,
  change: (decoy: Decoy) => Decoy,
): Promise<void> {
  // Locked: two windows that write at once lose nothing, as with a full report.
  const row = await selectBody(trx, id).forUpdate().executeTakeFirst()
  const body = sealed(keyring, change(decoyIn(keyring, row)))
  await trx.updateTable('intake_decoy').set({ body }).where('id', '=', id).execute()
}

/**
 * Erased as its holder sees it: its code opens nothing, and it is a decoy that nobody took a code for. Answers with the blobs of
 * files that were on their way.
 */
export async function eraseDecoy(trx: Transaction, keyring: Keyring, id: string): Promise<string[]> {
  const { receivedAt, answerBy, uploads } = await getDecoy(trx, keyring, id)
  const body = sealed(keyring, Decoy.parse({ receivedAt, answerBy }))
  await trx
    .updateTable('intake_decoy')
    .set({ body, code_hash: randomBytes(32) })
    .where('id', '=', id)
    .execute()
  return uploads.flatMap(({ parts }) => parts)
}

/** Under the keyring alone: there is nothing in it to erase for good. */
function sealed(keyring: Keyring, decoy: Decoy): Buffer {
  const text = Buffer.from(JSON.stringify(decoy))
  const padded = Buffer.alloc(Math.max(PADDED_BYTES, text.length), ' ')
  text.copy(padded)
  const { wrapped, version } = keyring.wrap(padded, ABOUT)
  const header = Buffer.alloc(4)
  header.writeUInt32BE(version)
  return Buffer.concat([header, wrapped])
}

function opened(keyring: Keyring, body: Buffer): Decoy {
  const text = keyring.unwrap({ wrapped: body.subarray(4), version: body.readUInt32BE() }, ABOUT)
  return Decoy.parse(JSON.parse(text.toString('utf8')))
}
