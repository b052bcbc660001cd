import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { accessTable } from '#model'
import { openDatabase } from '#platform/db'

declare module 'vitest' {
  export interface ProvidedContext {
    /** How tests reach the run's PostgreSQL; each test file works in a copy of the migrated template. */
    records: { host?: string; password?: string; url?: string }
  }
}

/**
 * One PostgreSQL for the whole run: the embedded one, or the server of DATABASE_URL (the same suite on both).
 * Its database `asylia` is migrated once; `testDatabase()` copies it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-test-'))
  // As root, PostgreSQL's uid passes through it, so that its files lie in it and go with it.
  chmodSync(folder, 0o711)
  const databaseUrl = process.env.DATABASE_URL
  const database = await openDatabase({ dataFolder: folder, databaseUrl }, accessTable)
  const { host, password } = database.ownerLogin
  project.provide(
    'records',
    databaseUrl ? { url: databaseUrl } : { host: String(host), password: String(password) },
  )
  // A database that is open cannot be copied: let go of it, keep the server.
  await database.kysely.destroy()
  await database.authPool.end()
  return async () => {
    await database.stopServer()
    rmSync(folder, { recursive: true, force: true })
  }
}
