import { parentPort, workerData } from 'node:worker_threads'
import { replicaMaker } from './draw.ts'
import { prepare, scanReplicas, type SpaceTimeInput, type SpaceTimeSettings } from './space-time.ts'

/** Makes and scans replicas as they are handed out, until there are none left. */
export type SpaceTimeTask = { input: SpaceTimeInput; settings: SpaceTimeSettings }

const { input, settings } = workerData as SpaceTimeTask
const prepared = prepare(input, settings)
const make = replicaMaker(prepared)
parentPort!.on('message', ({ first, count }: { first: number; count: number }) => {
  parentPort!.postMessage({ first, ratios: scanReplicas(prepared, make(first, count)) })
})
