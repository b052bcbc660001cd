import { greatCircleDistance } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { ears } from './ears.ts'
import { farringtonFlexible, usualFarrington } from './farrington.ts'
import { benjaminiHochberg, countDiscoveries } from './fdr.ts'
import { getisOrd, unjudgedReasons } from './gi.ts'
import { knox, nearRepeats } from './knox.ts'
import { globalMoran, localMoran } from './moran.ts'
import { permuteNeighbours } from './permutation.ts'
import { poissonVariate, seededRandom } from './random.ts'
import { judgeWeek } from './signal.ts'
import {
  betaI,
  gammaP,
  negativeBinomialQuantile,
  normalCdf,
  normalQuantile,
  normalTwoSided,
  poissonQuantile,
  poissonUpper,
} from './special.ts'
import { fromLists, fromPairs, nearestOnEarth, withinBand } from './weights.ts'

describe('distributions', () => {
  // Abramowitz & Stegun, Handbook of Mathematical Functions, tables 26.1, 26.5, 26.7; R's qnbinom and qpois.
  it('agree with published tables', () => {
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14)
    expect(normalCdf(-3)).toBeCloseTo(0.001349898031630095, 15)
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 14)
    expect(normalTwoSided(Infinity)).toBe(0)
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 9)
    expect(gammaP(1, 1)).toBeCloseTo(1 - Math.exp(-1), 14)
    expect(betaI(0.5, 2, 3)).toBeCloseTo(0.6875, 14)
    expect(poissonUpper(3, 2)).toBeCloseTo(1 - 5 * Math.exp(-2), 14)
    expect(poissonQuantile(0.95, 3)).toBe(6)
    expect(negativeBinomialQuantile(0.95, 2, 0.5)).toBe(6)
  })

  it('give their quantiles back', () => {
    for (const p of [1e-12, 0.001, 0.02, 0.3, 0.5, 0.77, 0.999])
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12)
  })
})

describe('false discovery rate', () => {
  // The 15 p-values of Benjamini & Hochberg 1995, p. 295: at 5 % their procedure rejects four, Bonferroni three.
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ]

  it('finds the four of the paper where Bonferroni finds three and no correction nine', () => {
    const found = countDiscoveries(p, benjaminiHochberg(p))
    expect(found).toEqual({ tested: 15, naive: 9, corrected: 4, bonferroni: 3 })
  })

  it('leaves out what cannot be judged, and is in the order of the input', () => {
    const q = benjaminiHochberg([0.02, Number.NaN, 0.01])
    expect(q[1]).toBeNaN()
    expect([q[0], q[2]]).toEqual([0.02, 0.02])
  })

  it('is held on maps without any hotspot: 100 maps of 400 cells of small counts', () => {
    const side = 20
    const hood = withinBand(
      Float64Array.from({ length: side * side }, (_, i) => i % side),
      Float64Array.from({ length: side * side }, (_, i) => Math.floor(i / side)),
      1.5,
    )
    const random = seededRandom(42)
    let mapsWithFalse = 0
    for (let map = 0; map < 100; map++) {
      const x = Float64Array.from({ length: side * side }, () => poissonVariate(random, 3))
      const gi = getisOrd(x, hood, { star: true, style: 'W' })
      const permuted = permuteNeighbours(x, hood, { permutations: 9_999, seed: map })
      const q = benjaminiHochberg(gi.p.map((normal, i) => Math.max(normal, permuted.twoSided[i]!)))
      if (q.some((value) => value < 0.05)) mapsWithFalse++
    }
    // Everything found on a null map is false, so the rate is the share of maps that show anything.
    expect(mapsWithFalse / 100).toBeLessThanOrEqual(0.06)
  })
})

