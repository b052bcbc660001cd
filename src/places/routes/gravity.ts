import { gammaP } from '../statistics/special.ts'
import type { Flow } from './routes.ts'

export type Spot = { latitude: number; longitude: number }

/**
 * What both ends and the way between them lead to expect: a Poisson gravity model, ln E = aᵢ + bⱼ − γ·ln d, fitted by
 * alternating between the ends (iterative proportional fitting) and Newton's step on γ; flows within one place are left
 * out of the table as structural zeros. Where a place's position is not known, distance is left out for its flows.
 */
export type Gravity = {
  expected: Map<Flow, number>
  /** How steeply flows fall with distance; null: no positions, or too few flows to tell. */
  gamma: number | null
}

/** Kilometres; nearer ends count as this far apart. */
const NEAREST = 50
/** With fewer flows, ends alone. */
const LEAST_FOR_DISTANCE = 10
const ROUNDS = 200

export function fitGravity(flows: readonly Flow[], spotOf: (place: string) => Spot | undefined): Gravity {
  const abroad = flows.filter(({ from, to }) => from !== to)
  const origins = [...new Set(abroad.map(({ from }) => from))]
  const destinations = [...new Set(abroad.map(({ to }) => to))]
  const counts = new Map(abroad.map((flow) => [`${flow.from}\u0000${flow.to}`, flow.count]))
  const cells = origins.flatMap((from, i) =>
    destinations.flatMap((to, j) => {
      if (from === to) return []
      const [a, b] = [spotOf(from), spotOf(to)]
      // In units of 1,000 km, so that γ is well conditioned; 0 where the distance is not known.
      const far = a && b ? Math.log(Math.max(NEAREST, kilometres(a, b)) / 1000) : 0
      return [{ i, j, far, count: counts.get(`${from}\u0000${to}`) ?? 0 }]
    }),
  )
  const useDistance = abroad.length >= LEAST_FOR_DISTANCE && cells.some(({ far }) => far !== 0)
  const out = new Float64Array(origins.length).fill(1)
  const into = new Float64Array(destinations.length).fill(1)
  let gamma = 0
  const mean = (cell: (typeof cells)[number]) => out[cell.i]! * into[cell.j]! * Math.exp(-gamma * cell.far)
  for (let round = 0; round < ROUNDS; round++) {
    scale(cells, out, 'i', mean)
    scale(cells, into, 'j', mean)
    if (!useDistance) continue
    let slope = 0
    let curve = 0
    for (const cell of cells) {
      const e = mean(cell)
      slope += (e - cell.count) * cell.far
      curve += e * cell.far * cell.far
    }
    if (curve > 0) gamma = Math.max(-5, Math.min(5, gamma + Math.max(-0.5, Math.min(0.5, slope / curve))))
  }
  const at = new Map(cells.map((cell) => [`${origins[cell.i]}\u0000${destinations[cell.j]}`, mean(cell)]))
  return {
    expected: new Map(abroad.map((flow) => [flow, at.get(`${flow.from}\u0000${flow.to}`)!])),
    gamma: useDistance ? gamma : null,
  }
}

function scale<C extends { i: number; j: number; count: number }>(
  cells: readonly C[],
  factors: Float64Array,
  end: 'i' | 'j',
  mean: (cell: C) => number,
): void {
  const seen = new Float64Array(factors.length)
  const fitted = new Float64Array(factors.length)
  for (const cell of cells) {
    seen[cell[end]]! += cell.count
    fitted[cell[end]]! += mean(cell)
  }
  for (let f = 0; f < factors.length; f++) if (fitted[f]! > 0) factors[f]! *= seen[f]! / fitted[f]!
}

function kilometres(a: Spot, b: Spot): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) *
      Math.cos(b.latitude * rad) *
      Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** A ratio with its 95 % interval. */
export type Interval = { value: number; low: number; high: number }

/**
 * Excess ratios drawn towards 1 in proportion to how little is known (gamma–Poisson empirical Bayes): with τ² the
 * variance of the ratios beyond Poisson, by moments, a ratio is gamma with shape 1/τ² + count and rate 1/τ² + E.
 */
export function shrunkRatios(flows: readonly { count: number; expected: number }[]): Interval[] {
  let excess = 0
  let squares = 0
  for (const { count, expected } of flows) {
    excess += (count - expected) ** 2 - expected
    squares += expected ** 2
  }
  const variance = squares === 0 ? 0 : Math.max(0, excess / squares)
  if (variance === 0) return flows.map(() => ({ value: 1, low: 1, high: 1 }))
  const prior = 1 / variance
  return flows.map(({ count, expected }) => {
    const [shape, rate] = [prior + count, prior + expected]
    return {
      value: shape / rate,
      low: gammaQuantile(0.025, shape) / rate,
      high: gammaQuantile(0.975, shape) / rate,
    }
  })
}

function gammaQuantile(q: number, shape: number): number {
  let low = 0
  let high = shape + 20 + 10 * Math.sqrt(shape)
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (gammaP(shape, middle) < q) low = middle
    else high = middle
  }
  return (low + high) / 2
}
