import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { AsyliaError } from '#platform/errors'
import { startThread } from '#platform/threads'
import { replicaMaker } from './draw.ts'
import { scan } from './parallel.ts'
import { usualScan } from './scan.ts'
import {
  clustersFrom,
  prepare,
  scanObserved,
  scanReplicas,
  type Prepared,
  type SpaceTimeCluster,
  type SpaceTimeInput,
  type SpaceTimeSettings,
} from './space-time.ts'

export type SpaceTimeScan = {
  clusters: SpaceTimeCluster[]
  /** The largest ratio of each replica that was run. */
  replicas: Float64Array
  /** Fewer replicas than asked were run, because the best window is plainly no cluster. */
  stoppedEarly: boolean
  /** Cases in all. */
  total: number
}

/** Replicas handed to a thread at once. */
const BATCH = 50
/** Below about so many windows a thread takes longer to start than the scan to run. */
const WORTH_THREADS = 3_000_000

/** The whole scan; the same seed gives the same answer whatever the number of threads. */
export async function scanSpaceTime(
  input: SpaceTimeInput,
  settings: SpaceTimeSettings,
  options: { clusters?: number; threads?: number; progress?: (share: number) => void } = {},
): Promise<SpaceTimeScan> {
  const prepared = prepare(input, settings)
  if (isPlain(settings)) return scanPlain(prepared, options)
  const best = scanObserved(prepared)
  const highest = best.reduce((most, { ratio }) => Math.max(most, ratio), 0)
  const tally = new Tally(settings, highest)
  if (highest > 0 && settings.replicas > 0) {
    const threads = options.threads ?? (windowsOf(prepared) < WORTH_THREADS ? 1 : availableParallelism())
    if (threads === 1) alone(prepared, tally)
    else await overThreads(input, settings, tally, threads, options.progress)
  }
  const replicas = tally.replicas()
  const clusters = clustersFrom(prepared, best, replicas, options.clusters)
  const stoppedEarly = replicas.length < settings.replicas && highest > 0
  // Stopped at the h-th replica as large: p = h/l (Besag & Clifford 1991, Biometrika 78:301).
  if (stoppedEarly && clusters[0]) clusters[0].p = settings.stopAfter! / replicas.length
  return { clusters, replicas, stoppedEarly, total: prepared.total }
}

/** What the quick scan of circles in space does (`scan`, eight replicas at once); it runs every replica. */
const isPlain = ({ model, shape, time, maxRadius }: SpaceTimeSettings): boolean =>
  model === 'poisson' && shape === 'circle' && time === 'none' && maxRadius === Infinity

async function scanPlain(
  { input, settings, n, total, shapes }: Prepared,
  options: { clusters?: number; threads?: number; progress?: (share: number) => void },
): Promise<SpaceTimeScan> {
  const sums = (values: Float64Array) =>
    Float64Array.from({ length: n }, (_, i) =>
      values.subarray(i * input.periods, (i + 1) * input.periods).reduce((all, value) => all + value, 0),
    )
  if (total === 0) return { clusters: [], replicas: new Float64Array(0), stoppedEarly: false, total }
  const { maxPopulation, leastCases, replicas, seed } = settings
  const found = await scan(
    { coordinates: input.coordinates, cases: sums(input.cases), population: sums(input.population) },
    { ...usualScan, maxPopulation, leastCases, replicas, seed },
    options,
  )
  return {
    clusters: found.clusters.map((cluster) => ({
      ...cluster,
      from: 0,
      to: input.periods - 1,
      shape: shapes[0]!,
    })),
    replicas: found.replicas,
    stoppedEarly: false,
    total,
  }
}

/** About how many windows all replicas have; for choosing threads, and for refusing what would take hours. */
export function windowsOf({
  n,
  settings,
  shapes,
  input: { periods },
}: Pick<Prepared, 'n' | 'settings' | 'shapes' | 'input'>): number {
  const longest = Math.min(periods, settings.maxPeriods)
  const intervals =
    settings.time === 'none'
      ? 1
      : settings.time === 'prospective'
        ? longest
        : longest * (periods - longest / 2)
  return n * n * settings.maxPopulation * shapes.length * intervals * (settings.replicas + 1)
}

/** The replicas' ratios in their own order, and when enough of them are as large as the observed one. */
class Tally {
  readonly #ratios: Float64Array
  readonly #done: Uint8Array
  readonly #settings: SpaceTimeSettings
  readonly #highest: number
  /** How many replicas from the first on are known without a gap, and how many of those are as large. */
  #known = 0
  #large = 0
  stopped = false

  constructor(settings: SpaceTimeSettings, highest: number) {
    this.#ratios = new Float64Array(settings.replicas)
    this.#done = new Uint8Array(settings.replicas)
    this.#settings = settings
    this.#highest = highest
  }

  add(first: number, ratios: Float64Array): void {
    this.#ratios.set(ratios, first)
    this.#done.fill(1, first, first + ratios.length)
    while (!this.stopped && this.#known < this.#done.length && this.#done[this.#known] === 1) {
      if (this.#ratios[this.#known]! >= this.#highest - 1e-9) this.#large++
      this.#known++
      this.stopped = this.#settings.stopAfter !== null && this.#large >= this.#settings.stopAfter
    }
  }

  get complete(): boolean {
    return this.stopped || this.#known === this.#done.length
  }

  get share(): number {
    return this.#known / this.#done.length
  }

  replicas(): Float64Array {
    return this.#ratios.slice(0, this.#known)
  }
}

function alone(prepared: Prepared, tally: Tally): void {
  const make = replicaMaker(prepared)
  const { replicas } = prepared.settings
  for (let first = 0; first < replicas && !tally.complete; first += BATCH) {
    tally.add(first, scanReplicas(prepared, make(first, Math.min(BATCH, replicas - first))))
  }
}

function overThreads(
  input: SpaceTimeInput,
  settings: SpaceTimeSettings,
  tally: Tally,
  threads: number,
  progress: ((share: number) => void) | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0
    const workers: Worker[] = []
    const stop = () => workers.forEach((worker) => void worker.terminate())
    const hand = (worker: Worker) => {
      if (next >= settings.replicas) return
      worker.postMessage({ first: next, count: Math.min(BATCH, settings.replicas - next) })
      next += BATCH
    }
    for (let i = 0; i < threads; i++) {
      const worker = startThread(new URL('./space-time-worker.ts', import.meta.url), {
        workerData: { input, settings },
      })
      workers.push(worker)
      worker.on('message', ({ first, ratios }: { first: number; ratios: Float64Array }) => {
        if (tally.complete) return
        tally.add(first, ratios)
        progress?.(tally.share)
        if (tally.complete) {
          stop()
          resolve()
        } else hand(worker)
      })
      worker.on('error', (error) => {
        stop()
        reject(new AsyliaError('places.scan-failed', 'a thread of the scan stopped', {}, error))
      })
      hand(worker)
    }
  })
}
