import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Actor } from '#platform/access'
import { Keyring } from '#platform/crypto'
import { testCorpus, testDatabase, testFolder } from '#test/stores'
import { townWithRings } from '#test/ring'
import { detect } from '../detect.ts'
import { getPattern, listPatterns, openPattern } from '../patterns/list-patterns.ts'
import { findReceipt, issueReceipt } from '../receipts/issue-receipt.ts'
import { isAsSigned, PatternReceipt, patternReceiptKey, signReceipt } from '../receipts/receipt.ts'
import { verifyOwnReceipt, verifyPatternReceipt } from '../receipts/verify-receipt.ts'
import { giveVerdict, mergePatterns, splitPattern, takeBackVerdict, undoSplitOrMerge } from './review.ts'

const corpus = await testCorpus()
const db = await testDatabase()
const ads = townWithRings()
const clock = { now: new Date('2026-12-01T09:00:00Z') }
const stores = { corpus, db, now: () => clock.now }
const hire = (organisation: string = randomUUID()): Actor => ({
  id: randomUUID(),
  role: 'analyst',
  organisation,
  purpose: 'analysis',
})
const due = async (actor: Actor) => (await listPatterns(stores, actor)).patterns
const dueTwo = async (actor: Actor) => {
  const [first, second] = await due(actor)
  return [first!, second!] as const
}
const later = (days: number): void => void (clock.now = new Date(clock.now.getTime() + days * 86_400_000))

await corpus.insert('sources_ad', ads)
await detect({ corpus })

test('a verdict has a life: after it the pattern comes back with what changed since', async () => {
  const analyst = hire()
  const [pattern] = await due(analyst)
  expect((await due(analyst)).map(({ rank }) => rank!.place)).toEqual([1, 2])
  const given = await giveVerdict(stores, analyst, { id: pattern!.id, verdict: 'reject', reason: 'a circus' })
  expect(Date.parse(given.expiresAt) - Date.parse(given.decidedAt)).toBe(180 * 86_400_000)
  later(179)
  expect(await due(analyst)).toHaveLength(1)
  const like = ads.findLast(({ external_id }) => external_id.startsWith('ring-0'))!
  const isFirst = pattern!.places.includes(like.place_text)
  const last = isFirst ? like : ads.at(-1)!
  await corpus.insert('sources_ad', [
    { ...last, id: 'f'.repeat(32), external_id: 'added', place_text: 'Port New' },
  ])
  await detect({ corpus })
  // One post more is no news; a life that has ended is.
  expect(await due(analyst)).toHaveLength(1)
  later(2)
  const back = (await due(analyst)).find(({ id }) => id === pattern!.id)!
  expect(back.review).toBe('expired')
  expect(back.changes.map(({ key }) => key)).toEqual(['change.more-posts', 'change.new-places'])
  expect(back.changes[1]!.text).toContain('Port New')
})

test('the newest verdict is taken back once, and what stood before stands again', async () => {
  const analyst = hire()
  const [{ id }] = await dueTwo(analyst)
  const first = await giveVerdict(stores, analyst, { id, verdict: 'not_enough', reason: 'early' })
  const second = await giveVerdict(stores, analyst, { id, verdict: 'accept', reason: 'sure' })
  const back = { id, reason: 'a slip' }
  await expect(takeBackVerdict(stores, analyst, { ...back, verdictId: first.id })).rejects.toMatchObject({
    code: 'detect.verdict.conflict',
  })
  await takeBackVerdict(stores, analyst, { ...back, verdictId: second.id })
  const shown = await getPattern(stores, analyst, id)
  expect(shown.review).toBe('not-enough')
  expect(shown.verdicts.map(({ verdict, takenBack }) => [verdict, takenBack?.reason])).toEqual([
    ['accept', 'a slip'],
    ['not_enough', undefined],
  ])
  await expect(takeBackVerdict(stores, analyst, { ...back, verdictId: second.id })).rejects.toMatchObject({
    code: 'detect.verdict.conflict',
  })
  await expect(takeBackVerdict(stores, hire(), { ...back, verdictId: second.id })).rejects.toMatchObject({
    code: 'detect.verdict.not-found',
  })
  expect((await listPatterns(stores, analyst)).decidedToday).toBe(1)
})

