import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AsyliaError } from '#platform/errors'
import {
  clustersOf,
  drawReplicas,
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
  const counts = settings.model === 'poisson' ? drawReplicas(input, settings, shared) : shared.subarray(0, 0)
  const result =
    threads === 1
      ? scanCentres(input, settings, counts, 0, n)
      : await overWorkers(input, settings, counts, threads, options.progress)
  return { clusters: clustersOf(input, settings, result, options.clusters), replicas: result.replicas }
}

function overWorkers(
  input: ScanInput,
  settings: ScanSettings,
  counts: Uint16Array,
  threads: number,
  progress: ((done: number) => void) | undefined,
): Promise<CentreScan> {
  const n = input.population.length
  const chunk = Math.max(250, Math.ceil(n / (threads * 8)))
  const whole: CentreScan = {
    llr: new Float64Array(n),
    length: new Uint32Array(n),
    replicas: new Float64Array(settings.model === 'poisson' ? settings.replicas : 0),
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
      const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
        execArgv: ['--import', 'tsx'],
        workerData: { input, settings, counts },
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
