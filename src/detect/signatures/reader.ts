import { availableParallelism } from 'node:os'
import { startThread } from '#platform/threads'
import { readRows } from './read-rows.ts'

/** Reads observations, as rows of RowBinary (`RowsIn`), to lines of `detect_signature`. */
export interface Reader {
  /** `firstNumber`: the number of the first row; the others follow. `rows` are the reader's from here on. */
  read(rows: Uint8Array, firstNumber: number): Promise<Buffer>
  close(): Promise<void>
}

/** Reads in this thread: for few observations, where starting threads would take longer. */
export const inThisThread: Reader = {
  read: (rows, firstNumber) => Promise.resolve(readRows(rows, firstNumber)),
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
    read(rows, firstNumber) {
      const job = next++
      return new Promise((resolve, reject) => {
        waiting.set(job, { resolve, reject })
        // Given away where they are all of what they lie in; copied out of what others may still read.
        const { buffer } = rows
        const own =
          buffer instanceof ArrayBuffer && buffer.byteLength === rows.byteLength
            ? new Uint8Array(buffer)
            : new Uint8Array(rows)
        workers[job % workers.length]!.postMessage({ job, rows: own, firstNumber }, [own.buffer])
      })
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
