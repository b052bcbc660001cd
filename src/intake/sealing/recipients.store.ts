import { randomUUID } from 'node:crypto'
import { type Generated } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { newKeyPair, openWith, sealTo } from './envelope.ts'
import { openWithPassphrase, sealUnderPassphrase } from './passphrase.ts'

declare module '#platform/db' {
  interface Tables {
    intake_door_key: {
      id: string
      organisation_id: string
      public_key: Buffer
      is_current: Generated<boolean>
      made_on: Generated<string>
    }
    intake_recipient: {
      user_id: string
      organisation_id: string
      public_key: Buffer
      sealed_private_key: Buffer
      joined_on: Generated<string>
    }
    intake_door_share: {
      door_key_id: string
      user_id: string
      organisation_id: string
      sealed_door_key: Buffer
    }
  }
}

const SHARE = 'door key'

export type Door = { id: string; publicKey: Buffer }

/** The key that reports to this organisation are sealed to now; undefined while it has none. */
export async function findDoor(trx: Transaction, organisationId: string): Promise<Door | undefined> {
  const row = await trx
    .selectFrom('intake_door_key')
    .select(['id', 'public_key'])
    .where('organisation_id', '=', organisationId)
    .where('is_current', '=', true)
    .executeTakeFirst()
  return row && { id: row.id, publicKey: row.public_key }
}

export type Recipient = { userId: string; admitted: boolean; joinedOn: string }

/** The own organisation's recipients; who is not admitted yet has a key, and waits for a colleague. */
export async function listRecipients(trx: Transaction, door: Door | undefined): Promise<Recipient[]> {
  const rows = await trx
    .selectFrom('intake_recipient as r')
    .leftJoin('intake_door_share as s', (join) =>
      join.onRef('s.user_id', '=', 'r.user_id').on('s.door_key_id', '=', door?.id ?? randomUUID()),
    )
    .select(['r.user_id', 'r.joined_on', 's.door_key_id'])
    .orderBy('r.joined_on')
    .orderBy('r.user_id')
    .execute()
  return rows.map((row) => ({
    userId: row.user_id,
    admitted: row.door_key_id !== null,
    joinedOn: row.joined_on,
  }))
}

/**
 * Gives the acting member of staff a key of their own, under a passphrase that is stored nowhere. The first recipient of an
 * organisation makes its door key too; those after wait until a recipient admits them. Throws `intake.recipient.conflict`
 * for somebody who has a key.
 */
export async function becomeRecipient(
  trx: Transaction,
  actor: Actor & { organisation: string },
  passphrase: string,
): Promise<void> {
  const own = await newKeyPair()
  const done = await trx
    .insertInto('intake_recipient')
    .values({
      user_id: actor.id,
      organisation_id: actor.organisation,
      public_key: own.publicKey,
      sealed_private_key: await sealUnderPassphrase(own.privateKey, passphrase),
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .executeTakeFirst()
  own.privateKey.fill(0)
  if ((done.numInsertedOrUpdatedRows ?? 0n) === 0n)
    throw new AsyliaError('intake.recipient.conflict', 'you have a key already')
  if ((await findDoor(trx, actor.organisation)) === undefined) await makeDoor(trx, actor)
}

/**
 * A new door key, shared with the acting recipient, that reports are sealed to from now on. Its private half is wiped when
 * this settles. Two who make the first one at the same time: the database keeps one, and the other's transaction fails.
 */
async function makeDoor(trx: Transaction, actor: Actor & { organisation: string }): Promise<void> {
  const door = await newKeyPair()
  const id = randomUUID()
  await trx
    .insertInto('intake_door_key')
    .values({ id, organisation_id: actor.organisation, public_key: door.publicKey })
    .execute()
  await shareDoor(trx, { id, privateKey: door.privateKey }, actor.id)
  door.privateKey.fill(0)
}

/** Seals a door key's private half to a recipient. Throws `intake.recipient.not-found` for who has no key of their own. */
export async function shareDoor(
  trx: Transaction,
  door: { id: string; privateKey: Buffer },
  userId: string,
): Promise<void> {
  const to = await trx
    .selectFrom('intake_recipient')
    .select(['public_key', 'organisation_id'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!to) throw new AsyliaError('intake.recipient.not-found', 'no such recipient')
  await trx
    .insertInto('intake_door_share')
    .values({
      door_key_id: door.id,
      user_id: userId,
      organisation_id: to.organisation_id,
      sealed_door_key: await sealTo(to.public_key, door.privateKey, `${SHARE} ${door.id}`),
    })
    .onConflict((conflict) => conflict.columns(['door_key_id', 'user_id']).doNothing())
    .execute()
}

/**
 * The door keys that the acting recipient's passphrase opens, by id. Throws `intake.recipient.not-found` for who has no key,
 * `intake.passphrase.refused` for a wrong passphrase.
 */
export async function unlockDoors(
  trx: Transaction,
  actor: Actor,
  passphrase: string,
): Promise<Map<string, Buffer>> {
  const own = await trx
    .selectFrom('intake_recipient')
    .select('sealed_private_key')
    .where('user_id', '=', actor.id)
    .executeTakeFirst()
  if (!own) throw new AsyliaError('intake.recipient.not-found', 'you have no key yet')
  const privateKey = await openWithPassphrase(own.sealed_private_key, passphrase)
  const shares = await trx
    .selectFrom('intake_door_share')
    .select(['door_key_id', 'sealed_door_key'])
    .where('user_id', '=', actor.id)
    .execute()
  const doors = new Map<string, Buffer>()
  for (const share of shares) {
    const about = `${SHARE} ${share.door_key_id}`
    doors.set(share.door_key_id, await openWith(privateKey, share.sealed_door_key, about))
  }
  privateKey.fill(0)
  return doors
}

/** Changes the passphrase of the acting recipient's own key. Throws as `unlockDoors`. */
export async function changePassphrase(
  trx: Transaction,
  actor: Actor,
  passphrase: { old: string; new: string },
): Promise<void> {
  const own = await trx
    .selectFrom('intake_recipient')
    .select('sealed_private_key')
    .where('user_id', '=', actor.id)
    .executeTakeFirst()
  if (!own) throw new AsyliaError('intake.recipient.not-found', 'you have no key yet')
  const privateKey = await openWithPassphrase(own.sealed_private_key, passphrase.old)
  const sealed = await sealUnderPassphrase(privateKey, passphrase.new)
  privateKey.fill(0)
  await trx
    .updateTable('intake_recipient')
    .set({ sealed_private_key: sealed })
    .where('user_id', '=', actor.id)
    .execute()
}

/**
 * Takes a recipient out: their shares are gone. What they could open while they were in, they may have kept: make a new
 * door key after it. Throws `intake.recipient.last.refused` for the last one admitted: what is sealed would be lost.
 */
export async function removeRecipient(
  trx: Transaction,
  door: Door | undefined,
  userId: string,
): Promise<void> {
  const others = (await listRecipients(trx, door)).filter((each) => each.admitted && each.userId !== userId)
  if (door && others.length === 0)
    throw new AsyliaError(
      'intake.recipient.last.refused',
      'nobody else could open what is sealed: admit a colleague first',
    )
  const gone = await trx.deleteFrom('intake_recipient').where('user_id', '=', userId).executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw new AsyliaError('intake.not-found', 'no such recipient')
}
