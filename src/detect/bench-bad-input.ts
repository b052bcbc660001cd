import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations } from '#platform/db'
import { type Measured, measure } from './bench.ts'

type BadInput = {
  what: string
  ads: number
  text: (n: number) => string
  /** The same for every ad. */
  contact?: string
  /** How many templates are right; there is never a pattern. */
  templates: number
}

const ad = 'season work abroad with good pay and housing, call today and ask for the office'
/** A text of its own: no two numbers share a word. */
const own = (n: number): string =>
  Array.from({ length: 12 }, (_, k) => `w${(Math.imul(n * 12 + k, 0x9e3779b1) >>> 0).toString(36)}`).join(' ')

/** Input that breaks detectors, each alone in a corpus. Two pairs of neighbouring words are the least that says something. */
const inputs: readonly BadInput[] = [
  { what: 'empty texts', ads: 10_000, text: () => '', templates: 0 },
  {
    what: 'a text of 10 MB, twice',
    ads: 2,
    text: () => 'work abroad good pay '.repeat(500_000),
    templates: 1,
  },
  { what: 'one character a million times, twice', ads: 2, text: () => 'x'.repeat(1_000_000), templates: 0 },
  { what: 'one word 500,000 times, twice', ads: 2, text: () => 'x '.repeat(500_000), templates: 0 },
  { what: 'only emoji', ads: 1000, text: () => '🔥😀🎉'.repeat(1000), templates: 1 },
  {
    what: 'right-to-left overrides, in every other copy',
    ads: 1000,
    text: (n) => (n % 2 === 0 ? ad : ad.replaceAll(' ', ' \u202e')),
    templates: 1,
  },
  {
    what: 'lone surrogates, in every other copy',
    ads: 1000,
    text: (n) => (n % 2 === 0 ? ad : ad.replaceAll(' ', ' \ud83d ')),
    templates: 1,
  },
  { what: 'identical ads', ads: 100_000, text: () => ad, templates: 1 },
  { what: 'no two ads alike', ads: 100_000, text: own, templates: 0 },
  {
    what: 'a phone that all ads share',
    ads: 100_000,
    text: own,
    contact: 'Help line +9991 800 0000',
    templates: 0,
  },
]

export type BadInputRow = Measured & { what: string; ads: number; right: boolean }

/** Detects in each bad input alone, and says whether what was found is right. */
export async function benchBadInput(onProgress: (line: string) => void): Promise<BadInputRow[]> {
  const rows: BadInputRow[] = []
  for (const { what, ads, text, contact = '', templates } of inputs) {
    onProgress(`${ads} ads: ${what}`)
    const folder = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
    const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
    try {
      await migrateCorpus(corpus, findMigrations('corpus'))
      for (let from = 0; from < ads; from += 10_000)
        await corpus.insert(
          'sources_ad',
          Array.from({ length: Math.min(10_000, ads - from) }, (_, k) => ({
            id: (from + k).toString(16).padStart(32, '0'),
            posted_at: new Date(Date.UTC(2026, 0, 1 + ((from + k) % 200))).toISOString(),
            text: text(from + k),
            contact,
            place_text: `Town ${(from + k) % 30}`,
            market: 'jobs',
            version: 1,
          })),
        )
      const found = await measure(corpus, () => undefined)
      rows.push({ what, ads, right: found.templates === templates && found.patterns === 0, ...found })
    } finally {
      await corpus.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
  return rows
}
