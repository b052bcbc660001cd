import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * A worker thread that runs one of our TypeScript files, unbuilt. `execArgv: ['--import', 'tsx']` is not enough: under
 * `node --import tsx` the thread stops with ERR_UNKNOWN_FILE_EXTENSION, because tsx takes itself for registered
 * already. So the thread starts with a plain file that registers tsx by its API; in tests and from any folder alike.
 */
export function startThread(
  file: URL,
  options: Omit<WorkerOptions, 'argv' | 'execArgv' | 'eval'> = {},
): Worker {
  return new Worker(new URL('./start.mjs', import.meta.url), { ...options, argv: [file.href], execArgv: [] })
}
