import fc from 'fast-check'
import { gridDisk, latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { findHot, usualHotspots, type AreaCount } from '../hotspots/hotspots.ts'
import { judgeRise } from '../warnings/rise.ts'
import { judgeWeek } from './signal.ts'

const counts = fc.array(
  fc.oneof({ weight: 8, arbitrary: fc.nat(30) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
  {
    minLength: 1,
    maxLength: 320,
  },
)

describe('whatever a series holds', () => {
  it('a week is judged with numbers, or said not to be: gaps, zeros, any length', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.05, max: 4, noNaN: true }), (series, effort) => {
        const t = series.length - 1
        const signal = judgeWeek(
          series,
          t,
          undefined,
          series.map(() => effort),
        )
        if (signal.method === 'cannot-judge')
          expect(signal.reason).toMatch(/^(too-few-reports|history-too-short|no-data)$/)
        else {
          for (const value of [signal.expected, signal.bound, signal.p])
            expect(Number.isFinite(value)).toBe(true)
          expect(signal.p).toBeGreaterThanOrEqual(0)
          expect(signal.p).toBeLessThanOrEqual(1)
          expect(signal.alarm).toBe(signal.observed > signal.bound)
        }
      }),
      { numRuns: 150, seed: 1 },
    )
  })

  it('a negative count is refused by week and value', () => {
    const series = new Float64Array(60).fill(4)
    series[31] = -2
    expect(() => judgeWeek(series, 59)).toThrow('week 31: -2 is negative')
  })

  it('late reports move what is expected, not what was counted', () => {
    const series = Float64Array.from({ length: 120 }, (_, i) => 10 + (i % 3))
    // Of the last week half is known: five reports are what was to be expected, twenty are not.
    const known = new Float64Array(120).fill(1)
    known[119] = 0.5
    const effort = new Float64Array(120).fill(1)
    for (const [observed, alarm] of [
      [5, false],
      [20, true],
    ] as const) {
      series[119] = observed
      const rise = judgeRise(series, 119, effort, undefined, known)
      if (rise.plain.method === 'cannot-judge') throw new Error('expected a judgement')
      expect(rise.plain.expected).toBeCloseTo(5.5, 0)
      expect([rise.plain.observed, rise.plain.alarm, rise.knownShare]).toEqual([observed, alarm, 0.5])
    }
  })
})

describe('whatever a map holds', () => {
  it('every area is classed, and nothing is NaN: ties, islands, empty areas, no population', () => {
    const cells = gridDisk(latLngToCell(47, 8, 5), 2)
    const island = latLngToCell(-47, 170, 5)
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            observed: fc.nat(12),
            population: fc.constantFrom(0, 0, 50, 5000),
            control: fc.nat(9),
          }),
          {
            maxLength: cells.length,
          },
        ),
        fc.boolean(),
        fc.constantFrom('effort', 'population', 'none'),
        (rows, isolated, exposure) => {
          const areas = rows.map((row, i): AreaCount => ({
            cell: isolated && i === rows.length - 1 ? island : cells[i]!,
            place: '',
            country: '',
            personsLow: row.observed,
            personsHigh: row.observed,
            ...row,
          }))
          const found = findHot(areas, { ...usualHotspots, exposure: exposure as 'effort', permutations: 99 })
          expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/)
          for (const { q, class: own, reasons, stability, expected } of found.hotspots) {
            if (q === null) expect(own).toBe('unjudged')
            expect(Number.isFinite(expected)).toBe(true)
            expect(stability >= 0 && stability <= 1 && reasons.length > 0).toBe(true)
          }
        },
      ),
      { numRuns: 40, seed: 1 },
    )
  })
})
