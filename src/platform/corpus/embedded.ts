import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { type FolderLock, holdFolder } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { Corpus, CorpusParameters } from './corpus.ts'
import { Engine } from './engine.ts'
import { parametersOf, setParameters } from './parameters.ts'
import { jsonLine, linesOf, parseRow, wholeLines } from './rows.ts'
import { engineConfiguration, settingsFor, type CorpusLimits } from './settings.ts'
import { tableName, withoutSemicolon } from './statement.ts'

/** How long a new owner waits for the engine of an owner that was killed to let go of the folder. */
const patience = { tries: 20, pauseMs: 150 }

/**
 * The embedded corpus: ClickHouse (chDB) in a process of its own, in `folder`. A dead engine is started again for the
 * next statement; the statements it took along are refused.
 */
export class EmbeddedCorpus implements Corpus {
  readonly engine = 'embedded'
  readonly #open: () => Promise<Engine>
  readonly #lock: FolderLock
  #current: Promise<Engine>
  #closed: Promise<void> | undefined

  private constructor(open: () => Promise<Engine>, engine: Engine, lock: FolderLock) {
    this.#open = open
    this.#current = Promise.resolve(engine)
    this.#lock = lock
  }

  static async open(folder: string, limits: CorpusLimits = {}): Promise<EmbeddedCorpus> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const lock = holdFolder(folder)
    try {
      const configuration = join(folder, 'engine.xml')
      await writeFile(configuration, engineConfiguration(limits), { mode: 0o600 })
      const data = join(folder, 'data')
      await mkdir(data, { recursive: true, mode: 0o700 })
      const settings = Object.entries(settingsFor(limits)).map(([name, value]) => `--${name}=${value}`)
      const connectionArgs = [`--config-file=${configuration}`, ...settings]
      const open = () => openPatiently(() => Engine.open({ folder: data, connectionArgs }))
      return new EmbeddedCorpus(open, await open(), lock)
    } catch (error) {
      lock.release()
      throw error
    }
  }

  /** The engine's process, for `doctor` and for the tests that kill it. */
  async enginePid(): Promise<number | undefined> {
    return (await this.#current).pid
  }

  async query<Row>(sql: string, row: z.ZodType<Row>, parameters?: CorpusParameters): Promise<Row[]> {
    const rows: Row[] = []
    for await (const each of this.stream(sql, row, parameters)) rows.push(each)
    return rows
  }

  async *stream<Row>(sql: string, row: z.ZodType<Row>, parameters?: CorpusParameters): AsyncGenerator<Row> {
    const set = setParameters(parametersOf(sql, parameters))
    const engine = await this.#ready()
    for await (const line of linesOf(engine.rows(withoutSemicolon(sql), set))) yield parseRow(line, row)
  }

  async *lines(sql: string, parameters?: CorpusParameters): AsyncGenerator<Buffer> {
    const set = setParameters(parametersOf(sql, parameters))
    const engine = await this.#ready()
    yield* wholeLines(engine.rows(withoutSemicolon(sql), set))
  }

  async *bytes(sql: string, parameters?: CorpusParameters): AsyncGenerator<Uint8Array> {
    const set = setParameters(parametersOf(sql, parameters))
    const engine = await this.#ready()
    yield* engine.rows(withoutSemicolon(sql), set, 'RowBinary')
  }

  async command(sql: string, parameters?: CorpusParameters): Promise<void> {
    const set = setParameters(parametersOf(sql, parameters))
    await (await this.#ready()).run({ kind: 'command', sql: withoutSemicolon(sql), set })
  }

  async insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    await this.insertLines(table, Buffer.from(rows.map(jsonLine).join('')))
  }

  async insertLines(table: string, jsonEachRow: Buffer): Promise<void> {
    const name = tableName(table)
    if (jsonEachRow.length === 0) return
    await (await this.#ready()).run({ kind: 'insert', table: name, lines: jsonEachRow })
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  async #end(): Promise<void> {
    try {
      const engine = await this.#current.catch(() => undefined)
      await engine?.close()
    } finally {
      this.#lock.release()
    }
  }

  async #ready(): Promise<Engine> {
    if (this.#closed !== undefined) throw new AsyliaError('corpus.closed', 'the corpus is closed')
    const current = this.#current
    const engine = await current.catch(() => undefined)
    if (engine?.alive === true) return engine
    if (this.#current === current) this.#current = this.#open()
    return this.#current
  }
}

async function openPatiently(open: () => Promise<Engine>): Promise<Engine> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      const held = error instanceof AsyliaError && /lock/i.test(error.message)
      if (!held || attempt === patience.tries) throw error
      await new Promise((resolve) => setTimeout(resolve, patience.pauseMs))
    }
  }
}
