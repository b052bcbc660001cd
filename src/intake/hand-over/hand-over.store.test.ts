import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { fileReport, newReturnCode, Report, returnWithCode, writeAsReporter } from '../index.ts'
import { getReport, listReports, readMessages } from '../report/report.store.ts'
import { openedInSession, sealWords, unwrapAtDoor } from '../sealing/content-keys.ts'
import { becomeRecipient, findDoor, shareDoor, unlockDoors } from '../sealing/recipients.store.ts'
import { countOlder } from '../sealing/older-doors.store.ts'
import { sessionOf, unlockedDoors } from '../sealing/unlocked.ts'
import { giveTo, responsibleFor } from '../desk/responsible.store.ts'
import { recuse } from '../recusal/recusal.store.ts'
import { handOverReports } from './hand-over.store.ts'
import { makeNewDoor, rewrapReports } from './renew-door.ts'

const PASSPHRASE = 'seven ducks cross the river slowly'

describe('a recipient who leaves', async () => {
  const db = await testDatabase()
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const organisation = newId()
  const staff = (role = 'intake_worker', purpose = 'intake') => ({ id: newId(), role, organisation, purpose })
  const [ana, bo, cara, admin] = [staff(), staff(), staff(), staff('administrator', 'administration')]
  await owner.query(`insert into auth_organisation (id, name, kind) values ($1, 'Casa Ficta', 'ngo')`, [
    organisation,
  ])
  for (const { id, role } of [ana, bo, cara, admin])
    await owner.query(
      `insert into auth_user (id, name, email, role, organisation) values ($1, 'A member', $2, $3, $4)`,
      [id, `${id}@example.org`, role, organisation],
    )
  const session = ({ id }: { id: string }) =>
    new Request('http://localhost/', { headers: { cookie: `asylia.session_token=${id}` } })
  async function unlock(actor: typeof ana) {
    const doors = await db.as(actor, (trx) => unlockDoors(trx, actor, PASSPHRASE))
    unlockedDoors.open(sessionOf(session(actor), actor), doors)
    return doors
  }
  for (const one of [ana, bo]) await db.as(one, (trx) => becomeRecipient(trx, one, PASSPHRASE))
  const stolen = new Map([...(await unlock(ana))].map(([id, key]) => [id, Buffer.from(key)]))
  const [oldDoor] = stolen.keys()

  const filings = Array.from({ length: 230 }, () => ({
    id: randomUUID(),
    code: newReturnCode(),
    organisationId: organisation,
    channel: 'web' as const,
    language: 'en',
    report: Report.parse({ story: 'they lock the door' }),
  }))
  for (const filing of filings) await fileReport(services, filing)
  const [mine, secret] = filings as [(typeof filings)[0], (typeof filings)[0]]
  for (const { id } of [mine, secret])
    await db.as(ana, (trx) => giveTo(trx, ana, { id, organisationId: organisation }, ana.id))
  await db.as(ana, (trx) => recuse(trx, ana, { id: secret.id, organisationId: organisation }, bo.id))

  const handOver = (from: string, to: string) => db.as(admin, (trx) => handOverReports(trx, from, to))

  it('is not let go while nobody else can open what is sealed', async () => {
    await expect(handOver(ana.id, bo.id)).rejects.toMatchObject({ code: 'intake.recipient.last.refused' })
    expect([...(await db.as(ana, (trx) => responsibleFor(trx, [mine.id, secret.id]))).values()]).toEqual([
      ana.id,
      ana.id,
    ])
  })

  it('hands over to nobody who is not there, and to nobody but by an administrator', async () => {
    await expect(handOver(ana.id, newId())).rejects.toMatchObject({ code: 'intake.hand-over.refused' })
    await expect(handOver(newId(), bo.id)).rejects.toMatchObject({ code: 'intake.not-found' })
    await expect(db.as(ana, (trx) => handOverReports(trx, cara.id, bo.id))).rejects.toThrow()
  })

  it('leaves nothing of theirs behind, but what the successor must not see', async () => {
    await db.as(ana, async (trx) => {
      for (const [id, privateKey] of stolen) await shareDoor(trx, { id, privateKey }, bo.id)
    })
    const moved = await handOver(ana.id, bo.id)
    expect(moved).toEqual({ reports: 1, stays: 1, heldKeys: true, successorOpens: true })
    expect([...(await db.as(bo, (trx) => responsibleFor(trx, [mine.id, secret.id])))]).toEqual([
      [mine.id, bo.id],
    ])
    const { rows } = await owner.query<{ locked: boolean }>(
      'select "lockedAt" is not null as locked from auth_user where id = $1',
      [ana.id],
    )
    expect(rows).toEqual([{ locked: true }])
    await expect(db.as(ana, (trx) => unlockDoors(trx, ana, PASSPHRASE))).rejects.toMatchObject({
      code: 'intake.recipient.not-found',
    })
  })

  it('opens nothing after the door key was made anew, stopped midway and begun again, even with a copy of it', async () => {
    const doors = await unlock(bo)
    await db.as(bo, (trx) =>
      makeNewDoor(trx, bo, { doors: unlockedDoors.of(sessionOf(session(bo), bo))!.doors }),
    )
    expect(doors.size).toBe(2)
    // A colleague who had unlocked before is asked for their passphrase again, and this session is not.
    const { id: made } = (await db.as(bo, (trx) => findDoor(trx, organisation)))!
    expect(unlockedDoors.holds(sessionOf(session(bo), bo), made)).toBe(true)
    unlockedDoors.open('unlocked before', new Map([...stolen].map(([id, key]) => [id, Buffer.from(key)])))
    expect(unlockedDoors.holds('unlocked before', oldDoor!)).toBe(true)
    expect(unlockedDoors.holds('unlocked before', made)).toBe(false)
    const opener = openedInSession(session(bo), bo, false)
    // Its time is over at once: one part is done, the rest is left. Bo does not see the report that names them.
    const left = await rewrapReports({ db, vault }, bo, opener, 0)
    expect(left).toBe(filings.length - 1 - 200)
    const half = await db.as(bo, (trx) => getReport(trx, vault, opener, filings[5]!.id))
    expect(half.report.story).toBe('they lock the door')
    // Two at once take turns at what is left, and neither says that it is done before it is.
    const both = [opener, openedInSession(session(bo), bo, false)].map((each) =>
      rewrapReports({ db, vault }, bo, each, Date.now() + 60_000),
    )
    expect(await Promise.all(both)).toEqual([0, 0])

    const wrapped = await owner.query<{ id: string; door_key_id: string; door_wrap: Buffer }>(
      'select id, door_key_id, door_wrap from intake_report where id <> $1',
      [secret.id],
    )
    expect(wrapped.rows.every((row) => row.door_key_id !== oldDoor)).toBe(true)
    for (const row of wrapped.rows.slice(0, 20))
      await expect(unwrapAtDoor(row.id, row.door_wrap, stolen.get(oldDoor!)!)).rejects.toMatchObject({
        code: 'crypto.refused',
      })
    const opened = await db.as(bo, (trx) => listReports(trx, vault, opener))
    expect(opened).toHaveLength(filings.length - 1)
    expect(opened.every(({ report }) => report.story === 'they lock the door')).toBe(true)
    expect(await returnWithCode(services, mine.code.padStart(24, '0'))).toMatchObject({
      ok: true,
      opens: 'visit',
    })
    const door = await db.as(bo, (trx) => findDoor(trx, organisation))
    expect(door?.id).not.toBe(oldDoor)
    // What names Bo waits for another recipient, who is told.
    expect(await db.as(bo, (trx) => countOlder(trx, organisation))).toBe(0)
    expect(await db.as(cara, (trx) => countOlder(trx, organisation))).toBe(1)
  })

  it('leaves no words that a browser sealed to the older key, in a report or its talk', async () => {
    const current = (await db.as(bo, (trx) => findDoor(trx, organisation)))!
    const box = (words: string) => sealWords(current, words)
    const filing = {
      ...filings[0]!,
      id: randomUUID(),
      code: newReturnCode(),
      report: Report.parse({ sealed: { story: await box('in the cellar') } }),
    }
    await fileReport(services, filing)
    const returned = await returnWithCode(services, filing.code.padStart(24, '0'))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    await writeAsReporter(services, returned.visit, {
      id: randomUUID(),
      text: await box('come soon'),
      sealed: true,
    })

    await db.as(bo, (trx) =>
      makeNewDoor(trx, bo, { doors: unlockedDoors.of(sessionOf(session(bo), bo))!.doors }),
    )
    const rewrapping = openedInSession(session(bo), bo, false)
    expect(await rewrapReports({ db, vault }, bo, rewrapping, Date.now() + 60_000)).toBe(0)
    // Only the newest key is open from here on.
    const { id: newest } = (await db.as(bo, (trx) => findDoor(trx, organisation)))!
    const { doors } = unlockedDoors.of(sessionOf(session(bo), bo))!
    unlockedDoors.open(sessionOf(session(bo), bo), new Map([[newest, Buffer.from(doors.get(newest)!)]]))
    const opener = openedInSession(session(bo), bo)
    const [report, messages] = await db.as(bo, async (trx) => {
      const found = await getReport(trx, vault, opener, filing.id)
      return [
        found,
        await readMessages(trx, vault, opener, found, {
          reader: 'team',
          now: new Date('2026-03-04T06:00:00Z'),
        }),
      ]
    })
    expect([report.report.story, messages.map(({ text }) => text)]).toEqual(['in the cellar', ['come soon']])
  })
})
