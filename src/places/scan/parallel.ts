import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { AsyliaError } from '#platform/errors'
import { startThread } from '#platform/threads'
import type { ScanTask } from './scan-worker.ts'
import {
  clustersOf,
  drawReplicas,
  pilotFloor,
  scanCentres,
  type CentreScan,
  type Cluster,
  type ScanInput,
  type ScanSettings,
} from './scan.ts'

/** Below this many locations a worker takes longer to start than the scan to run. */
const WORTH_WORKERS = 1500

/**
 * The whole scan, over worker threads where it is worth it: clusters with their members, ratio and p. The same seed
 * gives the same answer, whatever the number of threads.
 */
export async function scan(
  input: ScanInput,
  settings: ScanSettings,
  options: { clusters?: number; threads?: number; progress?: (done: number) => void } = {},
): Promise<{ clusters: Cluster[]; replicas: Float64Array }> {
  const n = input.population.length
  const threads = options.threads ?? (n < WORTH_WORKERS ? 1 : availableParallelism())
  const shared = new Uint16Array(new SharedArrayBuffer(2 * n * settings.replicas))
  const counts = drawReplicas(input, settings, shared)
  const run = (some: Uint16Array, floor: number): Promise<CentreScan> =>
    threads === 1
      ? Promise.resolve(scanCentres(input, settings, some, 0, n, floor))
      : overWorkers({ input, settings, counts: some, floor }, threads, options.progress)
  let floor = pilotFloor(input, settings, counts)
  const result = await run(counts, floor)
  // Replicas that stayed below the floor everywhere are scanned again with a lower one, at last with none.
  for (
    let below = unresolved(result.replicas, floor);
    below.length > 0;
    below = unresolved(result.replicas, floor)
  ) {
    floor = floor < 1 ? 0 : floor / 2
    const some = new Uint16Array(new SharedArrayBuffer(2 * n * below.length))
    below.forEach((r, i) => some.set(counts.subarray(r * n, (r + 1) * n), i * n))
    const again = await run(some, floor)
    below.forEach((r, i) => (result.replicas[r] = again.replicas[i]!))
  }
  return { clusters: clustersOf(input, settings, result, options.clusters), replicas: result.replicas }
}

/** The replicas whose largest ratio is not known yet. */
function unresolved(replicas: Float64Array, floor: number): number[] {
  return [...replicas.keys()].filter((r) => replicas[r]! < floor)
}

function overWorkers(
  task: ScanTask,
  threads: number,
  progress: ((done: number) => void) | undefined,
): Promise<CentreScan> {
  const n = task.input.population.length
  const chunk = Math.max(250, Math.ceil(n / (threads * 8)))
  const whole: CentreScan = {
    llr: new Float64Array(n),
    length: new Uint32Array(n),
    replicas: new Float64Array(Math.floor(task.counts.length / n)),
  }
  return new Promise((resolve, reject) => {
    let next = 0
    let done = 0
    const workers: Worker[] = []
    const stop = () => workers.forEach((worker) => void worker.terminate())
    const hand = (worker: Worker) => {
      if (next >= n) return
      worker.postMessage({ from: next, to: Math.min(n, next + chunk) })
      next += chunk
    }
    for (let i = 0; i < threads; i++) {
      const worker = startThread(new URL('./scan-worker.ts', import.meta.url), {
        workerData: task,
      })
      workers.push(worker)
      worker.on('message', (part: CentreScan & { from: number }) => {
        whole.llr.set(part.llr, part.from)
        whole.length.set(part.length, part.from)
        part.replicas.forEach((value, r) => (whole.replicas[r] = Math.max(whole.replicas[r]!, value)))
        done += part.llr.length
        progress?.(done / n)
        if (done === n) {
          stop()
          resolve(whole)
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
