import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { fileReport, newReturnCode, Report } from '#intake'
import { loadCatalogue } from '#law/node'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { findIdentity, keepIdentity } from '../identity/identity.store.ts'
import { listRights, markRight } from '../rights/rights.store.ts'
import { askLaw } from '../law/case-law.store.ts'
import { OpenCase } from './case.ts'
import { listCases } from './case-list.store.ts'
import { assign, changeCase, getCase, listPeople } from './case.store.ts'
import { listEvents } from './event.store.ts'
import { openCase } from './open-case.ts'

const TODAY = '2026-03-04'

describe('a case', async () => {
  const db = await testDatabase()
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const law = loadCatalogue()
  const desk = { law, vault, today: TODAY }
  const [ours, theirs] = [newId(), newId()]
  const someone = (organisation = ours) => ({
    id: newId(),
    role: 'case_worker',
    organisation,
    purpose: 'protection',
  })
  const worker = someone()
  const open = (more: Partial<OpenCase> = {}, by = worker) =>
    db.as(by, (trx) => openCase(trx, by, desk, OpenCase.parse({ jurisdiction: 'DEU', ...more })))

  it('opens with one person under a code name, and with the rights the law gives', async () => {
    const found = await open({ child: 'yes' })
    expect(found.code).toMatch(/^[a-z]+-\d{4}$/)
    const [people, rights, events] = await db.as(worker, async (trx) => [
      await listPeople(trx, found.id),
      await listRights(trx, found.id),
      await listEvents(trx, found.id),
    ])
    expect(people).toMatchObject([{ child: 'yes' }])
    expect(rights.length).toBeGreaterThan(3)
    for (const right of rights) expect(right.catalogue_hash).toBe(law.hash)
    expect(events.map(({ kind }) => kind)).toEqual(['opened'])
  })

  const report = async (organisationId: string) => {
    const filing = {
      id: randomUUID(),
      code: newReturnCode(),
      organisationId,
      channel: 'web' as const,
      language: 'en',
    }
    await fileReport({ db, vault, keyring, now: () => new Date() }, { ...filing, report: Report.parse({}) })
    return { origin: 'report' as const, originId: filing.id }
  }

  const recuse = (reportId: string, personId: string) =>
    owner.query(
      `insert into intake_recusal (report_id, person_id, organisation_id, because, marked_by)
       values ($1, $2, $3, 'names_colleague', $4)`,
      [reportId, personId, ours, worker.id],
    )

  it('is one case however often a report is turned into one, and the report says so', async () => {
    const origin = await report(ours)
    const [first, second] = [await open(origin), await open(origin)]
    expect(second.code).toBe(first.code)
    const status = await db.as(worker, (trx) =>
      trx
        .selectFrom('intake_report')
        .select(['status', 'case_code'])
        .where('id', '=', origin.originId)
        .executeTakeFirst(),
    )
    expect(status).toEqual({ status: 'in_case', case_code: first.code })
  })

  it('is one case for two who turn one report into one at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const origin = await report(ours)
      const codes = await Promise.all([open(origin), open(origin, someone()), open(origin)])
      expect(new Set(codes.map(({ code }) => code)).size).toBe(1)
    }
  })

  it('tells a recused colleague of a report no more than of one that is not there', async () => {
    const recused = someone()
    const [plain, became] = [await report(ours), await report(ours)]
    await open(became)
    const absent = { origin: 'report' as const, originId: newId() }
    for (const { originId } of [plain, became]) await recuse(originId, recused.id)
    const said = await Promise.all(
      [absent, plain, became].map((origin) =>
        open(origin, recused).then(
          () => 'opened',
          (error: { code: string; message: string }) => `${error.code} ${error.message}`,
        ),
      ),
    )
    expect(new Set(said)).toEqual(new Set(['intake.not-found no such report']))
  })

  it.each([
    { origin: 'report' as const },
    { origin: 'lead' as const, originId: null },
    { origin: 'direct' as const, originId: newId() },
  ])('is not opened from nothing: %o', (more) => {
    expect(OpenCase.safeParse({ jurisdiction: 'DEU', ...more }).success).toBe(false)
  })

  it('is not opened from a report or a lead of another organisation, nor blocks theirs', async () => {
    const origin = await report(ours)
    await expect(open(origin, someone(theirs))).rejects.toMatchObject({ code: 'intake.not-found' })
    await expect(open({ origin: 'lead', originId: newId() })).rejects.toMatchObject({
      code: 'cases.not-found',
    })
    expect((await open(origin)).code).toMatch(/-/)
  })

  it('is refused with facts the law has no word for', async () => {
    await expect(open({ facts: { 'acts.nosuch': true } })).rejects.toMatchObject({ code: 'input.invalid' })
  })

  it('is refused for a country whose law is not known, naming the field', async () => {
    await expect(open({ jurisdiction: 'QQQ' })).rejects.toMatchObject({
      code: 'input.invalid',
      details: { field: 'jurisdiction' },
    })
  })

  it('is not there for another organisation', async () => {
    const found = await open()
    const stranger = someone(theirs)
    await expect(db.as(stranger, (trx) => getCase(trx, found.code))).rejects.toMatchObject({
      code: 'cases.not-found',
    })
    expect(await db.as(stranger, (trx) => listCases(trx, stranger, {}))).toEqual([])
  })

  it('is never overwritten unseen: the second of two editors is told', async () => {
    const found = await open()
    const change = (danger: 'possible' | 'immediate') =>
      db.as(worker, (trx) => changeCase(trx, found, found.version, { danger }))
    await change('possible')
    await expect(change('immediate')).rejects.toMatchObject({ code: 'cases.conflict' })
  })

  it('keeps what was done when the law is asked again', async () => {
    const found = await open()
    const key = await db.as(worker, async (trx) => {
      const [first] = await listRights(trx, found.id)
      await markRight(trx, worker, found.id, first!.right_key, TODAY)
      await askLaw(trx, worker, desk, found)
      return first!.right_key
    })
    const rights = await db.as(worker, (trx) => listRights(trx, found.id))
    expect(rights.find((right) => right.right_key === key)?.done_on).toBe(TODAY)
  })

  it('starts a clock when the day it runs from is known', async () => {
    const found = await open({
      facts: {
        'person.status': 'reasonable_grounds',
        'events.reasonable_grounds': '2026-03-01',
        'person.citizen': false,
      },
    })
    const rights = await db.as(worker, (trx) => listRights(trx, found.id))
    expect(
      rights.filter((right) => right.deadline !== null).map((right) => right.deadline! > '2026-03-01'),
    ).toContain(true)
    const [listed] = await db.as(worker, (trx) => listCases(trx, worker, {}))
    expect(listed!.nextDeadline).not.toBeNull()
  })

  it('shows a name only to those assigned, and holds it sealed', async () => {
    const found = await open()
    const colleague = someone()
    const [person] = await db.as(worker, (trx) => listPeople(trx, found.id))
    const subject = { id: person!.id, caseId: found.id }
    await db.as(worker, (trx) => keepIdentity(trx, vault, subject, { name: 'Ixmel Qorvath' }))
    const look = (by: typeof worker) => db.as(by, (trx) => findIdentity(trx, vault, person!.id))
    expect(await look(worker)).toEqual({ name: 'Ixmel Qorvath' })
    expect(await look(colleague)).toBeUndefined()
    await db.as(worker, (trx) => assign(trx, found.id, colleague.id, ours))
    expect(await look(colleague)).toEqual({ name: 'Ixmel Qorvath' })
  })
})
