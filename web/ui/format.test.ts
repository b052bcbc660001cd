import { expect, test } from 'vitest'
import { count, country, day, distance, instant, percent, small } from './format.ts'

const english = { language: 'en', calendar: undefined }

const then = Date.parse('2026-12-01T00:00:00Z')

test('a day is written with its weekday and never moves with the zone', () => {
  expect(day(english, '2026-11-24', then)).toBe('Tue, Nov 24')
  expect(day({ language: 'fr', calendar: undefined }, '2026-11-24', then)).toMatch(/^mar\./)
})

test('the year is said unless it is this one', () => {
  expect(day(english, '2025-11-24', then)).toBe('Mon, Nov 24, 2025')
  expect(instant(english, '2026-11-24T13:05:00Z', then)).not.toContain('2026')
})

test('a day can be read in another calendar', () => {
  expect(day({ language: 'en', calendar: 'persian' }, '2025-11-24', then)).toContain('1404')
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

test('a country goes by its name, a made-up one by the name it was given', () => {
  expect(country(english, 'FRA')).toBe('France')
  expect(country({ language: 'ar', calendar: undefined }, 'FRA')).toBe('فرنسا')
  expect(country(english, 'XAA')).toBe('XAA')
  expect(country(english, 'XAA', new Map([['XAA', 'Aldermere']]))).toBe('Aldermere')
})
