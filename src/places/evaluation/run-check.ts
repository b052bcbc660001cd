import { drawReplicas, scanCentres, clustersOf, usualScan } from '../scan/scan.ts'
import { ears } from '../statistics/ears.ts'
import { farringtonFlexible } from '../statistics/farrington.ts'
import { benjaminiHochberg } from '../statistics/fdr.ts'
import { getisOrd } from '../statistics/gi.ts'
import { gaussianDensity } from '../statistics/kde.ts'
import { knox } from '../statistics/knox.ts'
import { localMoran } from '../statistics/moran.ts'
import { permuteNeighbours } from '../statistics/permutation.ts'
import { empiricalBayes } from '../statistics/smoothing.ts'
import { withinBand } from '../statistics/weights.ts'
import { ReferenceClusters, type Check, type CheckResult } from './checks.ts'
import type { Tables } from './tables.ts'

type Of<K extends Check['kind']> = Extract<Check, { kind: K }>
type GraphCheck = Extract<Check, { kind: 'gi' | 'gi-star' | 'gi-star-bh' | 'local-moran' | 'local-moran-z' }>
type Difference = { maxAbsDiff: number; ok: boolean; note?: string }

/** Computes one check and compares it with its reference. */
export function runCheck(check: Check, tables: Tables): CheckResult {
  const difference = compute(check, tables)
  const result = {
    name: check.name,
    maxAbsDiff: difference.maxAbsDiff,
    tolerance: check.tolerance,
    ok: difference.ok,
  }
  return difference.note === undefined ? result : { ...result, note: difference.note }
}

function compute(check: Check, tables: Tables): Difference {
  switch (check.kind) {
    case 'gi':
    case 'gi-star':
    case 'gi-star-bh':
    case 'local-moran':
    case 'local-moran-z':
      return graphCheck(check, tables)
    case 'gi-permutation':
      return permutationCheck(check, tables)
    case 'gi-band': {
      const { file, x, y, value } = check.points
      const hood = withinBand(tables.numbers(file, x), tables.numbers(file, y), check.distance)
      return columns(
        getisOrd(tables.numbers(file, value), hood, { star: false, style: 'B' }).z,
        check,
        tables,
      )
    }
    case 'eb-global': {
      const { file, cases, population } = check.counts
      return columns(
        empiricalBayes(tables.numbers(file, cases), tables.numbers(file, population)),
        check,
        tables,
      )
    }
    case 'farrington-flexible':
    case 'ears':
      return alarmCheck(check, tables)
    case 'scan-poisson':
      return scanCheck(check, tables)
    case 'knox':
      return knoxCheck(check, tables)
    case 'kde-gaussian': {
      const { points, grid } = check
      const density = gaussianDensity(
        { x: tables.numbers(points.file, points.x), y: tables.numbers(points.file, points.y) },
        { x: tables.numbers(grid.file, grid.x), y: tables.numbers(grid.file, grid.y) },
        check.sigma,
      )
      return columns(density, check, tables)
    }
  }
}

function graphCheck(check: GraphCheck, tables: Tables): Difference {
  const x = tables.numbers(check.values.file, check.values.column)
  const hood = tables.edges(check.edges, x.length)
  const { style } = check
  if (check.kind === 'local-moran') return columns(localMoran(x, hood, style).i, check, tables)
  if (check.kind === 'local-moran-z') return columns(localMoran(x, hood, style).z, check, tables)
  const gi = getisOrd(x, hood, { star: check.kind !== 'gi', style })
  return columns(check.kind === 'gi-star-bh' ? benjaminiHochberg(gi.p) : gi.z, check, tables)
}

/** The tolerance of two Monte-Carlo estimates of one p: 4·√(q(1−q)·(1/R₀ + 1/R)) + 1/(R+1), q their mean. */
function permutationCheck(check: Of<'gi-permutation'>, tables: Tables): Difference {
  const x = tables.numbers(check.values.file, check.values.column)
  const { permutations, withReplacement } = check
  const hood = tables.edges(check.edges, x.length)
  const own = permuteNeighbours(x, hood, { permutations, seed: 20_240_101, withReplacement }).folded
  const expected = tables.numbers(check.expected.file, check.expected.column)
  let most = 0
  let outside = 0
  for (let i = 0; i < own.length; i++) {
    const difference = Math.abs(own[i]! - expected[i]!)
    const q = Math.max((own[i]! + expected[i]!) / 2, 1 / (permutations + 1))
    const spread = Math.sqrt(q * (1 - q) * (1 / check.expected.permutations + 1 / permutations))
    const allowed = check.tolerance === 'monte-carlo' ? 4 * spread + 1 / (permutations + 1) : check.tolerance
    if (!(difference <= allowed)) outside++
    most = Math.max(most, difference)
  }
  return outside === 0
    ? { maxAbsDiff: most, ok: true }
    : { maxAbsDiff: most, ok: false, note: `${outside} rows outside` }
}

