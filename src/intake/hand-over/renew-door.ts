import { randomUUID } from 'node:crypto'
import type { Actor } from '#platform/access'
import type { Database, Transaction } from '#platform/db'
import type { Vault } from '#platform/crypto'
import { openBrowserWords } from '../report/browser-words.store.ts'
import { locked, type Opener, wrapForDoor } from '../sealing/content-keys.ts'
import { newKeyPair } from '../sealing/envelope.ts'
import { findDoor, listRecipients, shareDoor } from '../sealing/recipients.store.ts'
import { countOlder, keepWraps, takeOlder } from '../sealing/older-doors.store.ts'

type Member = Actor & { organisation: string }
type Unlocked = { doors: Map<string, Buffer> }

/** How many reports are wrapped anew in one transaction: what is done stays done when it is stopped. */
const BATCH = 200

/**
 * A new door key after a recipient has left: shared with every recipient who is still admitted, and current from now on.
 * The older one stays with them for words that a page sealed before; nothing that is stored opens with it once
 * `rewrapReports` is through. The acting session has it open at once.
 */
export async function makeNewDoor(trx: Transaction, actor: Member, unlocked: Unlocked): Promise<void> {
  const before = await findDoor(trx, actor.organisation)
  const admitted = (await listRecipients(trx, before)).filter((each) => each.admitted)
  const door = await newKeyPair()
  const id = randomUUID()
  await trx
    .updateTable('intake_door_key')
    .set({ is_current: false })
    .where('organisation_id', '=', actor.organisation)
    .where('is_current', '=', true)
    .execute()
  await trx
    .insertInto('intake_door_key')
    .values({ id, organisation_id: actor.organisation, public_key: door.publicKey })
    .execute()
  for (const { userId } of admitted) await shareDoor(trx, { id, privateKey: door.privateKey }, userId)
  // Marks under the older key could be tried by whoever kept it.
  await trx.deleteFrom('intake_marks').where('organisation_id', '=', actor.organisation).execute()
  unlocked.doors.set(id, door.privateKey)
}

/**
 * Wraps the keys of reports to the current door, until `until` (milliseconds since 1970) has passed; answers how many are
 * left that the actor may see. It can be stopped at any moment and begun again: each report is wrapped to one door or the
 * other. Throws `intake.locked` for who has not the older door open.
 */
export async function rewrapReports(
  { db, vault }: { db: Database; vault: Vault },
  actor: Member,
  opener: Opener,
  until: number,
): Promise<number> {
  for (;;) {
    const done = await db.as(actor, (trx) => rewrapSome(trx, vault, actor, opener))
    if (done === BATCH && Date.now() <= until) continue
    // A part that is not full may be the last, or another recipient was at it too.
    const left = await db.as(actor, (trx) => countOlder(trx, actor.organisation))
    if (left === 0 || Date.now() > until) return left
  }
}

async function rewrapSome(trx: Transaction, vault: Vault, actor: Member, opener: Opener): Promise<number> {
  const door = await findDoor(trx, actor.organisation)
  if (!door) return 0
  const reports = await takeOlder(trx, actor.organisation, BATCH)
  if (reports.length === 0) return 0
  // Together: the curve's arithmetic then uses every core, and each report waits for no other.
  const wrapped = await Promise.all(
    reports.map(async (report) => {
      const key = await opener.keyOf(report)
      if (!Buffer.isBuffer(key)) throw locked()
      return { id: report.id, key, doorWrap: await wrapForDoor(report.id, key, door.publicKey) }
    }),
  )
  await openBrowserWords(trx, vault, opener, new Map(wrapped.map(({ id, key }) => [id, key])))
  await keepWraps(trx, door.id, wrapped)
  return reports.length
}
