import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '#law/node'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { OpenCase } from '../record/case.ts'
import { getCase, listPeople } from '../record/case.store.ts'
import { listEvents } from '../record/event.store.ts'
import { openCase } from '../record/open-case.ts'
import { listFactSources } from './fact-source.store.ts'
import { confirmFacts, keepScreening, type ScreeningSent } from './keep-screening.ts'
import { listScreenings } from './screening.store.ts'
import { findDisagreements, screeningViews } from './views.ts'

const TODAY = '2026-03-04'

describe('a screening', async () => {
  const db = await testDatabase()
  const vault = new Vault(new Sealer(await Keyring.open(testFolder())))
  const desk = { vault, law: loadCatalogue(), today: TODAY }
  const organisation = newId()
  const someone = () => ({ id: newId(), role: 'case_worker', organisation, purpose: 'protection' })
  const [worker, colleague] = [someone(), someone()]
  const open = (more: Partial<OpenCase> = {}) =>
    db.as(worker, (trx) => openCase(trx, worker, desk, OpenCase.parse({ jurisdiction: 'GBR', ...more })))
  const keep = (code: string, sent: Partial<ScreeningSent>, by = worker) =>
    db.as(by, async (trx) =>
      keepScreening(trx, by, desk, await getCase(trx, code), {
        set: 'delphi-labour',
        marks: {},
        grounds: {},
        notes: {},
        ...sent,
      }),
    )
  const views = (code: string) =>
    db.as(worker, async (trx) => {
      const found = await getCase(trx, code)
      const people = await listPeople(trx, found.id)
      const rows = await listScreenings(trx, vault, found.id)
      const sources = await listFactSources(trx, found.id)
      return { rows, sources, all: screeningViews(rows, { facts: found.facts, people, sources }), found }
    })
  const boy = {
    'deceptive_recruitment.nature_of_job': 'yes',
    'deceptive_recruitment.wages': 'yes',
    'exploitation.excessive_hours': 'yes',
    'exploitation.no_education': 'yes',
    'coercion_at_destination.documents_taken': 'declined',
  } as const

  it('is kept once however often it is sent', async () => {
    const { code } = await open()
    const id = randomUUID()
    for (let time = 0; time < 100; time++) await keep(code, { id, marks: boy })
    const { all, found } = await views(code)
    expect(all).toHaveLength(1)
    const events = await db.as(worker, (trx) => listEvents(trx, found.id))
    expect(events.filter(({ kind }) => kind === 'screened')).toHaveLength(1)
    const other = await open()
    await expect(keep(other.code, { id, marks: boy })).rejects.toMatchObject({ code: 'cases.conflict' })
  })

  it('keeps on what each mark rests, and seals the notes', async () => {
    const { code, id } = await open({ child: 'yes' })
    const grounds = { 'deceptive_recruitment.wages': { source: 'document' as const, on: '2026-02-01' } }
    await keep(code, {
      marks: boy,
      grounds,
      notes: { 'deceptive_recruitment.wages': 'Contract shows half of what was promised.' },
    })
    const { all } = await views(code)
    expect(all[0]).toMatchObject({
      grounds,
      notes: { 'deceptive_recruitment.wages': 'Contract shows half of what was promised.' },
      readings: [{ as: 'child', outcome: 'trafficking_indicated' }],
    })
    const rows = await db.as(worker, (trx) =>
      trx.selectFrom('cases_screening').selectAll().where('case_id', '=', id).execute(),
    )
    expect(JSON.stringify(rows)).not.toContain('promised')
    expect(rows[0]!.notes!.includes('promised')).toBe(false)
  })

  it('reads both lists of weights while nobody knows the age, the child’s first', async () => {
    const { code } = await open({ child: 'unknown' })
    await keep(code, { marks: boy })
    const { all } = await views(code)
    expect(all[0]!.readings.map(({ as, outcome }) => [as, outcome])).toEqual([
      ['child', 'trafficking_indicated'],
      ['adult', 'deception_and_exploitation'],
    ])
  })

  it('proposes act, means and purpose; they are facts only once a person confirms them', async () => {
    const { code } = await open({ child: 'yes', facts: { 'means.deception': false } })
    await keep(code, { marks: boy })
    const before = await views(code)
    expect(before.found.facts).toEqual({ 'means.deception': false })
    const proposed = before.all[0]!.proposals
    expect(proposed.map(({ fact }) => fact)).toEqual([
      'means.deception',
      'means.exhausting_hours',
      'acts.recruit',
      'purposes.labour_exploitation',
    ])
    expect(proposed[0]).toMatchObject({ stated: false, confirmed: false })
    const confirm = (facts: string[]) =>
      db.as(worker, async (trx) =>
        confirmFacts(trx, worker, desk, await getCase(trx, code), before.all[0]!.id, facts),
      )
    await expect(confirm(['means.deception'])).rejects.toMatchObject({ code: 'cases.conflict' })
    await expect(confirm(['means.force'])).rejects.toMatchObject({ code: 'input.invalid' })
    await confirm(['acts.recruit', 'purposes.labour_exploitation'])
    const after = await views(code)
    expect(after.found.facts).toEqual({
      'means.deception': false,
      'acts.recruit': true,
      'purposes.labour_exploitation': true,
    })
    expect(after.sources).toMatchObject([
      {
        fact: 'acts.recruit',
        because: ['deceptive_recruitment.nature_of_job', 'deceptive_recruitment.wages'],
        confirmedBy: worker.id,
      },
      { fact: 'purposes.labour_exploitation' },
    ])
  })

  it('by the eleven adds what it saw to the facts at once, and says where they are from', async () => {
    const { code } = await open({ facts: { 'means.threat': false } })
    await keep(code, { set: 'ilo-11', marks: { deception: 'yes', intimidation_and_threats: 'yes' } })
    const { found, sources } = await views(code)
    expect(found.facts).toEqual({ 'means.deception': true, 'means.threat': false })
    expect(sources).toMatchObject([{ fact: 'means.deception', because: ['deception'] }])
  })

  it('shows screeners who differ, each with their last answer, and what one and the same changed over time', async () => {
    const { code } = await open()
    await keep(code, { marks: { 'exploitation.low_pay': 'no' } })
    await keep(code, { marks: { 'exploitation.low_pay': 'yes' } })
    expect(findDisagreements((await views(code)).rows)).toEqual([])
    await keep(
      code,
      { marks: { 'exploitation.low_pay': 'no', 'exploitation.hazardous': 'unknown' } },
      colleague,
    )
    const { rows, all } = await views(code)
    expect(findDisagreements(rows)).toMatchObject([
      {
        indicator: 'exploitation.low_pay',
        said: [
          { by: worker.id, mark: 'yes' },
          { by: colleague.id, mark: 'no' },
        ],
      },
    ])
    expect(all[2]).toMatchObject({
      differsFromBefore: ['exploitation.low_pay'],
      changes: [
        { indicator: 'exploitation.low_pay', from: 'yes', to: 'no' },
        { indicator: 'exploitation.hazardous', from: 'not_asked', to: 'unknown' },
      ],
    })
  })

  it('uses an earlier answer again only where it was given, and with their agreement', async () => {
    const { code } = await open()
    await keep(code, { marks: { 'exploitation.low_pay': 'yes' } })
    const earlier = (await views(code)).all[0]!.id
    const again = (mark: 'yes' | 'no', screening: string) =>
      keep(code, {
        marks: { 'exploitation.low_pay': mark },
        grounds: {
          'exploitation.low_pay': { source: 'said', on: TODAY, reused: { screening, agreed: true } },
        },
      })
    await expect(again('no', earlier)).rejects.toMatchObject({ code: 'input.invalid' })
    await expect(again('yes', randomUUID())).rejects.toMatchObject({ code: 'input.invalid' })
    await again('yes', earlier)
    expect((await views(code)).all[1]!.grounds['exploitation.low_pay']!.reused).toEqual({
      screening: earlier,
      agreed: true,
    })
  })

  it('refuses marks of another list, a ground of tomorrow, and a person of another case', async () => {
    const { code } = await open()
    await expect(keep(code, { marks: { deception: 'yes' } })).rejects.toMatchObject({ code: 'input.invalid' })
    await expect(
      keep(code, {
        marks: boy,
        grounds: { 'exploitation.no_education': { source: 'said', on: '2026-03-05' } },
      }),
    ).rejects.toMatchObject({ details: { field: 'grounds.exploitation.no_education.on' } })
    await expect(keep(code, { personId: newId() })).rejects.toMatchObject({ code: 'cases.not-found' })
    await expect(keep(code, { set: 'none' })).rejects.toMatchObject({ details: { field: 'set' } })
  })
})
