import { describe, expect, it } from 'vitest'
import { completeness, nowcast, type DelayRow } from './delay.ts'
import { poissonVariate, seededRandom } from './random.ts'

/** Weeks of Poisson counts, each event known after a geometric delay. */
function triangle(seed: number, weeks: number, mean: number, stay: number): DelayRow[] {
  const random = seededRandom(seed)
  const rows: DelayRow[] = []
  for (let week = 0; week < weeks; week++) {
    const byDelay = new Map<number, number>()
    for (let i = poissonVariate(random, mean); i > 0; i--) {
      let delay = 0
      while (random.next() < stay) delay++
      byDelay.set(delay, (byDelay.get(delay) ?? 0) + 1)
    }
    for (const [delay, events] of byDelay) rows.push({ week, delay, events })
  }
  return rows
}

describe('reporting delay', () => {
  it('is learnt from the triangle as it stood, late weeks included', () => {
    const share = completeness(triangle(1, 60, 80, 0.5), 59)!
    // Geometric with ½: 1 − ½^(d+1).
    for (let d = 0; d < 6; d++) expect(share[d]).toBeCloseTo(1 - 0.5 ** (d + 1), 1)
    expect(share[26]).toBe(1)
    expect(share.every((value, d) => d === 0 || value >= share[d - 1]!)).toBe(true)
  })

  it('never sees what was not known then', () => {
    const rows = triangle(2, 60, 40, 0.5)
    const then = completeness(rows, 40)
    expect(
      completeness(
        rows.filter(({ week, delay }) => week + delay <= 40),
        40,
      ),
    ).toEqual(then)
  })

  it('is not guessed from a handful', () => {
    expect(completeness(triangle(3, 5, 1, 0.5), 4)).toBeNull()
    expect(completeness([], 10)).toBeNull()
    // Nothing is ever known in its own week: no share of it can be told.
    expect(
      completeness(
        Array.from({ length: 40 }, (_, week) => ({ week, delay: 2, events: 3 })),
        50,
      ),
    ).toBeNull()
  })

  it('leads to what a week comes to in 95 of 100 weeks', () => {
    const random = seededRandom(5)
    let inside = 0
    let sum = 0
    for (let i = 0; i < 1000; i++) {
      const all = poissonVariate(random, 20)
      let known = 0
      for (let n = 0; n < all; n++) if (random.next() < 0.4) known++
      const { value, low, high } = nowcast(known, 0.4)
      if (all >= low && all <= high) inside++
      sum += value - all
    }
    expect(inside / 1000).toBeGreaterThan(0.93)
    expect(Math.abs(sum / 1000)).toBeLessThan(1.5)
    expect(nowcast(7, 1)).toEqual({ value: 7, low: 7, high: 7, knownShare: 1 })
  })
})
