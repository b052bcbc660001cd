import { describe, expect, it } from 'vitest'
import { poissonVariate, seededRandom } from '../statistics/random.ts'
import { findArrivals, type PatternTrace } from './arrivals.ts'
import { effortByWeek } from './effort.ts'
import { findRises, type AreaSeries } from './warnings.ts'

const WEEKS = 104
const range = { first: 2800, from: 2800 + 60, to: 2800 + WEEKS - 1 }

/** Quiet areas; `shape` changes reports and control calls of one. */
function areas(
  count: number,
  shape: (area: number, week: number) => { reports: number; control: number },
): AreaSeries[] {
  const random = seededRandom(count)
  return Array.from({ length: count }, (_, i) => ({
    layer: 'reports',
    cell: `cell${i}`,
    place: `Place ${i}`,
    country: 'XAA',
    series: Float64Array.from({ length: WEEKS }, (__, week) =>
      poissonVariate(random, 4 * shape(i, week).reports),
    ),
    control: Float64Array.from({ length: WEEKS }, (__, week) =>
      poissonVariate(random, 5 * shape(i, week).control),
    ),
  }))
}

const quiet = { reports: 1, control: 1 }

describe('effort', () => {
  it('follows the calls that only ask, and forgets an old campaign', () => {
    const random = seededRandom(1)
    const factor = (week: number) => (week >= 60 && week < 64 ? 3 : week === 90 ? 0.2 : 1)
    const control = Float64Array.from({ length: WEEKS }, (_, week) =>
      poissonVariate(random, 40 * factor(week)),
    )
    const [effort] = effortByWeek([{ control, prior: new Float64Array(WEEKS).fill(1) }])
    expect(effort![61]).toBeGreaterThan(2)
    expect(effort![90]).toBeLessThan(0.5)
    expect(effort![80]).toBeGreaterThan(0.8)
    expect(effort![80]).toBeLessThan(1.25)
  })

  it('is the calendar’s where nobody only asks', () => {
    const prior = new Float64Array(WEEKS).fill(1)
    prior[70] = 2
    const [effort] = effortByWeek([{ control: new Float64Array(WEEKS), prior }])
    expect([effort![69], effort![70]]).toEqual([1, 2])
  })

  it('of a week does not change with what comes after it', () => {
    const random = seededRandom(2)
    const control = Float64Array.from({ length: WEEKS }, () => poissonVariate(random, 8))
    const prior = new Float64Array(WEEKS).fill(1)
    const [whole] = effortByWeek([{ control, prior }])
    const [part] = effortByWeek([{ control: control.slice(0, 80), prior: prior.slice(0, 80) }])
    expect(whole!.slice(0, 80)).toEqual(part)
  })
})

describe('rises', () => {
  it('of awareness everywhere are explained, of one place are not', () => {
    const world = areas(30, (area, week) => {
      if (week >= 80 && week < 84) return { reports: 3, control: 3 }
      return area === 7 && week >= 95 ? { reports: 5, control: 1 } : quiet
    })
    const { warnings } = findRises(world, [], range)
    const beyond = warnings.filter(({ verdict }) => verdict === 'beyond-awareness')
    const explained = warnings.filter(({ verdict }) => verdict === 'explained-by-awareness')
    expect(beyond.map(({ place }) => place)).toContain('Place 7')
    expect(explained.length).toBeGreaterThan(10)
    const duringCampaign = beyond.filter(
      ({ firstWeek }) => firstWeek >= '2025-03-03' && firstWeek <= '2025-03-24',
    )
    expect(duringCampaign.length).toBeLessThanOrEqual(2)
  })

  it('behind an outage are seen', () => {
    const world = areas(20, (area, week) =>
      week === 100 ? { reports: area === 3 ? 2.5 : 0.25, control: 0.25 } : quiet,
    )
    const events = [{ kind: 'outage', country: 'XAA', cell: '', fromWeek: 2900, toWeek: 2900, factor: 0.25 }]
    const { warnings } = findRises(world, events, range)
    const during = warnings.filter(
      ({ place, firstWeek }) => place === 'Place 3' && firstWeek === '2025-07-28',
    )
    expect(during.length).toBe(1)
    expect(during[0]!.reasons.map(({ key }) => key)).toContain('effort.calendar')
  })

  it('that go on are one warning, under one id', () => {
    const world = areas(12, (area, week) => (area === 2 && week >= 90 ? { reports: 6, control: 1 } : quiet))
    const { warnings } = findRises(world, [], range)
    const own = warnings.filter(({ place, firstWeek }) => place === 'Place 2' && firstWeek >= '2025-05-05')
    expect(own.length).toBe(1)
    expect(own[0]!.lastWeek > own[0]!.firstWeek).toBe(true)
    expect(own[0]!.warnedOn <= own[0]!.expiresOn).toBe(true)
  })

  it('are judged in one area only as well, and in none without a fault', () => {
    const { warnings, summaries } = findRises(
      areas(1, (_, week) => (week > 100 ? { reports: 9, control: 1 } : quiet)),
      [],
      range,
    )
    expect(warnings.length).toBeGreaterThan(0)
    expect(summaries.every((week) => week.judged + week.cannotJudge === 1)).toBe(true)
    expect(findRises([], [], range).warnings).toEqual([])
  })
})

describe('arrivals', () => {
  const trace = (cell: string, day: string, more: Partial<PatternTrace> = {}): PatternTrace => ({
    pattern: 'p',
    q: 0.01,
    cell,
    day,
    posts: 1,
    ...more,
  })
  const share = new Map([
    ['a', 0.5],
    ['b', 0.01],
  ])
  const find = (traces: PatternTrace[]) => findArrivals(traces, share, (cell) => cell.toUpperCase())

  it('are warned of on the day there was enough to see, with the corridor', () => {
    const found = find([
      trace('a', '2026-01-01'),
      trace('a', '2026-01-02'),
      trace('b', '2026-01-05'),
      trace('b', '2026-01-09'),
    ])
    expect(found.map(({ cell, fromCell, warnedOn }) => [cell, fromCell, warnedOn])).toEqual([
      ['a', '', '2026-01-05'],
      ['b', 'a', '2026-01-09'],
    ])
    expect(found[1]!.p).toBeLessThan(0.01)
  })

  it('are none below the least posts, above the accepted q, or of a single post in a place', () => {
    expect(find([trace('a', '2026-01-01'), trace('a', '2026-01-02')])).toEqual([])
    expect(find(['1', '2', '3'].map((day) => trace('a', `2026-01-0${day}`, { q: 0.2 })))).toEqual([])
    expect(find(['a', 'b', 'c'].map((cell, i) => trace(cell, `2026-01-0${i + 1}`)))).toEqual([])
  })
})
