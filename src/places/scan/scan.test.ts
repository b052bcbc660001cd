import { describe, expect, it } from 'vitest'
import { poissonVariate, seededRandom } from '../statistics/random.ts'
import { bernoulliRatio, largestExpectations, poissonRatio } from './likelihood.ts'
import { scan } from './parallel.ts'
import { walkPlainly } from './replicas.ts'
import { drawReplicas, scanCentres, usualScan, type ScanInput } from './scan.ts'
import { centreSorter, plane, sphere } from './windows.ts'

function world(n: number, seed: number, risk: (x: number, y: number) => number): ScanInput {
  const random = seededRandom(seed)
  const x = Float64Array.from({ length: n }, () => random.next() * 100)
  const y = Float64Array.from({ length: n }, () => random.next() * 100)
  const population = Float64Array.from({ length: n }, () => 50 + random.below(500))
  const cases = Float64Array.from(population, (people, i) =>
    poissonVariate(random, (people / 100) * risk(x[i]!, y[i]!)),
  )
  return { coordinates: { kind: 'plane', x, y }, cases, population }
}

describe('likelihood', () => {
  it('is that of Kulldorff 1997', () => {
    // 10 of 100 cases where 5 were expected.
    expect(poissonRatio(10, 5, 100)).toBeCloseTo(10 * Math.log(2) + 90 * Math.log(90 / 95), 12)
    expect(poissonRatio(5, 10, 100)).toBe(0)
    expect(poissonRatio(100, 50, 100)).toBeCloseTo(100 * Math.log(2), 12)
    const ell = (a: number, b: number) => a * Math.log(a / b) + (b - a) * Math.log((b - a) / b)
    expect(bernoulliRatio(8, 10, 20, 100)).toBeCloseTo(ell(8, 10) + ell(12, 90) - ell(20, 100), 12)
  })

  it('is turned into a comparison without loss', () => {
    const largest = largestExpectations(50, 4)
    for (let c = 1; c <= 50; c++) {
      if (largest[c]! === 0) continue
      expect(poissonRatio(c, largest[c]! * 0.999999, 50)).toBeGreaterThanOrEqual(4)
      expect(poissonRatio(c, largest[c]! * 1.000001, 50)).toBeLessThan(4)
    }
  })
})

describe('windows', () => {
  it('hold ties together', () => {
    // A cross: four places at the same distance from the middle; half of 6 people leave room for two of them only.
    const sort = centreSorter(
      plane(Float64Array.of(0, 1, -1, 0, 0, 9), Float64Array.of(0, 0, 0, 1, -1, 9)),
      new Float64Array(6).fill(1),
      3,
    )
    const middle = sort(0)
    expect([...middle.order.subarray(0, 5)]).toEqual([0, 1, 2, 3, 4])
    expect(middle.length).toBe(1)
  })

  it('cross the antimeridian on the earth', () => {
    const earth = sphere(Float64Array.of(0, 0, 0), Float64Array.of(179.5, -179.5, 170))
    const distance = new Float64Array(3)
    earth.squared(0, distance)
    expect(earth.kilometres(distance[1]!)).toBeCloseTo((6367 * Math.PI) / 180, 6)
    expect(distance[1]).toBeLessThan(distance[2]!)
  })
})

describe('scan', () => {
  it('walks eight replicas at once to the same ratios as one at a time', () => {
    const input = world(150, 1, () => 1)
    const settings = { ...usualScan, replicas: 45 }
    const counts = drawReplicas(input, settings)
    const quick = scanCentres(input, settings, counts, 0, 150, 0).replicas
    const people = input.population.reduce((sum, value) => sum + value, 0)
    const total = input.cases.reduce((sum, value) => sum + value, 0)
    const expected = input.population.map((value) => (value * total) / people)
    const coordinates = input.coordinates as { x: Float64Array; y: Float64Array }
    const sort = centreSorter(plane(coordinates.x, coordinates.y), input.population, people / 2)
    for (let r = 0; r < 45; r++) {
      let best = 0
      for (let centre = 0; centre < 150; centre++) {
        best = Math.max(
          best,
          walkPlainly({ total, expected, counts, n: 150, replicas: 45, leastCases: 2 }, r, sort(centre)),
        )
      }
      expect(quick[r]).toBeCloseTo(best, 9)
    }
  })

  it('finds a planted disc, the same over threads as in one', async () => {
    const input = world(400, 2, (x, y) => (Math.hypot(x - 30, y - 30) < 15 ? 2.5 : 1))
    const settings = { ...usualScan, replicas: 199 }
    const alone = await scan(input, settings, { threads: 1 })
    const threaded = await scan(input, settings, { threads: 2 })
    expect(threaded.clusters[0]).toEqual(alone.clusters[0])
    expect(threaded.replicas).toEqual(alone.replicas)
    expect(alone.clusters[0]!.p).toBe(1 / 200)
    expect(alone.clusters[0]!.pGumbel).toBeLessThan(1e-4)
    const coordinates = input.coordinates as { x: Float64Array; y: Float64Array }
    const inside = alone.clusters[0]!.members.filter(
      (i) => Math.hypot(coordinates.x[i]! - 30, coordinates.y[i]! - 30) < 15,
    )
    expect(inside.length / alone.clusters[0]!.members.length).toBeGreaterThan(0.7)
  })

  it('keeps clusters apart, and finds nothing certain where nothing is', async () => {
    const { clusters } = await scan(
      world(200, 3, () => 1),
      { ...usualScan, replicas: 99 },
      { threads: 1 },
    )
    expect(clusters[0]!.p).toBeGreaterThan(0.05)
    const all = clusters.flatMap(({ members }) => members)
    expect(new Set(all).size).toBe(all.length)
  })

  it('takes one location for what it is: no window, no cluster', async () => {
    const input: ScanInput = {
      coordinates: { kind: 'plane', x: Float64Array.of(1), y: Float64Array.of(1) },
      cases: Float64Array.of(5),
      population: Float64Array.of(100),
    }
    expect((await scan(input, { ...usualScan, replicas: 9 }, { threads: 1 })).clusters).toEqual([])
  })
})
