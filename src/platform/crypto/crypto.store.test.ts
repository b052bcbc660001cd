import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { systemActor } from '#platform/access'
import type { Database } from '#platform/db'
import { testDatabase, testFolder } from '#test/stores'
import { Keyring, Sealer, subjectKeyStore } from './index.ts'

describe('subject keys in the database', () => {
  const actor = systemActor('crypto-test')
  let db: Database
  let keyring: Keyring
  let sealer: Sealer
  beforeAll(async () => {
    db = await testDatabase()
    keyring = await Keyring.open(testFolder())
    sealer = new Sealer(keyring)
  })
  const keyOf = (subject: string) => db.as(actor, (trx) => sealer.subjectKey(subjectKeyStore(trx), subject))

  it('gives a subject one key, also when two transactions ask at once', async () => {
    const subject = newId()
    const keys = await Promise.all([keyOf(subject), keyOf(subject), keyOf(subject)])
    const sealed = sealer.seal(keys[0]!, 'text', 'a')
    expect(keys.map((key) => sealer.openText(key, sealed, 'a').reveal())).toEqual(['text', 'text', 'text'])
  })

  it('keeps no key in the clear, and takes a wrapped key of another subject for altered', async () => {
    const [one, two] = [newId(), newId()]
    await keyOf(one)
    await keyOf(two)
    await expect(
      db.as(actor, async (trx) => {
        const theirs = await subjectKeyStore(trx).find(two)
        await subjectKeyStore(trx).replaceAll([
          { subject: one, wrapped: theirs!.wrapped!, version: theirs!.version },
        ])
        return sealer.findSubjectKey(subjectKeyStore(trx), one)
      }),
    ).rejects.toMatchObject({ code: 'crypto.refused' })
  })

  it('shreds for good: what was sealed stays closed and no new key is made', async () => {
    const subject = newId()
    await keyOf(subject)
    await db.as(actor, (trx) => sealer.shred(subjectKeyStore(trx), subject))
    await expect(keyOf(subject)).rejects.toMatchObject({
      code: 'crypto.subject-shredded',
      details: { subject },
    })
    const row = await db.as(actor, (trx) =>
      trx
        .selectFrom('crypto_subject_key')
        .selectAll()
        .where('subject', '=', subject)
        .executeTakeFirstOrThrow(),
    )
    expect(row).toMatchObject({ wrapped: null, shredded_at: expect.any(Date) })
  })

  it('wraps every key anew after a rotation, a part at a time', async () => {
    const subjects = [newId(), newId(), newId(), newId(), newId()]
    for (const subject of subjects) await keyOf(subject)
    const version = await keyring.rotate()
    const rewrap = () => db.as(actor, (trx) => sealer.rewrap(subjectKeyStore(trx), 2))
    while ((await rewrap()) > 0);
    const old = await db.as(actor, (trx) => subjectKeyStore(trx).listOlderThan(version, 10))
    expect(old).toEqual([])
    await expect(keyOf(subjects[4]!)).resolves.toMatchObject({ subject: subjects[4] })
  })
})
