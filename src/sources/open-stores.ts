import { accessTable } from '#model'
import type { Config } from '#platform/config'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations, openDatabase, type OpenDatabase } from '#platform/db'
import type { ImportStores } from './importing/import-file.ts'

/** Both stores, migrated; `close` ends what this process started. */
export type OpenStores = ImportStores & { db: OpenDatabase; close(): Promise<void> }

/** Opens records and observations as configured, for a verb that runs by itself. Throws when another process has them. */
export async function openStores(
  config: Pick<Config, 'dataFolder' | 'databaseUrl' | 'clickhouseUrl'>,
): Promise<OpenStores> {
  const db = await openDatabase(config, accessTable)
  let corpus: Corpus | undefined
  try {
    corpus = await openCorpus(config)
    await migrateCorpus(corpus, findMigrations('corpus'))
  } catch (error) {
    await corpus?.close()
    await db.close()
    throw error
  }
  const opened = corpus
  return {
    db,
    corpus: opened,
    dataFolder: config.dataFolder,
    async close() {
      await opened.close()
      await db.close()
    },
  }
}
