import { parentPort } from 'node:worker_threads'
import { readLines } from './reader.ts'

type Job = { job: number; lines: Uint8Array; firstNumber: number }

parentPort?.on('message', ({ job, lines: given, firstNumber }: Job) => {
  try {
    const lines = Uint8Array.from(readLines(given, firstNumber))
    parentPort?.postMessage({ job, lines }, [lines.buffer])
  } catch (error) {
    parentPort?.postMessage({ job, error: error instanceof Error ? error.message : String(error) })
  }
})
