import { AsyncLocalStorage } from 'node:async_hooks'
import type { Hono } from 'hono'
import { sql } from 'kysely'
import pg from 'pg'
import { listEndpoints, openPlatform, type Platform } from '#api'
import { accessTable } from '#model'
import type { AccessModel, Actor } from '#platform/access'
import { parseConfig } from '#platform/config'
import { type Database, loginOn, openPrepared } from '#platform/db'
import { createApi, type Endpoint } from '#platform/http'
import { noLog } from '#platform/log'
import { resources as observations } from '../../src/model/access/observations.ts'
import { furnish, readTies } from './rows.ts'
import { newWorlds, tables, type World } from './worlds.ts'

/** Which locks are on: all; row-level security alone; the app's checks alone. */
export const MODES = ['whole', 'policies', 'checks'] as const
export type Mode = (typeof MODES)[number]

const everything: AccessModel = {
  ...accessTable,
  rules: accessTable.rules.length === 0 ? [] : openToAll(),
}

function openToAll(): AccessModel['rules'] {
  const actions = [...new Set(accessTable.rules.flatMap((rule) => rule.actions))]
  return Object.keys(accessTable.resources).flatMap((resource) =>
    accessTable.roles.map((role) => ({
      role,
      resource,
      actions,
      ownership: 'any' as const,
      purposes: accessTable.purposes,
      because: 'the checks are off',
    })),
  )
}

export type House = Awaited<ReturnType<typeof openHouse>>

const header = 'x-acting'
const undo = new Error('a cell leaves nothing behind')

/** The whole house in this process, filled with worlds, and its API with all locks on, or some. */
export async function openHouse(dataFolder: string) {
  const platform = await openPlatform(parseConfig({ ASYLIA_DATA: dataFolder }), { log: noLog })
  const owner = new pg.Client(platform.database.ownerLogin)
  await owner.connect()
  const { worlds, mine, me } = newWorlds()
  const filled = Object.values(worlds).filter(({ name }) => name !== 'absent')
  const seal = (subject: string, text: string, about: string) =>
    platform.database.as({ id: 'matrix', role: 'system', organisation: null, purpose: 'operation' }, (trx) =>
      platform.vault.seal(trx, subject, text, about),
    )
  const places = await furnish(owner, filled, seal)
  await nameAccounts(owner, filled)
  const unchecked = await withoutChecks(platform)
  const wrote = new AsyncLocalStorage<{ wrote: boolean }>()

  /** Undoes what a cell did, after looking whether it would have changed anything. */
  const undoing = (database: Database, demand: Database['demand']): Database => ({
    ...database,
    demand,
    async as(actor, work) {
      let result: Awaited<ReturnType<typeof work>> | undefined
      try {
        await database.as(actor, async (trx) => {
          result = await work(trx)
          const { rows } = await sql<{
            wrote: boolean
          }>`select pg_current_xact_id_if_assigned() is not null as wrote`.execute(trx)
          const cell = wrote.getStore()
          if (cell && rows[0]?.wrote) cell.wrote = true
          throw undo
        })
      } catch (error) {
        if (error !== undo) throw error
      }
      return result!
    },
  })
  const demandForObservations: Database['demand'] = async (actor, resource, action) => {
    const hasRows = Object.keys(accessTable.resources[resource]?.tables ?? {}).length > 0
    // What lies among the observations has no rows to guard: there the database's own gate is the lock that is left.
    if (!hasRows || resource in observations) await platform.database.demand(actor, resource, action)
  }
  const databases: Record<Mode, Database> = {
    whole: undoing(platform.database, (...asked) => platform.database.demand(...asked)),
    policies: undoing(unchecked, demandForObservations),
    checks: undoing(platform.database, async () => {}),
  }
  const apiFor = (mode: Mode, endpoints: readonly Endpoint[]): Hono =>
    createApi({
      endpoints,
      database: databases[mode],
      publicUrl: 'http://127.0.0.1:8080',
      liveness: {},
      log: noLog,
      access: mode === 'policies' ? everything : accessTable,
      authenticate: async (request) => JSON.parse(request.headers.get(header) ?? 'null') as Actor | null,
    })

  return {
    platform,
    owner,
    worlds,
    endpoints: listEndpoints(platform),
    apiFor,
    /** Staff of the organisation `mine`; a reporter and a person act as holder of their own world. */
    actorOf(role: string, purpose: string): Actor {
      const isHolder = role === 'reporter' || role === 'person'
      if (isHolder) return { id: worlds.held.id, role, organisation: null, purpose }
      return { id: me, role, organisation: mine, purpose, profession: 'social_worker' }
    },
    /** By which ties this actor stands to each world's row of a table, as the database's owner finds it. */
    tiesFor: (actor: Actor) => readTies(owner, actor, Object.values(worlds), places),
    /** Asks one cell. */
    async ask(
      api: Hono,
      actor: Actor | null,
      asked: { method: string; address: string; body: string | undefined },
    ) {
      const cell = { wrote: false }
      const response = await wrote.run(cell, async () =>
        api.request(`http://127.0.0.1:8080${asked.address}`, {
          method: asked.method,
          headers: { 'content-type': 'application/json', [header]: JSON.stringify(actor) },
          ...(asked.body === undefined ? {} : { body: asked.body }),
        }),
      )
      return { status: response.status, text: await response.text(), wrote: cell.wrote }
    },
    async dropPolicies() {
      for (const table of tables) {
        await owner.query(`alter table ${table} disable row level security`)
        await owner.query(`grant select, insert, update, delete on ${table} to asylia_app`)
      }
    },
    async close() {
      await owner.end()
      await unchecked.kysely.destroy()
      await unchecked.authPool.end()
      await platform.close()
    },
  }
}

/** The same database, under no check of the app: no query is narrowed. */
async function withoutChecks({ database }: Platform) {
  const { host, password } = database.ownerLogin
  const login = loginOn({ host: String(host), database: 'asylia' }, String(password))
  return openPrepared('embedded', database.ownerLogin, login, everything, async () => {})
}

async function nameAccounts(owner: pg.Client, worlds: readonly World[]): Promise<void> {
  for (const { id, name, organisation, word } of worlds) {
    await owner.query(
      `insert into auth_organisation (id, name, kind) values ($1, $2, 'ngo') on conflict do nothing`,
      [organisation, organisation],
    )
    await owner.query(
      `insert into auth_user (id, name, email, "emailVerified", role, organisation, demo)
       values ($1, $2, $3, true, 'case_worker', $4, false)`,
      [id, `mark-${id.slice(0, 8)}-auth_user`, `${name}-${word}@example.org`, organisation],
    )
  }
}
