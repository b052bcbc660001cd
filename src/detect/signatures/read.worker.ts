import { parentPort } from 'node:worker_threads'
import { readRows } from './read-rows.ts'

type Job = { job: number; rows: Uint8Array; firstNumber: number }

parentPort?.on('message', ({ job, rows, firstNumber }: Job) => {
  try {
    const made = readRows(rows, firstNumber)
    const lines = new Uint8Array(made.buffer as ArrayBuffer, made.byteOffset, made.byteLength)
    parentPort?.postMessage({ job, lines }, [lines.buffer])
  } catch (error) {
    parentPort?.postMessage({ job, error: error instanceof Error ? error.message : String(error) })
  }
})
