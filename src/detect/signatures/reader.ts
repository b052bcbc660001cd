import { availableParallelism } from 'node:os'
import { jsonLine } from '#platform/corpus'
import { startThread } from '#platform/threads'
import { type Observation, readObservation } from './read-observation.ts'

/** Reads observations, as lines of JSON, to lines of `detect_signature`. */
export interface Reader {
  /** `firstNumber`: the number of the first line; the others follow. */
  read(lines: Uint8Array, firstNumber: number): Promise<Buffer>
  close(): Promise<void>
}

/** Lines of `detect_signature` for lines of observations. */
export function readLines(lines: Uint8Array, firstNumber: number): Buffer {
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength)
  const made: string[] = []
  let number = firstNumber
  for (let from = 0, to = text.indexOf(10); to !== -1; from = to + 1, to = text.indexOf(10, from)) {
    // A row of our own table: the shape is that of the query.
    const observation = JSON.parse(text.toString('utf8', from, to)) as Observation
    made.push(jsonLine({ ...readObservation(observation), number: number++ }))
  }
  return Buffer.from(made.join(''))
}

/** Reads in this thread: for few observations, where starting threads would take longer. */
export const inThisThread: Reader = {
  read: (lines, firstNumber) => Promise.resolve(readLines(lines, firstNumber)),
  close: () => Promise.resolve(),
}

type Answer = { job: number; lines?: Uint8Array; error?: string }

/** Reads in worker threads, one a core. */
export function inWorkers(count = availableParallelism()): Reader {
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
    read(lines, firstNumber) {
      const job = next++
      return new Promise((resolve, reject) => {
        waiting.set(job, { resolve, reject })
        const own = Uint8Array.from(lines)
        workers[job % workers.length]!.postMessage({ job, lines: own, firstNumber }, [own.buffer])
      })
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
