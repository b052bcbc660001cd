import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../statistics/random.ts'
import { replicaMaker } from './draw.ts'
import { bernoulliRatio, poissonRatio } from './likelihood.ts'
import { scanSpaceTime } from './scan-space-time.ts'
import { prepare, scanModels, scanObserved, usualSpaceTime, type SpaceTimeInput } from './space-time.ts'
import { zoneShapes } from './zones.ts'

function world(
  n: number,
  periods: number,
  seed: number,
  risk = (_i: number, _t: number) => 1,
): SpaceTimeInput {
  const random = seededRandom(seed)
  const x = Float64Array.from({ length: n }, () => random.next() * 100)
  const y = Float64Array.from({ length: n }, () => random.next() * 100)
  const population = Float64Array.from({ length: n * periods }, () => 5 + random.below(20))
  const cases = population.map((people, at) => {
    let count = 0
    const chance = 0.1 * risk(Math.floor(at / periods), at % periods)
    for (let i = 0; i < people; i++) if (random.next() < chance) count++
    return count
  })
  return { coordinates: { kind: 'plane', x, y }, periods, cases, population }
}

/** Every window, plainly: the sets of locations by distance, the intervals, the formula. */
function plainly(input: SpaceTimeInput, model: (typeof scanModels)[number], prospective: boolean): number {
  const { periods, cases, population } = input
  const { x, y } = input.coordinates as { x: Float64Array; y: Float64Array }
  const n = x.length
  const places = [...x.keys()]
  const add = (values: Float64Array, set: readonly number[], from: number, to: number) =>
    set.reduce((all, i) => {
      for (let t = from; t <= to; t++) all += values[i * periods + t]!
      return all
    }, 0)
  const total = add(cases, places, 0, periods - 1)
  const people = add(population, places, 0, periods - 1)
  const size = model === 'permutation' ? cases : population
  const cap = add(size, places, 0, periods - 1) / 2
  let best = 0
  for (let centre = 0; centre < n; centre++) {
    const order = places.toSorted(
      (a, b) =>
        Math.hypot(x[a]! - x[centre]!, y[a]! - y[centre]!) -
        Math.hypot(x[b]! - x[centre]!, y[b]! - y[centre]!),
    )
    for (let k = 1; k <= n; k++) {
      const zone = order.slice(0, k)
      if (add(size, zone, 0, periods - 1) > cap) break
      for (let to = prospective ? periods - 1 : 0; to < periods; to++) {
        for (let from = 0; from <= to; from++) {
          const c = add(cases, zone, from, to)
          if (c < 3) continue
          let expected = (add(population, zone, from, to) * total) / people
          if (model === 'permutation') {
            expected = 0
            for (let t = from; t <= to; t++)
              expected += (add(cases, zone, 0, periods - 1) * add(cases, places, t, t)) / total
          }
          const ratio =
            model === 'bernoulli'
              ? bernoulliRatio(c, add(population, zone, from, to), total, people)
              : poissonRatio(c, expected, total)
          best = Math.max(best, ratio)
        }
      }
    }
  }
  return best
}

