import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poissonVariate, seededRandom } from '../statistics/random.ts'
import { clusterFlows } from './cluster-flows.ts'
import { fitGravity, shrunkRatios, type Spot } from './gravity.ts'
import { countryMiddles } from './middles.ts'
import { routesOf, type Flow } from './routes.ts'
import { suppress } from './suppress.ts'

const spots = new Map<string, Spot>(
  Array.from({ length: 12 }, (_, i) => [
    `P${i}`,
    { latitude: (i % 4) * 8, longitude: Math.floor(i / 4) * 12 },
  ]),
)
const spotOf = (place: string) => spots.get(place)
const kilometres = (a: Spot, b: Spot) =>
  111.2 * Math.hypot(a.latitude - b.latitude, a.longitude - b.longitude)

/** Flows of a gravity world: γ = 1.2; P0 to P11 has five times as much as that. */
function gravityWorld(seed: number): Flow[] {
  const random = seededRandom(seed)
  const names = [...spots.keys()]
  const size = names.map(() => 0.5 + random.next() * 2)
  return names.flatMap((from, i) =>
    names.flatMap((to, j) => {
      if (i === j) return []
      const mean = 60 * size[i]! * size[j]! * (kilometres(spots.get(from)!, spots.get(to)!) / 1000) ** -1.2
      return [{ from, to, count: poissonVariate(random, mean * (i === 0 && j === 11 ? 5 : 1)) }]
    }),
  )
}

describe('gravity', () => {
  it('keeps both ends’ sums, finds how flows fall with distance, and the corridor that departs from it', () => {
    const flows = gravityWorld(1)
    const { expected, gamma } = fitGravity(flows, spotOf)
    expect(gamma).toBeGreaterThan(1)
    expect(gamma).toBeLessThan(1.4)
    for (const name of spots.keys()) {
      const sum = (end: 'from' | 'to', of: (flow: Flow) => number) =>
        flows.filter((flow) => flow[end] === name).reduce((all, flow) => all + of(flow), 0)
      expect(sum('to', (flow) => expected.get(flow)!)).toBeCloseTo(
        sum('to', ({ count }) => count),
        4,
      )
      expect(sum('from', (flow) => expected.get(flow)!)).toBeCloseTo(
        sum('from', ({ count }) => count),
        1,
      )
    }
    const routes = routesOf('pair', flows, spotOf)
    const most = routes.reduce((a, b) => ((a.shrunk?.low ?? 0) > (b.shrunk?.low ?? 0) ? a : b))
    expect([most.from, most.to]).toEqual(['P0', 'P11'])
    expect(most.ratio!.low).toBeGreaterThan(2)
    expect(most.reasons.map(({ key }) => key)).toEqual(['route.pair', 'route.excess-gravity'])
  })

  it('has intervals that hold 95 of 100 ratios of flows that follow it', () => {
    let inside = 0
    let all = 0
    for (let seed = 1; seed <= 5; seed++) {
      for (const { from, to, ratio } of routesOf('pair', gravityWorld(seed), spotOf)) {
        if (!ratio || (from === 'P0' && to === 'P11')) continue
        all++
        if (ratio.low <= 1 && ratio.high >= 1) inside++
      }
    }
    expect(inside / all).toBeGreaterThan(0.92)
  })

  it('does without distances, with one flow, with none, and within one country', () => {
    expect(fitGravity(gravityWorld(2), () => undefined).gamma).toBeNull()
    const [one] = routesOf('pair', [{ from: 'A', to: 'B', count: 12 }])
    expect(one!.expected).toBeCloseTo(12, 9)
    expect(one!.shrunk).toEqual({ value: 1, low: 1, high: 1 })
    expect(routesOf('pair', [])).toEqual([])
    expect(routesOf('pair', [{ from: 'A', to: 'A', count: 12 }])[0]).toMatchObject({
      expected: null,
      ratio: null,
    })
    expect(shrunkRatios([])).toEqual([])
  })
})

describe('suppression', () => {
  it('leaves no flow into a country alone below the threshold beside its total', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            from: fc.constantFrom('A', 'B', 'C', 'D'),
            to: fc.constantFrom('X', 'Y'),
            count: fc.integer({ min: 1, max: 40 }),
          }),
          {
            selector: ({ from, to }) => from + to,
          },
        ),
        (flows) => {
          const { shown, below, complementary } = suppress(flows, 10)
          expect(shown.every(({ count }) => count >= 10)).toBe(true)
          expect(shown.length + below + complementary).toBe(flows.length)
          for (const to of ['X', 'Y']) {
            const own = flows.filter((flow) => flow.to === to)
            const hidden = own.filter((flow) => !shown.includes(flow))
            if (own.length > 1 && hidden.some(({ count }) => count < 10))
              expect(hidden.length).toBeGreaterThan(1)
            if (own.every(({ count }) => count >= 10)) expect(hidden).toEqual([])
          }
        },
      ),
      { seed: 1 },
    )
  })
})

describe('flows by zoom', () => {
  it('keep their sum at every zoom, and gather more the farther out', () => {
    const routes = routesOf('pair', gravityWorld(3), spotOf)
    const total = routes.reduce((sum, { count }) => sum + count, 0)
    let nodes = 0
    for (const zoom of [0, 2, 4, 6, 10]) {
      const clustered = clusterFlows(routes, spotOf, zoom)
      const within = clustered.nodes.reduce((sum, node) => sum + node.within, 0)
      expect(clustered.flows.reduce((sum, { count }) => sum + count, 0) + within).toBe(total)
      expect(clustered.nodes.length).toBeGreaterThanOrEqual(nodes)
      nodes = clustered.nodes.length
    }
    expect(nodes).toBe(12)
  })

  it('have their middle where they are, across the antimeridian too, and say what has no position', () => {
    const fiji = new Map<string, Spot>([
      ['A', { latitude: -17, longitude: 179.9 }],
      ['B', { latitude: -17, longitude: -179.9 }],
    ])
    const routes = routesOf('sequence', [
      { from: 'A', to: 'B', count: 10 },
      { from: 'A', to: 'nowhere', count: 10 },
    ])
    const { nodes, withoutPosition } = clusterFlows(routes, (place) => fiji.get(place), 0)
    expect(withoutPosition).toBe(1)
    for (const { longitude } of nodes) expect(Math.abs(longitude)).toBeGreaterThan(179)
    const { latitude, longitude } = countryMiddles().get('DEU')!
    expect([Math.round(latitude / 5), Math.round(longitude / 5)]).toEqual([10, 2])
  })
})
