import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { accessTable, newId } from '#model'
import type { AccessModel, Actor } from '#platform/access'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { type Database, loginAt, loginOn, openPrepared } from '#platform/db'
import { testDatabase, testFolder } from '#test/stores'
import { fileReport, newReturnCode, Report, returnWithCode, writeAsReporter } from '../index.ts'
import { addMessage, getReport, listReports, readMessages } from '../report/report.store.ts'
import { openedBy } from '../sealing/content-keys.ts'
import { becomeRecipient, findDoor, unlockDoors } from '../sealing/recipients.store.ts'
import { openedInSession, wrapForDoor } from '../sealing/content-keys.ts'
import { sessionOf, unlockedDoors } from '../sealing/unlocked.ts'
import { liftRecusal, listReceivers, listRecusals, moveReport, recuse } from './recusal.store.ts'

const NOTHING = openedBy({ key: null })
/** Every table that holds something of a report or of the case opened from it. */
const OF_REPORT = [
  'intake_message',
  'intake_file',
  'intake_responsible',
  'intake_contact',
  'intake_marks',
  'intake_recusal',
]

describe('a report that names a colleague', async () => {
  const db = await testDatabase()
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const [organisation, other] = [newId(), newId()]
  const staff = (of = organisation): Actor => ({
    id: newId(),
    role: 'intake_worker',
    organisation: of,
    purpose: 'intake',
  })
  const [ana, named, elsewhere] = [staff(), staff(), staff(other)]
  for (const [id, name] of [
    [organisation, 'Casa Ficta'],
    [other, 'Other House'],
  ])
    await owner.query(`insert into auth_organisation (id, name, kind) values ($1, $2, 'ngo')`, [id, name])
  for (const one of [ana, named, elsewhere])
    await owner.query(
      `insert into auth_user (id, name, email, role, organisation) values ($1, $2, $3, 'intake_worker', $4)`,
      [one.id, 'A member', `${one.id}@example.org`, one.organisation],
    )

  async function newReport(organisationId = organisation) {
    const filing = {
      id: randomUUID(),
      code: newReturnCode(),
      organisationId,
      channel: 'web' as const,
      language: 'en',
    }
    await fileReport(services, { ...filing, report: Report.parse({ story: 'it names a colleague' }) })
    return filing
  }
  const seenBy = (actor: Actor, on: Database = db) =>
    on.as(actor, async (trx) => (await listReports(trx, vault, NOTHING)).map(({ id }) => id))

  /** The same database without row-level security's policies on the app's side, or without its checks. */
  const open: AccessModel = {
    ...accessTable,
    rules: Object.keys(accessTable.resources).flatMap((resource) =>
      accessTable.roles.map((role) => ({
        role,
        resource,
        actions: ['read', 'create', 'update', 'delete'],
        ownership: 'any' as const,
        purposes: accessTable.purposes,
        because: 'the checks are off',
      })),
    ),
  }
  const login =
    'connectionString' in db.ownerLogin && db.ownerLogin.connectionString
      ? loginAt(db.ownerLogin.connectionString)
      : loginOn(
          { host: String(db.ownerLogin.host), database: String(db.ownerLogin.database) },
          String(db.ownerLogin.password),
        )
  const unchecked = await openPrepared('embedded', db.ownerLogin, login, open, async () => {})
  afterAll(async () => {
    await unchecked.kysely.destroy()
    await unchecked.authPool.end()
  })

  const hidden = await newReport()
  const caseId = newId()
  await owner.query(
    `insert into cases_case (id, code, organisation_id, origin, origin_id, jurisdiction, opened_by)
     values ($1, 'heron-77', $2, 'report', $3, 'ITA', $4)`,
    [caseId, organisation, hidden.id, ana.id],
  )
  await owner.query('insert into cases_assignment (case_id, user_id, organisation_id) values ($1, $2, $3)', [
    caseId,
    named.id,
    organisation,
  ])
  await owner.query(
    'insert into intake_responsible (report_id, organisation_id, user_id) values ($1, $2, $3)',
    [hidden.id, organisation, named.id],
  )
  const visible = await newReport()

  it('is there for both until it is marked, and then for the colleague alone', async () => {
    expect((await seenBy(named)).toSorted()).toEqual([hidden.id, visible.id].toSorted())
    await db.as(ana, (trx) => recuse(trx, ana, { id: hidden.id, organisationId: organisation }, named.id))
    expect(await seenBy(named)).toEqual([visible.id])
    expect((await seenBy(ana)).toSorted()).toEqual([hidden.id, visible.id].toSorted())
    expect(await db.as(ana, (trx) => listRecusals(trx, hidden.id))).toMatchObject([
      { personId: named.id, because: 'names_colleague', markedBy: ana.id },
    ])
  })

  const protection = { ...named, purpose: 'protection' }
  /** How many rows of the report, and of its case, this actor can reach by hand-written and by built queries. */
  async function rowsReached(on: Database): Promise<number> {
    const counted = await on.as(named, async (trx) => {
      let rows = (await trx.selectFrom('intake_report').select('id').where('id', '=', hidden.id).execute())
        .length
      for (const table of [
        'intake_message',
        'intake_responsible',
        'intake_contact',
        'intake_marks',
        'intake_recusal',
      ] as const)
        rows += (await trx.selectFrom(table).select('report_id').where('report_id', '=', hidden.id).execute())
          .length
      return rows
    })
    const inCase = await on.as(protection, async (trx) => {
      const cases = await trx.selectFrom('cases_case').select('id').where('id', '=', caseId).execute()
      const mine = await trx
        .selectFrom('cases_assignment')
        .select('case_id')
        .where('case_id', '=', caseId)
        .execute()
      return cases.length + mine.length
    })
    return counted + inCase
  }

  it('is nowhere for them with all locks on, by row-level security alone, and by the checks alone', async () => {
    expect(await rowsReached(db)).toBe(0)
    expect(await rowsReached(unchecked)).toBe(0)
    // Hand-written SQL passes no check of the app: the policies alone answer.
    const byHand = await db.as(named, async (trx) => {
      const counts: number[] = []
      for (const table of OF_REPORT) {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(table)} where report_id = ${hidden.id}`.execute(trx)
        counts.push(rows[0]!.n)
      }
      return counts
    })
    expect(byHand).toEqual(OF_REPORT.map(() => 0))

    const tables = ['intake_report', ...OF_REPORT, 'cases_case', 'cases_assignment']
    for (const table of tables) await owner.query(`alter table ${table} disable row level security`)
    expect(await rowsReached(db)).toBe(0)
    // Without either, it would be found: the three above are no empty question.
    expect(await rowsReached(unchecked)).toBeGreaterThan(2)
    for (const table of tables) await owner.query(`alter table ${table} enable row level security`)
  })

  it('cannot be written to, lifted or given back by whom it names', async () => {
    await expect(db.as(named, (trx) => liftRecusal(trx, hidden.id, named.id))).rejects.toMatchObject({
      code: 'intake.not-found',
    })
    await expect(
      db.as(named, (trx) =>
        addMessage(
          trx,
          vault,
          { id: hidden.id, organisationId: organisation, key: 'none' },
          {
            from: 'team',
            text: 'I know who you are',
            at: new Date('2026-03-04T06:00:00Z'),
          },
        ),
      ),
    ).rejects.toThrow()
  })

  it('can still be read and answered by its reporter and the colleague', async () => {
    const returned = await returnWithCode(services, hidden.code.padStart(24, '0'))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    await writeAsReporter(services, returned.visit, { id: randomUUID(), text: 'is it safe to speak?' })
    const reading = { reader: 'team' as const, now: new Date('2026-03-04T06:00:00Z') }
    const messages = await db.as(ana, async (trx) =>
      readMessages(trx, vault, NOTHING, await getReport(trx, vault, NOTHING, hidden.id), reading),
    )
    expect(messages.map(({ text }) => text)).toContain('is it safe to speak?')
  })

  it('is not shown to them again when its reporter erases it and the case stays', async () => {
    await owner.query('delete from intake_report where id = $1', [hidden.id])
    expect(await db.as(protection, (trx) => trx.selectFrom('cases_case').select('id').execute())).toEqual([])
    expect(
      await db.as({ ...ana, purpose: 'protection' }, (trx) =>
        trx.selectFrom('cases_case').select('id').execute(),
      ),
    ).toEqual([{ id: caseId }])
  })

  it('is shown again when a colleague lifts it; somebody who works elsewhere cannot be named', async () => {
    await db.as(named, (trx) =>
      recuse(trx, named, { id: visible.id, organisationId: organisation }, named.id),
    )
    expect(await seenBy(named)).toEqual([])
    await db.as(ana, (trx) => liftRecusal(trx, visible.id, named.id))
    expect(await seenBy(named)).toEqual([visible.id])
    await expect(
      db.as(ana, (trx) => recuse(trx, ana, { id: visible.id, organisationId: organisation }, elsewhere.id)),
    ).rejects.toMatchObject({ code: 'intake.recusal.refused' })
  })

  it('about the organisation goes to another one, its key wrapped to that one’s door', async () => {
    const passphrase = 'seven ducks cross the river slowly'
    const session = (actor: Actor) =>
      new Request('http://localhost/', { headers: { cookie: `asylia.session_token=${actor.id}` } })
    for (const one of [ana, elsewhere]) {
      const member = { ...one, organisation: one.organisation! }
      await db.as(one, (trx) => becomeRecipient(trx, member, passphrase))
      unlockedDoors.open(
        sessionOf(session(one), one),
        await db.as(one, (trx) => unlockDoors(trx, one, passphrase)),
      )
    }
    const sealed = await newReport()
    expect(await db.as(ana, listReceivers)).toEqual([{ id: other, name: 'Other House', kind: 'ngo' }])
    const door = (await db.as(elsewhere, (trx) => findDoor(trx, other)))!
    const moved = await db.as(ana, async (trx) => {
      const found = await getReport(trx, vault, openedInSession(session(ana), ana), sealed.id)
      const wrap = await wrapForDoor(found.id, found.key as Buffer, door.publicKey)
      return moveReport(trx, found.id, { organisationId: other, door: { id: door.id, wrap } })
    })
    expect(moved).toBe(true)
    expect(await seenBy(ana)).not.toContain(sealed.id)
    const there = await db.as(elsewhere, (trx) =>
      getReport(trx, vault, openedInSession(session(elsewhere), elsewhere), sealed.id),
    )
    expect(there.report.story).toBe('it names a colleague')
    // Its code opens it as before; and nobody takes a report of theirs.
    expect(await returnWithCode(services, sealed.code.padStart(24, '0'))).toMatchObject({
      ok: true,
      opens: 'visit',
    })
    expect(
      await db.as(ana, (trx) => moveReport(trx, sealed.id, { organisationId: organisation, door: null })),
    ).toBe(false)
  })
})
