import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { testCorpus } from '#test/stores'
import { detect } from './index.ts'

const corpus = await testCorpus()
const Size = z.object({ size: z.number() })

beforeEach(async () => {
  await corpus.command('TRUNCATE TABLE sources_ad')
})

let version = 0

async function importTexts(texts: readonly string[], contact = ''): Promise<void> {
  version++
  for (let from = 0; from < texts.length; from += 20_000)
    await corpus.insert(
      'sources_ad',
      texts.slice(from, from + 20_000).map((text, n) => ({
        id: (from + n).toString(16).padStart(32, '0'),
        posted_at: new Date(Date.UTC(2026, 0, 1 + ((from + n) % 200))).toISOString(),
        text,
        contact,
        place_text: `Town ${n % 30}`,
        market: 'jobs',
        version,
      })),
    )
}

const templates = (): Promise<{ size: number }[]> =>
  corpus.query(
    "SELECT size FROM detect_template WHERE level = 'template' AND run = (SELECT argMax(run, finished_at) FROM detect_run) ORDER BY size DESC",
    Size,
  )

test('nothing at all is an answer', async () => {
  expect(await detect({ corpus })).toMatchObject({ observations: 0, templates: 0, links: 0, patterns: 0 })
})

test('posts that list thousands of pages link few of them', async () => {
  const pages = Array.from({ length: 5000 }, (_, n) => `page${n}.example.org`).join(' ')
  await importTexts([`one ${pages}`, `other ${pages}`, `third ${pages}`])
  const { links, patterns } = await detect({ corpus })
  expect(links).toBeLessThan(1000)
  expect(links).toBeGreaterThan(0)
  expect(patterns).toBe(0)
})

test('empty, endless, emoji, turned and broken texts are read like any other', async () => {
  const odd = [
    '',
    ' \n\t ',
    'x'.repeat(1_000_000),
    'work abroad good pay '.repeat(500_000),
    '😀'.repeat(5000),
    '🔥🔥🔥',
    '\u202eabroad work\u202c good pay',
    'broken \ud83d half',
    '\u200b\u200b\u200b',
    '\u0000\u0001',
  ]
  await importTexts([...odd, ...odd])
  const found = await detect({ corpus })
  expect(found.observations).toBe(20)
  expect(found.patterns).toBe(0)
  expect((await templates()).every(({ size }) => size >= 2 && size <= 4)).toBe(true)
})

test('a corpus of identical texts is one template', async () => {
  await importTexts(
    Array.from({ length: 3000 }, () => 'season work abroad with good pay and housing call today'),
  )
  expect(await detect({ corpus })).toMatchObject({ templates: 1, patterns: 0 })
  expect(await templates()).toEqual([{ size: 3000 }])
})

test('a corpus without a duplicate has no template', async () => {
  const text = (n: number): string => Array.from({ length: 30 }, (_, k) => `w${n}x${k}`).join(' ')
  await importTexts(Array.from({ length: 2000 }, (_, n) => text(n)))
  expect(await detect({ corpus })).toMatchObject({ templates: 0, links: 0, patterns: 0 })
})

test('a number in the footer of 100,000 posts joins nothing', async () => {
  const text = (n: number): string => Array.from({ length: 8 }, (_, k) => `w${n % 30_000}x${k}`).join(' ')
  await importTexts(
    Array.from({ length: 100_000 }, (_, n) => text(n)),
    'Help line +9991 800 0000',
  )
  const began = performance.now()
  const found = await detect({ corpus })
  expect(found.patterns).toBe(0)
  expect(found.links).toBe(0)
  expect(performance.now() - began).toBeLessThan(180_000)
}, 240_000)
