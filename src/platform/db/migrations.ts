import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { AsyliaError } from '#platform/errors'

export type Migration = { name: string; sql: string }

/** The river, upstream first: a slice's tables may refer to those before it, never to those after. */
const RIVER = ['platform', 'model', 'law', 'intake', 'sources', 'detect', 'places', 'cases', 'demo', 'api']
const SOURCE = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The numbered SQL beside each slice: river order, then folder, then number. */
export function findMigrations(store: 'records' | 'corpus'): Migration[] {
  return RIVER.flatMap((capability) =>
    findIn(join(SOURCE, capability), store).sort((a, b) => order(a) - order(b) || compare(a, b)),
  )
}

/** Platform's own order: access before all that is protected by it. */
function order(migration: Migration): number {
  const first = ['platform/access', 'platform/audit', 'platform/jobs', 'platform/auth']
  const index = first.indexOf(dirname(migration.name))
  return index < 0 ? first.length : index
}

function compare(a: Migration, b: Migration): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function findIn(folder: string, store: 'records' | 'corpus'): Migration[] {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return findIn(path, store)
    const isCorpus = entry.name.endsWith('.corpus.sql')
    if (!/^\d{4}_.*\.sql$/.test(entry.name) || isCorpus !== (store === 'corpus')) return []
    return [{ name: relative(SOURCE, path), sql: readFileSync(path, 'utf8') }]
  })
}

const TABLE =
  'create table if not exists db_migration (name text primary key, hash text not null, applied_at timestamptz not null default now())'

export function hashOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}

/** Applies migrations to an empty database within the caller's transaction: what a restore begins with. */
export async function buildTables(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query(TABLE)
  for (const { sql } of migrations) await client.query(sql)
}

/** Applies what is new, each in its own transaction; a released migration that was edited stops the start. */
export async function migrate(client: pg.Client, migrations: Migration[]): Promise<void> {
  await client.query(TABLE)
  await client.query('select pg_advisory_lock(7302001)')
  try {
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from db_migration')
    const applied = new Map(rows.map((row) => [row.name, row.hash]))
    for (const migration of migrations) {
      const { name, sql } = migration
      const hash = hashOf(migration)
      const before = applied.get(name)
      if (before === hash) continue
      if (before !== undefined) {
        throw new AsyliaError(
          'db.migration-changed',
          `migration ${name} was changed after it was applied to this database`,
        )
      }
      await client.query('begin')
      try {
        await client.query(sql)
        await client.query('insert into db_migration (name, hash) values ($1, $2)', [name, hash])
        await client.query('commit')
      } catch (cause) {
        await client.query('rollback')
        throw new AsyliaError(
          'db.migration-failed',
          `migration ${name} failed: ${(cause as Error).message}`,
          {},
          cause,
        )
      }
    }
  } finally {
    await client.query('select pg_advisory_unlock(7302001)')
  }
}
