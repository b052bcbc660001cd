import { beforeEach, expect, test } from 'vitest'
import { testCorpus } from '#test/stores'
import type { Pattern } from './find-patterns.ts'
import { idsOf, storePatterns } from './patterns.store.ts'

const corpus = await testCorpus()
const runs = ['first', 'second', 'third'] as const

beforeEach(async () => {
  await corpus.command('TRUNCATE TABLE detect_pattern_member')
})

/** A pattern of these posts; its fingerprint is told by them. */
function patternOf(posts: readonly string[]): Pattern {
  return {
    fingerprint: Buffer.from(posts.join('')).toString('hex').padEnd(32, '0'),
    state: 'shown',
    p: 0.01,
    q: 0.01,
    findings: [],
    counter: [],
    things: [],
    traces: posts.map((id, number) => ({
      id,
      number,
      market: 'jobs',
      things: [],
      at: 1_770_000_000 + number,
      country: 'XAA',
      place: '',
      placeText: '',
      latitude: null,
      longitude: null,
      language: 'en',
      masked: 0,
    })),
  }
}

/** The ids that patterns are given in each run, one after another. */
async function inRuns(...all: string[][][]): Promise<string[][]> {
  const given: string[][] = []
  for (const [i, some] of all.entries()) {
    const patterns = some.map(patternOf)
    const ids = await idsOf(corpus, runs[i - 1], patterns)
    await storePatterns(corpus, runs[i]!, patterns, ids)
    given.push(ids)
  }
  return given
}

test('a pattern keeps its id as it grows', async () => {
  const [first, second] = await inRuns([['a', 'b', 'c']], [['a', 'b', 'c', 'd', 'e']])
  expect(second).toEqual(first)
})

test('two patterns of a run never have one id, though one looks as the other once did', async () => {
  const small = ['a', 'b', 'c']
  const large = ['d', 'e', 'f', 'g', 'h']
  const [first, second, third] = await inRuns([small], [[...small, ...large]], [small, large])
  expect(second).toEqual(first)
  expect(new Set(third).size).toBe(2)
  // The larger part goes on with the id.
  expect(third![1]).toBe(first![0])
})
