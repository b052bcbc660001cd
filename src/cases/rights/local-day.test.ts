import { describe, expect, it } from 'vitest'
import { localDay } from './local-day.ts'

describe('the day in a country', () => {
  it.each([
    // Summer time begins on 29 March 2026 at 01:00 UTC: two minutes before midnight is still the 28th.
    ['DEU', '2026-03-28T22:59:00Z', '2026-03-28'],
    ['DEU', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['DEU', '2026-03-29T21:59:00Z', '2026-03-29'],
    ['DEU', '2026-03-29T22:00:00Z', '2026-03-30'],
    // And ends on 25 October: the day is 25 hours long.
    ['DEU', '2026-10-24T21:59:00Z', '2026-10-24'],
    ['DEU', '2026-10-24T22:00:00Z', '2026-10-25'],
    ['DEU', '2026-10-25T22:59:00Z', '2026-10-25'],
    ['DEU', '2026-10-25T23:00:00Z', '2026-10-26'],
    ['GBR', '2026-06-30T23:30:00Z', '2026-07-01'],
    ['GBR', '2026-12-31T23:30:00Z', '2026-12-31'],
    // Ahead of UTC all year, one by a quarter of an hour.
    ['IND', '2026-05-01T18:29:00Z', '2026-05-01'],
    ['IND', '2026-05-01T18:30:00Z', '2026-05-02'],
    ['NPL', '2026-05-01T18:14:00Z', '2026-05-01'],
    ['NPL', '2026-05-01T18:15:00Z', '2026-05-02'],
    ['KHM', '2026-05-01T17:00:00Z', '2026-05-02'],
    // Many zones: the day is over only when it is over in Honolulu, and on the Canary Islands.
    ['USA', '2026-07-02T09:59:00Z', '2026-07-01'],
    ['USA', '2026-07-02T10:00:00Z', '2026-07-02'],
    ['ESP', '2026-07-01T22:30:00Z', '2026-07-01'],
    ['ESP', '2026-07-01T23:00:00Z', '2026-07-02'],
    // A leap day, and a country that is made up.
    ['FRA', '2028-02-29T12:00:00Z', '2028-02-29'],
    ['ZZX', '2026-01-01T00:00:00Z', '2026-01-01'],
  ])('%s at %s: %s', (jurisdiction, at, day) => {
    expect(localDay(jurisdiction, new Date(at))).toBe(day)
  })

  it('never goes back while the clock goes on, in any country, across a year of summer times', () => {
    for (const country of ['DEU', 'USA', 'GBR', 'BRA', 'AUS', 'RUS', 'MAR', 'IRN']) {
      let before = ''
      for (let hour = 0; hour < 366 * 24; hour += 7) {
        const day = localDay(country, new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000))
        expect(day >= before, `${country} ${hour}`).toBe(true)
        before = day
      }
    }
  })
})