test('what was decided is only added to', async () => {
  const system: Actor = { id: 'x', role: 'system', organisation: null, purpose: 'operation' }
  for (const table of ['detect_verdict', 'detect_regrouping'] as const)
    await expect(
      db.as(system, (trx) => trx.deleteFrom(table).where('id', 'is not', null).execute()),
    ).rejects.toThrow()
})

test('a pattern is divided by what is ticked, for one organisation, again in each run, and put back', async () => {
  const analyst = hire()
  const [pattern, other] = await dueTwo(analyst)
  const whole = await getPattern(stores, analyst, pattern.id)
  const edition = `edition ${whole.templates[0]!.edition}`
  const split = { id: pattern.id, things: [edition], observations: [], reason: 'another hand' }
  const done = await splitPattern(stores, analyst, split)
  const [rest, apart] = done.parts.map(({ id }) => id) as [string, string]
  const seen = await listPatterns(stores, analyst, { state: 'all', review: 'all' })
  const sizes = new Map(seen.patterns.map(({ id, size }) => [id, size]))
  expect(sizes.has(pattern.id)).toBe(false)
  expect(sizes.get(apart)).toBe(whole.templates[0]!.observations)
  expect(sizes.get(rest)! + sizes.get(apart)!).toBe(pattern.size)
  expect((await getPattern(stores, analyst, rest)).made).toMatchObject({
    kind: 'split',
    reason: 'another hand',
  })
  expect((await getPattern(stores, analyst, pattern.id)).replaced!.into).toEqual([rest, apart])
  await expect(
    giveVerdict(stores, analyst, { id: pattern.id, verdict: 'accept', reason: 'x' }),
  ).rejects.toMatchObject({ code: 'detect.pattern.conflict' })
  await expect(getPattern(stores, hire(), rest)).rejects.toMatchObject({ code: 'detect.pattern.not-found' })
  expect(await due(hire())).toHaveLength(2)

  const like = ads.find(({ id }) => done.parts[1]!.observations.includes(id))!
  await corpus.insert('sources_ad', [{ ...like, id: 'e'.repeat(32), external_id: 'added' }])
  await detect({ corpus })
  expect((await getPattern(stores, analyst, apart)).size).toBe(sizes.get(apart)! + 1)
  // What a lead of a part keeps is computed again like any other.
  const receipt = await findReceipt({ corpus, keyring: await Keyring.open(testFolder()) }, apart)
  expect(receipt!.made).toMatchObject({ kind: 'split', patterns: [pattern.id] })
  expect((await verifyPatternReceipt(corpus, receipt!)).differences).toEqual([])

  const joined = await mergePatterns(stores, analyst, { patterns: [rest, other.id], reason: 'one hand' })
  expect((await getPattern(stores, analyst, joined.parts[0]!.id)).made!.kind).toBe('merge')
  const undo = { reason: 'a slip' }
  await expect(undoSplitOrMerge(stores, analyst, { ...undo, regrouping: done.id })).rejects.toMatchObject({
    code: 'detect.regrouping.conflict',
  })
  await undoSplitOrMerge(stores, analyst, { ...undo, regrouping: joined.id })
  await undoSplitOrMerge(stores, analyst, { ...undo, regrouping: done.id })
  expect((await due(analyst)).map(({ id }) => id).sort()).toEqual([pattern.id, other.id].sort())
})

test('what is put apart and is too little for a pattern has no figure, and opens no lead', async () => {
  const analyst = hire()
  const [{ id, q }] = await dueTwo(analyst)
  const [first] = (await getPattern(stores, analyst, id)).observationIds
  const { parts } = await splitPattern(stores, analyst, {
    id,
    things: [],
    observations: [first!],
    reason: 'a passer-by',
  })
  const [rest, one] = parts.map((part) => part.id) as [string, string]
  expect(await getPattern(stores, analyst, one)).toMatchObject({
    size: 1,
    p: 1,
    q: 1,
    kinds: [],
    state: 'not-enough',
  })
  expect((await getPattern(stores, analyst, rest)).q).toBe(q)
  const decide = (verdict: 'accept' | 'reject') =>
    giveVerdict(stores, analyst, { id: one, verdict, reason: 'x' })
  await expect(decide('accept')).rejects.toThrow(/1 posts make no lead/)
  expect((await decide('reject')).verdict).toBe('reject')
})

