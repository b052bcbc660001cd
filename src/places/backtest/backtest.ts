import type { AreaCount } from '../hotspots/hotspots.ts'
import { chooseAreas, scoreChoice } from '../statistics/prediction.ts'
import { poissonQuantile } from '../statistics/special.ts'
import { methods, rankers, type Knowledge, type Method } from './methods.ts'

/** What is counted week by week, by the week it was told: nothing is in a week that was not known when it ended. */
export type BacktestInput = {
  areas: readonly Omit<AreaCount, 'observed' | 'personsLow' | 'personsHigh' | 'control'>[]
  /** Area-major: `counts[i·weeks + t]`. */
  counts: Float64Array
  control: Float64Array
  weeks: number
  /** Of each area: 1 for cells, square kilometres otherwise. */
  size: Float64Array
}

export type BacktestSettings = {
  /** Weeks foretold at once, and from one origin to the next. */
  horizon: number
  /** Weeks a method looks back on. */
  recent: number
  /** Share of the map's size that is called out. */
  share: number
  /** The first origin has at least so many weeks behind it. */
  leastWeeks: number
  seed: number
}

export const usualBacktest: BacktestSettings = { horizon: 4, recent: 26, share: 0.1, leastWeeks: 52, seed: 1 }

export type MethodFigures = {
  method: Method
  origins: number
  events: number
  hitRate: number | null
  pai: number | null
  peiStar: number | null
  /** Rises that began during the test, and how many of them the method called out while they lasted. */
  rises: number
  detected: number
  /** Weeks from a rise's first week to the first origin that called it out; median over the detected. */
  weeksToDetect: number | null
  falseAlarmsPerMonth: number
  /** Origins at which it caught more, as many, fewer events than 'where it was last year'. Null for that one. */
  againstLastYear: { better: number; equal: number; worse: number; p: number } | null
  /** Whether it may be called a prediction: it beats 'where it was last year' at the 5 % level. */
  predicts: boolean
}

type Origin = { week: number; chosen: Map<Method, number[]> }

/**
 * Tests every method as it would have been used: at each origin it sees the weeks before, chooses a share of the map,
 * and is scored on the weeks after (rolling origin). The naive choice is where most was counted in the year before.
 */
export async function backtest(
  input: BacktestInput,
  settings: BacktestSettings = usualBacktest,
  progress?: (done: number) => void,
): Promise<MethodFigures[]> {
  const { horizon, share, seed } = settings
  const first = Math.min(input.weeks, settings.leastWeeks)
  const origins: Origin[] = []
  const last = input.weeks - horizon
  for (let week = first; week <= last; week += horizon) {
    const known = knowledgeAt(input, week, settings.recent)
    const chosen = new Map<Method, number[]>()
    for (const method of methods) {
      const rank = await rankers[method](known, seed)
      chosen.set(method, chooseAreas(rank, input.size, share))
    }
    origins.push({ week, chosen })
    progress?.((week - first) / Math.max(1, last - first))
  }
  const rises = findRisesAfter(input, first, horizon)
  const naive = origins.map(({ week, chosen }) => caughtAt(input, week, horizon, chosen.get('last-year')!))
  return methods.map((method) => figuresOf(method, input, settings, origins, rises, naive))
}

function knowledgeAt(
  { areas, counts, control, weeks }: BacktestInput,
  week: number,
  recent: number,
): Knowledge {
  const sum = (values: Float64Array, i: number, from: number) => {
    let all = 0
    for (let t = Math.max(0, from); t < week; t++) all += values[i * weeks + t]!
    return all
  }
  return {
    recent: areas.map((area, i) => {
      const observed = sum(counts, i, week - recent)
      return {
        ...area,
        observed,
        personsLow: observed,
        personsHigh: observed,
        control: sum(control, i, week - recent),
      }
    }),
    lastYear: Float64Array.from(areas, (_, i) => sum(counts, i, week - 52)),
  }
}

function after({ areas, counts, weeks }: BacktestInput, week: number, horizon: number): Float64Array {
  return Float64Array.from(areas, (_, i) => {
    let all = 0
    for (let t = week; t < week + horizon; t++) all += counts[i * weeks + t]!
    return all
  })
}

function caughtAt(input: BacktestInput, week: number, horizon: number, chosen: readonly number[]): number {
  const events = after(input, week, horizon)
  return chosen.reduce((sum, i) => sum + events[i]!, 0)
}

