import { reason, type Reason } from '../reasons.ts'
import { fitGravity, shrunkRatios, type Interval, type Spot } from './gravity.ts'
import { poissonUpper } from '../statistics/special.ts'

/**
 * Three different things, never mixed:
 * `pair`: citizenship and the country of detection of people counted in records; says nothing of the way between.
 * `sequence`: places in the order a source itself states them.
 * `inferred`: a detected pattern seen in one area and later in another.
 */
export const routeKinds = ['pair', 'sequence', 'inferred'] as const
export type RouteKind = (typeof routeKinds)[number]

/** A count between two ends, at or above the threshold; `count` of a pair is persons, of a sequence statements, of an inferred one patterns. */
export type Flow = { from: string; to: string; count: number }

export type Route = {
  kind: RouteKind
  from: string
  to: string
  count: number
  /** By the sizes of both ends and the distance between them; null where there is nothing to compare with. */
  expected: number | null
  /** Count over expected with its 95 % interval. */
  ratio: Interval | null
  /** The same drawn towards 1 in proportion to how little is known (`shrunkRatios`): what routes are to be compared by. */
  shrunk: Interval | null
  reasons: Reason[]
}

/**
 * Routes with what a gravity model of the shown flows leads to expect (`fitGravity`). A few patterns say nothing of what
 * both ends lead to expect, and a flow within one country is no corridor: those have no expectation.
 */
export function routesOf(
  kind: RouteKind,
  flows: readonly Flow[],
  spotOf: (place: string) => Spot | undefined = () => undefined,
): Route[] {
  const { expected, gamma } =
    kind === 'inferred' ? { expected: new Map<Flow, number>(), gamma: null } : fitGravity(flows, spotOf)
  const compared = flows.filter((flow) => (expected.get(flow) ?? 0) > 0)
  const ratios = shrunkRatios(compared.map((flow) => ({ count: flow.count, expected: expected.get(flow)! })))
  const shrunk = new Map(compared.map((flow, i) => [flow, ratios[i]!]))
  return flows.map((flow): Route => {
    const mean = expected.get(flow) ?? null
    const interval = poissonInterval(flow.count)
    const ratio =
      mean === null || mean === 0
        ? null
        : { value: flow.count / mean, low: interval.low / mean, high: interval.high / mean }
    const reasons: Reason[] = [reason(`route.${kind}`, { count: flow.count, from: flow.from, to: flow.to })]
    if (ratio) {
      const said = { expected: mean!, ratio: ratio.value, low: ratio.low, high: ratio.high }
      reasons.push(reason(gamma === null ? 'route.excess' : 'route.excess-gravity', said))
    }
    return { kind, ...flow, expected: mean, ratio, shrunk: shrunk.get(flow) ?? null, reasons }
  })
}

/** The exact 95 % interval of a Poisson count (Garwood 1936), by bisection on the gamma distribution. */
export function poissonInterval(count: number): { low: number; high: number } {
  return {
    low: count === 0 ? 0 : solve((mean) => poissonUpper(count, mean) - 0.025, 0, count),
    high: solve(
      (mean) => poissonUpper(count + 1, mean) - 0.975,
      count,
      count + 20 + 10 * Math.sqrt(count + 1),
    ),
  }
}

function solve(f: (x: number) => number, from: number, to: number): number {
  let low = from
  let high = to
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (f(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
