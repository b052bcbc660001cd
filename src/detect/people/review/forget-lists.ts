import { systemActor, type Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Database } from '#platform/db'
import { AsyliaError } from '#platform/errors'

const FORGETTER = systemActor('detect.forget-people')

/** Deletes a list with all that hangs on it, then destroys its key. Throws `detect.people-list.not-found`. */
export async function eraseList(
  db: Pick<Database, 'as'>,
  vault: Vault,
  actor: Actor,
  id: string,
): Promise<void> {
  await db.as(actor, async (trx) => {
    const gone = await trx.deleteFrom('detect_people_list').where('id', '=', id).executeTakeFirst()
    if (gone.numDeletedRows === 0n) throw new AsyliaError('detect.people-list.not-found', 'no such list')
    await record(trx, actor, { action: 'person-list.erase', resource: 'person_list', subject: id, why: null })
  })
  await db.as(FORGETTER, (trx) => vault.shred(trx, id))
}

/** Erases the lists whose day is over; how many. */
export async function forgetLists(db: Pick<Database, 'as'>, vault: Vault, today: string): Promise<number> {
  const over = await db.as(FORGETTER, (trx) =>
    trx.selectFrom('detect_people_list').select('id').where('expires_on', '<', today).execute(),
  )
  for (const { id } of over) await eraseList(db, vault, FORGETTER, id)
  return over.length
}

/** Forgets now and every hour; the answer stops it. */
export function keepForgetting(
  { db, vault, today }: { db: Pick<Database, 'as'>; vault: Vault; today: () => string },
  onFault: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const look = (): void => {
    running = running.then(() => forgetLists(db, vault, today())).catch(onFault)
  }
  look()
  const timer = setInterval(look, 3_600_000).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
