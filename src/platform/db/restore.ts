import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '#platform/config'
import { AsyliaError } from '#platform/errors'
import { apartFrom, endOrphan, homeOf } from './embedded.ts'
import { holdFolder } from './folder-lock.ts'
import { buildTables, type Migration } from './migrations.ts'
import { loginAt, prepareRoles, startRecords } from './open.ts'

/** A database that was empty, with the tables of some migrations, in a transaction that nobody else sees. */
export type EmptyRecords = {
  /** Acts as the owner of the tables. */
  client: pg.Client
  /** Keeps everything, or nothing: without it, `close` leaves the database as it was. */
  commit(): Promise<void>
  close(): Promise<void>
}

/**
 * For a restore: opens the records, which must be empty (`db.not-empty`), and makes the tables as of `migrations`.
 * What is newer is applied by the next `openDatabase`, as in any upgrade.
 */
export async function openEmptyRecords(
  config: Pick<Config, 'dataFolder' | 'databaseUrl'>,
  migrations: readonly Migration[],
): Promise<EmptyRecords> {
  const stops: (() => unknown)[] = []
  const close = async () => {
    for (const each of stops.splice(0).toReversed()) await each()
  }
  try {
    const records =
      config.databaseUrl === undefined ? await embedded(config.dataFolder, stops) : server(config.databaseUrl)
    const client = new pg.Client(records.ownerLogin)
    // A connection that breaks is told by the statement under way; it must not end the process.
    client.on('error', () => undefined)
    await client.connect()
    stops.push(() => client.end())
    await requireEmpty(client)
    await prepareRoles(client, records.login)
    await client.query('begin')
    await buildTables(client, migrations)
    return { client, close, commit: async () => void (await client.query('commit')) }
  } catch (error) {
    await close()
    throw error
  }
}

function server(url: string) {
  return { ownerLogin: { connectionString: url }, login: loginAt(url) }
}

async function embedded(dataFolder: string, stops: (() => unknown)[]) {
  const lock = holdFolder(dataFolder)
  stops.push(() => lock.release())
  const records = await startRecords(dataFolder)
  stops.push(() => records.stop())
  return records
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ tables: number }>(
    `select count(*)::int as tables from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  if (rows[0]!.tables > 0) {
    throw new AsyliaError(
      'db.not-empty',
      `the database holds ${rows[0]!.tables} tables already: restore into an empty one`,
    )
  }
}

/** Whether PostgreSQL's files of an earlier data folder of this path still lie apart from it; where. */
export function findLeftApart(dataFolder: string): string | undefined {
  if (process.getuid?.() !== 0) return undefined
  const home = apartFrom(dataFolder)
  return existsSync(join(home, 'records')) ? home : undefined
}

/** Moves a data folder that nobody has open to a path where nothing is; PostgreSQL's files come along. */
export function moveDataFolder(from: string, to: string): void {
  const home = homeOf(from)
  renameSync(from, to)
  if (home === from) return
  renameSync(home, apartFrom(to))
  writeFileSync(join(to, 'records.location'), `${apartFrom(to)}\n`)
}

/** Deletes a data folder that a killed process left, and ends the PostgreSQL it left running. Refused while it is held. */
export async function removeDataFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const lock = holdFolder(folder)
  const home = homeOf(folder)
  await endOrphan(join(home, 'records'))
  if (home !== folder) rmSync(home, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  lock.release()
}
