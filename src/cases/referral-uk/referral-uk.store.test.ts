import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '#law/node'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { keepConsent, withdrawConsent } from '../consent/consent.store.ts'
import { keepIdentity } from '../identity/identity.store.ts'
import { OpenCase } from '../record/case.ts'
import { getCase, listPeople } from '../record/case.store.ts'
import { openCase } from '../record/open-case.ts'
import { confirmFile, listGivenFiles, recallFiles } from '../referrals/given-file.store.ts'
import { contradictionsIn, leaving, missingIn, mistakesIn, ukForm } from './form.ts'
import { prefill } from './prefill.ts'
import { keepDraft, readDraft, writeReferral } from './referral-uk.store.ts'

const TODAY = '2026-03-04'

describe('the form of the Home Office', () => {
  it('is carried over whole: every field once, each in a section', () => {
    expect(ukForm.fields).toHaveLength(139)
    expect(new Set(ukForm.fields.map(({ id }) => id)).size).toBe(139)
    for (const { section } of ukForm.fields) expect(ukForm.sections).toContain(section)
  })

  it('says what is missing, and asks a follow-up only where its question was answered so', () => {
    const missing = missingIn({ 'still-in-exploitative-situation': 'no' }, 'consent')
    expect(missing).toContain('how-why-did-they-leave-the-situation')
    expect(missing).toContain('pv-name-first-name')
    expect(missing).not.toContain('future-exploitation-reasons')
    expect(missingIn({}, 'duty_to_notify')).not.toContain('pv-name-first-name')
    expect(missingIn({}, 'duty_to_notify')).toContain('refuse-nrm')
  })

  it('notices a birth day that contradicts the age, an option it does not have, and a day to come', () => {
    expect(contradictionsIn({ 'pv-dob': '2009-03-05', 'pv-under-age': 'no' }, TODAY)).toHaveLength(2)
    expect(contradictionsIn({ 'pv-dob': '2008-03-04', 'pv-under-age': 'no' }, TODAY)).toEqual([])
    expect(contradictionsIn({ 'pv-dob': '2008-03-04', 'pv-under-age': 'yes' }, TODAY)).toHaveLength(2)
    expect(mistakesIn({ 'pv-gender': 'boy', 'pv-dob': '2031-01-01', nosuch: 'x' }, TODAY)).toMatchObject([
      { field: 'pv-gender' },
      { field: 'pv-dob' },
      { field: 'nosuch' },
    ])
  })

  it('is filled with what the case knows, and never with a no that nobody said', () => {
    expect(
      prefill({
        code: 'heron-4821',
        child: 'declined',
        nationality: null,
        facts: { 'purposes.criminal_activity': true, 'person.cooperates': null },
        identity: { name: 'Invented' },
        hasSigns: false,
      }),
    ).toEqual({
      reference: 'heron-4821',
      'pv-under-age': 'not-sure',
      'types-of-exploitation-forced-to-commit-crime': 'yes',
      'pv-name-first-name': 'Invented',
      'pv-name-last-name': 'Invented',
    })
  })

  it('leaves nothing that names the person in a notification of an adult who declines', () => {
    const all = Object.fromEntries(ukForm.fields.map(({ id }) => [id, 'x']))
    const left = Object.keys(leaving(all, 'duty_to_notify'))
    expect(
      left.filter((id) => /^(pv-(name|dob|phone|contact|ho-)|someone-else|alternative)/.test(id)),
    ).toEqual([])
    expect(left).toContain('what-happened')
  })
})