function alarmCheck(check: Of<'farrington-flexible'> | Of<'ears'>, tables: Tables): Difference {
  const series = tables.numbers(check.series.file, check.series.column)
  const bounds = tables.numbers(check.expected.file, check.expected.bound)
  const alarms = tables.numbers(check.expected.file, check.expected.alarm)
  const own = new Float64Array(bounds.length).fill(Number.NaN)
  let wrong = 0
  for (let week = check.from; week <= check.to; week++) {
    const row = week - check.from
    const judged = judge(check, series, week - 1)
    own[row] = judged?.bound ?? Number.NaN
    if (Number(judged?.alarm ?? false) !== alarms[row]) wrong++
  }
  const found = compare(own, bounds, check.tolerance as number)
  return wrong === 0 ? found : { ...found, ok: false, note: `${wrong} alarms differ` }
}

function judge(
  check: Of<'farrington-flexible'> | Of<'ears'>,
  series: Float64Array,
  t: number,
): { bound: number; alarm: boolean } | null {
  if (check.kind === 'ears') return ears(series, t, { method: check.method, ...check.settings })
  const { settings: s } = check
  const result = farringtonFlexible(series, t, {
    years: s.b,
    halfWindow: s.w,
    blocks: s.noPeriods,
    skipRecent: s.pastWeeksNotIncluded,
    weightsThreshold: s.weightsThreshold,
    alpha: s.alpha,
    limit: { cases: s.limit[0], weeks: s.limit[1] },
    threshold: s.threshold,
    trend: s.trend,
  })
  return result.judged ? result : null
}

function scanCheck(check: Of<'scan-poisson'>, tables: Tables): Difference {
  const { file, id, x, y, cases, population } = check.locations
  const input = {
    coordinates: { kind: 'plane' as const, x: tables.numbers(file, x), y: tables.numbers(file, y) },
    cases: tables.numbers(file, cases),
    population: tables.numbers(file, population),
  }
  const names = tables.words(file, id)
  const settings = { ...usualScan, maxPopulation: check.maxPopulation, replicas: 0 }
  const counts = drawReplicas(input, settings)
  const found = clustersOf(input, settings, scanCentres(input, settings, counts, 0, names.length, 0))
  const reference = ReferenceClusters.parse(tables.json(check.expected.file)).slice(
    0,
    check.expected.clusters,
  )
  let most = 0
  let members = 0
  reference.forEach((cluster, i) => {
    most = Math.max(most, Math.abs((found[i]?.llr ?? Number.NaN) - cluster.llr))
    const own = (found[i]?.members ?? []).map((place) => names[place]!).sort()
    if (own.join('\n') !== [...cluster.members].sort().join('\n')) members++
  })
  const ok = most <= (check.tolerance as number) && members === 0
  return members === 0
    ? { maxAbsDiff: most, ok }
    : { maxAbsDiff: most, ok, note: `members of ${members} clusters differ` }
}

function knoxCheck(check: Of<'knox'>, tables: Tables): Difference {
  const { file, x, y, time, where } = check.points
  const keep = tables
    .rows(file)
    .map((row) => Object.entries(where ?? {}).every(([column, value]) => row[column] === String(value)))
  const column = (name: string) => tables.numbers(file, name).filter((_, i) => keep[i])
  const { epsTime, epsSpace, expected } = check
  const own = knox({ x: column(x), y: column(y), time: column(time) }, { epsTime, epsSpace })
  const found = compare(
    [own.close, own.expected, own.poissonTail],
    [expected.close, expected.expected, expected.poissonTail],
    check.tolerance as number,
  )
  return own.close === expected.close ? found : { ...found, ok: false, note: 'counts differ' }
}

function columns(
  own: ArrayLike<number>,
  check: { expected: { file: string; column: string }; tolerance: number | 'monte-carlo' },
  tables: Tables,
): Difference {
  return compare(own, tables.numbers(check.expected.file, check.expected.column), check.tolerance as number)
}

/** Row by row; where one of the two cannot judge, the other must not either. */
function compare(own: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): Difference {
  if (own.length !== expected.length) {
    return { maxAbsDiff: Infinity, ok: false, note: `${own.length} rows, expected ${expected.length}` }
  }
  let most = 0
  let unjudged = 0
  for (let i = 0; i < own.length; i++) {
    if (Number.isNaN(own[i]!) !== Number.isNaN(expected[i]!)) unjudged++
    else if (!Number.isNaN(own[i]!)) most = Math.max(most, Math.abs(own[i]! - expected[i]!))
  }
  if (unjudged > 0)
    return { maxAbsDiff: most, ok: false, note: `${unjudged} rows judged by one of the two only` }
  return { maxAbsDiff: most, ok: most <= tolerance }
}
