import { z } from 'zod'
import type { Auth } from '#platform/auth'
import type { Config } from '#platform/config'
import { Count, type Corpus } from '#platform/corpus'
import type { Keyring, Vault } from '#platform/crypto'
import type { OpenDatabase } from '#platform/db'
import type { Jobs } from '#platform/jobs'

/** What the demo works with: the part of the opened house it needs. */
export type DemoPlatform = {
  config: Config
  database: OpenDatabase
  corpus: Corpus
  keyring: Keyring
  vault: Vault
  auth: Auth
  /** With the slices' listeners on it; whether it was started is the opener's matter. */
  jobs: Jobs
  close(): Promise<void>
}

/** Nobody works here and nothing was brought in: only then is the made-up region loaded. */
export async function isEmpty({ auth, corpus }: Pick<DemoPlatform, 'auth' | 'corpus'>): Promise<boolean> {
  if ((await auth.listOrganisations()).length > 0) return false
  const [found] = await corpus.query('SELECT count() AS n FROM sources_ad', z.object({ n: Count }))
  return found?.n === 0
}
