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

test('a last day is so many days away, by the calendar, and never rounded up', () => {
  const late = new Date(2026, 10, 24, 23, 30).getTime()
  const told = (value: string): string => distance(english, value, late)
  expect(told('2026-11-24')).toBe('today')
  expect(told('2026-11-25')).toBe('tomorrow')
  expect(told('2026-12-05')).toBe('in 11 days')
  expect(told('2026-12-24')).toBe('in 30 days')
  expect(told('2027-03-21')).toBe('in 3 months')
  expect(told('2026-11-22')).toBe('2 days ago')
})

test('an instant is told in the largest whole unit', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')
  expect(distance(english, '2026-10-20T12:00:00Z', now)).toBe('1 month ago')
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
