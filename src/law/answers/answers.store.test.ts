import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import type { AssessAnswer, Catalogue, FactsInput } from '../index.ts'
import { loadCatalogue } from '../load.ts'
import {
  findLatestAnswer,
  getAnswer,
  getKeptCatalogue,
  keepAnswer,
  keepCatalogue,
  listAffected,
  listAnswers,
  verifyAnswer,
} from './answers.store.ts'
import { Question } from './question.ts'

const facts: FactsInput = {
  acts: { recruit: true },
  means: { deception: true },
  purposes: { forced_labour: true },
  victim: { ageAtTime: 30 },
}

/** The catalogue as a lawyer leaves it who corrects one country. */
function corrected(
  law: Catalogue,
  id: string,
  change: (one: Catalogue['jurisdictions'][number]) => void,
): Catalogue {
  const { hash: _, ...content } = structuredClone(law)
  change(content.jurisdictions.find((one) => one.id === id)!)
  return { hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'), ...content }
}

describe('an answer that is kept', async () => {
  const db = await testDatabase()
  const vault = new Vault(new Sealer(await Keyring.open(testFolder())))
  const law = loadCatalogue()
  const organisation = newId()
  const worker = { id: newId(), role: 'case_worker', organisation, purpose: 'protection' }
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())

  const keep = (more: Record<string, unknown> = {}, catalogue = law, subject: string = newId()) =>
    db.as(worker, (trx) =>
      keepAnswer(trx, vault, worker, catalogue, {
        subject,
        organisationId: organisation,
        question: Question.parse({
          kind: 'assess',
          jurisdiction: 'KEN',
          today: '2026-03-04',
          ...('person' in more ? {} : { facts }),
          ...more,
        }),
      }),
    )
  const moreYears = corrected(law, 'KEN', (one) => {
    one.offences[0]!.penalty.most = '40 years'
  })

  it('is read back as it was given, with its question, day, catalogue and trace', async () => {
    const kept = await keep()
    const read = await db.as(worker, (trx) => getAnswer(trx, vault, kept.id))
    expect(read.bytes).toBe(kept.bytes)
    expect(read).toMatchObject({
      kind: 'assess',
      jurisdiction: 'KEN',
      lawOn: '2026-03-04',
      catalogueHash: law.hash,
      question: { facts },
    })
    expect((read.answer as AssessAnswer).offences[0]!.trace.of!.length).toBeGreaterThan(0)
  })

  it('is the same bytes when computed again from what is kept, also after the catalogue was corrected', async () => {
    const questions = [{}, { kind: 'rights', person: { status: 'reasonable_grounds', nationality: 'NGA' } }]
    for (const question of questions) {
      const kept = await keep(question)
      const found = await db.as(worker, (trx) => verifyAnswer(trx, vault, moreYears, kept.id))
      expect(found).toMatchObject({ same: true, differsAt: null, catalogueHash: law.hash })
      expect(found.now.law).toContainEqual({
        what: 'changed',
        kind: 'offence',
        id: law.jurisdictions.find((one) => one.id === 'KEN')!.offences[0]!.id,
      })
    }
  })

  it('says what today’s law would say instead', async () => {
    const kept = await keep()
    const stricter = corrected(law, 'KEN', (one) => {
      one.offences[0]!.elements.find((element) => element.id === 'means')!.rule = 'means.force'
    })
    const found = await db.as(worker, (trx) => verifyAnswer(trx, vault, stricter, kept.id))
    expect(found.same).toBe(true)
    expect(found.now.turned).toEqual([
      { id: (kept.answer as AssessAnswer).offences[0]!.id, before: 'made_out', after: 'unknown' },
    ])
  })

  it('cannot be changed or removed, by the app or by the owner of the database', async () => {
    const { id } = await keep()
    for (const statement of [
      'update law_answer set engine = engine',
      'delete from law_answer',
      'truncate law_answer',
      'update law_catalogue set content = content',
      'delete from law_catalogue',
    ]) {
      await expect(owner.query(statement)).rejects.toThrow(/only added to/)
    }
    await expect(
      db.as(worker, (trx) => trx.deleteFrom('law_answer').where('id', '=', id).execute()),
    ).rejects.toThrow(/permission denied|only added to/)
    await expect(
      db.as(worker, (trx) => trx.updateTable('law_answer').set({ engine: 'x' }).execute()),
    ).rejects.toThrow(/permission denied|only added to/)
  })

  it('holds no fact in the open, and nothing once its subject is erased', async () => {
    const { id, subject } = await keep({ facts: { ...facts, conduct: { country: 'ITA' } } })
    const { rows } = await owner.query<Record<string, unknown>>('select * from law_answer where id = $1', [
      id,
    ])
    const plain = Object.values(rows[0]!).map((one) =>
      Buffer.isBuffer(one) ? one.toString('latin1') : String(one),
    )
    expect(plain.join(' ')).not.toMatch(/ITA|deception|forced_labour/)
    await db.as({ id: 'test', role: 'system', organisation: null, purpose: 'operation' }, (trx) =>
      vault.shred(trx, subject),
    )
    await expect(db.as(worker, (trx) => getAnswer(trx, vault, id))).rejects.toMatchObject({
      code: 'crypto.subject-shredded',
    })
    expect(await db.as(worker, (trx) => listAnswers(trx, subject))).toHaveLength(1)
  })

  it('is not seen by another organisation', async () => {
    const { id } = await keep()
    const other = { ...worker, id: newId(), organisation: newId() }
    await expect(db.as(other, (trx) => getAnswer(trx, vault, id))).rejects.toMatchObject({
      code: 'law.not-found',
    })
  })

  it('is listed when the law it rests on was corrected, and not when another country’s was', async () => {
    const subject = newId()
    const { id } = await keep({}, law, subject)
    const affected = (now: Catalogue, today = '2026-03-04') =>
      db.as(worker, (trx) => listAffected(trx, now, today, subject))
    const france = corrected(law, 'FRA', (one) => {
      one.offences[0]!.penalty.most = '40 years'
    })
    expect(await affected(law)).toEqual([])
    expect(await affected(france)).toEqual([])
    expect(await affected(moreYears)).toMatchObject([
      { id, subject, corrected: [{ what: 'changed', kind: 'offence' }], changed: [] },
    ])
    await keep({}, moreYears, subject)
    expect(await affected(moreYears)).toEqual([])
    expect(
      (await db.as(worker, (trx) => findLatestAnswer(trx, vault, subject, 'assess')))?.catalogueHash,
    ).toBe(moreYears.hash)
  })

  it('is listed when a day comes on which the law itself changes, if it was about the day of asking', async () => {
    const subject = newId()
    const person = { status: 'reasonable_grounds' }
    await keep({ kind: 'rights', jurisdiction: 'GBR', today: '2022-12-01', person }, law, subject)
    await keep(
      { jurisdiction: 'GBR', today: '2022-12-01', facts: { conduct: { to: '2019-01-01' } } },
      law,
      subject,
    )
    const found = await db.as(worker, (trx) => listAffected(trx, law, '2022-12-13', subject))
    expect(found.map((one) => one.kind)).toEqual(['rights'])
    expect(found[0]!.changed).toContainEqual(
      expect.objectContaining({ day: '2022-12-13', what: 'changed', title: 'reflection_period' }),
    )
    expect(await db.as(worker, (trx) => listAffected(trx, law, '2022-12-12', subject))).toEqual([])
  })

  it('keeps each catalogue once, says so once, and shows when a kept one was tampered with', async () => {
    const fresh = corrected(law, 'NZL', (one) => one.traps.push('read twice'))
    const first = await db.as(worker, (trx) => keepCatalogue(trx, fresh))
    const again = await db.as(worker, (trx) => keepCatalogue(trx, fresh))
    expect([first, again]).toEqual([true, false])
    const { rows } = await owner.query<{ topic: string }>(
      "select topic from jobs_outbox where payload ->> 'catalogue' = $1",
      [fresh.hash],
    )
    expect(rows.map((row) => row.topic)).toEqual(['law.catalogue-changed'])
    await owner.query("set session_replication_role = 'replica'")
    await owner.query(
      'update law_catalogue set content = (select content from law_catalogue where hash = $1) where hash = $2',
      [law.hash, fresh.hash],
    )
    await owner.query("set session_replication_role = 'origin'")
    await expect(db.as(worker, (trx) => getKeptCatalogue(trx, fresh.hash))).rejects.toMatchObject({
      code: 'law.catalogue-damaged',
    })
  })
})
