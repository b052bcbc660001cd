import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCasework } from '#test/casework'
import { aHtcdsRecord } from '#test/htcds-record'
import type { Consent } from '../consent/consent.ts'
import type { GivenFiles } from '../referrals/referral.routes.ts'
import type { HtcdsAdded, HtcdsFileGiven, HtcdsPreview, HtcdsReading } from './exchange.routes.ts'
import { readHtcdsCsv } from './read-file.ts'
import type { HtcdsRecord } from './standard.ts'
import { htcdsText } from './write-file.ts'

const BASE = '/cases/standards/htcds'
const csvOf = (...records: HtcdsRecord[]) =>
  htcdsText(
    'htcds-csv',
    records.map((record) => ({ record, plus: { version: 1 as const } })),
  )

describe('a file of the standard on the workbench', async () => {
  const casework = await openCasework('2026-03-04T10:00:00Z')
  const organisation = newId()
  const worker = casework.hire('case_worker', organisation)
  const read = (text: string, who = worker, format = 'htcds-csv') =>
    who.call<HtcdsReading>('POST', `${BASE}/readings`, { format, name: 'cases.csv', text })
  const add = (records: unknown[], who = worker) =>
    who.call<HtcdsAdded>('POST', `${BASE}/imports`, { jurisdiction: 'DEU', records })
  const cases = async (who = worker) =>
    (await who.call<{ cases: { code: string; people: { codeName: string }[] }[] }>('GET', '/cases')).cases

  it('says row for row and field for field what is wrong, what would be added, and keeps nothing', async () => {
    const text = csvOf(
      {
        cas_Status: 'Active',
        prs_FirstName: 'Ana',
        prs_Birthdate: '2010-02-01',
        prs_Citizenship: ['VN'],
        vic_TypeOfExploitation: ['ForcedLabour'],
      },
      { cas_Status: 'Asleep', vic_AgeWhenTrafficked: 200 },
      { cas_Status: 'Closed', prs_Birthdate: '2000-01-01', vic_AgeWhenTrafficked: 40 },
    )
    const { good, bad, header } = await read(text)
    expect(header).toHaveLength(84)
    expect(good).toHaveLength(1)
    expect(good[0]).toMatchObject({
      row: 2,
      known: false,
      fields: 5,
      child: 'yes',
      nationality: 'VNM',
      exploitation: ['ForcedLabour'],
      named: true,
      closed: false,
      jurisdiction: null,
    })
    expect(bad.map(({ row, mistakes }) => [row, mistakes.map(({ field }) => field)])).toEqual([
      [3, ['cas_Status', 'vic_AgeWhenTrafficked']],
      [4, ['vic_AgeWhenTrafficked']],
    ])
    expect(bad[0]!.mistakes[0]).toMatchObject({ found: "'Asleep'" })
    expect(bad[0]!.cells).toMatchObject({ cas_Status: 'Asleep', vic_AgeWhenTrafficked: '200' })
    expect(await cases()).toEqual([])
  })

  it('refuses a file with a column missing, naming it', async () => {
    const text = csvOf({ cas_Status: 'Active' }).replaceAll(/(^|,)cas_Status(,|$)/gm, '$1$2')
    const { status, text: told } = await worker.ask('POST', `${BASE}/readings`, {
      format: 'htcds-csv',
      name: 'old.csv',
      text,
    })
    expect(status).toBe(400)
    expect(told).toContain('old.csv row 1, field cas_Status')
  })

  it('says a country whose law nobody knows like any other mistake', async () => {
    const text = JSON.stringify([{ cas_Status: 'Active', plus: { version: 1, jurisdiction: 'XXX' } }])
    const { good, bad } = await read(text, worker, 'htcds-json')
    expect(good).toEqual([])
    expect(bad).toMatchObject([{ row: 1, mistakes: [{ field: 'plus.jurisdiction', found: 'XXX' }] }])
  })

  it('adds what was looked over, each once, and says the second time that it is known', async () => {
    const own = casework.hire('intake_worker', newId())
    const records = fc.sample(aHtcdsRecord, { numRuns: 12, seed: 11 })
    const text = csvOf(...records)
    const { good } = await read(text, own)
    expect(good).toHaveLength(12)
    const sent = good.map(({ record }) => record)
    expect(await add(sent.slice(0, 5), own)).toEqual({ added: 5, unchanged: 0 })
    // As after a connection that broke: all of it again.
    expect(await add(sent, own)).toEqual({ added: 7, unchanged: 5 })
    expect(await cases(own)).toHaveLength(12)
    expect((await read(text, own)).good.every(({ known }) => known)).toBe(true)
    // What one organisation brought in is not known to another.
    expect((await read(text)).good.some(({ known }) => known)).toBe(false)
  })

  it('adds none of a batch with a bad record in it', async () => {
    const own = casework.hire('case_worker', newId())
    const { status, text } = await own.ask('POST', `${BASE}/imports`, {
      jurisdiction: 'DEU',
      records: [{ cas_Status: 'Active' }, { cas_Status: 'Active', prs_Shoes: 'red' }],
    })
    expect([status, text]).toEqual([400, expect.stringContaining('row 2, field prs_Shoes')])
    expect(await cases(own)).toEqual([])
  })

  it.each(['lawyer', 'counsellor', 'analyst', 'administrator'])('is closed to the %s', async (role) => {
    const other = casework.hire(role, organisation)
    for (const [path, body] of [
      ['readings', { format: 'htcds-csv', name: 'a', text: 'b' }],
      ['imports', { jurisdiction: 'DEU', records: [] }],
      ['exports/preview', { purpose: 'statistics', recipient: 'Office' }],
      ['exports', { purpose: 'statistics', recipient: 'Office', format: 'htcds-csv' }],
    ] as const)
      expect((await other.ask('POST', `${BASE}/${path}`, body)).status).toBe(403)
  })

  describe('leaves', () => {
    const own = casework.hire('case_worker', newId())
    const to = { purpose: 'statistics', recipient: 'Office of Figures' }
    const preview = (asked: object = to) => own.call<HtcdsPreview>('POST', `${BASE}/exports/preview`, asked)
    const give = (asked: object = to) =>
      own.call<HtcdsFileGiven>('POST', `${BASE}/exports`, { ...asked, format: 'htcds-csv' })
    const files = async (code: string) =>
      (await own.call<GivenFiles>('GET', `/cases/${code}/given-files`)).files
    let consentId = ''
    let code = ''

    beforeAll(async () => {
      await add(
        ['Ana', 'Bea', 'Cleo'].map((name) => ({ cas_Status: 'Active', prs_FirstName: name })),
        own,
      )
      code = (await cases(own))[0]!.code
      const [person] = (await own.call<{ people: { id: string }[] }>('GET', `/cases/${code}`)).people
      const consent = { personId: person!.id, ...to, fields: ['code_name', 'needs'] }
      await own.call('POST', `/cases/${code}/consents`, consent)
      const kept = await own.call<{ consents: Consent[] }>('GET', `/cases/${code}/consents`)
      consentId = kept.consents[0]!.id
    })

    it('only with people whose consent covers it; looking first lists no copy', async () => {
      const { people, leftOut } = await preview()
      expect(people).toMatchObject([{ code, fields: ['code_name', 'needs'], withoutName: false }])
      expect(leftOut).toEqual({ noConsent: 2, otherRecipient: 0, ended: 0 })
      expect(await files(code)).toEqual([])
      expect((await preview({ ...to, recipient: 'Somebody else' })).leftOut).toEqual({
        noConsent: 2,
        otherRecipient: 1,
        ended: 0,
      })
      expect((await own.ask('POST', `${BASE}/exports/preview`, { ...to, code: 'heron-0000' })).status).toBe(
        404,
      )
    })

    it('is listed as a copy in the case, and is asked back with the consent', async () => {
      const given = await give()
      expect(given).toMatchObject({ people: 1, withoutName: 0, leftOut: { noConsent: 2 } })
      const { rows } = readHtcdsCsv(given.text, 'out.csv', '2026-03-04')
      expect(rows).toMatchObject([{ kept: { record: { cas_Status: 'Active', con_Consent: true } } }])
      expect(given.text).not.toMatch(/Ana|Bea|Cleo/)
      expect(await files(code)).toMatchObject([{ kind: 'htcds', consentId, recalledAt: null }])
      await own.call('POST', `/cases/${code}/consents/${consentId}/withdrawal`)
      expect((await files(code))[0]!.recalledAt).not.toBeNull()
      // A tab that was open since before finds nobody.
      expect(await give()).toMatchObject({ people: 0, leftOut: { ended: 1, noConsent: 2 } })
    })
  })
})
