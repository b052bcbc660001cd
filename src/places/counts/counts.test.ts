import { describe, expect, it } from 'vitest'
import { suspiciousPoints, type Point } from './suspicious-points.ts'
import { isoWeek, lastWholeWeek, mondayOf, sundayOf, weekIndex } from './weeks.ts'

describe('weeks', () => {
  it('run Monday to Sunday without a gap, over a week 53 and the change of clocks', () => {
    // 2020 has a week 53; clocks change on 29 March and 25 October 2020 in much of the world.
    let last = weekIndex('2019-12-30')
    for (let day = Date.UTC(2020, 0, 6); day < Date.UTC(2022, 0, 1); day += 7 * 86_400_000) {
      const monday = new Date(day).toISOString().slice(0, 10)
      expect(weekIndex(monday)).toBe(last + 1)
      expect(mondayOf(weekIndex(monday))).toBe(monday)
      last = weekIndex(monday)
    }
    expect(isoWeek(weekIndex('2020-12-31'))).toBe('2020-W53')
    expect(isoWeek(weekIndex('2021-01-03'))).toBe('2020-W53')
    expect(isoWeek(weekIndex('2021-01-04'))).toBe('2021-W01')
    expect(isoWeek(weekIndex('2024-12-30'))).toBe('2025-W01')
  })

  it('are whole on their Sunday', () => {
    expect(sundayOf(weekIndex('2026-11-16'))).toBe('2026-11-22')
    expect(mondayOf(lastWholeWeek('2026-11-22'))).toBe('2026-11-16')
    expect(mondayOf(lastWholeWeek('2026-11-21'))).toBe('2026-11-09')
  })

  it('refuse what is no day', () => {
    expect(() => weekIndex('yesterday')).toThrow('YYYY-MM-DD')
  })
})

describe('suspicious points', () => {
  const point = (h3: string, latitude: number, longitude: number, rows = 1): Point => ({
    h3,
    country: 'ITA',
    latitude,
    longitude,
    rows,
  })
  const italy = [point('a', 45.4, 9.2, 50), point('b', 41.9, 12.5, 40), point('c', 40.8, 14.3, 30)]

  it('are those at 0,0, outside the world, and with latitude and longitude exchanged', () => {
    const found = suspiciousPoints([
      ...italy,
      point('z', 0, 0, 7),
      point('o', 95, 12),
      point('s', 12.5, 41.9, 2),
    ])
    expect(found).toEqual([
      { h3: 'z', rows: 7, why: 'null-island' },
      { h3: 'o', rows: 1, why: 'outside-the-world' },
      { h3: 's', rows: 2, why: 'swapped' },
    ])
  })

  it('are not those that are merely far, nor those across the antimeridian', () => {
    expect(suspiciousPoints([...italy, point('f', -33.9, 151.2)])).toEqual([])
    const fiji = [178.4, 179.9, -179.8, -178.9].map((longitude, i) => ({
      ...point(String(i), -17, longitude),
      country: 'FJI',
    }))
    expect(suspiciousPoints(fiji)).toEqual([])
  })

  it('are not looked for where there is too little to compare with', () => {
    expect(suspiciousPoints([point('a', 45, 9), point('s', 9, 45)])).toEqual([])
  })
})
