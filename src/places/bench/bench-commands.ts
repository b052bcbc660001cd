import { cpus } from 'node:os'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { scan } from '../scan/parallel.ts'
import { usualScan } from '../scan/scan.ts'
import { benjaminiHochberg } from '../statistics/fdr.ts'
import { getisOrd } from '../statistics/gi.ts'
import { permuteNeighbours } from '../statistics/permutation.ts'
import { poissonVariate, seededRandom, type Random } from '../statistics/random.ts'
import { judgeWeek } from '../statistics/signal.ts'
import { fromLists, type Neighbourhood } from '../statistics/weights.ts'

/** What a bench answers; `peer` is what an established tool took, and on what. */
type BenchAnswer = {
  what: string
  n: number
  seconds: number
  /** Of the whole process, threads and the making of the data included; the fair figure on a busy machine. */
  cpuSeconds: number
  perSecond: number
  peakRssMb: number
  machine: string
  peer?: { name: string; seconds: number; n: number }
} & Record<string, unknown>

function answer(
  what: string,
  n: number,
  seconds: number,
  work: number,
  more: Record<string, unknown>,
): BenchAnswer {
  const processors = cpus()
  return {
    what,
    n,
    seconds: Math.round(seconds * 1000) / 1000,
    cpuSeconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 10_000) / 100,
    perSecond: Math.round(work / seconds),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`,
    ...more,
  }
}

/** Touching cells of a square grid, and gamma-like values on it: what the peers were timed on. */
function queenGrid(n: number): { hood: Neighbourhood; x: Float64Array } {
  const side = Math.round(Math.sqrt(n))
  const lists: number[][] = []
  for (let i = 0; i < side * side; i++) {
    const row = Math.floor(i / side)
    const list: number[] = []
    for (let r = row - 1; r <= row + 1; r++) {
      for (let c = (i % side) - 1; c <= (i % side) + 1; c++) {
        if (r >= 0 && r < side && c >= 0 && c < side && r * side + c !== i) list.push(r * side + c)
      }
    }
    lists.push(list)
  }
  const random = seededRandom(11)
  return { hood: fromLists(lists), x: Float64Array.from(lists, () => gamma2(random)) }
}

/** A gamma variate of shape 2: the sum of two exponentials. */
function gamma2(random: Random): number {
  return -Math.log(1 - random.next()) - Math.log(1 - random.next())
}

/** Wall and CPU seconds of single-threaded work; the best of three, because the first run also compiles. */
function timed(work: () => unknown, times = 3): { seconds: number; workCpuSeconds: number } {
  let best = { seconds: Infinity, workCpuSeconds: Infinity }
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    const before = process.cpuUsage()
    work()
    const { user } = process.cpuUsage(before)
    const seconds = (performance.now() - start) / 1000
    if (seconds < best.seconds) best = { seconds, workCpuSeconds: Math.round(user / 1000) / 1000 }
  }
  return best
}

function size(text: string | undefined, usual: number, most: number): number {
  const n = text === undefined ? usual : Number(text)
  if (Number.isInteger(n) && n >= 16 && n <= most) return n
  throw new BadInput(`--n '${text}': expected a whole number from 16 to ${most}`)
}

function bench(
  what: string,
  summary: string,
  usual: number,
  most: number,
  run: (n: number, options: { share: number }) => BenchAnswer | Promise<BenchAnswer>,
): Command {
  const usage = `bench ${what} [--n N]${what === 'scan' ? ' [--share S]' : ''}`
  return {
    name: ['bench', what],
    usage,
    summary,
    run: async (args) => {
      const { values } = parseCommandLine(usage, args, { n: { type: 'string' }, share: { type: 'string' } })
      const share = Number(values.share ?? '0.5')
      if (!(share > 0 && share <= 0.5))
        throw new BadInput(`--share '${values.share}': expected more than 0, at most 0.5`)
      const json = await run(size(values.n, usual, most), { share })
      return { exit: 0, json, text: `${what}: ${json.n} in ${json.seconds} s (${json.perSecond} a second)` }
    },
  }
}

/** `bench gi|permute|scan|signals`: each on data it makes itself, the statistic alone timed as the peers' was. */
export const benchCommands: Command[] = [
  bench('gi', 'Gi* z on a grid of N cells.', 1_000_000, 4_000_000, (n) => {
    const { hood, x } = queenGrid(n)
    const { seconds, workCpuSeconds } = timed(() =>
      getisOrd(x, hood, { star: true, style: 'W', withP: false }),
    )
    const full = timed(() => benjaminiHochberg(getisOrd(x, hood, { star: true, style: 'W' }).p), 1)
    return answer('gi', hood.n, seconds, hood.n, {
      workCpuSeconds,
      withPAndFdrSeconds: Math.round(full.seconds * 1000) / 1000,
      peer: { name: 'spdep 1.2-7 localG', seconds: 2.03, n: 1_000_000 },
    })
  }),
  bench('permute', '999 conditional permutations of each of N cells.', 100_000, 4_000_000, (n) => {
    const { hood, x } = queenGrid(n)
    const { seconds, workCpuSeconds } = timed(() =>
      permuteNeighbours(x, hood, { permutations: 999, seed: 1 }),
    )
    return answer('permute', hood.n, seconds, hood.n * 999, {
      workCpuSeconds,
      permutations: 999,
      peer: { name: 'spdep 1.2-7 localG_perm', seconds: 69.3, n: 99_856 },
    })
  }),
  bench(
    'scan',
    'A spatial Poisson scan of N locations with 999 replicas; --share is the largest window.',
    10_000,
    65_535,
    async (n, { share }) => {
      const random = seededRandom(3)
      const x = Float64Array.from({ length: n }, () => random.next() * 1000)
      const y = Float64Array.from({ length: n }, () => random.next() * 1000)
      const population = Float64Array.from({ length: n }, () => 100 + random.below(2000))
      // A disc of relative risk 2 is planted at 300, 300.
      const risk = (i: number) => (Math.hypot(x[i]! - 300, y[i]! - 300) < 60 ? 2 : 1)
      const rate = Math.min(1, 50_000 / n)
      const cases = Float64Array.from(population, (people, i) =>
        poissonVariate(random, (people / 1100) * risk(i) * rate),
      )
      const start = performance.now()
      const settings = { ...usualScan, maxPopulation: share }
      const found = await scan({ coordinates: { kind: 'plane', x, y }, cases, population }, settings)
      const seconds = (performance.now() - start) / 1000
      const first = found.clusters[0]
      return answer('scan', n, seconds, n, {
        replicas: 999,
        share,
        cases: cases.reduce((sum, count) => sum + count, 0),
        firstCluster: { members: first?.members.length, llr: first?.llr, p: first?.p },
        peer: { name: 'SaTScan 10.3.2 -O2, window 50 %', seconds: 148.83, n: 10_000 },
      })
    },
  ),
  bench('signals', 'Judges one week of N areas × 10 kinds on five years of history.', 5_000, 100_000, (n) => {
    const random = seededRandom(5)
    const weeks = 5 * 52 + 8
    const series = Array.from({ length: 10 }, (_, kind) =>
      Array.from({ length: n }, () => {
        const mean = 0.3 + kind * 0.4 + random.next()
        return Float64Array.from({ length: weeks }, (__, t) =>
          poissonVariate(random, mean * (1 + 0.3 * Math.sin(t / 8.3))),
        )
      }),
    ).flat()
    const methods = new Map<string, number>()
    const { seconds, workCpuSeconds } = timed(() => {
      for (const one of series) {
        const { method } = judgeWeek(one, weeks - 1)
        methods.set(method, (methods.get(method) ?? 0) + 1)
      }
    }, 1)
    return answer('signals', n, seconds, series.length, {
      workCpuSeconds,
      kinds: 10,
      weeks,
      methods: Object.fromEntries(methods),
    })
  }),
]
