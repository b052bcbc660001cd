import { expect, test } from 'vitest'
import { combinations, type SignedText } from './lift.ts'

const text = (segment: string, ...signs: string[]): SignedText => ({
  segment,
  signs: signs.map((sign) => ({ sign, indicators: [], spans: [] })),
})
const times = (n: number, one: SignedText): SignedText[] => Array.from({ length: n }, () => one)

test('two signs together, seldom beside it and usual in the pattern, are told with their interval', () => {
  const market = [...times(196, text('jobs', 'a')), ...times(4, text('jobs', 'a', 'b'))]
  const [found] = combinations([...times(6, text('jobs', 'a', 'b')), ...times(2, text('jobs', 'a'))], market)!
  expect(found).toMatchObject({ first: 'a', second: 'b', wordings: 6, of: 8 })
  expect(found!.usual).toBeCloseTo(0.021, 2)
  expect(found!.low).toBeGreaterThan(5)
  expect(found!.high).toBeGreaterThan(found!.lift)
})

test('a sign alone is none, nor a combination that everybody there writes', () => {
  expect(combinations(times(8, text('jobs', 'a')), times(100, text('jobs')))).toEqual([])
  expect(combinations(times(8, text('jobs', 'a', 'b')), times(100, text('jobs', 'a', 'b')))).toEqual([])
})

test('each part of the market is its own measure', () => {
  const market = [...times(100, text('harvest', 'a', 'b')), ...times(100, text('city'))]
  expect(combinations(times(8, text('harvest', 'a', 'b')), market)).toEqual([])
  expect(combinations(times(8, text('city', 'a', 'b')), market)).toHaveLength(1)
})

test('of too little nothing is said', () => {
  expect(combinations(times(3, text('jobs', 'a', 'b')), times(100, text('jobs')))).toBeUndefined()
  expect(combinations(times(8, text('jobs', 'a', 'b')), times(5, text('jobs')))).toBeUndefined()
})
