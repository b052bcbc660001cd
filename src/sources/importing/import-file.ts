import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat, unlink } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Actor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import type { Database } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { type Format, formats } from '../formats.ts'
import type { FormatName, Mapping } from '../mapping/mapping.ts'
import { readText } from '../reading/input.ts'
import { Batch } from './batch.ts'
import { findKnown, forgetKeys } from './keys.store.ts'
import { observationOf } from './observation.ts'
import { RejectsFile } from './rejects.ts'
import { openRows, type RowSource } from './row-source.ts'
import {
  addCounts,
  type ImportCounts,
  type ImportRun,
  type Pending,
  rejectsShown,
  type RunPosition,
} from './run.ts'
import { activeHere, advance, claimRun, endRun, keepMapping } from './runs.store.ts'

/** Why a signal stops an import that the next start shall go on with. */
export const restart = 'restart'

/** What imports stand on. */
export type ImportStores = {
  db: Database
  corpus: Corpus
  /** Where rejects go when the input's folder cannot be written. */ dataFolder: string
}

export type ImportProgress = ImportCounts & {
  id: string
  fileBytes: number
  bytesDone: number
  seconds: number
}

export type ImportRequest = {
  format: FormatName
  path: string
  mapping: Mapping
  /** Where the rows come from; the mapping's own source, or the file's name, unless told. */
  source?: string | undefined
  actor: Actor
  /** The name people know the file by, where `path` is a copy of ours. */
  fileName?: string
  /** The file is a copy of ours: delete it when the import has ended. */
  ownsFile?: boolean
  /** Goes on with this import. */
  id?: string
  /** Rows between two acknowledgements. */
  batchRows?: number
  onProgress?: (progress: ImportProgress) => void
  /** Stops after the batch under way; the import can be taken up again. Aborted for `restart`, the next start does so. */
  signal?: AbortSignal
}

/**
 * Imports a file: good rows into the corpus, bad rows into a rejects file, each batch acknowledged in the records store
 * once it is on disk. A killed, stopped or failed import of the same file goes on where it was; the same file twice adds
 * nothing. Throws `BadInput` when no row could be read, `sources.import-running.conflict` when it is under way already.
 */
export async function importFile(stores: ImportStores, request: ImportRequest): Promise<ImportRun> {
  return (await startImport(stores, request)).done
}