describe('Gi and Gi*', () => {
  const line = fromLists([[1], [0, 2], [1, 3], [2, 4], [3]])

  it('agrees with the formula of Ord & Getis 1995 worked by hand', () => {
    // Values 1, 2, 3, 4, 10; place 5 of 5, neighbour 4, binary. Others: mean 2.5, variance 1.25, n − 1 = 4:
    // z = (4 − 2.5) / √(1.25·(4·1 − 1)/3) = 1.5/√1.25.
    const { z } = getisOrd(Float64Array.of(1, 2, 3, 4, 10), line, { star: false, style: 'B' })
    expect(z[4]).toBeCloseTo(1.5 / Math.sqrt(1.25), 14)
    // Gi* of place 5: mean 4, variance 10, W = 2: z = (14 − 8)/√(10·(5·2 − 4)/4).
    const star = getisOrd(Float64Array.of(1, 2, 3, 4, 10), line, { star: true, style: 'B' })
    expect(star.z[4]).toBeCloseTo(6 / Math.sqrt(15), 14)
  })

  it('does not change when all values are moved or scaled', () => {
    const x = Float64Array.of(1, 5, 2, 8, 3)
    const a = getisOrd(x, line, { star: true, style: 'W' }).z
    const b = getisOrd(
      x.map((value) => value * 7 + 1e6),
      line,
      { star: true, style: 'W' },
    ).z
    a.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 6))
  })

  it('says why it cannot judge islands, constants, too few places and all-around neighbours', () => {
    const why = (result: { unjudged: Uint8Array }, i: number) => unjudgedReasons[result.unjudged[i]!]
    const island = getisOrd(Float64Array.of(1, 2, 3, 4), fromLists([[1], [0], [1], []]), {
      star: false,
      style: 'W',
    })
    expect(why(island, 3)).toBe('no-neighbours')
    expect(why(island, 0)).toBe('judged')
    expect(why(getisOrd(new Float64Array(5).fill(3), line, { star: true, style: 'W' }), 0)).toBe('all-equal')
    expect(why(getisOrd(Float64Array.of(1), fromLists([[]]), { star: true, style: 'W' }), 0)).toBe(
      'too-few-places',
    )
    const ring = fromLists([
      [1, 2],
      [0, 2],
      [0, 1],
    ])
    expect(why(getisOrd(Float64Array.of(1, 2, 4), ring, { star: true, style: 'W' }), 0)).toBe(
      'everyone-is-a-neighbour',
    )
  })

  it('refuses values that are no numbers instead of spreading them', () => {
    expect(() =>
      getisOrd(Float64Array.of(1, Number.NaN, 2), fromLists([[1], [0], [1]]), { star: true, style: 'W' }),
    ).toThrow('finite')
  })
})

describe('permutation', () => {
  const side = 12
  const n = side * side
  const hood = withinBand(
    Float64Array.from({ length: n }, (_, i) => i % side),
    Float64Array.from({ length: n }, (_, i) => Math.floor(i / side)),
    1.5,
  )
  const random = seededRandom(9)
  const x = Float64Array.from({ length: n }, () => random.next())

  it('is near the normal p for even values, with and without replacement', () => {
    const { p, z } = getisOrd(x, hood, { star: false, style: 'W' })
    for (const withReplacement of [false, true]) {
      const { twoSided } = permuteNeighbours(x, hood, { permutations: 9999, seed: 4, withReplacement })
      for (let i = 0; i < n; i++) {
        if (Math.abs(z[i]!) < 3) expect(Math.abs(twoSided[i]! - p[i]!)).toBeLessThan(0.09)
      }
    }
  })

  it('gives the same for the same seed, and p never below 1/(R + 1)', () => {
    const a = permuteNeighbours(x, hood, { permutations: 99, seed: 1 })
    const b = permuteNeighbours(x, hood, { permutations: 99, seed: 1 })
    expect(a.folded).toEqual(b.folded)
    expect(Math.min(...a.upper, ...a.lower)).toBeGreaterThanOrEqual(1 / 100)
  })

  it('draws the others only: with three places and one neighbour each outcome is exact', () => {
    // Place 0 with neighbour 1 among values 0, 5, 9: the neighbour is 5 or 9, each half the time.
    const triple = permuteNeighbours(Float64Array.of(0, 5, 9), fromLists([[1], [0], [0]]), {
      permutations: 20_000,
      seed: 2,
    })
    expect(triple.upper[0]).toBe(1)
    expect(triple.lower[0]).toBeCloseTo(0.5, 1)
    // Place 2 with neighbour 0: the neighbour is 0 or 5.
    expect(triple.lower[2]).toBeCloseTo(0.5, 1)
  })

  it('has no p where there are no neighbours', () => {
    const lonely = permuteNeighbours(Float64Array.of(1, 2, 3), fromLists([[1], [0], []]), {
      permutations: 9,
      seed: 1,
    })
    expect(lonely.twoSided[2]).toBeNaN()
  })
})

describe('Moran', () => {
  it('is a third on a line of two halves, worked by hand', () => {
    // x = 0 0 1 1 on a line, binary: I = n/S0 · Σ w z z / Σ z² = 4/6 · (2·(¼ − ¼ + ¼))/1 = 1/3.
    const hood = fromLists([[1], [0, 2], [1, 3], [2]])
    const moran = globalMoran(Float64Array.of(0, 0, 1, 1), hood, 'B')!
    expect(moran.i).toBeCloseTo(1 / 3, 14)
    expect(moran.expected).toBeCloseTo(-1 / 3, 14)
    const local = localMoran(Float64Array.of(0, 0, 1, 1), hood, 'B')
    expect(local.i.reduce((sum, value) => sum + value, 0)).toBeCloseTo(6 * moran.i, 12)
    expect([local.quadrant[0], local.quadrant[3]]).toEqual(['low-low', 'high-high'])
  })

  it('cannot be told of equal values', () => {
    expect(globalMoran(new Float64Array(6), fromLists([[1], [0], [3], [2], [5], [4]]), 'W')).toBeNull()
  })
})

