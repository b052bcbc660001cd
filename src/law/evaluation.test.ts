import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluateLaw, kappa, readCases } from './evaluation.ts'
import { spearman } from './direction.ts'
import { loadCatalogue } from './load.ts'

const folder = 'data/law/judgments'
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => readCases(join(folder, name)))

test('the engine answers as courts did, and never says no where a court convicted', () => {
  const answer = evaluateLaw(loadCatalogue(), cases)
  expect(answer.cases).toBeGreaterThanOrEqual(60)
  expect(Object.keys(answer.byJurisdiction).length).toBeGreaterThanOrEqual(8)
  expect(cases.filter((one) => one.expected === 'not_made_out').length).toBeGreaterThanOrEqual(5)
  expect(answer.wrongNo).toBe(0)
  expect(answer.kappa).toBeGreaterThanOrEqual(0.8)
})

test('every case names its court and says how it was read', () => {
  for (const one of cases) {
    expect(one['court']).toMatch(/\S/)
    expect(['memory', 'excerpt', 'judgment']).toContain(one['read'])
    if (one['read'] !== 'memory') expect(one['url']).toMatch(/^http/)
  }
})

test('kappa is agreement beyond chance', () => {
  const pairs = [
    ...Array(20).fill(['y', 'y']),
    ...Array(5).fill(['y', 'n']),
    ...Array(10).fill(['n', 'y']),
    ...Array(15).fill(['n', 'n']),
  ]
  expect(kappa(pairs as [string, string][])).toBeCloseTo(0.4, 10)
})

test('rank correlation: perfect, reversed, with ties', () => {
  expect(
    spearman([
      [1, 10],
      [2, 20],
      [3, 30],
    ]),
  ).toBeCloseTo(1, 12)
  expect(
    spearman([
      [1, 30],
      [2, 20],
      [3, 10],
    ]),
  ).toBeCloseTo(-1, 12)
  expect(
    spearman([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
    ]),
  ).toBeCloseTo(0.9486832980505138, 12)
  expect(
    spearman([
      [1, 1],
      [1, 2],
    ]),
  ).toBe(0)
})

describe('a file of cases', () => {
  const write = (text: string): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'cases-')), 'cases.json')
    writeFileSync(file, text)
    return file
  }
  test('may be a list, with facts standing in the case and outcomes in other words', () => {
    const [one] = readCases(write('[{"jurisdiction":"KEN","acts":{"recruit":true},"outcome":"acquitted"}]'))
    expect(one).toMatchObject({ expected: 'not_made_out', facts: { acts: { recruit: true } } })
  })
  test('is refused by case and field', () => {
    expect(() => readCases(write('[{"jurisdiction":"KEN","facts":{},"expected":"perhaps"}]'))).toThrow(
      /case 1: expected: expected made_out/,
    )
    expect(() => readCases(write('{}'))).toThrow(/expected a list of cases/)
    expect(() => readCases(write('[{'))).toThrow(/cannot be read as JSON/)
  })
  test('an offence not in force is refused with those that are', () => {
    const list = readCases(
      write('[{"jurisdiction":"KEN","on":"2020-01-01","offence":"s.99","facts":{},"expected":true}]'),
    )
    expect(() => evaluateLaw(loadCatalogue(), list)).toThrow(
      /found offence s\.99, expected one in force in KEN on 2020-01-01: KEN\.s3/,
    )
  })
})
