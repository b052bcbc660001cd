import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { childBy, fullYears } from './age.ts'

const told = (years: number, on = '2026-03-04', isEstimate = false) => ({ years, on, isEstimate })

describe('an age that was told', () => {
  it.each([
    ['16 today is under 18', told(16), '2026-03-04', 'yes'],
    ['17 a year ago may be either', told(17, '2025-03-05'), '2026-03-04', 'unknown'],
    ['17 a year and a day ago is an adult', told(17, '2025-03-03'), '2026-03-04', 'no'],
    ['17 today is under 18, and from tomorrow it may be either', told(17), '2026-03-05', 'unknown'],
    ['18 today is an adult', told(18), '2026-03-04', 'no'],
    ['19 by looks may be under 18', told(19, '2026-03-04', true), '2026-03-04', 'unknown'],
    ['15 by looks is under 18', told(15, '2026-03-04', true), '2026-03-04', 'yes'],
    ['24 by looks is an adult', told(24, '2026-03-04', true), '2026-03-04', 'no'],
  ])('%s', (_, age, today, expected) => expect(childBy(age, today)).toBe(expected))

  it('never takes somebody for an adult who is none, whatever the birthday', () => {
    const day = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, day, day, (birth, on, today) => {
        fc.pre(birth <= on && on <= today)
        const child = fullYears(birth, today) < 18
        const answer = childBy(told(fullYears(birth, on), on), today)
        expect(answer === 'unknown' || (answer === 'yes') === child).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
