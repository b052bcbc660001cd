import { seededRandom, type Random } from './random.ts'
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

/** Where and when; with `z`, places on a sphere by their chord, which for near ones is the way between them. */
export type Events = {
  x: ArrayLike<number>
  y: ArrayLike<number>
  z?: ArrayLike<number>
  time: ArrayLike<number>
}

function squared({ x, y, z }: Events, i: number, j: number): number {
  return (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2 + (z ? (z[i]! - z[j]!) ** 2 : 0)
}

export function knox(
  points: Events,
  options: { epsTime: number; epsSpace: number; permutations?: number; seed?: number },
): KnoxResult {
  const { time } = points
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
      if (squared(points, i, j) > near) continue
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

function shuffle(values: Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = values[i]!
    values[i] = values[j]!
    values[j] = kept
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
    shuffle(shuffled, random)
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
 * are (lower, upper]; the first distance band holds pairs at the same place (within 0.0001).
 */
export function nearRepeats(
  points: Events,
  spaceBands: readonly number[],
  timeBands: readonly number[],
): number[][] {
  const pairs = nearPairs(points, spaceBands)
  return tabulate(pairs, points.time, spaceBands.length + 1, timeBands)
}

/** A band of distance and time: the pairs in it, the mean over permutations of the times, and (b + 1)/(R + 1). */
export type RepeatBand = { pairs: number; expected: number; p: number }

/** The table of near repeats with what shuffled times lead to expect in each band. */
export function testNearRepeats(
  points: Events,
  spaceBands: readonly number[],
  timeBands: readonly number[],
  options: { permutations: number; seed: number },
): RepeatBand[][] {
  const pairs = nearPairs(points, spaceBands)
  const rows = spaceBands.length + 1
  const observed = tabulate(pairs, points.time, rows, timeBands)
  const total = observed.map((row) => row.map(() => 0))
  const atLeast = observed.map((row) => row.map(() => 0))
  const random = seededRandom(options.seed)
  const shuffled = Float64Array.from(points.time)
  for (let r = 0; r < options.permutations; r++) {
    shuffle(shuffled, random)
    tabulate(pairs, shuffled, rows, timeBands).forEach((row, a) =>
      row.forEach((count, b) => {
        total[a]![b]! += count
        if (count >= observed[a]![b]!) atLeast[a]![b]!++
      }),
    )
  }
  return observed.map((row, a) =>
    row.map((count, b) => ({
      pairs: count,
      expected: options.permutations === 0 ? 0 : total[a]![b]! / options.permutations,
      p: (atLeast[a]![b]! + 1) / (options.permutations + 1),
    })),
  )
}

type Pairs = { first: number[]; second: number[]; row: number[] }

/** Pairs within the farthest band, and the band of each. */
function nearPairs(points: Events, spaceBands: readonly number[]): Pairs {
  const pairs: Pairs = { first: [], second: [], row: [] }
  const farthest = Math.max(...spaceBands)
  for (let i = 0; i < points.time.length; i++) {
    for (let j = i + 1; j < points.time.length; j++) {
      const distance = Math.sqrt(squared(points, i, j))
      if (distance > farthest) continue
      pairs.first.push(i)
      pairs.second.push(j)
      pairs.row.push(distance <= 1e-4 ? 0 : 1 + spaceBands.findIndex((upper) => distance <= upper))
    }
  }
  return pairs
}

function tabulate(
  { first, second, row }: Pairs,
  time: ArrayLike<number>,
  rows: number,
  timeBands: readonly number[],
): number[][] {
  const table = Array.from({ length: rows }, () => timeBands.map(() => 0))
  for (let e = 0; e < first.length; e++) {
    const apart = Math.abs(time[first[e]!]! - time[second[e]!]!)
    for (let b = 0; b < timeBands.length; b++) {
      if (apart > timeBands[b]!) continue
      table[row[e]!]![b]!++
      break
    }
  }
  return table
}