/** As `importFile`, but answers as soon as the file's head is found good: `done` settles with the import. */
export async function startImport(
  stores: ImportStores,
  request: ImportRequest,
): Promise<{ id: string; done: Promise<ImportRun> }> {
  const { mapping } = request
  const path = resolve(request.path)
  const fileName = request.fileName ?? basename(path)
  const format = formats[request.format]
  if (!mapping.formats.includes(request.format)) {
    throw new BadInput(
      `mapping ${mapping.name}: found format ${request.format}, expected ${mapping.formats.join(' or ')}`,
    )
  }
  const rows = await openRows(path, format, mapping)
  const source = request.source ?? mapping.source ?? fileName.replace(/\.gz$/, '').replace(/\.[^.]*$/, '')
  await keepMapping(stores.db, mapping, request.actor)
  const position = await claimRun(stores.db, {
    source,
    format: request.format,
    mappingHash: mapping.hash,
    fileName,
    filePath: path,
    fileHash: await hashFile(path),
    fileBytes: (await stat(path)).size,
    ownsFile: request.ownsFile ?? false,
    actorId: request.actor.id,
    ...(request.id === undefined ? {} : { id: request.id }),
  })
  activeHere.add(position.id)
  const done = new Import(stores, request, format, rows, source, path, position)
    .run()
    .finally(() => activeHere.delete(position.id))
  return { id: position.id, done }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

class Import {
  readonly #stores: ImportStores
  readonly #request: ImportRequest
  readonly #format: Format
  readonly #rows: RowSource
  readonly #source: string
  readonly #path: string
  #position: RunPosition
  #rejects!: RejectsFile
  #bytesDone = 0
  #replaced = 0
  readonly #started = performance.now()

  constructor(
    stores: ImportStores,
    request: ImportRequest,
    format: Format,
    rows: RowSource,
    source: string,
    path: string,
    position: RunPosition,
  ) {
    this.#stores = stores
    this.#request = request
    this.#format = format
    this.#rows = rows
    this.#source = source
    this.#path = path
    this.#position = position
  }

  async run(): Promise<ImportRun> {
    const { db, corpus, dataFolder } = this.#stores
    const { rejectsPath, rejectsBytes, id } = this.#position
    try {
      const other = join(dataFolder, 'imports')
      const { header, delimiter, notes } = this.#rows
      const before = { path: rejectsPath, bytes: rejectsBytes }
      // A killed process may have left its keys.
      await forgetKeys(corpus, id)
      this.#rejects = await RejectsFile.open(this.#path, this.#format.reads, header, delimiter, other, before)
      const problem = await this.#readAll()
      await this.#rejects.close()
      await this.#forgetting
      const { signal } = this.#request
      const stopped = signal?.reason === restart ? 'running' : 'stopped'
      const state = problem !== undefined ? 'incomplete' : this.#whole ? 'done' : stopped
      const empty = state === 'done' && this.#position.counts.read === 0 ? ['no row in it'] : []
      const ended = await endRun(db, this.#position, {
        state,
        problem: problem ?? null,
        notes: [...empty, ...this.#sameIds(), ...notes],
      })
      if (this.#request.ownsFile && (this.#whole || problem !== undefined))
        await unlink(this.#path).catch(() => undefined)
      return ended
    } catch (error) {
      await this.#rejects?.close().catch(() => undefined)
      const reason =
        error instanceof AsyliaError
          ? error.message
          : ((error as NodeJS.ErrnoException).code ?? 'a fault of ours')
      await endRun(db, this.#position, { state: 'failed', problem: reason, notes: [] }).catch(() => undefined)
      throw error
    }
  }

  // Two ads under one id are one ad here: a column that is no id would lose most of a file without a word.
  #sameIds(): string[] {
    const n = this.#replaced
    if (n === 0) return []
    return [
      `${n} rows or more had the id of an earlier row and other content: only the last of each id is kept`,
    ]
  }

  #whole = false
  #forgetting: Promise<void> = Promise.resolve()

  /** Reads to the end, or to the stop; answers what is wrong with a file that ended early. */
  async #readAll(): Promise<string | undefined> {
    const { start } = this.#rows
    const from =
      this.#position.atByte > 0 ? { byte: this.#position.atByte, row: this.#position.atRow } : start
    const splitter = this.#rows.splitter(from.row, from.byte)
    let batch = new Batch(this.#request.batchRows)
    let writing: Promise<void> = Promise.resolve()
    const write = async () => {
      const full = batch
      batch = new Batch(this.#request.batchRows)
      // One batch is written while the next is read; a failure comes out at the next turn.
      await writing
      writing = this.#write(full)
      writing.catch(() => undefined)
    }
    const take = async (records: ReturnType<typeof splitter.push>) => {
      for (const record of records) {
        this.#take(record, batch)
        if (batch.full || record.end === this.#position.pending?.toByte) await write()
      }
    }
    let problem: string | undefined
    const reading = {
      encoding: this.#request.mapping.encoding,
      from: from.byte,
      onRaw: (bytes: number) => (this.#bytesDone += bytes),
    }
    try {
      for await (const chunk of readText(this.#path, reading)) {
        await take(splitter.push(chunk))
        if (this.#request.signal?.aborted) break
      }
      this.#whole = this.#request.signal?.aborted !== true
    } catch (error) {
      if (!(error instanceof AsyliaError) || error.code !== 'sources.cut-off') throw error
      problem = error.message
    }
    if (this.#whole || problem !== undefined) {
      await take(splitter.finish(problem !== undefined))
      if (!batch.empty) await write()
    }
    await writing
    if (problem === undefined) return undefined
    return `${basename(this.#path)}: ${problem}, after row ${this.#position.atRow}; the rows before are in. Get the whole file and import it: nothing will be double`
  }

  #take(record: Parameters<RowSource['take']>[0], batch: Batch): void {
    batch.toByte = record.end
    batch.toRow = record.row
    const taken = this.#rows.take(record)
    const from = { source: this.#source, importId: this.#position.id, row: record.row }
    const made =
      'row' in taken
        ? observationOf(this.#format, this.#request.mapping, taken.row, from, taken.rowId)
        : taken.mistakes
    if (!Array.isArray(made)) return batch.add(made)
    const rejects = made.map((mistake) => ({ row: record.row, ...mistake }))
    batch.reject(rejects, this.#rows.reject(record, taken.rowId, made))
  }

  async #write(batch: Batch): Promise<void> {
    const { db, corpus } = this.#stores
    const at = this.#position
    await this.#forgetting
    const known =
      batch.entries.size === 0
        ? new Map()
        : await findKnown(corpus, this.#format.table, at.id, batch.entries.values())
    // Beside the write that follows; a failure comes out at the next batch.
    this.#forgetting = forgetKeys(corpus, at.id)
    this.#forgetting.catch(() => undefined)
    const { lines, counts } = batch.decide(known)
    this.#replaced += batch.replaced
    // Decided before, by the process that was killed in the middle: part of it may be in by now, and counts as it did then.
    const before = at.pending?.toByte === batch.toByte ? at.pending : undefined
    const pending: Pending = {
      toByte: batch.toByte,
      toRow: batch.toRow,
      counts: before?.counts ?? counts,
      rejectsBytes: at.rejectsBytes,
      rejects: batch.rejects,
    }
    at.pending = pending
    await advance(db, at, pending)
    const rejectsBytes = await this.#rejects.append(batch.rejectLines)
    await corpus.insertLines(this.#format.table, lines)
    this.#position = {
      id: at.id,
      atByte: batch.toByte,
      atRow: batch.toRow,
      counts: addCounts(at.counts, pending.counts),
      rejectsPath: rejectsBytes > 0 ? this.#rejects.path : null,
      rejectsBytes,
      rejects: [...at.rejects, ...batch.rejects].slice(0, rejectsShown),
      pending: null,
    }
    this.#request.onProgress?.({
      ...this.#position.counts,
      id: at.id,
      fileBytes: (await stat(this.#path)).size,
      bytesDone: this.#bytesDone,
      seconds: (performance.now() - this.#started) / 1000,
    })
  }
}
