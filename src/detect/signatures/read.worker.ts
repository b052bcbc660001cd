import { parentPort } from 'node:worker_threads'
import type { Observation } from './read-observation.ts'
import { readBatch } from './reader.ts'

type Job = { job: number; batch: Observation[]; firstNumber: number }

parentPort?.on('message', ({ job, batch, firstNumber }: Job) => {
  try {
    const lines = readBatch(batch, firstNumber)
    parentPort?.postMessage({ job, lines })
  } catch (error) {
    parentPort?.postMessage({ job, error: error instanceof Error ? error.message : String(error) })
  }
})