/** A stretch in which an area told more than its own year before leads to expect; weeks, the end exclusive. */
type TrueRise = { area: number; from: number; to: number }

/** The most a Poisson count of the same mean would bring in 999 of 1,000 stretches; fewer than five are no rise. */
const RISE = 0.999
const LEAST_RISE = 5

function findRisesAfter(input: BacktestInput, first: number, horizon: number): TrueRise[] {
  const { areas, counts, weeks } = input
  const rises: TrueRise[] = []
  areas.forEach((_, area) => {
    let open: TrueRise | undefined
    for (let week = first; week + horizon <= weeks; week += horizon) {
      let before = 0
      const from = Math.max(0, week - 52)
      for (let t = from; t < week; t++) before += counts[area * weeks + t]!
      let now = 0
      for (let t = week; t < week + horizon; t++) now += counts[area * weeks + t]!
      const risen =
        now >= LEAST_RISE &&
        now > poissonQuantile(RISE, ((before + 0.5) * horizon) / Math.max(1, week - from))
      if (!risen) open = undefined
      else if (open) open.to = week + horizon
      else rises.push((open = { area, from: week, to: week + horizon }))
    }
  })
  return rises
}

function figuresOf(
  method: Method,
  input: BacktestInput,
  { horizon }: BacktestSettings,
  origins: readonly Origin[],
  rises: readonly TrueRise[],
  naive: readonly number[],
): MethodFigures {
  const whole = { caught: 0, events: 0, best: 0, used: 0, size: 0 }
  const size = input.size.reduce((sum, value) => sum + value, 0)
  let [better, equal, worse] = [0, 0, 0]
  origins.forEach(({ week, chosen }, o) => {
    const own = chosen.get(method)!
    const score = scoreChoice(own, after(input, week, horizon), input.size)
    whole.caught += score.caught
    whole.events += score.events
    if (score.peiStar !== null) whole.best += score.caught / (score.peiStar || Infinity)
    whole.used += own.reduce((sum, i) => sum + input.size[i]!, 0)
    whole.size += size
    if (score.caught > naive[o]!) better++
    else if (score.caught < naive[o]!) worse++
    else equal++
  })
  const waits = rises.flatMap(({ area, from, to }) => {
    const found = origins.find(
      ({ week, chosen }) => week > from && week <= to && chosen.get(method)!.includes(area),
    )
    return found ? [found.week - from] : []
  })
  const hitRate = whole.events === 0 ? null : whole.caught / whole.events
  // One-sided sign test over the origins at which the two differ.
  const p = signTest(better, worse)
  return {
    method,
    origins: origins.length,
    events: whole.events,
    hitRate,
    pai: hitRate === null || whole.used === 0 ? null : hitRate / (whole.used / whole.size),
    peiStar: whole.best === 0 ? null : whole.caught / whole.best,
    rises: rises.length,
    detected: waits.length,
    weeksToDetect: waits.length === 0 ? null : waits.sort((a, b) => a - b)[waits.length >> 1]!,
    falseAlarmsPerMonth:
      falseAlarms(method, origins, rises) / Math.max(1, (origins.length * horizon) / (365.25 / 7 / 12)),
    againstLastYear: method === 'last-year' ? null : { better, equal, worse, p },
    predicts: method !== 'last-year' && p <= 0.05,
  }
}

/** Areas newly called out where no rise was under way or began. */
function falseAlarms(method: Method, origins: readonly Origin[], rises: readonly TrueRise[]): number {
  let alarms = 0
  origins.forEach(({ week, chosen }, o) => {
    const before = new Set(o === 0 ? chosen.get(method)! : origins[o - 1]!.chosen.get(method)!)
    for (const area of chosen.get(method)!) {
      if (before.has(area)) continue
      if (!rises.some((rise) => rise.area === area && rise.from <= week && rise.to >= week)) alarms++
    }
  })
  return alarms
}

/** P(X ≥ better) of a binomial with ½ over the origins that differ. */
export function signTest(better: number, worse: number): number {
  const n = better + worse
  let term = 0.5 ** n
  let sum = 0
  for (let k = 0; k <= n; k++) {
    if (k >= better) sum += term
    term *= (n - k) / (k + 1)
  }
  return n === 0 ? 1 : Math.min(1, sum)
}
