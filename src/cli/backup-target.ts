import { createWriteStream, existsSync, mkdirSync, rmdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Config } from '#platform/config'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { Keyring } from '#platform/crypto'
import {
  type EmptyRecords,
  findMigrations,
  moveDataFolder,
  openEmptyRecords,
  removeDataFolder,
} from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { type Files, openFiles } from '#platform/files'
import { listCorpusTables } from './backup.ts'
import { type About, type Manifest, textOf } from './backup-frames.ts'
import { emptyTables, loadSequences, loadTable, moveUploads } from './backup-records.ts'

/** How much of a corpus table goes in at once. */
const BATCH_BYTES = 8 * 2 ** 20

/**
 * Where a backup comes back: a draft folder with embedded stores in it, or servers. Records come in one transaction; a
 * ClickHouse server has none, so what was made there is dropped again when the restore does not end well.
 */
export class RestoreTarget {
  /** Rows of the records that came back. */
  rows = 0
  readonly #config: Config
  readonly #final: string
  readonly #progress: (line: string) => void
  readonly #blobs: string[] = []
  #manifest: Manifest | undefined
  #records: EmptyRecords | undefined
  #corpus: Corpus | undefined
  #corpusIsOurs = false
  #files: Files | undefined

  /** `config` names the draft folder; `final` is where it goes. */
  constructor(config: Config, final: string, progress: (line: string) => void) {
    this.#config = config
    this.#final = final
    this.#progress = progress
  }

  async begin(manifest: Manifest): Promise<void> {
    this.#manifest = manifest
  }

  async take(about: About, data: AsyncGenerator<Buffer>): Promise<void> {
    switch (about.kind) {
      case 'manifest':
        throw new AsyliaError('backup.malformed', 'the backup has two lists of what is in it')
      case 'file':
        return this.#takeFile(about.path, data)
      case 'records': {
        const rows = await loadTable((await this.#openRecords()).client, about, data)
        this.rows += rows
        this.#progress(`records: ${about.table}, ${rows} rows`)
        return
      }
      case 'sequences':
        return loadSequences((await this.#openRecords()).client, await textOf(data))
      case 'blob':
        return this.#takeBlob(about.id, data)
      case 'corpus':
        await this.#takeCorpusTable(about.table, data)
        this.#progress(`observations: ${about.table}`)
        return
      default:
        about satisfies never
    }
  }

  /** Keeps everything. Returns when the backup was made. */
  async finish(): Promise<string> {
    const { dataFolder } = this.#config
    const records = await this.#openRecords()
    await this.#openCorpus()
    await moveUploads(records.client, this.#of().dataFolder, this.#final)
    await this.#corpus?.close()
    if (this.#config.databaseUrl === undefined) {
      await records.commit()
      await records.close()
    }
    await flush(dataFolder)
    moveIntoPlace(dataFolder, this.#final)
    if (this.#config.databaseUrl !== undefined) {
      try {
        await records.commit()
      } catch (error) {
        moveDataFolder(this.#final, dataFolder)
        throw error
      }
      await records.close()
    }
    await flush(dirname(this.#final))
    return this.#of().made
  }

  /** Takes back what was made; the stores are as empty as they were. */
  async undo(): Promise<void> {
    await this.#records?.close().catch(() => undefined)
    if (this.#corpusIsOurs && this.#config.clickhouseUrl !== undefined) {
      const corpus = await openCorpus(this.#config)
      for (const table of [
        ...(await listCorpusTables(corpus)),
        'corpus_migration',
        ...(await listViews(corpus)),
      ])
        await corpus.command(`DROP TABLE IF EXISTS \`${table}\``)
      await corpus.close()
    }
    for (const id of this.#blobs) await this.#files?.delete(id).catch(() => undefined)
    await this.#corpus?.close().catch(() => undefined)
    await removeDataFolder(this.#config.dataFolder)
  }

  #of(): Manifest {
    if (!this.#manifest) throw new AsyliaError('backup.malformed', 'the backup does not say what is in it')
    return this.#manifest
  }

  #migrations(store: 'records' | 'corpus') {
    const names = new Set(this.#of()[store].map(({ name }) => name))
    return findMigrations(store).filter(({ name }) => names.has(name))
  }

  async #openRecords(): Promise<EmptyRecords> {
    if (!this.#records) {
      this.#records = await openEmptyRecords(this.#config, this.#migrations('records'))
      await emptyTables(this.#records.client)
    }
    return this.#records
  }

  async #openCorpus(): Promise<Corpus> {
    if (!this.#corpus) {
      this.#corpus = await openCorpus(this.#config)
      const tables = await listCorpusTables(this.#corpus)
      if (tables.length > 0) {
        throw new BadInput(
          `the observations hold ${tables.slice(0, 3).join(', ')} already: restore into an empty database (CLICKHOUSE_URL)`,
        )
      }
      this.#corpusIsOurs = true
      await migrateCorpus(this.#corpus, this.#migrations('corpus'))
    }
    return this.#corpus
  }

  async #takeFile(path: string, data: AsyncGenerator<Buffer>): Promise<void> {
    const to = join(this.#config.dataFolder, path)
    // Written by us under the passphrase; even so, no file leaves the folder.
    if (!to.startsWith(this.#config.dataFolder + sep))
      throw new AsyliaError('backup.malformed', 'a file outside')
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
    await pipeline(data, createWriteStream(to, { flags: 'wx', mode: 0o600 }))
    await flush(to)
  }

  async #takeBlob(id: string, data: AsyncGenerator<Buffer>): Promise<void> {
    this.#files ??= await openFiles(this.#config, await Keyring.open(this.#config.dataFolder))
    if (await this.#files.has(id))
      throw new BadInput(`the files hold ${id} already: restore into an empty place (ASYLIA_FILES)`)
    this.#blobs.push(id)
    const kept = await this.#files.put(data)
    if (kept.id !== id) throw new AsyliaError('backup.malformed', `the file ${id} came back as another`)
  }

  async #takeCorpusTable(table: string, data: AsyncGenerator<Buffer>): Promise<void> {
    const corpus = await this.#openCorpus()
    let held: Buffer[] = []
    let bytes = 0
    for await (const piece of data) {
      bytes += piece.length
      const end = bytes < BATCH_BYTES ? 0 : piece.lastIndexOf(10) + 1
      if (end === 0) {
        held.push(piece)
        continue
      }
      await corpus.insertLines(table, Buffer.concat([...held, piece.subarray(0, end)]))
      held = [piece.subarray(end)]
      bytes = piece.length - end
    }
    await corpus.insertLines(table, Buffer.concat(held))
  }
}

async function listViews(corpus: Corpus): Promise<string[]> {
  const rows = await corpus.query(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%View'`,
    z.object({ name: z.string() }),
  )
  return rows.map(({ name }) => name)
}

function moveIntoPlace(draft: string, folder: string): void {
  try {
    if (existsSync(folder)) rmdirSync(folder)
    moveDataFolder(draft, folder)
  } catch (cause) {
    throw new BadInput(
      `${folder}: cannot be replaced (${(cause as NodeJS.ErrnoException).code}); is it a mount point? Set ASYLIA_DATA to a folder in it that is not there yet`,
    )
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
