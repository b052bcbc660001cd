import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Actor } from '#platform/access'
import { testCorpus, testDatabase } from '#test/stores'
import { detect, findPatternLead, getPattern, giveVerdict, listPatterns } from './index.ts'
import { stream } from './patterns/chance.ts'

const corpus = await testCorpus()
const db = await testDatabase()
const analyst: Actor = { id: randomUUID(), role: 'analyst', organisation: randomUUID(), purpose: 'analysis' }

type Post = {
  who: string
  day: number
  market: string
  town: number
  text: string
  phone: string
  images?: string[]
}

const next = stream(7)
const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!
const syllables = [
  'ba',
  'dor',
  'fel',
  'gan',
  'hil',
  'jop',
  'kes',
  'lum',
  'mar',
  'nev',
  'pol',
  'ras',
  'sot',
  'tiv',
]
const word = (): string => pick(syllables) + pick(syllables) + pick(syllables)
const wording = (): string => Array.from({ length: 30 }, word).join(' ')
const number = (): string => `+9991${1_000_000 + Math.floor(next() * 8_999_999)}`

/** 120 people with one text and one number each; six agencies; and one group that moves its numbers and texts on. */
function town(): Post[] {
  const posts: Post[] = []
  for (let person = 0; person < 120; person++) {
    const own = {
      town: Math.floor(next() * 20),
      text: wording(),
      phone: number(),
      market: pick(['jobs', 'services']),
    }
    for (let k = 0; k < 10; k++)
      posts.push({
        who: `person ${person}`,
        day: Math.floor(next() * 300),
        ...own,
        images: [`photo ${person}`],
      })
  }
  for (let agency = 0; agency < 6; agency++) {
    const texts = [wording(), wording(), wording()]
    const phones = [number(), number()]
    for (let k = 0; k < 40; k++)
      posts.push({
        who: `agency ${agency}`,
        day: Math.floor(next() * 300),
        market: 'jobs',
        town: Math.floor(next() * 20),
        text: pick(texts),
        phone: pick(phones),
      })
  }
  const images = ['ring a', 'ring b', 'ring c']
  for (let version = 0; version < 6; version++) {
    const place = version % 2 === 0
    const text = wording()
    const phone = number()
    for (let k = 0; k < 12; k++)
      posts.push({
        who: 'ring',
        day: 20 + version * 25 + k * 2,
        market: place ? 'services' : 'jobs',
        town: place ? 3 : 17,
        text,
        phone,
        images: [pick(images), pick(images)],
      })
  }
  return posts
}

const idOf = (n: number): string => n.toString(16).padStart(32, '0')
const posts = town()
const rows = posts.map((post, n) => ({
  id: idOf(n),
  source: 'board',
  external_id: String(n),
  posted_at: new Date(Date.UTC(2026, 0, 1) + post.day * 86_400_000 + n * 60_000).toISOString(),
  text: post.text,
  contact: post.phone,
  place_text: `Town ${post.town}`,
  country: 'XAA',
  latitude: -40 + post.town / 2,
  longitude: -30 - post.town / 2,
  market: post.market,
  images: post.images ?? [],
  version: 1,
}))
const ringIds = posts.flatMap((post, n) => (post.who === 'ring' ? [idOf(n)] : [])).sort()

test('a group that moves its numbers, texts and markets on is one pattern; people and agencies are none', async () => {
  await corpus.insert('sources_ad', rows)
  const found = await detect({ corpus })
  expect(found).toMatchObject({ observations: posts.length, patterns: 1 })
  const list = await listPatterns({ corpus, db }, analyst)
  expect(list.patterns).toHaveLength(1)
  const [pattern] = list.patterns
  expect(pattern!.kinds.sort()).toEqual(['contacts-replaced', 'recruits-elsewhere', 'texts-rewritten'])
  expect(pattern!.withinBudget).toBe(true)
  expect(pattern!.q).toBeLessThan(0.05)
  const shown = await getPattern({ corpus, db }, analyst, pattern!.id)
  expect(shown.observationIds).toEqual(ringIds)
  expect(shown.why[0]!.text).not.toContain('{{')
  expect(shown.templates[0]!.parts[0]!.kind).toBe('constant')
  expect(shown.placesInTime.map(({ place }) => place).sort()).toEqual(['Town 17', 'Town 3'])
  expect(shown.graph.nodes.length).toBeGreaterThan(8)
  // No observation and no identifier carries a score.
  expect(Object.keys(shown.observations[0]!).filter((key) => /score|risk|^q$|^p$/.test(key))).toEqual([])
})

