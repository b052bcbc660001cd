import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import {
  changeSharing,
  eraseOwnReport,
  fileReport,
  keepDraft,
  newReturnCode,
  openDraft,
  readOwnReport,
  Report,
  returnWithCode,
  spellReturnCode,
  takeSecondCode,
  writeAsReporter,
} from '../index.ts'
import { addMessage, changeReport, getReport, listReports, readMessages } from '../report/report.store.ts'
import { openedInSession, sealWords, wrapForDoor } from './content-keys.ts'
import { newKeyPair, openWith, sealTo } from './envelope.ts'
import {
  becomeRecipient,
  changePassphrase,
  findDoor,
  listRecipients,
  removeRecipient,
  shareDoor,
  unlockDoors,
} from './recipients.store.ts'
import { sessionOf, UnlockedDoors, unlockedDoors } from './unlocked.ts'

const CANARY = 'the-lorry-by-the-blue-barn'
const PASSPHRASE = 'seven ducks cross the river slowly'

describe('a report to an organisation with recipients', async () => {
  const db = await testDatabase()
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const organisation = newId()
  const staff = (id = newId()) => ({ id, role: 'intake_worker', organisation, purpose: 'intake' })
  const [ana, bo] = [staff(), staff()]
  const request = (session: string) =>
    new Request('http://localhost/', { headers: { cookie: `asylia.session_token=${session}` } })

  await db.as(ana, (trx) => becomeRecipient(trx, ana, PASSPHRASE))
  const door = (await db.as(ana, (trx) => findDoor(trx, organisation)))!

  /** Unlocks a session as somebody does with their passphrase. */
  async function unlock(actor: typeof ana, session: string, passphrase = PASSPHRASE) {
    const doors = await db.as(actor, (trx) => unlockDoors(trx, actor, passphrase))
    unlockedDoors.open(sessionOf(request(session), actor), doors)
    return doors
  }
  const opener = (actor: typeof ana, session: string) => openedInSession(request(session), actor)

  const filing = (report: Partial<Report> = {}) => ({
    id: randomUUID(),
    code: newReturnCode(),
    organisationId: organisation,
    channel: 'web' as const,
    language: 'en',
    report: Report.parse({ story: CANARY, ...report }),
  })
  const visit = async (code: string) => {
    const returned = await returnWithCode(services, spellReturnCode(code, 'en'))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    return returned.visit
  }

  it('is opened by its code and by an unlocked recipient, and by nothing else that the server has', async () => {
    const filed = filing()
    expect((await fileReport(services, filed)).sealedToRecipients).toBe(true)
    expect((await readOwnReport(services, await visit(filed.code))).report.story).toBe(CANARY)

    const locked = await db.as(ana, (trx) => getReport(trx, vault, opener(ana, 'one'), filed.id))
    expect([locked.key, locked.report.story]).toEqual(['locked', ''])
    await unlock(ana, 'one')
    const opened = await db.as(ana, (trx) => getReport(trx, vault, opener(ana, 'one'), filed.id))
    expect(opened.report.story).toBe(CANARY)
    const [listed] = await db.as(ana, (trx) => listReports(trx, vault, opener(ana, 'one')))
    expect(listed?.report.story).toBe(CANARY)

    // Another session of hers, and a colleague who is no recipient.
    for (const [actor, session] of [
      [ana, 'two'],
      [bo, 'one'],
    ] as const) {
      const found = await db.as(actor, (trx) => getReport(trx, vault, opener(actor, session), filed.id))
      expect(found.key).toBe('locked')
    }

    // With the vault, that is the keys folder and the database, there is still only a sealed text.
    const { rows } = await db.as(ana, (trx) =>
      sql<{ body: Buffer }>`select body from intake_report where id = ${filed.id}`.execute(trx),
    )
    const inner = await db.as(ana, (trx) => vault.open(trx, filed.id, rows[0]!.body, 'intake_report.body'))
    expect(Buffer.from(inner, 'base64').toString('latin1')).not.toContain(CANARY)
    unlockedDoors.close(sessionOf(request('one'), ana))
  })

  it('carries a talk both ways; who cannot read it cannot write to it', async () => {
    const filed = filing()
    await fileReport(services, filed)
    await writeAsReporter(services, await visit(filed.code), { id: randomUUID(), text: 'please hurry' })
    const answer = (session: string) =>
      db.as(ana, async (trx) => {
        const found = await getReport(trx, vault, opener(ana, session), filed.id)
        await addMessage(trx, vault, found, {
          from: 'team',
          text: 'we come on Sunday',
          at: new Date('2026-03-04T06:00:00Z'),
        })
        const reading = { reader: 'team' as const, now: new Date('2026-03-04T06:00:00Z') }
        return readMessages(trx, vault, opener(ana, session), found, reading)
      })
    await expect(answer('locked')).rejects.toMatchObject({ code: 'intake.locked' })
    await unlock(ana, 'talk')
    expect((await answer('talk')).map(({ text }) => text)).toEqual(['please hurry', 'we come on Sunday'])
    const held = await readOwnReport(services, await visit(filed.code))
    expect(held.messages.map(({ text }) => text)).toEqual(['please hurry', 'we come on Sunday'])
    await changeSharing(services, await visit(filed.code), { police: true })
    expect((await readOwnReport(services, await visit(filed.code))).report).toMatchObject({
      story: CANARY,
      share: { police: true },
    })
  })

  it('keeps words sealed in the browser from its own server, until a recipient opens them', async () => {
    const box = (words: string) => sealWords(door, words)
    expect(Report.safeParse({ sealed: { story: 'no box:AAAA' } }).success).toBe(false)
    const good = filing({ story: '', sealed: { story: await box(CANARY) } })
    await fileReport(services, good)
    const own = await visit(good.code)
    await writeAsReporter(services, own, {
      id: randomUUID(),
      text: await box('sealed\u2067 talk\u202e'),
      sealed: true,
    })
    const before = await readOwnReport(services, own)
    expect([before.report.story, before.messages[0]]).toMatchObject(['', { text: '', sealed: true }])

    await unlock(ana, 'box')
    await db.as(ana, async (trx) => {
      const found = await getReport(trx, vault, opener(ana, 'box'), good.id)
      expect([found.report.story, found.hasNewWords]).toEqual([CANARY, true])
      await changeReport(trx, vault, found, { report: found.report })
      await readMessages(trx, vault, opener(ana, 'box'), found, {
        reader: 'team',
        now: new Date('2026-03-04T06:00:00Z'),
      })
    })
    const after = await readOwnReport(services, own)
    expect([after.report.story, after.messages[0]?.text]).toEqual([CANARY, 'sealed talk'])
  })

  it('a box that nobody can open hides nothing else and breaks nothing', async () => {
    const other = await newKeyPair()
    const foreign = (await sealTo(other.publicKey, Buffer.from('x'), 'words')).toString('base64')
    const filed = filing({ sealed: { place: `${door.id}:${foreign}` } })
    await fileReport(services, filed)
    await unlock(ana, 'foreign')
    const found = await db.as(ana, (trx) => getReport(trx, vault, opener(ana, 'foreign'), filed.id))
    expect([found.report.story, found.report.place]).toEqual([CANARY, ''])
  })

  it('a colleague takes a key, waits, is admitted, reads old reports, leaves, and opens none any more', async () => {
    const filed = filing()
    await fileReport(services, filed)
    const own = 'nine geese fly south in the evening'
    await db.as(bo, (trx) => becomeRecipient(trx, bo, own))
    await expect(db.as(bo, (trx) => becomeRecipient(trx, bo, own))).rejects.toMatchObject({
      code: 'intake.recipient.conflict',
    })
    expect((await unlock(bo, 'bo', own)).size).toBe(0)
    const doors = await unlock(ana, 'admits')
    await db.as(ana, (trx) => shareDoor(trx, { id: door.id, privateKey: doors.get(door.id)! }, bo.id))
    expect(await db.as(ana, (trx) => listRecipients(trx, door))).toMatchObject([
      { admitted: true },
      { admitted: true },
    ])
    await unlock(bo, 'bo', own)
    expect((await db.as(bo, (trx) => getReport(trx, vault, opener(bo, 'bo'), filed.id))).report.story).toBe(
      CANARY,
    )
    await expect(unlock(bo, 'bo', PASSPHRASE)).rejects.toMatchObject({ code: 'intake.passphrase.refused' })
    await db.as(bo, (trx) => changePassphrase(trx, bo, { old: own, new: 'ten storks rest on the chimney' }))
    await expect(unlock(bo, 'bo', own)).rejects.toMatchObject({ code: 'intake.passphrase.refused' })

    await db.as(ana, (trx) => removeRecipient(trx, door, bo.id))
    await expect(unlock(bo, 'bo2', 'ten storks rest on the chimney')).rejects.toMatchObject({
      code: 'intake.recipient.not-found',
    })
    await expect(db.as(ana, (trx) => removeRecipient(trx, door, ana.id))).rejects.toMatchObject({
      code: 'intake.recipient.last.refused',
    })
  })

  it('can be wrapped anew for another door key without touching what was told', async () => {
    const [key, next] = [Buffer.alloc(32, 7), await newKeyPair()]
    const id = randomUUID()
    const wrap = await wrapForDoor(id, key, next.publicKey)
    expect(await openWith(next.privateKey, wrap, `report key ${id}`)).toEqual(key)
    await expect(openWith(next.privateKey, wrap, `report key ${randomUUID()}`)).rejects.toMatchObject({
      code: 'crypto.refused',
    })
  })

  it('forgets what was unlocked after half an hour without use, and wipes it', () => {
    const clock = { at: 0 }
    const doors = new UnlockedDoors(() => clock.at)
    const key = Buffer.alloc(32, 1)
    doors.open('session', new Map([['door', key]]))
    clock.at = 29 * 60_000
    expect(doors.of('session')?.doors.get('door')).toBe(key)
    clock.at = 60 * 60_000
    expect(doors.of('session')).toBeUndefined()
    expect(key.equals(Buffer.alloc(32))).toBe(true)
  })

  describe('the second code', () => {
    it('opens an empty report that behaves as one, and is nobody’s to see', async () => {
      const filed = filing()
      await fileReport(services, filed)
      const second = await takeSecondCode(services, filed.id)
      const own = await visit(second)
      const held = await readOwnReport(services, own)
      expect(held).toMatchObject({ status: 'new', messages: [], report: { story: '', safe: 'not_asked' } })
      await writeAsReporter(services, own, { id: randomUUID(), text: 'nothing here' })
      await changeSharing(services, own, { statistics: true })
      const again = await readOwnReport(services, await visit(second))
      expect([again.messages[0]?.text, again.report.share]).toEqual(['nothing here', { statistics: true }])
      await unlock(ana, 'second')
      const seen = await db.as(ana, (trx) => listReports(trx, vault, opener(ana, 'second')))
      expect(seen.filter(({ id }) => id === own.id)).toEqual([])
      expect((await readOwnReport(services, await visit(filed.code))).report.story).toBe(CANARY)

      await eraseOwnReport(services, own)
      expect(await returnWithCode(services, spellReturnCode(second, 'en'))).toEqual({
        ok: false,
        problem: 'unknown',
      })
      expect((await readOwnReport(services, await visit(filed.code))).report.story).toBe(CANARY)
    })

    it('leaves nothing in the database that a report without one has not', async () => {
      const [plain, forced] = [filing(), filing()]
      await fileReport(services, plain)
      await fileReport(services, forced)
      await takeSecondCode(services, forced.id)
      const shapes = await Promise.all(
        [plain, forced].map(({ id }) =>
          db.as({ id, role: 'reporter', organisation: null, purpose: 'reporting' }, (trx) =>
            sql<{ hash: number; body: number }>`select length(code_hash) as hash, length(body) as body
              from intake_decoy where report_id = ${id}`.execute(trx),
          ),
        ),
      )
      expect(shapes[0]!.rows).toEqual(shapes[1]!.rows)
      expect(shapes[0]!.rows).toHaveLength(1)
    })

    it('goes with the report when that is erased', async () => {
      const filed = filing()
      await fileReport(services, filed)
      const second = await takeSecondCode(services, filed.id)
      await eraseOwnReport(services, await visit(filed.code))
      expect(await returnWithCode(services, spellReturnCode(second, 'en'))).toEqual({
        ok: false,
        problem: 'unknown',
      })
    })
  })

  describe('a draft', () => {
    it('is opened by its code alone, is saved anew, and is gone when the report is sent', async () => {
      const filed = filing()
      await keepDraft(services, { ...filed, text: 'first' })
      expect(await keepDraft(services, { ...filed, text: CANARY })).toBe('2026-03-18')
      const returned = await returnWithCode(services, spellReturnCode(filed.code, 'fr'))
      expect(returned).toEqual({ ok: true, opens: 'draft', id: filed.id, code: filed.code })
      expect(await openDraft(services, filed.id, filed.code)).toBe(CANARY)
      await expect(openDraft(services, filed.id, newReturnCode())).rejects.toMatchObject({
        code: 'crypto.refused',
      })
      await fileReport(services, filed)
      await expect(openDraft(services, filed.id, filed.code)).rejects.toMatchObject({
        code: 'intake.not-found',
      })
      expect((await readOwnReport(services, await visit(filed.code))).report.story).toBe(CANARY)
    })

    it('is erased when its days are over', async () => {
      const [old, fresh] = [filing(), filing()]
      const then = { ...services, now: () => new Date(Date.now() - 20 * 86_400_000) }
      const today = { ...services, now: () => new Date() }
      await keepDraft(then, { ...old, text: 'old' })
      await keepDraft(today, { ...fresh, text: 'fresh' })
      expect(await returnWithCode(services, spellReturnCode(old.code, 'en'))).toMatchObject({ ok: false })
      expect(await returnWithCode(services, spellReturnCode(fresh.code, 'en'))).toMatchObject({ ok: true })
    })
  })
})