describe('weights', () => {
  it('drop self and repeats, and refuse places that are not there', () => {
    const hood = fromPairs(3, [
      [0, 1],
      [0, 1],
      [0, 0],
      [2, 1],
    ])
    expect([...hood.starts]).toEqual([0, 1, 1, 2])
    expect(() => fromPairs(2, [[0, 5]])).toThrow('only 2 places')
  })

  it('take the nearest, ties to the lower index', () => {
    const at = [0, 1, 2, 10].map((latitude) => [latitude, 0] as const)
    expect([...nearestOnEarth(at, 1).neighbours]).toEqual([1, 0, 1, 2])
    expect([...nearestOnEarth(at, 9).starts]).toEqual([0, 3, 6, 9, 12])
  })

  it('are the nearest over the whole earth, the antimeridian and the poles included', () => {
    const random = seededRandom(4)
    const spots = Array.from({ length: 200 }, (_, i): [number, number] =>
      i < 100
        ? [random.next() * 180 - 90, random.next() * 360 - 180]
        : [-17 + random.next(), (random.next() < 0.5 ? 180 : -180) + random.next() - 0.5],
    )
    const hood = nearestOnEarth(spots, 5)
    spots.forEach((spot, i) => {
      const far = (j: number) => greatCircleDistance(spot, spots[j]!, 'km')
      const own = [...hood.neighbours.subarray(hood.starts[i], hood.starts[i + 1])]
      const farthest = Math.max(...own.map(far))
      const nearer = spots.filter((_, j) => j !== i && !own.includes(j) && far(j) < farthest - 1e-6)
      expect([own.length, nearer.length]).toEqual([5, 0])
    })
  })
})

describe('alarms', () => {
  it('say cannot judge where there are fewer than five cases in four weeks', () => {
    const series = new Float64Array(300)
    series[299] = 3
    expect(judgeWeek(series, 299)).toEqual({
      method: 'cannot-judge',
      observed: 3,
      reason: 'too-few-reports',
      recent: 3,
      weeks: 4,
    })
  })

  it('go down the ladder as the history gets shorter', () => {
    const random = seededRandom(8)
    const series = Float64Array.from({ length: 300 }, () => 3 + poissonVariate(random, 4))
    expect(judgeWeek(series, 290).method).toBe('farrington-flexible')
    expect(judgeWeek(series, 60).method).toBe('level')
    expect(judgeWeek(series, 15).method).toBe('ears-c2')
    expect(judgeWeek(series, 5)).toMatchObject({ method: 'cannot-judge', reason: 'history-too-short' })
  })

  it('take a gap for a gap: a missing week is neither zero nor judged', () => {
    const series = new Float64Array(300).fill(10)
    series.fill(Number.NaN, 100, 140)
    const judged = farringtonFlexible(series, 299, usualFarrington)
    expect(judged.judged && judged.expected).toBeCloseTo(10, 6)
    series[299] = Number.NaN
    expect(judgeWeek(series, 299)).toMatchObject({ method: 'cannot-judge', reason: 'no-data' })
  })

  it('are held to their rate on quiet series: 5 % of weeks at most by Farrington', () => {
    const random = seededRandom(6)
    let alarms = 0
    for (let one = 0; one < 400; one++) {
      const series = Float64Array.from({ length: 265 }, () => poissonVariate(random, 5))
      if ((judgeWeek(series, 264) as { alarm?: boolean }).alarm) alarms++
    }
    expect(alarms / 400).toBeLessThan(0.08)
  })

  it('move their expectation with reporting effort', () => {
    const random = seededRandom(3)
    const series = Float64Array.from({ length: 265 }, () => poissonVariate(random, 10))
    series[264] = 30
    const effort = new Float64Array(265).fill(1)
    effort[264] = 3
    const plain = judgeWeek(series, 264)
    const adjusted = judgeWeek(series, 264, undefined, effort)
    expect(plain).toMatchObject({ alarm: true })
    expect(adjusted).toMatchObject({ alarm: false })
  })

  it('refuse a negative count', () => {
    expect(() => judgeWeek([5, 5, -1, 5, 5, 5, 5, 5, 5, 5, 5, 5], 11)).toThrow('negative')
  })

  it('of EARS use the weeks the paper says', () => {
    const series = [1, 2, 3, 4, 5, 6, 7, 100, 100, 9]
    expect(ears(series, 9, { method: 'C2', alpha: 0.001 })!.expected).toBe(4)
    expect(ears(series, 8, { method: 'C2', alpha: 0.001 })).toBeNull()
  })
})

describe('point patterns', () => {
  it('count pairs close in space and time, and permute event times', () => {
    const points = { x: [0, 0, 10, 10, 20], y: [0, 0, 0, 0, 0], time: [1, 2, 30, 31, 60] }
    const found = knox(points, { epsTime: 5, epsSpace: 1, permutations: 999 })
    expect(found).toMatchObject({ pairs: 10, closeTime: 2, closeSpace: 2, close: 2, expected: 0.4 })
    expect(found.permuted).toBeGreaterThan(0.03)
    expect(found.permuted).toBeLessThan(0.13)
    expect(nearRepeats(points, [5, 10], [5])).toEqual([[2], [0], [0]])
  })
})
