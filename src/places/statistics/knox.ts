import { seededRandom } from './random.ts'
import { poissonUpper } from './special.ts'

/**
 * Knox's test (1964, Applied Statistics 13:25): are events that are close in space also close in time? X counts pairs
 * with Δt ≤ epsTime and distance ≤ epsSpace; by chance alone (close in time)·(close in space)/pairs are expected.
 */
export type KnoxResult = {
  pairs: number
  closeTime: number
  closeSpace: number
  /** Close in both. */
  close: number
  expected: number
  /** P(Y > close) of a Poisson, as R's surveillance prints it. */
  poissonTail: number
  /** (b + 1)/(R + 1) over permutations of the event times: the test to trust, because pairs share events. */
  permuted: number | null
}

export function knox(
  points: { x: ArrayLike<number>; y: ArrayLike<number>; time: ArrayLike<number> },
  options: { epsTime: number; epsSpace: number; permutations?: number; seed?: number },
): KnoxResult {
  const { x, y, time } = points
  const n = time.length
  const near = options.epsSpace ** 2
  const first: number[] = []
  const second: number[] = []
  let closeTime = 0
  let close = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const inTime = Math.abs(time[i]! - time[j]!) <= options.epsTime
      if (inTime) closeTime++
      if ((x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2 > near) continue
      first.push(i)
      second.push(j)
      if (inTime) close++
    }
  }
  const pairs = (n * (n - 1)) / 2
  const expected = pairs === 0 ? 0 : (closeTime * first.length) / pairs
  const permutations = options.permutations ?? 0
  return {
    pairs,
    closeTime,
    closeSpace: first.length,
    close,
    expected,
    poissonTail: poissonUpper(close + 1, expected),
    permuted:
      permutations === 0
        ? null
        : permuteTimes(time, first, second, close, { ...options, permutations, seed: options.seed ?? 1 }),
  }
}

function permuteTimes(
  time: ArrayLike<number>,
  first: readonly number[],
  second: readonly number[],
  observed: number,
  options: { epsTime: number; permutations: number; seed: number },
): number {
  const random = seededRandom(options.seed)
  const shuffled = Float64Array.from(time)
  let atLeast = 0
  for (let r = 0; r < options.permutations; r++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.below(i + 1)
      const kept = shuffled[i]!
      shuffled[i] = shuffled[j]!
      shuffled[j] = kept
    }
    let close = 0
    for (let e = 0; e < first.length; e++) {
      if (Math.abs(shuffled[first[e]!]! - shuffled[second[e]!]!) <= options.epsTime) close++
    }
    if (close >= observed) atLeast++
  }
  return (atLeast + 1) / (options.permutations + 1)
}

/**
 * Near repeats (Ratcliffe & Rengert 2008, Security Journal 21:58): observed pairs by band of distance and of time. Bands
 * are (lower, upper]; the first distance band holds pairs at the same place.
 */
export function nearRepeats(
  points: { x: ArrayLike<number>; y: ArrayLike<number>; time: ArrayLike<number> },
  spaceBands: readonly number[],
  timeBands: readonly number[],
): number[][] {
  const table = Array.from({ length: spaceBands.length + 1 }, () => timeBands.map(() => 0))
  const { x, y, time } = points
  for (let i = 0; i < time.length; i++) {
    for (let j = i + 1; j < time.length; j++) {
      const distance = Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!)
      const apart = Math.abs(time[i]! - time[j]!)
      const row = distance <= 1e-4 ? 0 : 1 + spaceBands.findIndex((upper) => distance <= upper)
      const column = timeBands.findIndex((upper) => apart <= upper)
      if (column >= 0 && (row > 0 || distance <= 1e-4)) table[row]![column]!++
    }
  }
  return table
}
