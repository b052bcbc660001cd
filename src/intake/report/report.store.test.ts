import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { sql } from 'kysely'
import {
  changeSharing,
  eraseOwnReport,
  fileReport,
  newReturnCode,
  readOwnReport,
  Report,
  returnWithCode,
  spellReturnCode,
  writeAsReporter,
} from '../index.ts'
import { openedBy } from '../sealing/content-keys.ts'
import { changeReport, countReports, findByCode, getReport, listReports } from './report.store.ts'

/** Without a door key there is nothing to unlock. */
const plain = openedBy({ key: null })
const CANARY = 'the-lorry-by-the-blue-barn'

describe('a report', async () => {
  const db = await testDatabase()
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const now = () => new Date('2026-03-04T05:47:13Z')
  const services = { db, vault, keyring, now }
  const [ours, theirs] = [newId(), newId()]
  const worker = (organisation: string) => ({
    id: newId(),
    role: 'intake_worker',
    organisation,
    purpose: 'intake',
  })
  const filing = (more: Partial<Report> = {}) => ({
    id: randomUUID(),
    code: newReturnCode(),
    organisationId: ours,
    channel: 'web' as const,
    language: 'en',
    report: Report.parse({ story: CANARY, ...more }),
  })

  /** As whoever holds the code: what it opens. */
  const visit = async (code: string) => {
    const returned = await returnWithCode(services, spellReturnCode(code, 'en'))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    return returned.visit
  }

  it('is found again by its code, and by no other', async () => {
    const filed = filing({ safe: 'no' })
    expect(await fileReport(services, filed)).toEqual({
      answerBy: '2026-03-05',
      again: false,
      sealedToRecipients: false,
    })
    expect(await returnWithCode(services, spellReturnCode(filed.code, 'fr'))).toEqual({
      ok: true,
      opens: 'visit',
      visit: { kind: 'report', id: filed.id, key: null },
    })
    expect(await returnWithCode(services, spellReturnCode(newReturnCode(), 'en'))).toEqual({
      ok: false,
      problem: 'unknown',
    })
    expect((await readOwnReport(services, await visit(filed.code))).report.story).toBe(CANARY)
  })

  it('is one report however often it is sent, also at the same time', async () => {
    const filed = filing()
    const answers = await Promise.all(Array.from({ length: 30 }, () => fileReport(services, filed)))
    expect(answers.filter(({ again }) => !again)).toHaveLength(1)
    const { rows } = await db.as(worker(ours), (trx) =>
      sql<{ n: number }>`select count(*) as n from intake_report where id = ${filed.id}`.execute(trx),
    )
    expect(rows[0]?.n).toBe(1)
  })

  it('is read by the team it was made to, and is not there for another', async () => {
    const filed = filing()
    await fileReport(services, filed)
    const mine = await db.as(worker(ours), (trx) => getReport(trx, vault, plain, filed.id))
    expect(mine.report.story).toBe(CANARY)
    await expect(
      db.as(worker(theirs), (trx) => getReport(trx, vault, plain, filed.id)),
    ).rejects.toMatchObject({
      code: 'intake.not-found',
    })
    expect(await db.as(worker(theirs), (trx) => listReports(trx, vault, plain))).toEqual([])
  })

  it('stands in the database sealed, and its time to the hour only', async () => {
    const filed = filing()
    await fileReport(services, filed)
    await writeAsReporter(services, await visit(filed.code), { id: randomUUID(), text: CANARY })
    const { rows } = await db.as(worker(ours), (trx) =>
      sql<{
        text: string
      }>`select (r.*)::text || coalesce((select string_agg((m.*)::text, '') from intake_message m), '') as text from intake_report r`.execute(
        trx,
      ),
    )
    const all = rows.map(({ text }) => text).join('')
    expect(all).not.toContain(CANARY)
    expect(all).not.toContain(Buffer.from(CANARY).toString('hex'))
    expect(all).toContain('2026-03-04 05:00:00')
    expect(all).not.toContain('05:47')
  })

  it('lets the reporter write once per message, withdraw a consent, and erase', async () => {
    const filed = filing({ share: { police: true, statistics: true } })
    await fileReport(services, filed)
    const own = await visit(filed.code)
    const message = randomUUID()
    await writeAsReporter(services, own, { id: message, text: 'once' })
    await writeAsReporter(services, own, { id: message, text: 'once' })
    await changeSharing(services, own, { police: false, statistics: true })
    const held = await readOwnReport(services, await visit(filed.code))
    expect(held.messages.map(({ text }) => text)).toEqual(['once'])
    expect(held.report.share).toEqual({ police: false, statistics: true })

    await eraseOwnReport(services, own)
    await expect(readOwnReport(services, own)).rejects.toMatchObject({ code: 'intake.not-found' })
    await expect(fileReport(services, filed)).rejects.toMatchObject({ code: 'crypto.subject-shredded' })
    const hash = keyring.keyedHash('intake.return-code', filed.code)
    expect(await db.as(worker(ours), (trx) => findByCode(trx, hash))).toBeNull()
  })

  it('puts what is pressing first', async () => {
    await fileReport(services, filing({ safe: 'yes' }))
    await fileReport(services, filing({ signs: ['physical_and_sexual_violence'], since: 'now' }))
    const dangers = (await db.as(worker(ours), (trx) => listReports(trx, vault, plain))).map(
      ({ danger }) => danger,
    )
    expect(dangers[0]).toBe('immediate')
    expect(dangers.at(-1)).toBe('none')
  })

  it('keeps what waits on the list, however much is done with that was more pressing', async () => {
    const organisation = newId()
    const staff = worker(organisation)
    const file = async (told: Partial<Report>, status: 'new' | 'in_case' | 'closed') => {
      const one = { ...filing(told), organisationId: organisation }
      await fileReport(services, one)
      await db.as(staff, async (trx) =>
        changeReport(trx, vault, await getReport(trx, vault, plain, one.id), { status }),
      )
      return one
    }
    const done = [await file({ safe: 'no' }, 'in_case'), await file({ safe: 'no' }, 'closed')]
    const waiting = await file({ safe: 'yes' }, 'new')
    const listed = async () =>
      (await db.as(staff, (trx) => listReports(trx, vault, plain, { most: 2 }))).map(({ id }) => id)
    expect((await listed())[0]).toBe(waiting.id)
    // Somebody who writes again waits, whatever became of their report.
    await writeAsReporter(services, await visit(done[1]!.code), { id: randomUUID(), text: 'it goes on' })
    expect(await listed()).toEqual([done[1]!.id, waiting.id])
    expect(await db.as(staff, (trx) => countReports(trx))).toBe(3)
  })
})
