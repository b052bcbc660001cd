import { beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import type { OpenDatabase, Transaction } from '#platform/db'
import { testDatabase, testFolder } from '#test/stores'
import { eraseList, forgetLists } from './forget-lists.ts'
import { decidePair, takePairBack } from './pair-verdicts.store.ts'
import { listPairs } from './pairs.store.ts'
import { getList, keepList, openPair, personsIn } from './people.store.ts'
import { contradictions, impliedBy, personsOf, type Standing } from './persons.ts'
import { readList } from './read-list.ts'

const CSV = `Record ID,First name,Last name,Date of birth,Town,Phone
a1,Amina,Canary,1994-03-02,Port Aurel,+99912345678
a2,Amina,Canary,1994-03-02,Port Aurel,+99912345678
a3,Aminah,Canary,1994-03-02,Port Aurel,
a4,Bruno,Wagtail,1971-11-30,Veld,+99987654321
`

describe('records about persons that may be one', () => {
  let db: OpenDatabase
  let vault: Vault
  const investigator = { id: newId(), role: 'investigator', organisation: newId(), purpose: 'investigation' }
  const stranger = { ...investigator, id: newId(), organisation: newId() }
  const today = '2026-03-02'
  const as = <T>(work: (trx: Transaction) => Promise<T>, actor = investigator): Promise<T> =>
    db.as(actor, work)
  const bring = (more: { csv?: string; expiresOn?: string } = {}) =>
    as((trx) =>
      keepList(trx, vault, investigator, {
        title: 'two shelters',
        why: 'one person helped twice',
        oneToOne: false,
        expiresOn: more.expiresOn ?? '2026-04-01',
        records: readList([{ name: 'shelter.csv', csv: more.csv ?? CSV }]),
      }),
    )
  beforeAll(async () => {
    db = await testDatabase()
    vault = new Vault(new Sealer(await Keyring.open(testFolder())))
  })

  it('are suggested in pairs, each with a waterfall that adds up, and joined by nobody but a person', async () => {
    const { id: list, pairs } = await bring()
    expect(pairs).toBe(3)
    expect(await as((trx) => personsIn(trx, list))).toEqual([])
    const [first] = await as((trx) => listPairs(trx, list))
    const opened = await as((trx) => openPair(trx, vault, investigator, { list, pair: first!.id }))
    expect(opened.records.map(({ values }) => values['surname'])).toEqual(['Canary', 'Canary'])
    const { priorBits, reasons, totalBits } = opened.waterfall
    expect(reasons.reduce((sum, { bits }) => sum + bits, priorBits)).toBeCloseTo(totalBits, 9)
    expect(Object.keys(opened.records[0]!).filter((key) => /chance|score|bits/.test(key))).toEqual([])
    await expect(as((trx) => getList(trx, list, today), stranger)).rejects.toMatchObject({
      code: 'detect.people-list.not-found',
    })
  })

  it('what is joined comes apart when the verdict is taken back, and verdicts may not contradict each other', async () => {
    const { id: list } = await bring()
    const pairs = await as((trx) => listPairs(trx, list))
    const decide = (place: number, verdict: Standing['verdict']) =>
      as((trx) =>
        decidePair(trx, vault, investigator, { list, pair: pairs[place]!.id, verdict, reason: 'seen both' }),
      )
    const one = await decide(0, 'same')
    await decide(1, 'same')
    const [person] = await as((trx) => personsIn(trx, list))
    expect([person!.records.length, person!.links.length]).toEqual([3, 2])
    await expect(decide(2, 'different')).rejects.toMatchObject({
      code: 'detect.people-verdict.conflict',
      details: { pairs: person!.links },
    })
    await as((trx) =>
      takePairBack(trx, vault, investigator, { list, pair: pairs[0]!.id, verdict: one.id, reason: 'a slip' }),
    )
    await decide(2, 'different')
    await expect(decide(0, 'same')).rejects.toMatchObject({ details: { pairs: [pairs[2]!.id] } })
    const { verdicts } = await as((trx) => openPair(trx, vault, investigator, { list, pair: pairs[0]!.id }))
    expect(verdicts).toMatchObject([
      { verdict: 'same', reason: 'seen both', takenBack: { reason: 'a slip' } },
    ])
    await expect(
      as((trx) => trx.deleteFrom('detect_people_verdict').where('list_id', '=', list).execute()),
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('are sealed, and gone with their key when erased or when their day is over', async () => {
    const [kept, over] = [await bring(), await bring({ expiresOn: '2026-03-01' })]
    await expect(as((trx) => getList(trx, over.id, today))).rejects.toThrow()
    await expect(eraseList(db, vault, stranger, kept.id)).rejects.toMatchObject({
      code: 'detect.people-list.not-found',
    })
    const owner = new pg.Client(db.ownerLogin)
    await owner.connect()
    const { rows } = await owner.query<{ text: string }>(
      `select coalesce(string_agg(r::text || p::text, ' '), '') as text
       from detect_people_record r left join detect_people_pair p on p.a = r.id`,
    )
    expect(rows[0]!.text).not.toMatch(/canary|amina/i)
    await eraseList(db, vault, investigator, kept.id)
    expect(await forgetLists(db, vault, today)).toBe(1)
    expect(await forgetLists(db, vault, today)).toBe(0)
    const left = await owner.query(
      `select count(*) filter (where wrapped is not null)::int as keys,
         (select count(*)::int from detect_people_record where list_id = any ($1)) as records
       from crypto_subject_key where subject = any ($1)`,
      [[kept.id, over.id]],
    )
    expect(left.rows).toEqual([{ keys: 0, records: 0 }])
    await owner.end()
  })
})

describe('files of records', () => {
  it.each([
    ['', /shelter\.csv: found no row/],
    ['a,b\n1,2\n', /found the columns a, b, expected some of givenName/],
    ['id,name\n1,Ann\n1,Bea\n', /shelter\.csv, row 2: the id stands twice/],
    ['name\n"Ann\n', /shelter\.csv: .*expected CSV with a header/],
    ['name\nAnn\n', /found 1 records, expected two/],
    [`name\n${'Ann\n'.repeat(1_001)}`, /expected 1000 at most/],
  ])('%j is refused and named', (csv, expected) => {
    expect(() => readList([{ name: 'shelter.csv', csv }])).toThrow(expected)
  })
})

it('a person is what standing links make, whatever their order', () => {
  const same = (a: string, b: string): Standing => ({ pair: a + b, a, b, verdict: 'same' })
  const links = [same('1', '2'), same('3', '4'), same('2', '3')]
  expect(personsOf(links)).toEqual(personsOf(links.toReversed()))
  expect(personsOf(links)[0]!.records).toEqual(['1', '2', '3', '4'])
  const apart: Standing = { pair: '14', a: '1', b: '4', verdict: 'different' }
  expect(contradictions([links[0]!, links[1]!, apart], { a: '2', b: '3', verdict: 'same' })).toEqual(['14'])
})

it('who was told apart cannot be linked by way of others, and comes free when the verdict goes', () => {
  const said = (a: string, b: string, verdict: Standing['verdict']): Standing => ({
    pair: a + b,
    a,
    b,
    verdict,
  })
  const standing = [
    said('1', '2', 'same'),
    said('3', '4', 'same'),
    said('2', '3', 'different'),
    said('4', '5', 'not_enough'),
  ]
  const implied = impliedBy(standing)
  expect(implied({ a: '1', b: '4' })).toBe('different')
  expect(implied({ a: '4', b: '1' })).toBe('different')
  expect(implied({ a: '4', b: '5' })).toBeNull()
  expect(impliedBy(standing.filter(({ pair }) => pair !== '23'))({ a: '1', b: '4' })).toBeNull()
  expect(impliedBy([...standing, said('4', '6', 'same')])({ a: '1', b: '6' })).toBe('different')
  expect(impliedBy([said('1', '2', 'same'), said('2', '3', 'same')])({ a: '1', b: '3' })).toBe('same')
  // What is implied 'different' is what 'same' would be refused for, and what is implied 'same' the other way about.
  const records = ['1', '2', '3', '4', '5']
  for (const a of records)
    for (const b of records.filter((other) => other > a)) {
      if (standing.some((one) => one.a === a && one.b === b)) continue
      const may = (verdict: 'same' | 'different'): boolean =>
        contradictions(standing, { a, b, verdict }).length === 0
      expect([may('same'), may('different')], a + b).toEqual([
        implied({ a, b }) !== 'different',
        implied({ a, b }) !== 'same',
      ])
    }
})
