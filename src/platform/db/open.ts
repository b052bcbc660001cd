import { createHmac } from 'node:crypto'
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type AccessModel, type Actor, narrowTo, policySql } from '#platform/access'
import type { Config } from '#platform/config'
import { AsyliaError } from '#platform/errors'
import type { Database, Tables, Transaction } from './database.ts'
import { ActingDialect, namingPool, PLAN_CHANGED } from './dialect.ts'
import { startEmbedded } from './embedded.ts'
import { holdFolder } from './folder-lock.ts'
import { findMigrations, migrate } from './migrations.ts'

/** LOGIN roles that own nothing and are no superuser; each sees only its part. */
const ROLES = { app: 'asylia_app', auth: 'asylia_auth', jobs: 'asylia_jobs' } as const
const OWNER = 'asylia_owner'
const DATABASE = 'asylia'

// Days stay days ('2026-03-01'), never midnights in somebody's zone; counts stay numbers while they fit.
pg.types.setTypeParser(1082, (day) => day)
pg.types.setTypeParser(20, (count) => {
  const number = Number(count)
  if (!Number.isSafeInteger(number))
    throw new AsyliaError('db.number-too-large', 'a count is larger than 2^53')
  return number
})

type Address = { host?: string; port?: number; database: string; url?: string }
export type Login = (role: string) => pg.ClientConfig