describe('space-time scan', () => {
  it('finds what looking at every window one by one finds, for each model and kind of time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom(...scanModels),
        fc.boolean(),
        (seed, model, prospective) => {
          const input = world(9, 4, seed)
          const settings = {
            ...usualSpaceTime,
            model,
            time: prospective ? ('prospective' as const) : ('retrospective' as const),
          }
          const found = Math.max(...scanObserved(prepare(input, settings)).map(({ ratio }) => ratio))
          expect(found).toBeCloseTo(plainly(input, model, prospective), 9)
        },
      ),
      { numRuns: 60, seed: 1 },
    )
  })

  it('is Kulldorff’s in formula: brain cancer in New Mexico, 1985 to 1989, unadjusted', () => {
    // SEER; Kulldorff 1998: 236 of 1,175 cases where 172.794227 were expected.
    expect(poissonRatio(236, 172.79422691, 1175)).toBeCloseTo(12.398953, 6)
  })

  it('finds a planted outbreak with its weeks, the same over threads as in one', async () => {
    for (const model of scanModels) {
      const input = world(60, 12, 5)
      const { x, y } = input.coordinates as { x: Float64Array; y: Float64Array }
      // Cases grow fourfold within 25 of the middle in the last three periods.
      const cases = input.cases.map((count, at) => {
        const i = Math.floor(at / 12)
        return at % 12 >= 9 && Math.hypot(x[i]! - 50, y[i]! - 50) < 25
          ? Math.min(input.population[at]!, count * 4 + 2)
          : count
      })
      const settings = { ...usualSpaceTime, model, time: 'prospective' as const, replicas: 99 }
      const one = await scanSpaceTime({ ...input, cases }, settings, { threads: 1 })
      const two = await scanSpaceTime({ ...input, cases }, settings, { threads: 2 })
      expect(two).toEqual(one)
      const [first] = one.clusters
      expect([first!.from, first!.to, first!.p]).toEqual([9, 11, 0.01])
      const inside = first!.members.filter((i) => Math.hypot(x[i]! - 50, y[i]! - 50) < 25).length
      expect(inside / first!.members.length).toBeGreaterThan(0.6)
      expect(first!.relativeRisk === null).toBe(model === 'permutation')
    }
  })

  it('finds a long thin cluster better by ellipses than by circles', async () => {
    const n = 200
    const random = seededRandom(3)
    const x = Float64Array.from({ length: n }, () => random.next() * 100)
    const y = Float64Array.from({ length: n }, () => random.next() * 100)
    const along = (i: number) => Math.abs(y[i]! - x[i]!) < 8 && x[i]! > 15 && x[i]! < 85
    const population = new Float64Array(n).fill(10)
    const cases = Float64Array.from({ length: n }, (_, i) => (along(i) ? 4 : random.below(3)))
    const input: SpaceTimeInput = { coordinates: { kind: 'plane', x, y }, periods: 1, cases, population }
    const round = await scanSpaceTime(input, { ...usualSpaceTime, replicas: 0 })
    const long = await scanSpaceTime(input, { ...usualSpaceTime, shape: 'ellipse', replicas: 0 })
    expect(long.clusters[0]!.llr).toBeGreaterThan(round.clusters[0]!.llr)
    expect(long.clusters[0]!.shape.ratio).toBeGreaterThanOrEqual(3)
    expect(long.clusters[0]!.shape.angle).toBeCloseTo(Math.PI / 4, 0)
    expect(zoneShapes('ellipse')).toHaveLength(47)
  })

  it('keeps the margins in replicas that its model keeps', () => {
    const input = world(20, 5, 8)
    const total = input.cases.reduce((all, count) => all + count, 0)
    for (const model of scanModels) {
      const counts = replicaMaker(prepare(input, { ...usualSpaceTime, model }))(7, 3)
      const again = replicaMaker(prepare(input, { ...usualSpaceTime, model }))(9, 1)
      expect([...again]).toEqual([...counts.subarray(200)])
      for (let r = 0; r < 3; r++) {
        const own = counts.subarray(r * 100, (r + 1) * 100)
        expect(own.reduce((all, count) => all + count, 0)).toBe(total)
        if (model === 'bernoulli') expect(own.every((count, at) => count <= input.population[at]!)).toBe(true)
        if (model !== 'permutation') continue
        for (let i = 0; i < 20; i++) {
          const sum = (values: ArrayLike<number>) =>
            Array.from({ length: 5 }, (_, t) => values[i * 5 + t]!).reduce((a, b) => a + b)
          expect(sum(own)).toBe(sum(input.cases))
        }
      }
    }
  })

  it('has p-values that are even where nothing is, and stops early to the same side of 5 %', async () => {
    for (const model of scanModels) {
      let below = 0
      for (let seed = 1; seed <= 60; seed++) {
        const settings = { ...usualSpaceTime, model, time: 'retrospective' as const, replicas: 39, seed }
        const [best] = (await scanSpaceTime(world(12, 4, seed), settings, { threads: 1 })).clusters
        const early = await scanSpaceTime(world(12, 4, seed), { ...settings, stopAfter: 5 }, { threads: 1 })
        if (best && best.p! <= 0.25) below++
        if (best && early.stoppedEarly) expect(early.clusters[0]!.p).toBeGreaterThan(0.05)
        if (best && best.p! > 0.5) expect(early.stoppedEarly).toBe(true)
      }
      // 60 maps at 25 %: 15 ± 4 standard deviations of 3.4.
      expect(below).toBeGreaterThan(2)
      expect(below).toBeLessThan(29)
    }
  })

  it('keeps to its caps, and answers one location, no cases and ties', async () => {
    const input = world(40, 8, 9)
    const found = await scanSpaceTime(input, {
      ...usualSpaceTime,
      time: 'retrospective',
      maxPeriods: 2,
      maxRadius: 15,
      replicas: 9,
    })
    expect(found.clusters.every(({ from, to, radius }) => to - from < 2 && radius <= 15)).toBe(true)
    const one: SpaceTimeInput = {
      coordinates: { kind: 'earth', latitude: Float64Array.of(1), longitude: Float64Array.of(1) },
      periods: 1,
      cases: Float64Array.of(5),
      population: Float64Array.of(9),
    }
    for (const model of scanModels) {
      expect((await scanSpaceTime(one, { ...usualSpaceTime, model })).clusters).toEqual([])
      const none = await scanSpaceTime(
        { ...input, cases: input.cases.map(() => 0) },
        { ...usualSpaceTime, model, replicas: 9 },
      )
      expect(none).toMatchObject({ clusters: [], total: 0, stoppedEarly: false })
    }
    expect(() => prepare({ ...one, cases: Float64Array.of(-1) }, usualSpaceTime)).toThrow('none below 0')
    expect(() =>
      prepare({ ...one, cases: Float64Array.of(10) }, { ...usualSpaceTime, model: 'bernoulli' }),
    ).toThrow('more cases')
  })
})
