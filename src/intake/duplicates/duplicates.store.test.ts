import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { fileReport, newReturnCode, Report } from '../index.ts'
import { getReport } from '../report/report.store.ts'
import { openedInSession } from '../sealing/content-keys.ts'
import { becomeRecipient, findDoor, unlockDoors } from '../sealing/recipients.store.ts'
import { sessionOf, unlockedDoors } from '../sealing/unlocked.ts'
import { findDuplicates, hashedMarks, markKey } from './duplicates.ts'
import { decide, undecide } from './marks.store.ts'

const PASSPHRASE = 'seven ducks cross the river slowly'

describe('duplicates among sealed reports', async () => {
  const db = await testDatabase()
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const organisation = newId()
  const ana = { id: newId(), role: 'intake_worker', organisation, purpose: 'intake' }
  const request = new Request('http://localhost/', { headers: { cookie: 'asylia.session_token=one' } })
  await db.as(ana, (trx) => becomeRecipient(trx, ana, PASSPHRASE))
  const doors = await db.as(ana, (trx) => unlockDoors(trx, ana, PASSPHRASE))
  unlockedDoors.open(sessionOf(request, ana), doors)
  const door = (await db.as(ana, (trx) => findDoor(trx, organisation)))!
  const key = markKey(keyring, { id: door.id, privateKey: doors.get(door.id)! })
  const opener = openedInSession(request, ana)

  async function file(story: string, place = '') {
    const id = randomUUID()
    const report = Report.parse({ story, place })
    await fileReport(services, {
      id,
      code: newReturnCode(),
      organisationId: organisation,
      channel: 'web',
      language: 'en',
      report,
    })
    return id
  }
  const likeTo = (id: string) =>
    db.as(ana, async (trx) =>
      findDuplicates({ trx, vault }, opener, key, await getReport(trx, vault, opener, id)),
    )

  it('are found among many, with their reasons, and neither number nor name is on disk', async () => {
    for (let i = 0; i < 40; i++) await file(`Somebody works too long in a kitchen, place number ${i}`)
    const first = await file('Mister Belov keeps her papers, her phone is 0721 555 6677')
    const second = await file('I know that man Belov, one can call +40 721 555 66 77')
    const found = await likeTo(second)
    expect(found.suggestions.map(({ id }) => id)).toEqual([first])
    expect(found.suggestions[0]!.reasons.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['phone', 'name']),
    )
    expect(found.notCompared).toBe(0)

    const { rows } = await db.as(ana, (trx) =>
      sql<{ row: string }>`select m::text as row from intake_marks m`.execute(trx),
    )
    expect(rows.length).toBeGreaterThan(40)
    for (const plain of ['Belov', 'belov', '55566', '7215556677'])
      for (const written of [plain, Buffer.from(plain).toString('hex')])
        expect(rows.some(({ row }) => row.includes(written))).toBe(false)
  })

  it('are not made of what a poster puts into many people’s mouths', async () => {
    const poster = 'They promised work in a restaurant and took our passports at the border crossing'
    const all: string[] = []
    for (let i = 0; i < 14; i++) all.push(await file(poster))
    expect((await likeTo(all[0]!)).suggestions).toEqual([])
    const [one, other] = [
      await file(`${poster}. Ask for Ylnarra Quindrill`),
      await file(`${poster}. My cousin spoke of Quindrill and Ylnarra`),
    ]
    expect((await likeTo(one)).suggestions.map(({ id }) => id)).toEqual([other])
  })

  it('hash under the door key: what the keys folder alone makes of a number is not among the marks', async () => {
    const report = Report.parse({ story: 'her phone is 0721 555 6677' })
    const stored = await db.as(ana, (trx) => trx.selectFrom('intake_marks').select('marks').execute())
    const all = new Set(stored.flatMap(({ marks }) => marks.map((mark) => mark.toString('hex'))))
    const by = (one: typeof key) => hashedMarks(one, report).filter((mark) => all.has(mark.toString('hex')))
    expect(by(markKey(keyring, null))).toEqual([])
    expect(by(key).length).toBeGreaterThan(0)
  })

  it('are a person’s to decide, may be taken back, and never merge', async () => {
    const a = await file('plate B77XKZ at the gate')
    const b = await file('the car B-77-XKZ was there')
    const before = await db.as(ana, (trx) =>
      trx.selectFrom('intake_report').select(['id', 'version']).execute(),
    )
    expect((await likeTo(a)).suggestions.map(({ id }) => id)).toEqual([b])
    await db.as(ana, (trx) =>
      decide(trx, { a, b, organisationId: organisation }, 'different', { userId: ana.id, on: '2026-03-04' }),
    )
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const found = await likeTo(one)
      expect(found.suggestions).toEqual([])
      expect(found.decided).toMatchObject([{ id: other, verdict: 'different' }])
    }
    await db.as(ana, (trx) => undecide(trx, b, a))
    expect((await likeTo(b)).suggestions.map(({ id }) => id)).toEqual([a])
    expect(
      await db.as(ana, (trx) => trx.selectFrom('intake_report').select(['id', 'version']).execute()),
    ).toEqual(before)
  })
})
