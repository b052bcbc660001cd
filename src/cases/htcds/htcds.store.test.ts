import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '#law/node'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { aHtcdsRecord } from '#test/htcds-record'
import { testDatabase, testFolder } from '#test/stores'
import { type CopyField, CopyField as Fields } from '../consent/consent.ts'
import { keepConsent, withdrawConsent } from '../consent/consent.store.ts'
import { findIdentity } from '../identity/identity.store.ts'
import { listCases } from '../record/case-list.store.ts'
import { getCase, listPeople } from '../record/case.store.ts'
import { exportHtcds } from './export-htcds.ts'
import { importRecord } from './import-htcds.ts'
import type { HtcdsRecord } from './standard.ts'

const TODAY = '2026-03-04'
const TO = { purpose: 'statistics' as const, recipient: 'Rapporteur’s office' }

describe('cases under the standard', async () => {
  const db = await testDatabase()
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const desk = { law: loadCatalogue(), vault, keyring, today: TODAY }
  const someone = () => ({ id: newId(), role: 'case_worker', organisation: newId(), purpose: 'protection' })
  type Worker = ReturnType<typeof someone>
  const bring = (worker: Worker, record: HtcdsRecord) =>
    importRecord(db, worker, desk, { record, plus: undefined }, 'GBR')
  const people = (worker: Worker) =>
    db.as(worker, async (trx) => {
      const all = []
      for (const { code } of await listCases(trx, worker, {}))
        all.push(...(await listPeople(trx, (await getCase(trx, code)).id)))
      return all
    })
  const agree = async (worker: Worker, personId: string, fields: readonly CopyField[], more = {}) => {
    const id = newId()
    const consent = { id, personId, ...TO, partnerId: null, fields: [...fields], expiresOn: null, ...more }
    await db.as(worker, (trx) => keepConsent(trx, vault, worker, worker.organisation, consent))
    return id
  }
  const send = (worker: Worker, to = TO) =>
    db.as(worker, (trx) => exportHtcds(trx, vault, worker, to, { format: 'htcds-json', today: TODAY }))

  it('come out with every field they came in with, once the person agreed to each', async () => {
    const worker = someone()
    const records = fc.sample(aHtcdsRecord, { numRuns: 40, seed: 7 })
    for (const record of records) expect(await bring(worker, record)).toBe('added')
    for (const { id } of await people(worker)) await agree(worker, id, Fields.options)
    const { rows } = await send(worker)
    expect(rows).toHaveLength(records.length)
    for (const [i, { record }] of rows.entries()) {
      // Consent is what the person says now; everything else is as it came.
      expect(record).toMatchObject({ ...records[i], con_Consent: true })
    }
  })

  it('come in once, however often the file is brought', async () => {
    const worker = someone()
    const [record] = fc.sample(aHtcdsRecord, { numRuns: 1, seed: 8 })
    expect([await bring(worker, record!), await bring(worker, record!)]).toEqual(['added', 'unchanged'])
    expect(await people(worker)).toHaveLength(1)
    const rows = await db.as(worker, (trx) => trx.selectFrom('cases_htcds').selectAll().execute())
    expect(rows).toHaveLength(1)
  })

  it('give the case what it has a place for: name sealed, age, nationality, facts, and the law is asked', async () => {
    const worker = someone()
    const name = 'ش'.repeat(9_000)
    await bring(worker, {
      cas_Status: 'Active',
      prs_FirstName: name,
      prs_SecondName: 'Invented',
      prs_Birthdate: '2009-09-01',
      prs_Citizenship: ['VN', 'GB'],
      vic_TypeOfExploitation: ['ForcedLabour', 'Other'],
      vic_AgeWhenTrafficked: 15,
    })
    const [person] = await people(worker)
    expect(person).toMatchObject({ child: 'yes', nationality: 'VNM' })
    await db.as(worker, async (trx) => {
      const [summary] = await listCases(trx, worker, {})
      const found = await getCase(trx, summary!.code)
      expect(found.facts).toEqual({ 'purposes.forced_labour': true, 'victim.ageAtTime': 15 })
      expect(await findIdentity(trx, vault, person!.id)).toMatchObject({
        name: `${name} Invented`,
        birthDate: '2009-09-01',
      })
    })
  })

  it('leave only for the purpose and the recipient the person agreed to, and the others are counted, not named', async () => {
    const worker = someone()
    for (const code of ['a', 'b', 'c', 'd', 'e'])
      await bring(worker, { cas_Status: 'Active', prs_FirstName: code, prs_Gender: 'Feminine' })
    const [a, b, c, d] = await people(worker)
    await agree(worker, a!.id, ['needs'])
    await agree(worker, b!.id, ['needs'], { recipient: 'Somebody else' })
    const taken = await agree(worker, c!.id, ['needs'])
    await db.as(worker, (trx) => withdrawConsent(trx, worker, taken, [c!.id]))
    await agree(worker, d!.id, ['needs'], { expiresOn: '2026-03-03' })
    const { rows, leftOut } = await send(worker, { ...TO, recipient: ' rapporteur’s  OFFICE ' })
    expect(leftOut).toEqual({ noConsent: 1, otherRecipient: 1, ended: 2 })
    expect(rows.map(({ record }) => record)).toEqual([
      { cas_Status: 'Active', con_Consent: true, prs_Gender: 'Feminine' },
    ])
    expect(rows[0]!.plus).not.toHaveProperty('caseCode')
    expect((await send(worker, { purpose: 'statistics', recipient: 'Nobody' })).rows).toEqual([])
  })

  it('leave without what names the person when a colleague who is not assigned sends them', async () => {
    const worker = someone()
    const colleague = { ...worker, id: newId() }
    await bring(worker, { cas_Status: 'Active', prs_FirstName: 'Ana', prs_Birthdate: '2000-01-01' })
    const [person] = await people(worker)
    await agree(worker, person!.id, Fields.options)
    const { rows, withoutName } = await send(colleague)
    expect(withoutName).toBe(1)
    expect(JSON.stringify(rows)).not.toMatch(/Ana|2000-01-01/)
    expect(JSON.stringify((await send(worker)).rows)).toContain('Ana')
  })
})
