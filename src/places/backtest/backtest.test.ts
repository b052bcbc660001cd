import fc from 'fast-check'
import { gridDisk, latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { chooseAreas, scoreChoice } from '../statistics/prediction.ts'
import { poissonVariate, seededRandom } from '../statistics/random.ts'
import { backtest, signTest, usualBacktest, type BacktestInput } from './backtest.ts'

const cells = gridDisk(latLngToCell(47, 8, 5), 5)

function world(weeks: number, seed: number, mean: (i: number, t: number) => number): BacktestInput {
  const random = seededRandom(seed)
  const counts = new Float64Array(cells.length * weeks)
  for (let at = 0; at < counts.length; at++)
    counts[at] = poissonVariate(random, mean(Math.floor(at / weeks), at % weeks))
  return {
    areas: cells.map((cell) => ({ cell, place: '', country: '', population: 1000 })),
    counts,
    control: new Float64Array(counts.length),
    weeks,
    size: new Float64Array(cells.length).fill(1),
  }
}

describe('scores of a choice of areas', () => {
  it('are those of the forecasting challenge', () => {
    // Two of ten areas hold 6 of 12 events; the best two would hold 9.
    const events = [5, 1, 4, 2, 0, 0, 0, 0, 0, 0]
    const size = events.map(() => 1)
    expect(scoreChoice([0, 1], events, size)).toEqual({
      hitRate: 0.5,
      pai: 2.5,
      peiStar: 6 / 9,
      caught: 6,
      events: 12,
    })
    expect(
      scoreChoice(
        [0],
        events.map(() => 0),
        size,
      ),
    ).toMatchObject({
      hitRate: null,
      pai: null,
      peiStar: null,
    })
  })

  it('never exceed the best choice, and choose no more than the share asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 9 }), fc.float({ noNaN: true })), {
          minLength: 2,
          maxLength: 40,
        }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (rows, share) => {
          const size = rows.map(([, one]) => one)
          const chosen = chooseAreas(
            rows.map(([, , rank]) => rank),
            size,
            share,
          )
          const used = chosen.reduce((sum, i) => sum + size[i]!, 0)
          if (chosen.length > 1) expect(used).toBeLessThanOrEqual(size.reduce((a, b) => a + b) * share + 1e-9)
          const { peiStar, hitRate } = scoreChoice(
            chosen,
            rows.map(([count]) => count),
            size,
          )
          if (peiStar !== null) expect(peiStar).toBeLessThanOrEqual(1 + 1e-9)
          if (hitRate !== null) expect(hitRate).toBeLessThanOrEqual(1)
        },
      ),
      { seed: 1 },
    )
  })
})

describe('backtest', () => {
  it('tells a method that follows what moves from one that does not', async () => {
    // What happens moves to other places after a year and a half; the year before is a poor guide for a while.
    const input = world(130, 3, (i, t) => (t < 78 ? (i < 9 ? 1.5 : 0.1) : i > 80 ? 1.5 : 0.1))
    const found = new Map(
      (await backtest(input, { ...usualBacktest, recent: 12 })).map((own) => [own.method, own]),
    )
    const naive = found.get('last-year')!
    expect([naive.againstLastYear, naive.predicts]).toEqual([null, false])
    const hotspots = found.get('hotspots')!
    expect(hotspots.hitRate).toBeGreaterThan(naive.hitRate!)
    expect(hotspots.againstLastYear!.better).toBeGreaterThan(hotspots.againstLastYear!.worse)
    expect(hotspots.rises).toBeGreaterThan(5)
    expect(hotspots.weeksToDetect).toBeGreaterThanOrEqual(4)
    for (const { hitRate, pai, peiStar, falseAlarmsPerMonth } of found.values()) {
      expect(pai).toBeGreaterThan(1)
      expect(peiStar).toBeLessThanOrEqual(1)
      expect(hitRate! <= 1 && falseAlarmsPerMonth >= 0).toBe(true)
    }
  })

  it('calls nothing a prediction where only chance is at work, at most 5 % of the time and a little', async () => {
    let predictions = 0
    for (let seed = 1; seed <= 12; seed++) {
      const found = await backtest(world(80, seed, () => 0.5))
      predictions += found.filter(({ predicts }) => predicts).length
    }
    // 36 tests at 5 %.
    expect(predictions).toBeLessThanOrEqual(6)
  })

  it('sees nothing of the weeks it is scored on', async () => {
    const input = world(64, 5, () => 0.5)
    const later = {
      ...input,
      counts: input.counts.map((count, at) => (at % 64 >= 56 ? count + (at % 7) : count)),
    }
    const upTo60 = { ...usualBacktest, leastWeeks: 52 }
    const [before, after] = await Promise.all([backtest(input, upTo60), backtest(later, upTo60)])
    // Only what followed differs: the same choices, other scores.
    expect(after.map(({ origins }) => origins)).toEqual(before.map(({ origins }) => origins))
    expect(after[0]!.events).toBeGreaterThan(before[0]!.events)
  })

  it('answers without NaN where nothing was told', async () => {
    const found = await backtest(world(60, 1, () => 0))
    expect(found.every(({ hitRate, pai, predicts }) => hitRate === null && pai === null && !predicts)).toBe(
      true,
    )
    expect(JSON.stringify(found)).not.toContain('NaN')
    expect([signTest(0, 0), signTest(5, 0), signTest(0, 5)]).toEqual([1, 1 / 32, 1])
  })
})
