import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { z } from 'zod'
import { accessTable } from '#model'
import { type Command, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { Keyring } from '#platform/crypto'
import { findMigrations, hashOf, openDatabase } from '#platform/db'
import { BadInput } from '#platform/errors'
import { type Files, openFiles } from '#platform/files'
import { passphraseFrom, sealBackup } from './backup-format.ts'
import { type Manifest, type Section, writeSections } from './backup-frames.ts'
import { recordsSections } from './backup-records.ts'

const usage = 'backup FILE'

export const KEYS_INSIDE =
  'THE KEYS ARE INSIDE: whoever has this file and its passphrase can read every report and every case. Keep the two apart.'

/** Everything Asylia keeps, in one encrypted file. */
export const backupCommand: Command = {
  name: ['backup'],
  usage,
  summary:
    'Write everything, keys included, to one file encrypted under ASYLIA_BACKUP_PASSPHRASE; with embedded stores, while nothing serves',
  async run(args, { config, progress }) {
    const { positionals } = parseCommandLine(usage, args, {}, [1, 1])
    const file = resolve(positionals[0]!)
    const passphrase = passphraseFrom(process.env)
    if (existsSync(file)) throw new BadInput(`${file}: exists already; expected a file that is not there yet`)
    if (!existsSync(dirname(file))) throw new BadInput(`${file}: there is no folder ${dirname(file)}`)
    if (!existsSync(join(config.dataFolder, 'keys'))) {
      throw new BadInput(
        `${config.dataFolder}: holds no keys; expected the data folder of an Asylia (ASYLIA_DATA)`,
      )
    }
    const started = Date.now()
    const { sections, bytes } = await writeBackup(config, passphrase, file, progress)
    const seconds = Math.round((Date.now() - started) / 100) / 10
    progress(KEYS_INSIDE)
    const text = `${sections} parts in ${file}, ${(bytes / 2 ** 20).toFixed(1)} MB, ${seconds} s.\n${KEYS_INSIDE}`
    return { exit: 0, json: { file, sections, bytes, keysInside: true, seconds }, text }
  },
}

export async function writeBackup(
  config: Config,
  passphrase: string,
  file: string,
  progress: (line: string) => void,
): Promise<{ sections: number; bytes: number }> {
  const draft = `${file}.${process.pid}.part`
  const database = await openDatabase(config, accessTable)
  let corpus: Corpus | undefined
  try {
    corpus = await openCorpus(config)
    await migrateCorpus(corpus, findMigrations('corpus'))
    const files = await openFiles(config, await Keyring.open(config.dataFolder))
    let sections = 0
    const counted = async function* (parts: AsyncIterable<Section>) {
      for await (const part of parts) {
        sections++
        yield part
      }
    }
    const parts = counted(everySection(config, database.ownerLogin, corpus, files, progress))
    await pipeline(
      Readable.from(writeSections(parts), { objectMode: false }),
      createGzip({ level: 1 }),
      (source: AsyncIterable<Buffer>) => sealBackup(source, passphrase),
      createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
    )
    await flush(draft)
    renameSync(draft, file)
    await flush(dirname(file))
    return { sections, bytes: statSync(file).size }
  } finally {
    rmSync(draft, { force: true })
    await corpus?.close()
    await database.close()
  }
}

async function* everySection(
  config: Config,
  ownerLogin: Parameters<typeof recordsSections>[0],
  corpus: Corpus,
  files: Files,
  progress: (line: string) => void,
): AsyncGenerator<Section> {
  const migrations = (store: 'records' | 'corpus') =>
    findMigrations(store).map((each) => ({ name: each.name, hash: hashOf(each) }))
  const manifest: Manifest = {
    made: new Date().toISOString(),
    version: versionOfAsylia(),
    dataFolder: config.dataFolder,
    records: migrations('records'),
    corpus: migrations('corpus'),
  }
  yield { about: { kind: 'manifest' }, data: [Buffer.from(JSON.stringify(manifest))] }
  for (const path of filesToKeep(config.dataFolder)) {
    yield { about: { kind: 'file', path }, data: createReadStream(join(config.dataFolder, path)) }
  }
  progress('keys: saved')
  yield* recordsSections(ownerLogin, progress)
  let blobs = 0
  for await (const id of files.list()) {
    yield { about: { kind: 'blob', id }, data: files.get(id) }
    blobs++
  }
  progress(`files: ${blobs}`)
  for (const table of await listCorpusTables(corpus)) {
    const sql = `SELECT * FROM \`${table}\` SETTINGS output_format_json_quote_denormals = 1`
    yield { about: { kind: 'corpus', table }, data: corpus.lines(sql) }
    progress(`observations: ${table}`)
  }
}

/** Tables with rows of their own; views and the migrations' own table are made by the migrations. */
export async function listCorpusTables(corpus: Corpus): Promise<string[]> {
  const rows = await corpus.query(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'
       AND name != 'corpus_migration' ORDER BY name`,
    z.object({ name: z.string() }),
  )
  return rows.map(({ name }) => name)
}

/** Keys, the audit log's witness, and uploads whose import is not done. */
function filesToKeep(dataFolder: string): string[] {
  const within = (name: string) => {
    const folder = join(dataFolder, name)
    if (!existsSync(folder)) return []
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)))
  }
  const witness = existsSync(join(dataFolder, 'audit-heads.jsonl')) ? ['audit-heads.jsonl'] : []
  return [...within('keys'), ...witness, ...within('imports')].toSorted()
}

function versionOfAsylia(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
