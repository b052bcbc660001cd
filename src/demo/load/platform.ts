import type { Auth } from '#platform/auth'
import type { Config } from '#platform/config'
import type { Corpus } from '#platform/corpus'
import type { Keyring } from '#platform/crypto'
import type { OpenDatabase } from '#platform/db'
import type { Jobs } from '#platform/jobs'

/** What the demo works with: the part of the opened house it needs. */
export type DemoPlatform = {
  config: Config
  database: OpenDatabase
  corpus: Corpus
  keyring: Keyring
  auth: Auth
  jobs: Jobs
  close(): Promise<void>
}
