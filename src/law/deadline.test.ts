import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Deadline } from './catalogue/right.ts'
import { computeDeadline, dayIn, type Pause } from './deadline.ts'
import { loadCatalogue } from './load.ts'

const { calendars } = loadCatalogue().calendars

type Row = [
  group: string,
  country: string,
  length: number,
  unit: Deadline['unit'],
  atRest: Deadline['atRest'],
  from: string,
  pauses: [from: string, to: string | null][],
  day: string | null,
  until: string | null,
]
// The expected days and instants were computed apart, in Python, with datetime, dateutil and zoneinfo, and with each
// country's holidays written a second time there.
const rows = JSON.parse(readFileSync('src/law/deadline.cases.json', 'utf8')) as Row[]

const deadline = (more: Partial<Deadline>): Deadline =>
  Deadline.parse({ length: 30, unit: 'days', from: 'events.referral', atRest: 'stays', ...more })

describe('a table of deadlines', () => {
  test('is long enough', () => expect(rows.length).toBeGreaterThanOrEqual(300))

  test.each(rows)(
    '%s, %s: %d %s, %s, from %s',
    (_, country, length, unit, atRest, from, pauses, day, until) => {
      const given = pauses.map(([began, ended]): Pause => ({ from: began, to: ended ?? undefined }))
      const found = computeDeadline(deadline({ length, unit, atRest }), from, calendars[country]!, given)
      expect({ day: found.day, until: found.until }).toEqual({ day, until })
    },
  )
})

describe('what the count cannot know it says', () => {
  const cautions = (more: Partial<Deadline>, from: string, country: string): string[] =>
    computeDeadline(deadline(more), from, calendars[country]!).cautions
  const fiveDays = { length: 5, unit: 'working days' } as const

  test('a list of holidays from memory; one with gaps; years outside it', () => {
    expect(cautions(fiveDays, '2026-02-02', 'POL')).toEqual(['holidays_draft'])
    expect(cautions(fiveDays, '2026-02-02', 'KEN')).toEqual(['holidays_incomplete', 'holidays_draft'])
    expect(cautions(fiveDays, '2040-02-02', 'POL')).toEqual(['holidays_not_known'])
    expect(cautions(fiveDays, '2026-02-02', 'CHN')).toEqual(['holidays_not_known'])
  })
  test('an end on a day of rest where no rule is recorded', () => {
    expect(cautions({ length: 1, atRest: 'not recorded' }, '2026-11-27', 'POL')).toEqual([
      'ends_on_day_of_rest',
    ])
    expect(cautions({ length: 1, atRest: 'not recorded' }, '2026-11-24', 'POL')).toEqual([])
  })
  test('a country of several zones, or of none known', () => {
    expect(cautions({}, '2026-11-24', 'USA')).toEqual(['several_zones'])
    expect(computeDeadline(deadline({}), '2026-11-24', { rest: [6, 7] }).cautions).toEqual(['zone_not_known'])
  })
  test('holidays that were left out are named, and the day before it moved', () => {
    const found = computeDeadline(
      deadline({ length: 3, unit: 'working days' }),
      '2026-12-23',
      calendars['DEU']!,
    )
    expect(found.skipped).toEqual([{ day: '2026-12-25', name: 'Christmas Day' }])
    const moved = computeDeadline(deadline({ length: 2, atRest: 'next' }), '2026-12-23', calendars['DEU']!)
    expect(moved).toMatchObject({ movedFrom: '2026-12-25', day: '2026-12-28' })
  })
  test('a clock that stands still has no last day', () => {
    const found = computeDeadline(deadline({}), '2026-11-24', calendars['POL']!, [{ from: '2026-12-01' }])
    expect(found).toMatchObject({ day: null, until: null, cautions: ['still_suspended'] })
  })
  test('an event whose day is not known has its length', () => {
    expect(computeDeadline(deadline({}), undefined, calendars['POL']!)).toMatchObject({
      day: null,
      length: 30,
    })
  })
})

test('an instant falls on the day it was where the law is', () => {
  expect(dayIn('Asia/Kolkata', '2026-03-04T18:31:00Z')).toBe('2026-03-05')
  expect(dayIn('America/New_York', '2026-03-04T03:30:00Z')).toBe('2026-03-03')
})

describe('laws of counting', () => {
  const countries = Object.keys(calendars)
  const day = fc
    .date({ min: new Date('2016-01-01'), max: new Date('2029-06-01'), noInvalidDate: true })
    .map((one) => one.toISOString().slice(0, 10))
  const some = fc.record({
    country: fc.constantFrom(...countries),
    from: day,
    length: fc.integer({ min: 1, max: 120 }),
    unit: fc.constantFrom('days' as const, 'working days' as const),
    pause: fc.record({ from: day, length: fc.integer({ min: 0, max: 60 }) }),
  })
  const after = (from: string, days: number): string =>
    new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
  const runs = { numRuns: process.env['SLOW'] ? 20_000 : 500, seed: 20261124 }

  test('longer never ends earlier; working days never end before as many days', () => {
    fc.assert(
      fc.property(some, ({ country, from, length, unit }) => {
        const end = (more: Partial<Deadline>): string =>
          computeDeadline(deadline({ length, unit, ...more }), from, calendars[country]!).day!
        expect(end({ length: length + 1 }) > end({})).toBe(true)
        expect(end({ unit: 'working days' }) >= end({ unit: 'days' })).toBe(true)
        expect(end({ atRest: 'next' }) >= end({}) && end({ atRest: 'previous' }) <= end({})).toBe(true)
      }),
      runs,
    )
  })

  test('a pause never brings the end forward, and pushes it by its days at least when it lies inside', () => {
    fc.assert(
      fc.property(some, ({ country, from, length, unit, pause }) => {
        const calendar = calendars[country]!
        const plain = computeDeadline(deadline({ length, unit }), from, calendar)
        const to = after(pause.from, pause.length)
        const held = computeDeadline(deadline({ length, unit }), from, calendar, [{ from: pause.from, to }])
        expect(held.day! >= plain.day!).toBe(true)
        if (to <= from || pause.from > plain.day!) expect(held.day).toBe(plain.day)
        else if (pause.from > from && unit === 'days')
          expect(held.day).toBe(after(plain.day!, pause.length + 1))
      }),
      runs,
    )
  })

  test('the last day ends where the next begins: a moment on that day is in time, the end itself is not', () => {
    fc.assert(
      fc.property(some, ({ country, from, length, unit }) => {
        const found = computeDeadline(deadline({ length, unit }), from, calendars[country]!)
        expect(dayIn(found.zone!, new Date(Date.parse(found.until!) - 1).toISOString())).toBe(found.day)
        expect(dayIn(found.zone!, found.until!)).toBe(after(found.day!, 1))
      }),
      runs,
    )
  })
})
