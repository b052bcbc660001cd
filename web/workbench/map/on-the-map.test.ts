import { expect, test } from 'vitest'
import { namedWeeks, overlaps } from './on-the-map.ts'

const warning = { firstWeek: '2026-03-02', lastWeek: '2026-03-16' }

test('a warning is shown while its weeks touch the weeks chosen', () => {
  expect(overlaps(warning, undefined)).toBe(true)
  expect(overlaps(warning, { from: '2026-03-16', to: '2026-04-06' })).toBe(true)
  expect(overlaps(warning, { from: '2026-02-02', to: '2026-03-02' })).toBe(true)
  expect(overlaps(warning, { from: '2026-03-23', to: '2026-04-06' })).toBe(false)
})

test('withheld weeks are named where the words have room', () => {
  const weeks = [3, 3, null, 3, 3, null, null, 3].map((fewerThan, at) => ({ at, fewerThan }))
  expect(namedWeeks(weeks, 3).map(({ at }) => at)).toEqual([0, 3, 7])
})
