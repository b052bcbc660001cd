import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AsyliaError } from '#platform/errors'
import type { Corpus } from './corpus.ts'
import { durableTableSettings } from './settings.ts'

/** One numbered file: `name` is its stable name (`sources/0001_sources.corpus.sql`), statements end with `;` and a line end. */
export type CorpusMigration = { name: string; sql: string }

/**
 * Applies each file that was not applied yet, in the order given, and records it with its SHA-256. A released file that
 * changed since is refused (`corpus.migration-changed`). Every MergeTree table is then made to fsync what it takes.
 * ClickHouse has no transactions for DDL: write statements that can be run again (`IF NOT EXISTS`), because a file
 * that failed half-way is run whole the next time.
 */
export async function migrateCorpus(corpus: Corpus, files: readonly CorpusMigration[]): Promise<string[]> {
  await corpus.command(`
    CREATE TABLE IF NOT EXISTS corpus_migration
      (name String, hash FixedString(64), applied_at DateTime('UTC') DEFAULT now())
    ENGINE = MergeTree ORDER BY name`)
  const done = new Map(
    (
      await corpus.query(
        'SELECT name, hash FROM corpus_migration',
        z.object({ name: z.string(), hash: z.string() }),
      )
    ).map(({ name, hash }) => [name, hash]),
  )
  const applied: string[] = []
  for (const { name, sql } of files) {
    const hash = createHash('sha256').update(sql).digest('hex')
    const before = done.get(name)
    if (before === hash) continue
    if (before !== undefined) {
      throw new AsyliaError(
        'corpus.migration-changed',
        `the migration ${name} was applied before with other contents; released migrations are never edited, add a new one`,
        { name },
      )
    }
    for (const statement of statementsOf(sql)) await corpus.command(statement)
    await corpus.insert('corpus_migration', [{ name, hash }])
    applied.push(name)
  }
  await makeDurable(corpus)
  return applied
}

function statementsOf(sql: string): string[] {
  return sql
    .split(/;[ \t]*(?:--[^\n]*)?(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== '')
}

async function makeDurable(corpus: Corpus): Promise<void> {
  const tables = await corpus.query(
    `SELECT name FROM system.tables
     WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND engine_full NOT LIKE '%fsync_after_insert = 1%'`,
    z.object({ name: z.string() }),
  )
  const settings = Object.entries(durableTableSettings).map(([name, value]) => `${name} = ${value}`)
  for (const { name } of tables)
    await corpus.command(`ALTER TABLE \`${name}\` MODIFY SETTING ${settings.join(', ')}`)
}
