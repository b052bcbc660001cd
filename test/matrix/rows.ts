import { createHmac } from 'node:crypto'
import type pg from 'pg'
import type { Actor, Ownership } from '#platform/access'
import { columnsOf, fillTable, type Seal, tables, tiesOf, type World } from './worlds.ts'

/** Puts every world's rows into every table; answers where each lies. */
export async function furnish(
  owner: pg.Client,
  worlds: readonly World[],
  seal: Seal,
): Promise<Map<string, string>> {
  const places = new Map<string, string>()
  // Rows without their neighbours are enough here: the owner puts them there with foreign keys asleep.
  await owner.query("set session_replication_role = 'replica'")
  for (const table of tables) {
    const columns = await columnsOf(owner, table)
    const { rows: checks } = await owner.query<{ name: string }>(
      "select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'",
      [table],
    )
    for (const { name } of checks) await owner.query(`alter table ${table} drop constraint ${name}`)
    for (const world of worlds) {
      places.set(
        `${world.name} ${table}`,
        (await keyOf(owner, table, world)) ?? (await fillTable(owner, table, columns, world, seal)),
      )
    }
  }
  return places
}

export type KnownTies = ReadonlyMap<string, ReadonlySet<Ownership>>

/** A world's key, where sealing its rows has made it already. */
async function keyOf(owner: pg.Client, table: string, world: World): Promise<string | undefined> {
  if (table !== 'crypto_subject_key') return undefined
  const { rows } = await owner.query<{ at: string }>(
    'select ctid::text as at from crypto_subject_key where subject = $1',
    [world.id],
  )
  return rows[0]?.at
}

/** By which ties an actor stands to each world's row of each table, as the database's owner finds it. */
export async function readTies(
  owner: pg.Client,
  actor: Actor,
  worlds: readonly World[],
  places: ReadonlyMap<string, string>,
): Promise<KnownTies> {
  const found = new Map<string, Set<Ownership>>()
  const { rows: keys } = await owner.query<{ secret: Buffer }>('select secret from access_key')
  const context = JSON.stringify(actor)
  const signature = createHmac('sha256', keys[0]!.secret).update(context).digest('hex')
  await owner.query(
    "select set_config('asylia.context', $1, false), set_config('asylia.signature', $2, false)",
    [context, signature],
  )
  for (const table of tables) {
    for (const [ownership, tie] of Object.entries(tiesOf(table)) as [Ownership, string | { sql: string }][]) {
      const claim = ownership === 'organisation' ? 'organisation' : 'id'
      const condition = typeof tie === 'string' ? `${table}.${tie} = access_id('${claim}')` : tie.sql
      for (const { name } of worlds) {
        const at = places.get(`${name} ${table}`)
        if (at === undefined) continue
        const { rows } = await owner.query<{ tied: boolean | null }>(
          `select (${condition}) as tied from ${table} where ctid = $1::tid`,
          [at],
        )
        const key = `${name} ${table}`
        if (rows[0]?.tied) found.set(key, (found.get(key) ?? new Set()).add(ownership))
      }
    }
  }
  return found
}
