import { becomeRecipient, shareDoor, unlockDoors } from '#intake'
import type { Auth } from '#platform/auth'
import type { Database } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { findDemoActor, type Staff } from './staff.ts'

/** How many of the newest reports of a region that people look at are sealed to recipients: to see what that is like. */
export const SEALED_REPORTS = 3

const PASSPHRASE = 'lanterns float down the quiet river'

/** The intake worker takes the first key, which seals the door from now on, and admits the case worker. */
export async function sealDoor(database: Database, staff: Staff): Promise<void> {
  const { intake_worker: first, case_worker: second } = staff
  await database.as(first, (trx) => becomeRecipient(trx, first, PASSPHRASE))
  const asIntake = { ...second, purpose: 'intake' }
  await database.as(asIntake, (trx) => becomeRecipient(trx, asIntake, PASSPHRASE))
  await database.as(first, async (trx) => {
    for (const [id, privateKey] of await unlockDoors(trx, first, PASSPHRASE))
      await shareDoor(trx, { id, privateKey }, second.id)
  })
}

/** The passphrase that opens the region's sealed reports, where it does; null: nobody has a key, or it was changed. */
export async function demoPassphrase(database: Database, auth: Auth): Promise<string | null> {
  const actor = await findDemoActor(auth, 'intake_worker')
  if (!actor) return null
  try {
    await database.as(actor, (trx) => unlockDoors(trx, actor, PASSPHRASE))
    return PASSPHRASE
  } catch (error) {
    const code = error instanceof AsyliaError ? error.code : ''
    if (code === 'intake.recipient.not-found' || code === 'intake.passphrase.refused') return null
    throw error
  }
}