/** Opens the records: starts the embedded PostgreSQL or reaches the server, migrates, and logs in as the app. */
export async function openDatabase(
  config: Pick<Config, 'dataFolder' | 'databaseUrl'>,
  access: AccessModel,
): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) {
    return open(
      'server',
      { connectionString: config.databaseUrl },
      loginAt(config.databaseUrl),
      access,
      async () => {},
    )
  }
  const lock = holdFolder(config.dataFolder)
  const stops: (() => Promise<void>)[] = [async () => lock.release()]
  const stop = async () => {
    for (const each of stops.splice(0)) await each()
  }
  try {
    const { ownerLogin, login, stop: stopServer } = await startRecords(config.dataFolder)
    stops.unshift(stopServer)
    return await open('embedded', ownerLogin, login, access, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

/** The embedded server of a data folder that the caller holds, with our database in it, perhaps empty. */
export async function startRecords(
  dataFolder: string,
): Promise<{ ownerLogin: pg.ClientConfig; login: Login; stop: () => Promise<void> }> {
  const server = await startEmbedded(dataFolder)
  try {
    const superuser = { host: server.host, user: 'postgres', password: server.superuserPassword }
    await createDatabase({ ...superuser, database: 'postgres' })
    const login = loginOn({ host: server.host, database: DATABASE }, server.superuserPassword)
    return { ownerLogin: { ...superuser, database: DATABASE }, login, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

export type OpenDatabase = Database & {
  /** A pool for sign-in alone: reads and writes `auth_*` and nothing else. */
  readonly authPool: pg.Pool
  /** How the jobs library logs in: it owns the schema `jobs` and sees nothing else. */
  readonly jobsLogin: pg.ClientConfig
  /** How the owner logs in: for backup, restore and tests. Never for serving. */
  readonly ownerLogin: pg.ClientConfig
  /** Ends the embedded server alone, for a caller that ended the pools itself. */
  stopServer(): Promise<void>
}

async function createDatabase(superuser: pg.ClientConfig): Promise<void> {
  await withClient(superuser, async (client) => {
    await client.query(
      `do $$ begin create role ${OWNER} nologin; exception when duplicate_object then null; end $$`,
    )
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (!rowCount) await client.query(`create database ${DATABASE} owner ${OWNER}`)
  })
}

/** Migrates as the owner, renews roles, policies and grants, then opens the app's pools. */
async function open(
  engine: Database['engine'],
  ownerLogin: pg.ClientConfig,
  login: Login,
  access: AccessModel,
  stop: () => Promise<void>,
): Promise<OpenDatabase> {
  await prepare(ownerLogin, login, access)
  return openPrepared(engine, ownerLogin, login, access, stop)
}

/** The app's pools on a database that is migrated already (a copy of one, in tests). */
export async function openPrepared(
  engine: Database['engine'],
  ownerLogin: pg.ClientConfig,
  login: Login,
  access: AccessModel,
  stop: () => Promise<void>,
): Promise<OpenDatabase> {
  const contextKey = await withClient(ownerLogin, async (client) => {
    const { rows } = await client.query<{ secret: Buffer }>('select secret from access_key')
    return rows[0]!.secret
  })
  const pool = new pg.Pool({ ...login(ROLES.app), max: 20 })
  const authPool = new pg.Pool({ ...login(ROLES.auth), max: 6 })
  // An idle connection lost with its server is noticed by the next query; it must not end the process.
  for (const each of [pool, authPool]) each.on('error', () => undefined)
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const acting = new Kysely<Tables>({ dialect: new ActingDialect({ pool: namingPool(pool) }) })
  return {
    engine,
    kysely,
    demand: (actor, resource, action) => demand(kysely, contextKey, actor, { resource, action }),
    authPool,
    jobsLogin: login(ROLES.jobs),
    ownerLogin,
    stopServer: stop,
    as: (actor, work) =>
      inTransaction(acting, contextKey, actor, (trx) => work(trx.withPlugin(narrowTo(access, actor)))),
    async close() {
      // Both share the pool; either ends it.
      await kysely.destroy()
      await authPool.end()
      await stop()
    },
  }
}

async function prepare(ownerLogin: pg.ClientConfig, login: Login, access: AccessModel): Promise<void> {
  await withClient(ownerLogin, async (client) => {
    await prepareRoles(client, login)
    await migrate(client, findMigrations('records'))
    await client.query('begin')
    await client.query(policySql(access, ROLES))
    await client.query(authGrants())
    await client.query(`grant usage on schema public to ${ROLES.app}, ${ROLES.auth}`)
    await client.query('commit')
  })
}

/** Makes and renews the roles, and leaves the client acting as the one that owns the tables. */
export async function prepareRoles(client: pg.Client, login: Login): Promise<void> {
  await requireVersion(client)
  for (const role of Object.values(ROLES)) {
    const password = String(login(role).password ?? '')
    await client.query(
      `do $$ begin create role ${role} login; exception when duplicate_object or unique_violation then null; end $$`,
    )
    await client.query(`alter role ${role} login password ${client.escapeLiteral(password)}`)
  }
  await requireWeak(client)
  await client.query(`create schema if not exists jobs`)
  // The jobs library makes and renews its own tables, and asks for the schema each time it does.
  await client.query(
    `do $$ begin execute format('grant create on database %I to ${ROLES.jobs}', current_database()); end $$`,
  )
  const { rows } = await client.query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_roles where rolname = current_user',
  )
  if (rows[0]?.superuser) {
    await client.query(
      `do $$ begin create role ${OWNER} nologin; exception when duplicate_object then null; end $$`,
    )
    await client.query(`alter schema jobs owner to ${ROLES.jobs}`)
    await client.query(`grant create, usage on schema public to ${OWNER}`)
    // For the extension that signs access contexts: trusted, but only for who may create in the database.
    await client.query(
      `do $$ begin execute format('grant create on database %I to ${OWNER}', current_database()); end $$`,
    )
    await client.query(`set role ${OWNER}`)
  } else {
    await client.query(`grant ${ROLES.jobs} to current_user`)
    await client.query(`alter schema jobs owner to ${ROLES.jobs}`)
  }
}

/** New roles can do nothing special; only a superuser may say so again, so an old one is looked at instead. */
async function requireWeak(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles where rolname = any($1)
       and (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls)`,
    [Object.values(ROLES)],
  )
  if (rows[0]) {
    throw new AsyliaError(
      'db.role-too-strong',
      `the role ${rows[0].name} may pass over access rules: alter role ${rows[0].name} nosuperuser nocreatedb nocreaterole nobypassrls`,
    )
  }
}

function authGrants(): string {
  return `do $$ declare t record; begin
    for t in select c.oid::regclass as name from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname like 'auth\\_%' loop
      execute format('grant select, insert, update, delete on %s to ${ROLES.auth}', t.name);
    end loop;
  end $$`
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string }>(
    "select current_setting('server_version_num') as number",
  )
  if (Number(rows[0]?.number) < 150000) {
    throw new AsyliaError(
      'db.version-too-old',
      `PostgreSQL ${rows[0]?.number} is too old: version 15 or newer is needed`,
    )
  }
}

async function inTransaction<T>(
  kysely: Kysely<Tables>,
  key: Buffer,
  actor: Actor,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  // One journey to the server: without parameters, several statements go as one.
  const begin = CompiledQuery.raw(`begin; select ${claimsText(key, actor)}`)
  for (let attempt = 1; ; attempt++) {
    try {
      return await kysely.transaction().execute(async (trx) => {
        await trx.executeQuery(begin)
        return work(trx)
      })
    } catch (error) {
      const code = (error as { code?: string }).code
      const mayTryAgain = code === '40001' || code === '40P01' || code === PLAN_CHANGED
      if (!mayTryAgain || attempt === 5) throw error
    }
  }
}

/** For the transaction it runs in: who acts, and the signature that row-level security believes. */
function sign(key: Buffer, actor: Actor) {
  const { context, signature } = signed(key, actor)
  return sql`set_config('asylia.context', ${context}, true), set_config('asylia.signature', ${signature}, true)`
}

/** The same as text. */
function claimsText(key: Buffer, actor: Actor): string {
  const { context, signature } = signed(key, actor)
  return `set_config('asylia.context', ${pg.escapeLiteral(context)}, true), set_config('asylia.signature', '${signature}', true)`
}

function signed(key: Buffer, actor: Actor): { context: string; signature: string } {
  const context = JSON.stringify({
    id: actor.id,
    role: actor.role,
    organisation: actor.organisation,
    purpose: actor.purpose,
    profession: actor.profession ?? null,
  })
  return { context, signature: createHmac('sha256', key).update(context).digest('hex') }
}

/** One statement, and so one transaction; PostgreSQL reckons a select's columns from the left. */
async function demand(
  kysely: Kysely<Tables>,
  key: Buffer,
  actor: Actor,
  right: { resource: string; action: string },
): Promise<void> {
  await sql`select ${sign(key, actor)}, access_demand(${right.resource}, ${right.action})`.execute(kysely)
}

export function loginOn(address: Address, secret: string): Login {
  return (role) => ({
    host: address.host!,
    database: address.database,
    user: role,
    password: passwordOf(role, secret),
  })
}

export function loginAt(url: string): Login {
  const secret = new URL(url).password || url
  return (role) => {
    const own = new URL(url)
    own.username = role
    own.password = passwordOf(role, secret)
    return { connectionString: own.toString(), password: own.password }
  }
}

/** Every process that knows the owner's secret derives the same passwords, so many machines agree unasked. */
function passwordOf(role: string, secret: string): string {
  return createHmac('sha256', secret).update(`asylia login ${role}`).digest('base64url')
}

async function withClient<T>(login: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(login)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
