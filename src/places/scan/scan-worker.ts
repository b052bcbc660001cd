import { parentPort, workerData } from 'node:worker_threads'
import { scanCentres, type ScanInput, type ScanSettings } from './scan.ts'

/** Does centres as they are handed out, until there are none left. */
export type ScanTask = { input: ScanInput; settings: ScanSettings; counts: Uint16Array; floor: number }

const { input, settings, counts, floor } = workerData as ScanTask
parentPort!.on('message', ({ from, to }: { from: number; to: number }) => {
  parentPort!.postMessage({ from, ...scanCentres(input, settings, counts, from, to, floor) })
})
