import { negativeBinomialQuantile } from './special.ts'

/** Events of one week by how many weeks later they became known. */
export type DelayRow = { week: number; delay: number; events: number }

/** Beyond so many weeks nothing more is waited for. */
export const LONGEST_DELAY = 26
/** Fewer events than this in the triangle say nothing of delays. */
const LEAST_EVENTS = 30
/** Weeks of the triangle that are looked at: delays change as staff and channels do. */
const TRIANGLE_WEEKS = 52

/**
 * The share of a week's events that is known d weeks after it, from the reporting triangle as it stood at the end of
 * week `asOf` (the chain ladder, which is the reverse-time hazard estimate of Lawless 1994, Canadian Journal of
 * Statistics 22:15): with h(d) = Σ n(t, d) / Σ n(t, ≤ d) over the weeks t seen for d weeks, F(d) = Π over later delays of
 * (1 − h). Null: too few events to tell.
 */
export function completeness(rows: readonly DelayRow[], asOf: number): Float64Array | null {
  const known = rows.filter(
    ({ week, delay }) => week > asOf - TRIANGLE_WEEKS && week + delay <= asOf && delay <= LONGEST_DELAY,
  )
  const at = new Float64Array(LONGEST_DELAY + 1)
  const upTo = new Float64Array(LONGEST_DELAY + 1)
  let all = 0
  for (const { week, delay, events } of known) {
    at[delay]! += events
    all += events
    // The week was seen for d weeks: it counts in the denominators from its own delay up to d.
    for (let d = delay; d <= Math.min(LONGEST_DELAY, asOf - week); d++) upTo[d]! += events
  }
  if (all < LEAST_EVENTS) return null
  const share = new Float64Array(LONGEST_DELAY + 1)
  share[LONGEST_DELAY] = 1
  for (let d = LONGEST_DELAY; d > 0; d--)
    share[d - 1] = share[d]! * (upTo[d]! > 0 ? 1 - at[d]! / upTo[d]! : 1)
  // A share of 0 would expect nothing: something must have been known at once at least once, or nothing can be said.
  return share[0]! > 0 ? share : null
}

/** What a count known so far stands for, with the 95 % interval of what is still to come. */
export type Nowcast = { value: number; low: number; high: number; knownShare: number }

/**
 * The whole of a week of which `observed` are known and a share F is known by now: those still unknown are negative
 * binomial with size n + ½ and chance F (the predictive distribution under Jeffreys' prior).
 */
export function nowcast(observed: number, knownShare: number): Nowcast {
  if (knownShare >= 1) return { value: observed, low: observed, high: observed, knownShare: 1 }
  const size = observed + 0.5
  return {
    value: observed + (size * (1 - knownShare)) / knownShare,
    low: observed + negativeBinomialQuantile(0.025, size, knownShare),
    high: observed + negativeBinomialQuantile(0.975, size, knownShare),
    knownShare,
  }
}