describe('a referral to the National Referral Mechanism', async () => {
  const db = await testDatabase()
  const vault = new Vault(new Sealer(await Keyring.open(testFolder())))
  const desk = { vault, law: loadCatalogue(), today: TODAY }
  const organisation = newId()
  const someone = () => ({ id: newId(), role: 'case_worker', organisation, purpose: 'protection' })
  const worker = someone()
  const open = (child: OpenCase['child']) =>
    db.as(worker, async (trx) => {
      const found = await openCase(trx, worker, desk, OpenCase.parse({ jurisdiction: 'GBR', child }))
      const [person] = await listPeople(trx, found.id)
      const identity = { name: 'Ana Invented', phone: '+447700900123' }
      await keepIdentity(trx, vault, { id: person!.id, caseId: found.id }, identity)
      return { code: found.code, person: person!.id }
    })
  type Opened = Awaited<ReturnType<typeof open>>
  const write = ({ code, person }: Opened, by = worker) =>
    db.as(by, async (trx) => writeReferral(trx, vault, by, await getCase(trx, code), person, TODAY))

  it('of a child goes by duty, named, without consent; and so does one of whoever may be a child', async () => {
    for (const child of ['yes', 'unknown'] as const) {
      const referral = await write(await open(child))
      expect(referral).toMatchObject({ route: 'child_duty', complete: false })
      expect(referral.answers['pv-name-first-name']).toBe('Ana')
      expect(referral.missing).toContain('local-authority-contacted-about-child-local-authority-name')
    }
  })

  it('by duty is listed as a copy of no consent, which none that is taken back asks for, and nobody can say is deleted', async () => {
    const { code, person } = await open('yes')
    await write({ code, person })
    await db.as(worker, async (trx) => {
      const found = await getCase(trx, code)
      const consent = {
        id: newId(),
        personId: person,
        purpose: 'referral' as const,
        partnerId: null,
        recipient: 'National Referral Mechanism',
        fields: ['name' as const],
        expiresOn: null,
      }
      await keepConsent(trx, vault, worker, organisation, consent)
      await withdrawConsent(trx, worker, consent.id, [person])
      expect(await recallFiles(trx, consent.id)).toBe(0)
      const [file] = await listGivenFiles(trx, found.id)
      expect(file).toMatchObject({ kind: 'uk_referral', consentId: null, recalledAt: null })
      expect(file!.fields).toContain('pv-name-first-name')
      await expect(confirmFile(trx, worker, found.id, file!.id)).rejects.toMatchObject({
        code: 'cases.not-found',
      })
    })
  })

  it('of an adult goes by consent in force at that moment; without it only without a name', async () => {
    const opened = await open('no')
    expect((await write(opened)).answers).not.toHaveProperty('pv-name-first-name')
    const id = newId()
    const consent = {
      id,
      personId: opened.person,
      purpose: 'referral' as const,
      partnerId: null,
      recipient: 'National Referral Mechanism',
      fields: ['name' as const],
      expiresOn: null,
    }
    await db.as(worker, (trx) => keepConsent(trx, vault, worker, organisation, consent))
    expect(await write(opened)).toMatchObject({
      route: 'consent',
      answers: { 'pv-name-last-name': 'Invented' },
    })
    await db.as(worker, (trx) => withdrawConsent(trx, worker, id, [opened.person]))
    expect(await write(opened)).toMatchObject({ route: 'duty_to_notify' })
  })

  it('is refused while nobody has said whether the person is a child', async () => {
    await expect(write(await open('not_asked'))).rejects.toMatchObject({ code: 'cases.consent.refused' })
  })

  it('is written only by those assigned to the case', async () => {
    await expect(write(await open('yes'), someone())).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('keeps what was written, sealed, and is never overwritten unseen', async () => {
    const { code, person } = await open('yes')
    const keep = (version: number, answers: Record<string, string>) =>
      db.as(worker, async (trx) => {
        const found = await getCase(trx, code)
        await keepDraft(trx, vault, worker, found, person, { version, answers }, TODAY)
        return readDraft(trx, vault, worker, found, person, TODAY)
      })
    const story = 'ق'.repeat(10_000)
    const first = await keep(0, { 'what-happened': story, 'pv-under-age': 'yes' })
    expect(first).toMatchObject({ version: 1, answers: { 'what-happened': story } })
    expect(first.prefilled).toContain('pv-name-first-name')
    expect(first.missing).not.toContain('what-happened')
    await expect(keep(0, {})).rejects.toMatchObject({ code: 'cases.conflict' })
    await expect(keep(1, { 'pv-gender': 'boy' })).rejects.toMatchObject({
      details: { field: 'answers.pv-gender' },
    })
    const rows = await db.as(worker, (trx) => trx.selectFrom('cases_referral_uk').selectAll().execute())
    // One letter is two bytes, which random bytes hold by chance.
    expect(rows.some(({ sealed }) => sealed.includes('ق'.repeat(8)))).toBe(false)
  })
})
