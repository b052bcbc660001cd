import type { Actor } from '#platform/access'
import { type Log, logToStderr } from '#platform/log'
import { AsyliaError } from '#platform/errors'
import { FormatName, parseMapping } from '../mapping/mapping.ts'
import {
  type ImportProgress,
  type ImportRequest,
  type ImportStores,
  restart,
  startImport,
} from './import-file.ts'
import { failRun, findMappingText, listUnfinished } from './runs.store.ts'

type Running = { stop: AbortController; progress: ImportProgress | undefined; done: Promise<unknown> }

/** The imports of a server: started by an upload, shown while they run, taken up again at its next start. */
export class RunningImports {
  readonly stores: ImportStores
  readonly #log: Log
  readonly #running = new Map<string, Running>()

  constructor(stores: ImportStores, log: Log = logToStderr) {
    this.stores = stores
    this.#log = log
  }

  /** Begins an import and answers its id; the rest happens in the background. Throws `BadInput` for a bad head. */
  async start(request: Omit<ImportRequest, 'onProgress' | 'signal'>): Promise<string> {
    const running: Running = { stop: new AbortController(), progress: undefined, done: Promise.resolve() }
    const { id, done } = await startImport(this.stores, {
      ...request,
      signal: running.stop.signal,
      onProgress: (progress) => (running.progress = progress),
    })
    running.done = done
      .catch((error: unknown) => {
        this.#log('error', 'import failed', {
          import: id,
          code: error instanceof AsyliaError ? error.code : null,
        })
      })
      .finally(() => this.#running.delete(id))
    this.#running.set(id, running)
    return id
  }

  /** How far a running import of this process is; undefined for others. */
  progressOf(id: string): ImportProgress | undefined {
    return this.#running.get(id)?.progress
  }

  /** Takes up every import that a stopped or killed process left; how many. */
  async resume(): Promise<number> {
    let resumed = 0
    for (const run of await listUnfinished(this.stores.db)) {
      try {
        const text = await findMappingText(this.stores.db, run.mapping_hash)
        const actor: Actor = { id: run.actor_id, role: 'system', organisation: null, purpose: 'operation' }
        await this.start({
          id: run.id,
          format: FormatName.parse(run.format),
          path: run.file_path,
          fileName: run.file_name,
          ownsFile: run.owns_file,
          mapping: parseMapping(text?.yaml ?? '', text?.name ?? run.mapping_hash),
          source: run.source,
          actor,
        })
        resumed++
      } catch (error) {
        const problem = error instanceof AsyliaError ? error.message : 'it could not be taken up again'
        await failRun(this.stores.db, run.id, problem)
        this.#log('warn', 'import not resumed', { import: run.id })
      }
    }
    return resumed
  }

  /** Waits until nothing runs: for tests and for the demo. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ done }) => done))
  }

  /** For a server that ends: each import finishes the batch under way; the next start takes them up. */
  async stop(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort(restart)
    await this.settle()
  }
}

/** Takes up what a stopped process left; see `RunningImports.resume`. */
export async function resumeImports(imports: RunningImports): Promise<number> {
  return imports.resume()
}
