import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Report } from '../report/report.ts'
import type { ReportRow } from '../report/report.store.ts'
import { countReports, weeksBefore } from './statistics.ts'
import { shownCount, SMALLEST_SHOWN, withholdSmall } from './withhold.ts'

describe('withholdSmall', () => {
  it('shows no 1 and no 2, and none that its total would give away', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 })
    fc.assert(
      fc.property(counts, (numbers) => {
        const cells = numbers.map((reports, i) => ({ key: String(i), reports }))
        const shown = withholdSmall(cells)
        const hidden = shown.filter(({ reports }) => reports === null)
        expect(shown.every(({ reports }) => reports === null || reports >= SMALLEST_SHOWN)).toBe(true)
        // One number that is missing is the total less the rest; it may be so only where nothing else is left to hide.
        if (hidden.length === 1) expect(shown).toHaveLength(1)
      }),
    )
  })

  it('two answers that differ by one report cannot be told from two that differ by another number of them', () => {
    const total = (numbers: readonly number[]) =>
      withholdSmall(numbers.map((reports, i) => ({ key: String(i), reports }))).map(({ reports }) => reports)
    for (let many = SMALLEST_SHOWN; many < 40; many++) {
      const [now, more, later] = [many, many + 1, many + 2].map((each) => total([each, 50, 60])[0]! - 0)
      const steps = new Set([more! - now!, later! - now!])
      for (const step of steps) expect([0, 3]).toContain(step)
      expect(shownCount(many)! % 3).toBe(0)
      expect(Math.abs(shownCount(many)! - many)).toBeLessThanOrEqual(1)
    }
    expect([0, 1, 2].map(shownCount)).toEqual([0, null, null])
  })

  it('leaves out what nobody reported', () => {
    expect(withholdSmall([{ key: 'web', reports: 0 }])).toEqual([])
  })
})

describe('countReports', () => {
  const now = new Date('2026-03-05T10:00:00Z')
  const row = (receivedAt: string, agreed: boolean, place = 'Foggia'): ReportRow => ({
    id: 'x',
    organisationId: 'o',
    channel: 'web',
    language: 'en',
    status: 'new',
    danger: 'none',
    receivedAt: new Date(receivedAt),
    answerBy: '2026-03-09',
    caseCode: null,
    unread: 0,
    report: Report.parse({ place, share: { statistics: agreed } }),
    key: 'none',
    hasNewWords: false,
  })

  it('counts whole weeks that are over, and places only of those who agreed to be counted', () => {
    const period = weeksBefore(now, 4)
    expect(period.before.toISOString()).toBe('2026-03-02T00:00:00.000Z')
    const rows = [
      ...Array.from({ length: 4 }, () => row('2026-02-25T05:00:00Z', true)),
      ...Array.from({ length: 5 }, () => row('2026-02-17T05:00:00Z', false)),
      row('2026-03-04T05:00:00Z', true),
    ]
    const counts = countReports(rows, period, () => 'ITA')
    expect(counts).toMatchObject({
      reports: 9,
      counted: 3,
      byWeek: [
        { key: '2026-02-16', reports: 6 },
        { key: '2026-02-23', reports: 3 },
      ],
      byPlace: [{ key: 'ITA', reports: 3 }],
    })
    expect(JSON.stringify(counts)).not.toContain('Foggia')
  })

  it('begins its week on Monday also on a Sunday and on a Monday', () => {
    for (const [day, monday] of [
      ['2026-03-08T23:59:00Z', '2026-03-02'],
      ['2026-03-09T00:00:00Z', '2026-03-09'],
    ] as const)
      expect(weeksBefore(new Date(day), 4).before.toISOString().slice(0, 10)).toBe(monday)
  })
})
