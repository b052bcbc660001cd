import { accessTable, PROFESSIONS, type STAFF_ROLES } from '#model'
import { AuditLog, record } from '#platform/audit'
import { type Auth, openAuth } from '#platform/auth'
import type { Config } from '#platform/config'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { findMigrations, openDatabase, type OpenDatabase } from '#platform/db'
import { type Files, openFiles } from '#platform/files'
import { Jobs } from '#platform/jobs'
import { type Log, logToStderr } from '#platform/log'
import { RunningImports } from '#sources'

/** Every service the house stands on, opened: what the API, the terminal, the demo and the journeys work with. */
export type Platform = {
  config: Config
  /** The records: PostgreSQL. */
  database: OpenDatabase
  /** The observations: ClickHouse. */
  corpus: Corpus
  keyring: Keyring
  /** Seals and opens what is confidential in the records. */
  vault: Vault
  audit: AuditLog
  /** Events and their listeners; `start()` it after every slice has registered its own. */
  jobs: Jobs
  auth: Auth
  /** Imports begun here: shown while they run; `resume()` takes up what a stopped process left. */
  imports: RunningImports
  /** Encrypted files. */
  files: Files
  log: Log
  /** The clock: another one in tests. */
  now: () => Date
  /** What must have stopped before the stores close. */
  beforeClose(stop: () => Promise<unknown>): void
  /** Ends what is under way, then the stores. May be called twice. */
  close(): Promise<void>
}

/** The purpose under which a role acts when a route names none: its daily work. */
const usualPurpose: Readonly<Record<(typeof STAFF_ROLES)[number], string>> = {
  intake_worker: 'intake',
  case_worker: 'protection',
  investigator: 'investigation',
  analyst: 'analysis',
  liaison_officer: 'cooperation',
  lawyer: 'law',
  counsellor: 'protection',
  policy_officer: 'policy',
  administrator: 'administration',
}

/** Opens and migrates both stores and what stands on them; when one does not open, the others are closed again. */
export async function openPlatform(
  config: Config,
  { log = logToStderr, now = () => new Date() }: { log?: Log; now?: () => Date } = {},
): Promise<Platform> {
  const opened: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const each of opened.splice(0).toReversed()) await each()
  }
  try {
    const stores = [openDatabase(config, accessTable), openCorpus(config)] as const
    for (const store of await Promise.allSettled(stores)) {
      if (store.status === 'fulfilled') opened.push(() => store.value.close())
    }
    const [database, corpus] = await Promise.all(stores)
    await migrateCorpus(corpus, findMigrations('corpus'))
    const keyring = await Keyring.open(config.dataFolder)
    const files = await openFiles(config, keyring)
    const vault = new Vault(new Sealer(keyring))
    const audit = new AuditLog(database, config.dataFolder)
    audit.start()
    opened.push(() => audit.stop())
    const jobs = new Jobs(database, database.jobsLogin, ({ listener, event, reason }) =>
      log('error', 'job failed', { listener, event, reason }),
    )
    opened.push(() => jobs.stop())
    const auth = openAccounts(config, database, keyring)
    const sweep = setInterval(() => void auth.sweep().catch(() => undefined), 3_600_000).unref()
    opened.push(async () => clearInterval(sweep))
    const imports = new RunningImports({ db: database, corpus, dataFolder: config.dataFolder }, log)
    opened.push(() => imports.stop())
    const services = { config, database, corpus, files, keyring, vault, audit, jobs, auth, imports }
    const beforeClose = (stop: () => Promise<unknown>) => void opened.push(stop)
    return { ...services, log, now, beforeClose, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Accounts alone, for the verbs that need nothing else of the house. */
export function openAccounts(
  config: Pick<Config, 'publicUrl' | 'oidc'>,
  database: OpenDatabase,
  keyring: Keyring,
): Auth {
  return openAuth({
    pool: database.authPool,
    publicUrl: config.publicUrl,
    secret: keyring.keyedHash('sign-in', 'secret').toString('hex'),
    oidc: config.oidc,
    roles: usualPurpose,
    professions: PROFESSIONS,
    recordSignIn: (actor, way) =>
      database.as(actor, (trx) =>
        record(trx, actor, { action: 'session.begin', resource: 'session', subject: actor.id, why: way }),
      ),
  })
}
