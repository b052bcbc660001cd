import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { testDatabase } from '#test/stores'
import { becomeRecipient, findDoor, unlockDoors } from './recipients.store.ts'
import { recoverDoors, splitDoors } from './recovery.store.ts'

describe('sealed reports whose recipients forgot their passphrases', async () => {
  const db = await testDatabase()
  const organisation = newId()
  const staff = () => ({ id: newId(), role: 'intake_worker', organisation, purpose: 'intake' })
  const [ana, bo] = [staff(), staff()]
  const [before, after] = ['seven ducks cross the river slowly', 'nine geese stand on the ice in march']
  await db.as(ana, (trx) => becomeRecipient(trx, ana, before))
  const doors = await db.as(ana, (trx) => unlockDoors(trx, ana, before))
  const lines = await db.as(ana, (trx) => splitDoors(trx, ana, doors, { need: 3, of: 5 }))
  const recover = (actor: typeof ana, shares: readonly string[]) =>
    db.as(actor, (trx) => recoverDoors(trx, actor, { shares, passphrase: after }))

  it('are opened by three of five colleagues, under a new passphrase; the old one opens nothing', async () => {
    expect(lines).toHaveLength(5)
    await recover(ana, [lines[4]!, lines[0]!, lines[2]!])
    const opened = await db.as(ana, (trx) => unlockDoors(trx, ana, after))
    const { id } = (await db.as(ana, (trx) => findDoor(trx, organisation)))!
    expect(opened.get(id)).toEqual(doors.get(id))
    await expect(db.as(ana, (trx) => unlockDoors(trx, ana, before))).rejects.toMatchObject({
      code: 'intake.passphrase.refused',
    })
  })

  it('admit a colleague who had no key, too', async () => {
    await recover(bo, lines.slice(1, 4))
    expect(await db.as(bo, (trx) => unlockDoors(trx, bo, after))).toEqual(doors)
  })

  it('stay closed to two of five, to one who gives a share twice, and to shares of another door', async () => {
    const { length } = lines
    expect(length).toBe(5)
    await expect(recover(bo, lines.slice(0, 2))).rejects.toThrow('these shares open nothing')
    await expect(recover(bo, [lines[0]!, lines[0]!, lines[0]!])).rejects.toThrow('found one share')
    const [eve] = [{ ...staff(), organisation: newId() }]
    await db.as(eve, (trx) => becomeRecipient(trx, eve, before))
    await expect(recover(eve, lines)).rejects.toThrow('another box')
    const mistyped = lines.map((line) => line.replace(/.(?=.{20}$)/, '~'))
    await expect(recover(bo, mistyped)).rejects.toThrow('mistyped')
    // What was refused took nothing away.
    expect(await db.as(bo, (trx) => unlockDoors(trx, bo, after))).toEqual(doors)
  })
})
