import { usualHotspots, findHot, type AreaCount } from '../hotspots/hotspots.ts'
import { spotOf } from '../hotspots/neighbourhood.ts'
import { exposureOf } from '../hotspots/exposure.ts'
import { scanSpaceTime } from '../scan/scan-space-time.ts'
import { usualSpaceTime } from '../scan/space-time.ts'

export const methods = ['last-year', 'hotspots', 'scan', 'kernel'] as const
export type Method = (typeof methods)[number]

/** What was known at an origin: counts of the recent weeks, and of the year before it. */
export type Knowledge = { recent: readonly AreaCount[]; lastYear: Float64Array }

/** Ranks areas by how likely more is to come there, the highest first; `last-year` is the naive one to beat. */
export const rankers: Record<
  Method,
  (known: Knowledge, seed: number) => Promise<Float64Array> | Float64Array
> = {
  'last-year': ({ lastYear }) => lastYear,

  /** Hot areas first, by q; then the others by Gi*. */
  hotspots({ recent }, seed) {
    const { hotspots } = findHot(recent, { ...usualHotspots, permutations: 1_999, seed }, [], {
      compare: false,
    })
    return Float64Array.from(hotspots, ({ class: own, q, z }) =>
      own === 'hot' ? 2000 - (q ?? 1) : (z ?? -1000),
    )
  },

  /** Areas of likelier clusters first; within and outside them by how many were counted. */
  async scan({ recent }, seed) {
    const exposure = exposureOf(
      'effort',
      Float64Array.from(recent, ({ population }) => population),
      Float64Array.from(recent, ({ control }) => control),
    )
    const cases = Float64Array.from(recent, ({ observed }) => observed)
    const spots = recent.map((area) => spotOf(area))
    const { clusters } = await scanSpaceTime(
      {
        coordinates: {
          kind: 'earth',
          latitude: Float64Array.from(spots, ([latitude]) => latitude),
          longitude: Float64Array.from(spots, ([, longitude]) => longitude),
        },
        periods: 1,
        cases,
        population: exposure.exposure,
      },
      { ...usualSpaceTime, maxPopulation: 0.25, replicas: 0, seed },
      { threads: 1 },
    )
    const most = cases.reduce((largest, count) => Math.max(largest, count), 1)
    const rank = cases.map((count) => count / most - 2)
    for (const { members, llr } of clusters) {
      for (const i of members) rank[i] = llr + cases[i]! / most / 1000
    }
    return rank
  },

  /** A Gaussian kernel over the areas' middles, as wide as half the areas are from their nearest neighbour. */
  kernel({ recent }) {
    const spots = recent.map((area) => spotOf(area))
    const far = (a: readonly [number, number], b: readonly [number, number]): number => {
      const turn = ((((b[1] - a[1] + 180) % 360) + 360) % 360) - 180
      const east = turn * Math.cos((((a[0] + b[0]) / 2) * Math.PI) / 180)
      return Math.hypot(east, b[0] - a[0])
    }
    const nearest = spots
      .map((spot, i) =>
        spots.reduce((least, other, j) => (i === j ? least : Math.min(least, far(spot, other))), Infinity),
      )
      .filter((distance) => Number.isFinite(distance) && distance > 0)
      .sort((a, b) => a - b)
    const sigma = nearest[nearest.length >> 1] ?? 1
    return Float64Array.from(spots, (spot) =>
      recent.reduce(
        (sum, { observed }, j) => sum + observed * Math.exp(-((far(spot, spots[j]!) / sigma) ** 2) / 2),
        0,
      ),
    )
  },
}
