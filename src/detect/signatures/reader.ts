import { availableParallelism } from 'node:os'
import { startThread } from '#platform/threads'
import { type Observation, readObservation } from './read-observation.ts'

/** Reads batches of observations to lines of `detect_signature`. */
export interface Reader {
  /** `firstNumber`: the number of the batch's first row; the others follow. */
  read(batch: Observation[], firstNumber: number): Promise<Buffer>
  close(): Promise<void>
}

/** Lines of JSONEachRow for a batch. */
export function readBatch(batch: readonly Observation[], firstNumber: number): Buffer {
  const lines = batch.map((observation, i) => {
    const row = readObservation(observation)
    return JSON.stringify({ ...row, number: firstNumber + i })
  })
  return Buffer.from(`${lines.join('\n')}\n`)
}

/** Reads in this thread: for few observations, where starting threads would take longer. */
export const inThisThread: Reader = {
  read: (batch, firstNumber) => Promise.resolve(readBatch(batch, firstNumber)),
  close: () => Promise.resolve(),
}

type Answer = { job: number; lines?: Uint8Array; error?: string }

/** Reads in worker threads, one a core at most. */
export function inWorkers(count = Math.max(1, availableParallelism() - 1)): Reader {
  const waiting = new Map<number, { resolve(lines: Buffer): void; reject(error: Error): void }>()
  const workers = Array.from({ length: count }, () => {
    const worker = startThread(new URL('./read.worker.ts', import.meta.url))
    worker.on('message', ({ job, lines, error }: Answer) => {
      const one = waiting.get(job)
      waiting.delete(job)
      if (lines === undefined) one?.reject(new Error(error))
      else one?.resolve(Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength))
    })
    worker.on('error', (error) => {
      for (const one of waiting.values()) one.reject(error)
      waiting.clear()
    })
    return worker
  })
  let next = 0
  return {
    read(batch, firstNumber) {
      const job = next++
      return new Promise((resolve, reject) => {
        waiting.set(job, { resolve, reject })
        workers[job % workers.length]!.postMessage({ job, batch, firstNumber })
      })
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
