import { parentPort } from 'node:worker_threads'
import type { Comparable } from './compare.ts'
import { perform, type Task } from './comparing.ts'

let data: Comparable | undefined

parentPort?.on('message', (message: Comparable | Task) => {
  if (!('do' in message)) {
    data = message
    return
  }
  try {
    parentPort?.postMessage({ done: perform(data!, message) })
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) })
  }
})
