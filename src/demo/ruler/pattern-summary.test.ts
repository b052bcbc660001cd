import { expect, test } from 'vitest'
import { summarizeSeeds, wilson } from './pattern-summary.ts'

test('the interval of a share is Wilson’s', () => {
  // Newcombe 1998, table I: 81 of 263 and 0 of 20.
  expect(wilson(81, 263)).toEqual([0.255, 0.366])
  expect(wilson(0, 20)).toEqual([0, 0.161])
  expect(wilson(0, 0)).toEqual([0, 1])
})

test('seeds are added up before shares are taken', () => {
  const seed = { rings: 10, parts: 0, harmed: 0, workers: 100 }
  const sum = summarizeSeeds([
    { ...seed, seed: 1, found: 8, shown: 9, wrong: 1 },
    { ...seed, seed: 2, found: 2, shown: 1, wrong: 0 },
  ])
  expect(sum).toMatchObject({ recall: 0.5, recallRange: [0.2, 0.8], shown: 10, wrong: 1, fdr: 0.1 })
})
