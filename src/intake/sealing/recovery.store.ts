import { combineShares, type Quorum, readShares, splitSecret } from '#platform/crypto'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { openWith, sealTo } from './envelope.ts'
import { becomeRecipient, findDoor, shareDoor } from './recipients.store.ts'

type Member = Actor & { organisation: string }

const ID_BYTES = 16
const KEY_BYTES = 32

/**
 * The door keys of an unlocked session in shares for colleagues to keep on paper: any `need` of them admit somebody anew when
 * every passphrase is forgotten, fewer tell nothing, and the server keeps none. A new door key needs new shares. Throws
 * `BadInput` for a quorum that is none, `intake.locked` for who has not the current door open.
 */
export async function splitDoors(
  trx: Transaction,
  actor: Member,
  doors: ReadonlyMap<string, Buffer>,
  quorum: Quorum,
): Promise<string[]> {
  const door = await findDoor(trx, actor.organisation)
  if (!door || !doors.has(door.id))
    throw new AsyliaError('intake.locked', 'unlock with your own passphrase first')
  const secret = Buffer.concat([...doors].flatMap(([id, privateKey]) => [bytesOf(id), privateKey]))
  const lines = await splitSecret(secret, lineId(door.id), quorum)
  secret.fill(0)
  return lines
}

/**
 * Admits the acting member of staff by colleagues' shares, with a new key under a new passphrase; a key they had is gone.
 * Throws `BadInput` for a share that was mistyped or is another door's, and for too few.
 */
export async function recoverDoors(
  trx: Transaction,
  actor: Member,
  { shares, passphrase }: { shares: readonly string[]; passphrase: string },
): Promise<void> {
  const current = await findDoor(trx, actor.organisation)
  if (!current) throw new AsyliaError('intake.recipient.not-found', 'reports are not sealed to recipients')
  const secret = await combine(readShares(shares, lineId(current.id)))
  const known = await trx
    .selectFrom('intake_door_key')
    .select(['id', 'public_key'])
    .where('organisation_id', '=', actor.organisation)
    .execute()
  const doors = new Map(known.map((row) => [row.id, row.public_key]))
  const found: { id: string; privateKey: Buffer }[] = []
  for (let at = 0; at < secret.length; at += ID_BYTES + KEY_BYTES) {
    const id = idOf(secret.subarray(at, at + ID_BYTES))
    const privateKey = secret.subarray(at + ID_BYTES, at + ID_BYTES + KEY_BYTES)
    if (await belongTogether(doors.get(id), privateKey)) found.push({ id, privateKey })
  }
  if (!found.some(({ id }) => id === current.id))
    throw new BadInput('these shares open nothing: expected more of them, or newer ones')
  await trx.deleteFrom('intake_recipient').where('user_id', '=', actor.id).execute()
  await becomeRecipient(trx, actor, passphrase)
  for (const door of found) await shareDoor(trx, door, actor.id)
  secret.fill(0)
}

async function combine(shares: readonly Uint8Array<ArrayBuffer>[]): Promise<Buffer> {
  if (shares.length < 2) throw new BadInput('found one share, expected those of several colleagues')
  return combineShares(shares)
}

/** Too few shares combine to anything at all: what was found is tried on the public half. */
async function belongTogether(publicKey: Buffer | undefined, privateKey: Buffer): Promise<boolean> {
  if (!publicKey) return false
  const tried = await openWith(privateKey, await sealTo(publicKey, Buffer.from('tried'), 'trial'), 'trial')
    .then((opened) => opened.toString())
    .catch(() => '')
  return tried === 'tried'
}

const lineId = (doorId: string) => doorId.replaceAll('-', '').slice(0, 16)
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
