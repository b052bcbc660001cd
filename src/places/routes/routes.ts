import { reason, type Reason } from '../reasons.ts'
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
  /** By the sizes of both ends alone; null where there is nothing to compare with. */
  expected: number | null
  /** Count over expected with its 95 % interval. */
  ratio: { value: number; low: number; high: number } | null
  reasons: Reason[]
}

/**
 * Expected flows when origin and destination have nothing to do with each other: row sum · column sum / total over the
 * flows of one kind, without those that stay within one country. It is the gravity model's zeroth order: distance is
 * left out, because trafficking corridors are what departs from it.
 */
export function routesOf(kind: RouteKind, flows: readonly Flow[]): Route[] {
  const abroad = flows.filter((flow) => flow.from !== flow.to)
  const out = new Map<string, number>()
  const into = new Map<string, number>()
  let total = 0
  for (const { from, to, count } of abroad) {
    out.set(from, (out.get(from) ?? 0) + count)
    into.set(to, (into.get(to) ?? 0) + count)
    total += count
  }
  return flows.map((flow): Route => {
    // A few patterns say nothing of what both ends lead to expect; a flow within one country is no corridor.
    const expected =
      kind === 'inferred' || flow.from === flow.to ? null : (out.get(flow.from)! * into.get(flow.to)!) / total
    const interval = poissonInterval(flow.count)
    const ratio =
      expected === null || expected === 0
        ? null
        : { value: flow.count / expected, low: interval.low / expected, high: interval.high / expected }
    const reasons: Reason[] = [
      reason(`route.${kind}`, { count: flow.count, from: flow.from, to: flow.to }),
      ...(ratio
        ? [
            reason('route.excess', {
              expected: expected!,
              ratio: ratio.value,
              low: ratio.low,
              high: ratio.high,
            }),
          ]
        : []),
    ]
    return { kind, ...flow, expected, ratio, reasons }
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
