import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { accessTable } from '#model'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations, loginAt, loginOn, type OpenDatabase, openPrepared } from '#platform/db'

/** A database of this test file's own: a copy of the migrated one, dropped when the file is done. */
export async function testDatabase(): Promise<OpenDatabase> {
  const at = inject('records')
  const name = `test_${randomBytes(6).toString('hex')}`
  const maintenance = at.url
    ? { connectionString: at.url }
    : { host: at.host!, user: 'postgres', password: at.password!, database: 'postgres' }
  await administer(maintenance, `create database ${name} template asylia`)
  await administer(maintenance, `grant create on database ${name} to asylia_jobs`)
  const own = at.url ? withDatabase(at.url, name) : undefined
  const database = await openPrepared(
    at.url ? 'server' : 'embedded',
    own ? { connectionString: own } : { ...maintenance, database: name },
    own ? loginAt(own) : loginOn({ host: at.host!, database: name }, at.password!),
    accessTable,
    async () => {},
  )
  afterAll(async () => {
    await database.close().catch(() => undefined)
    await administer(maintenance, `drop database if exists ${name} with (force)`)
  })
  return database
}

/** An embedded ClickHouse engine of this test file's own, migrated. */
export async function testCorpus(): Promise<Corpus> {
  const folder = testFolder()
  const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
  afterAll(() => corpus.close())
  await migrateCorpus(corpus, findMigrations('corpus'))
  return corpus
}

/** A folder that is gone when the test file is done. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-file-'))
  // As root, PostgreSQL's uid passes through it, so that its files lie in it and go with it.
  chmodSync(folder, 0o711)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function administer(login: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(login)
  await client.connect()
  // Two files may copy the template at once: PostgreSQL then asks one of them to wait.
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(statement)
      break
    } catch (error) {
      if (attempt === 50 || (error as { code?: string }).code !== '55006') throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await client.end()
}

function withDatabase(url: string, name: string): string {
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.toString()
}