test('the same observations give the same patterns, and a pattern keeps its id as it grows', async () => {
  const before = (await listPatterns({ corpus, db }, analyst)).patterns[0]!
  await detect({ corpus })
  expect((await listPatterns({ corpus, db }, analyst)).patterns[0]).toEqual(before)
  const last = rows.findLast((_, n) => posts[n]!.who === 'ring')!
  await corpus.insert(
    'sources_ad',
    Array.from({ length: 4 }, (_, n) => ({ ...last, id: idOf(90_000 + n), external_id: `new ${n}` })),
  )
  await detect({ corpus })
  const after = (await listPatterns({ corpus, db }, analyst)).patterns[0]!
  expect(after).toMatchObject({ id: before.id, size: before.size + 4 })
})

test('a removed observation leaves its pattern', async () => {
  const { id, size } = (await listPatterns({ corpus, db }, analyst)).patterns[0]!
  await corpus.command("ALTER TABLE sources_ad DELETE WHERE startsWith(external_id, 'new')")
  await detect({ corpus })
  expect((await listPatterns({ corpus, db }, analyst)).patterns[0]).toMatchObject({ id, size: size - 4 })
})

test('a rejected pattern does not come back unchanged, and another organisation decides for itself', async () => {
  const { id } = (await listPatterns({ corpus, db }, analyst)).patterns[0]!
  await giveVerdict({ corpus, db }, analyst, { id, verdict: 'reject', reason: 'a travelling circus' })
  await detect({ corpus })
  expect((await listPatterns({ corpus, db }, analyst)).patterns).toEqual([])
  expect((await listPatterns({ corpus, db }, analyst, { review: 'all' })).patterns[0]!.review).toBe(
    'rejected',
  )
  const elsewhere = { ...analyst, id: randomUUID(), organisation: randomUUID() }
  expect((await listPatterns({ corpus, db }, elsewhere)).patterns).toHaveLength(1)
  await expect(
    giveVerdict(
      { corpus, db },
      { ...analyst, role: 'policy_officer' },
      { id, verdict: 'accept', reason: 'x' },
    ),
  ).rejects.toThrow()
})

test('accepting announces the pattern once, with ids only', async () => {
  const other = { ...analyst, id: randomUUID(), organisation: randomUUID() }
  const { id } = (await listPatterns({ corpus, db }, other)).patterns[0]!
  await giveVerdict({ corpus, db }, other, { id, verdict: 'accept', reason: 'numbers handed on' })
  const lead = await findPatternLead(corpus, id)
  expect(lead!.observationIds).toEqual(ringIds)
  expect(lead!.reasons.length).toBeGreaterThan(1)
  await expect(findPatternLead(corpus, 'p000000000000000')).resolves.toBeUndefined()
  await expect(getPattern({ corpus, db }, other, 'p000000000000000')).rejects.toMatchObject({
    code: 'detect.pattern.not-found',
  })
})

test('words of nationality, ethnicity, gender or age move no figure', async () => {
  const figures = async (): Promise<unknown> =>
    (await listPatterns({ corpus, db }, analyst, { state: 'all', review: 'all' })).patterns.map(
      ({ p, q, kinds, size }) => ({ p, q, kinds, size }),
    )
  const { groups } = JSON.parse(readFileSync('data/detect/identity-words.json', 'utf8')) as {
    groups: { language: string; words: string[] }[]
  }
  const say = async (words: (n: number) => string, version: number): Promise<void> => {
    await corpus.insert(
      'sources_ad',
      rows.map((row, n) => ({ ...row, text: `${words(n)} ${row.text} ${words(n)}`, version })),
    )
    await detect({ corpus })
  }
  const [list, other] = groups.filter(({ language }) => language === 'en')
  await say(() => `${list!.words[0]!} ${other!.words[0]!}`, 2)
  const before = await figures()
  expect(before).not.toEqual([])
  // Each post by itself: what was one text reads as many now.
  const at = (some: readonly string[], n: number): string => some[(n * 31) % some.length]!
  await say((n) => `${at(list!.words, n)} ${at(other!.words, n)}`, 3)
  expect(await figures()).toEqual(before)
})

test('a stopped run leaves the one before to be read', async () => {
  const before = await listPatterns({ corpus, db }, analyst, { review: 'all' })
  const stop = new AbortController()
  await expect(
    detect({ corpus, signal: stop.signal, onProgress: (line) => line.startsWith('looking') && stop.abort() }),
  ).rejects.toThrow()
  expect(await listPatterns({ corpus, db }, analyst, { review: 'all' })).toEqual(before)
  const left = await corpus.query(
    'SELECT uniq(run) AS runs FROM detect_template',
    z.object({ runs: z.string() }),
  )
  expect(left).toEqual([{ runs: '1' }])
})
