import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { detect } from '#detect'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { type Command, parseCommandLine } from '#platform/command'
import { findMigrations } from '#platform/db'
import { BadInput } from '#platform/errors'
import { sites } from '../files/write-world.ts'
import { type SeedFigures, summarizeSeeds } from '../ruler/pattern-summary.ts'
import { measurePatterns } from '../ruler/ruler.ts'
import { truthTable } from '../ruler/truth-table.ts'
import { makeWorld, type World } from '../world/world.ts'
import { shownPatterns } from './shown-patterns.ts'

const usage = 'eval detect [--seeds A-B] [--difficulty 0,1,2,3]'

/**
 * Shown patterns against the made-up region's truth over many seeds: recall, realised false discoveries with an interval,
 * harm. All ads of a world at once, by the path `asylia detect` takes; what detection does not need is left out, so that
 * many seeds are affordable.
 */
export const evalDetect: Command = {
  name: ['eval', 'detect'],
  usage,
  summary: 'Recall, realised false discoveries with their interval, and harm of patterns on made-up regions.',
  async run(args, { progress }) {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, { seeds: text, difficulty: text })
    const [first, last] = readSeeds(values.seeds ?? '1-20')
    const difficulties = (values.difficulty ?? '2').split(',').map(readDifficulty)
    const folder = await mkdtemp(join(tmpdir(), 'asylia-eval-'))
    const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
    try {
      await migrateCorpus(corpus, findMigrations('corpus'))
      const results = []
      for (const difficulty of difficulties) {
        const perSeed: SeedFigures[] = []
        for (let seed = first; seed <= last; seed++) {
          perSeed.push(await measureSeed(corpus, seed, difficulty))
          const { rings, found, shown, wrong } = perSeed.at(-1)!
          progress(`difficulty ${difficulty}, seed ${seed}: ${found} of ${rings}, ${wrong} of ${shown} false`)
        }
        results.push({ difficulty, ...summarizeSeeds(perSeed), perSeed })
      }
      return {
        exit: 0,
        json: { seeds: [first, last], scale: 'small', results },
        text: results
          .map(
            (one) =>
              `difficulty ${one.difficulty}: recall ${one.recall} (${one.found} of ${one.rings} rings; median of seeds ${one.recallMedian}, ${one.recallRange.join(' to ')}); false ${one.wrong} of ${one.shown} shown: ${one.fdr ?? 'none shown'} (${one.fdrInterval.join(' to ')}), of those ${one.parts} a part of a ring; harm: ${one.harmed} patterns with an independent worker`,
          )
          .join('\n'),
      }
    } finally {
      await corpus.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measureSeed(corpus: Corpus, seed: number, difficulty: number): Promise<SeedFigures> {
  const world = makeWorld({ seed, scale: 'small', difficulty })
  await corpus.command('TRUNCATE TABLE sources_ad')
  await corpus.command('TRUNCATE TABLE detect_signature')
  await putAds(corpus, world)
  await detect({ corpus })
  const truth = truthTable(world)
  const patterns = await shownPatterns(corpus)
  const figures = measurePatterns(truth, patterns)
  const rings = truth.rings.filter(({ traces }) => traces >= 3).length
  const wrong = Math.round((figures.fdr ?? 0) * patterns.length)
  const pure = Math.round((figures.patternPurity ?? 0) * patterns.length)
  return {
    seed,
    rings,
    found: Math.round(figures.patternRecall * rings),
    shown: patterns.length,
    wrong,
    parts: Math.max(0, wrong - (patterns.length - pure)),
    harmed: Math.round((figures.harm * truth.independentWorkers) / 1000),
    workers: truth.independentWorkers,
  }
}

/** Writes a world's ads as an import would leave them. */
async function putAds(corpus: Corpus, world: World): Promise<void> {
  let rows: Record<string, unknown>[] = []
  for (const { place, ...ad } of world.ads()) {
    rows.push({
      ...ad,
      id: ad.id.padStart(32, '0'),
      external_id: ad.id,
      source: sites[ad.market],
      place_text: place,
      version: 1,
    })
    if (rows.length < 10_000) continue
    await corpus.insert('sources_ad', rows)
    rows = []
  }
  await corpus.insert('sources_ad', rows)
}

export function readSeeds(text: string): [number, number] {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text)
  const first = Number(match?.[1])
  const last = Number(match?.[2] ?? match?.[1])
  if (match === null || last < first)
    throw new BadInput(`--seeds: found ${text}, expected a seed or a range of seeds such as 1-20`)
  return [first, last]
}

function readDifficulty(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 3) return value
  throw new BadInput(`--difficulty: found ${text}, expected numbers from 0 to 3 with commas between`)
}
