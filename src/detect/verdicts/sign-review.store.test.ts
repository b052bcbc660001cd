import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Actor } from '#platform/access'
import { testCorpus, testDatabase } from '#test/stores'
import { townWithRings } from '#test/ring'
import { detect } from '../detect.ts'
import { getPattern, listPatterns } from '../patterns/list-patterns.ts'
import { giveSignVerdict, takeSignVerdictBack } from './sign-review.ts'

const corpus = await testCorpus()
const db = await testDatabase()
const at = new Date('2026-12-01T09:00:00Z')
const stores = { corpus, db, now: () => at }
const hire = (): Actor => ({
  id: randomUUID(),
  role: 'analyst',
  organisation: randomUUID(),
  purpose: 'analysis',
})
await corpus.insert('sources_ad', townWithRings())
await detect({ corpus })
const sign = 'no-rest'
const asked = async (actor: Actor, id: string) =>
  (await getPattern(stores, actor, id)).signsToJudge.find((one) => one.sign === sign)!

test('what a reviewer says of a sign stands until a later answer or its taking back, for their organisation alone', async () => {
  const analyst = hire()
  const [first, second] = (await listPatterns(stores, analyst)).patterns
  const id = first!.id
  const one = await giveSignVerdict(stores, analyst, { id, sign, verdict: 'holds', reason: null })
  expect(one).toMatchObject({ sign, verdict: 'holds', reason: null, decidedBy: analyst.id })
  expect(one.observations.length).toBeGreaterThan(0)
  const two = await giveSignVerdict(stores, analyst, { id, sign, verdict: 'does_not_hold', reason: 'a joke' })
  expect((await asked(analyst, id)).verdict).toMatchObject({ id: two.id, reason: 'a joke' })
  expect((await asked(hire(), id)).verdict).toBeNull()
  // It teaches what is said of others, not of itself.
  const taught = async (pattern: string) => (await asked(analyst, pattern)).learned.taught
  expect(await taught(id)).toMatchObject({ holds: 0, doesNotHold: 0 })
  expect(await taught(second!.id)).toMatchObject({ holds: 0, doesNotHold: 1, moreDoesNotHold: 9 })
  const back = { id, verdictId: two.id, reason: null }
  await takeSignVerdictBack(stores, analyst, back)
  expect((await asked(analyst, id)).verdict).toBeNull()
  expect(await taught(second!.id)).toMatchObject({ doesNotHold: 0 })
  await expect(takeSignVerdictBack(stores, analyst, back)).rejects.toMatchObject({
    code: 'detect.sign-verdict.not-found',
  })
  await expect(
    giveSignVerdict(stores, analyst, { id, sign: 'red hair', verdict: 'holds', reason: null }),
  ).rejects.toThrow(/'red hair'/)
})

test('a post that is gone teaches no more', async () => {
  const analyst = hire()
  const [first, second] = (await listPatterns(stores, analyst)).patterns
  const given = await giveSignVerdict(stores, analyst, {
    id: first!.id,
    sign,
    verdict: 'holds',
    reason: null,
  })
  expect((await asked(analyst, second!.id)).learned.taught.holds).toBe(1)
  await corpus.command('DELETE FROM sources_ad WHERE id IN ({ids:Array(String)})', {
    ids: given.observations,
  })
  expect((await asked(analyst, second!.id)).learned.taught.holds).toBe(0)
})
