import { expect, test } from 'vitest'
import { count, day, distance, percent, small } from './format.ts'

const english = { language: 'en', calendar: undefined }

test('a day is written with its weekday and never moves with the zone', () => {
  expect(day(english, '2026-11-24')).toBe('Tue, Nov 24, 2026')
  expect(day({ language: 'fr', calendar: undefined }, '2026-11-24')).toMatch(/^mar\./)
})

test('a day can be read in another calendar', () => {
  expect(day({ language: 'en', calendar: 'persian' }, '2026-11-24')).toContain('1405')
})

test('what is not a date is shown as it came', () => {
  expect(day(english, 'about spring')).toBe('about spring')
})

test('distances are in the largest whole unit', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')
  expect(distance(english, '2026-11-27', now)).toBe('in 3 days')
  expect(distance(english, '2026-11-24T10:00:00Z', now)).toBe('2 hours ago')
  expect(distance(english, '2026-11-24T12:00:10Z', now)).toBe('this minute')
})

test('numbers, shares and small figures', () => {
  expect(count(english, 12345)).toBe('12,345')
  expect(percent(english, 0.153)).toBe('15%')
  expect(small(english, 0.000012)).toBe('< 0.001')
  expect(small(english, 0.0432)).toBe('0.043')
})
