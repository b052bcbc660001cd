import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AsyliaError } from '#platform/errors'
import type { EngineArguments, EngineReply, EngineRequest, RowsFormat } from './engine-messages.ts'
import { queryFailed } from './query-error.ts'

type Pending = {
  /** For the error text: the table of an insert. */
  table: string | undefined
  chunk(bytes: Uint8Array): void
  settle(error?: AsyliaError): void
}

type Statement = EngineRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never

/**
 * One life of the engine process: opened, spoken to, ended. When it dies, every statement under way is refused with
 * `corpus.engine-died`; none is sent again, because an insert may or may not have reached the disk.
 */
export class Engine {
  readonly #child: ChildProcess
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #alive = true
  #closing = false

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (reply: EngineReply) => this.#receive(reply))
    child.on('exit', (code, signal) => this.#died(signal ?? `exit code ${code}`))
    child.on('error', (error: Error) => this.#died(error.message))
  }

  /** Starts the process and waits until the folder is open. Throws `corpus.engine-unusable` with the engine's reason. */
  static async open(options: EngineArguments): Promise<Engine> {
    const child = fork(
      fileURLToPath(new URL('./engine-process.ts', import.meta.url)),
      [JSON.stringify(options)],
      {
        execArgv: [
          '--expose-gc',
          '--import',
          pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
        ],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        env: { ...process.env, NODE_OPTIONS: '', UV_THREADPOOL_SIZE: '16' },
      },
    )
    await new Promise<void>((resolve, reject) => {
      const refuse = (why: string) =>
        reject(
          new AsyliaError('corpus.engine-unusable', `the embedded ClickHouse engine did not start: ${why}`),
        )
      child.once('error', (error: Error) => refuse(error.message))
      child.once('exit', (code, signal) => refuse(`it ended with ${signal ?? `exit code ${code}`}`))
      child.once('message', (reply: EngineReply) => {
        if (reply.kind === 'unusable') refuse(reply.text.split('\n')[0]!.slice(0, 300))
        else resolve()
      })
    })
    for (const event of ['message', 'exit', 'error']) child.removeAllListeners(event)
    return new Engine(child)
  }

  get alive(): boolean {
    return this.#alive
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Runs a statement without rows; settles when it is done and, for an insert, on disk. */
  run(statement: Statement): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#begin(statement, {
        table: statement.kind === 'insert' ? statement.table : undefined,
        chunk: () => {},
        settle: (error) => (error === undefined ? resolve() : reject(error)),
      })
    })
  }

  /** The bytes of a SELECT's answer, at the reader's pace. */
  async *rows(
    sql: string,
    set: string | undefined,
    format: RowsFormat = 'JSONEachRow',
  ): AsyncGenerator<Uint8Array> {
    const chunks: Uint8Array[] = []
    let ended = false
    let fault: AsyliaError | undefined
    let wake: (() => void) | undefined
    const touch = () => {
      wake?.()
      wake = undefined
    }
    const id = this.#begin(
      { kind: 'rows', sql, set, format },
      {
        table: undefined,
        chunk: (bytes) => (chunks.push(bytes), touch()),
        settle: (error) => ((ended = true), (fault = error), touch()),
      },
    )
    try {
      for (;;) {
        const chunk = chunks.shift()
        if (chunk !== undefined) {
          this.#send({ id, kind: 'more' })
          yield chunk
        } else if (fault !== undefined) throw fault
        else if (ended) return
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      if (!ended) this.#send({ id, kind: 'stop' })
    }
  }

  /** Waits for what is under way, then lets the process end. */
  async close(): Promise<void> {
    this.#closing = true
    while (this.#alive && this.#pending.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    if (!this.#alive) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.ref()
    this.run({ kind: 'close' }).catch(() => {})
    await ended
  }

  #begin(statement: Statement, pending: Pending): number {
    const id = ++this.#lastId
    if (!this.#alive) {
      pending.settle(engineDied('before the statement was sent'))
      return id
    }
    this.#pending.set(id, pending)
    this.#child.channel?.ref()
    this.#send({ ...statement, id } as EngineRequest)
    return id
  }

  #send(request: EngineRequest): void {
    if (this.#alive && this.#child.connected) this.#child.send(request, () => {})
  }

  #receive(reply: EngineReply): void {
    if (reply.kind === 'ready' || reply.kind === 'unusable') return
    const pending = this.#pending.get(reply.id)
    if (pending === undefined) return
    if (reply.kind === 'chunk') return pending.chunk(reply.bytes)
    this.#pending.delete(reply.id)
    this.#rest()
    pending.settle(reply.kind === 'failed' ? queryFailed(reply.text, pending.table) : undefined)
  }

  /** An idle engine keeps no process alive: who forgets to close can still end. */
  #rest(): void {
    if (this.#pending.size > 0 || this.#closing) return
    this.#child.unref()
    this.#child.channel?.unref()
  }

  #died(how: string): void {
    if (!this.#alive) return
    this.#alive = false
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const each of pending) each.settle(engineDied(how))
  }
}

function engineDied(how: string): AsyliaError {
  return new AsyliaError(
    'corpus.engine-died',
    `the embedded ClickHouse engine ended (${how}); this statement was not acknowledged and is not repeated by itself`,
  )
}
