import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { accessTable, newId } from '#model'
import type { Actor } from '#platform/access'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { createApi } from '#platform/http'
import { noLog } from '#platform/log'
import { testDatabase, testFolder } from '#test/stores'
import { fileReport, joinReportToCase, newReturnCode, Report } from '../index.ts'
import { eraseReport } from '../report/report.store.ts'
import { recuse } from '../recusal/recusal.store.ts'
import { deskEndpoints, type ReportDetail } from './desk.routes.ts'

describe('the desk', async () => {
  const db = await testDatabase()
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const [organisation, other] = [newId(), newId()]
  for (const id of [organisation, other])
    await owner.query(`insert into auth_organisation (id, name, kind) values ($1, $2, 'ngo')`, [id, id])

  const actors = new Map<string, Actor>()
  async function hire(role = 'intake_worker', of = organisation): Promise<Actor> {
    const actor = { id: newId(), role, organisation: of, purpose: 'intake' }
    await owner.query(
      `insert into auth_user (id, name, email, role, organisation) values ($1, 'A member', $2, $3, $4)`,
      [actor.id, `${actor.id}@example.org`, role, of],
    )
    actors.set(actor.id, actor)
    return actor
  }
  const api = createApi({
    endpoints: deskEndpoints(services),
    database: db,
    access: accessTable,
    authenticate: async (request) => actors.get(request.headers.get('x-actor') ?? '') ?? null,
    record: async () => undefined,
    publicUrl: 'http://127.0.0.1:8080',
    liveness: {},
    log: noLog,
  })
  async function ask(actor: Actor, method: string, path: string, body?: unknown) {
    const answer = await api.request(`http://127.0.0.1:8080/api/intake/reports${path}`, {
      method,
      headers: { 'x-actor': actor.id, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as ReportDetail }
  }
  async function newReport(organisationId = organisation) {
    const filing = { id: randomUUID(), code: newReturnCode(), channel: 'web', language: 'en' } as const
    await fileReport(services, { ...filing, organisationId, report: Report.parse({ safe: 'no' }) })
    return filing
  }
  const [ana, bo] = [await hire(), await hire('case_worker')]

  it('opens a report that became a case again as one that is in that case', async () => {
    const { id } = await newReport()
    await db.as(ana, (trx) => joinReportToCase(trx, id, 'heron-77'))
    const before = await ask(ana, 'GET', `/${id}`)
    expect(before.body.demands.filter(({ done }) => done).length).toBeGreaterThan(0)
    expect((await ask(ana, 'PATCH', `/${id}`, { status: 'closed' })).body.status).toBe('closed')
    const again = await ask(ana, 'PATCH', `/${id}`, { status: 'read' })
    expect([again.body.status, again.body.demands]).toEqual(['in_case', before.body.demands])
    expect((await ask(ana, 'GET', `/${id}`)).body.status).toBe('in_case')
    const list = await api.request('http://127.0.0.1:8080/api/intake/reports?status=in_case', {
      headers: { 'x-actor': ana.id },
    })
    expect(((await list.json()) as { reports: { id: string }[] }).reports.map((one) => one.id)).toEqual([id])
    // What stands wrong since before is put right by the migration.
    await owner.query(`update intake_report set status = 'read' where id = $1`, [id])
    await owner.query(readFileSync(new URL('../0003_case_status.sql', import.meta.url), 'utf8'))
    expect((await ask(ana, 'GET', `/${id}`)).body.status).toBe('in_case')
    // One that became no case is read, as it was.
    const plain = await newReport()
    await ask(ana, 'PATCH', `/${plain.id}`, { status: 'closed' })
    expect((await ask(ana, 'PATCH', `/${plain.id}`, { status: 'read' })).body.status).toBe('read')
  })

  describe('gives a report', async () => {
    const { id } = await newReport()
    const give = (userId: string | null) => ask(ana, 'PUT', `/${id}/responsible`, { userId })

    it('to a colleague who answers reports, and to nobody else', async () => {
      const named = await hire()
      await db.as(ana, (trx) => recuse(trx, ana, { id, organisationId: organisation }, named.id))
      const locked = await hire()
      await owner.query('update auth_user set "lockedAt" = now() where id = $1', [locked.id])
      const nobody = [
        randomUUID(),
        (await hire('analyst')).id,
        (await hire('intake_worker', other)).id,
        locked.id,
        named.id,
      ]
      expect((await give(bo.id)).body.responsible).toBe(bo.id)
      for (const userId of nobody)
        expect(await give(userId)).toMatchObject({ status: 400, body: { code: 'input.invalid' } })
      expect((await ask(ana, 'GET', `/${id}`)).body.responsible).toBe(bo.id)
      expect((await give(ana.id)).body.responsible).toBe(ana.id)
      expect((await give(null)).body.responsible).toBeNull()
    })

    it('once, however often at once it is asked to', async () => {
      const answers = await Promise.all(Array.from({ length: 24 }, (_, n) => give(n % 2 ? ana.id : bo.id)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    })
  })

  it('takes in no report under an id or a code that is taken, and tells no more than that', async () => {
    const [seen, hidden, foreign, erased] = [
      await newReport(),
      await newReport(),
      await newReport(other),
      await newReport(),
    ]
    await db.as(bo, (trx) => recuse(trx, bo, { id: hidden.id, organisationId: organisation }, ana.id))
    const holder = { id: erased.id, role: 'reporter', organisation: null, purpose: 'reporting' }
    await db.as(holder, (trx) => eraseReport(trx, vault, erased.id))
    const enter = (id: string, code: string) =>
      ask(ana, 'POST', '', {
        id,
        code: code.padStart(24, '0'),
        channel: 'phone',
        language: 'en',
        report: {},
      })

    const byId = await enter(seen.id, newReturnCode())
    expect(byId).toMatchObject({ status: 409, body: { code: 'intake.conflict' } })
    for (const { id, code } of [hidden, foreign, erased]) {
      expect(await enter(id, newReturnCode())).toEqual(byId)
      expect(await enter(id, code)).toEqual(byId)
    }
    for (const { code } of [seen, hidden, foreign]) expect(await enter(randomUUID(), code)).toEqual(byId)
    // Sent again it is the same report.
    expect(await enter(seen.id, seen.code)).toMatchObject({ status: 201, body: { again: true } })
    expect((await enter(randomUUID(), newReturnCode())).status).toBe(201)
  })
})