test('a division that leaves nothing apart, or names what is not there, is refused', async () => {
  const analyst = hire()
  const [{ id }] = await dueTwo(analyst)
  const { observationIds } = await getPattern(stores, analyst, id)
  const split = (things: string[], observations: string[]) =>
    splitPattern(stores, analyst, { id, things, observations, reason: 'x' })
  await expect(split([], [])).rejects.toThrow(/0 of \d+ posts would go apart/)
  await expect(split([], observationIds)).rejects.toThrow(/would go apart/)
  await expect(split(['phone +1'], [])).rejects.toThrow(/found 'phone \+1'/)
  await expect(mergePatterns(stores, analyst, { patterns: [id, id], reason: 'x' })).rejects.toThrow(
    /two different/,
  )
})

test('verdicts teach the order of what waits, and say so', async () => {
  const analyst = hire()
  const [first, second] = await dueTwo(analyst)
  await giveVerdict(stores, analyst, { id: first.id, verdict: 'accept', reason: 'x' })
  const [left] = await due(analyst)
  expect(left!.id).toBe(second.id)
  expect(left!.rank!.why.map(({ key }) => key)).toEqual(['rank.q', 'rank.experience'])
})

test('a receipt is computed again to the same, and names what differs', async () => {
  const analyst = hire()
  const keyring = await Keyring.open(testFolder())
  const [{ id }] = await dueTwo(analyst)
  const receipt = await issueReceipt({ corpus, keyring }, await openPattern(stores, analyst, id))
  expect(await verifyPatternReceipt(corpus, receipt)).toMatchObject({ same: true, count: 0 })
  const kept = JSON.parse(JSON.stringify(receipt)) as PatternReceipt
  expect(await verifyPatternReceipt(corpus, kept, receipt.key)).toMatchObject({ same: true })
  expect(JSON.stringify(receipt)).not.toMatch(/\+9991\d/)

  // Those that are no alert too: their evidence is weak, and must be computed to the same weakness.
  for (const { id: other } of (await listPatterns(stores, analyst, { state: 'all' })).patterns) {
    const theirs = await issueReceipt({ corpus, keyring }, await openPattern(stores, analyst, other))
    expect((await verifyPatternReceipt(corpus, theirs)).differences).toEqual([])
  }

  const altered = { ...kept, result: { ...kept.result, p: kept.result.p / 10 } }
  const found = await verifyPatternReceipt(corpus, altered)
  expect(found.differences.map(({ what, of }) => `${what} ${of}`)).toEqual([`signature ${id}`, 'figure p'])
  // Whoever signs it anew with another key does not change what is computed.
  const key = patternReceiptKey(await Keyring.open(testFolder()))
  const { key: _, signature: __, ...told } = altered
  const forged = signReceipt(key, told)
  expect(isAsSigned(forged)).toBe(true)
  expect(
    (await verifyPatternReceipt(corpus, forged, receipt.key)).differences.map(({ what }) => what),
  ).toEqual(['key', 'figure'])

  // Asked from outside, nothing is computed of what this house did not sign, and nothing that is not signed is passed over.
  const own = (one: PatternReceipt) => verifyOwnReceipt(corpus, one, receipt.key)
  expect(await own(kept)).toMatchObject({ same: true, signedHere: true })
  for (const [one, what] of [
    [altered, 'signature'],
    [forged, 'key'],
  ] as const)
    expect(await own(one)).toMatchObject({
      same: false,
      signedHere: false,
      count: 1,
      differences: [{ what }],
    })
  const [first] = kept.observations
  const padded = { ...kept, observations: [{ ...first!, note: 'x' }, ...kept.observations.slice(1)] }
  expect(PatternReceipt.safeParse(kept).success).toBe(true)
  expect(PatternReceipt.safeParse(padded).success).toBe(false)

  const [gone, changed] = receipt.observations.map((one) => ads.find(({ id: own }) => own === one.id)!)
  await corpus.insert('sources_ad', [{ ...changed!, text: 'withdrawn', contact: '', version: 2 }])
  await corpus.command('ALTER TABLE sources_ad DELETE WHERE id = {id:String}', { id: gone!.id })
  const now = await verifyPatternReceipt(corpus, receipt)
  expect(now.same).toBe(false)
  expect(new Set(now.differences.map(({ what }) => what))).toEqual(
    new Set(['observation-gone', 'observation-changed', 'reading', 'wording', 'figure']),
  )
})
