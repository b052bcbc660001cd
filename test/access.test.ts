import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { accessTable } from '#model'
import { accessPage, type Actor, type Ties } from '#platform/access'
import type { Transaction } from '#platform/db'
import { testDatabase } from '#test/stores'
import { furnish, type KnownTies, readTies } from './matrix/rows.ts'
import { newWorlds, tables, type World } from './matrix/worlds.ts'

/**
 * The matrix, generated from the one table: every table × role × purpose × action, against rows that are the actor's by
 * different ties, and rows that are not. The database alone answers; no check of the app runs here.
 */
const ACTIONS = ['read', 'create', 'update', 'delete'] as const
type Action = (typeof ACTIONS)[number]

/** What a trigger says that asks more than the access table does: reached only where the policies let one through. */
const RULE = 'AS002'

describe('access in the database', async () => {
  const database = await testDatabase()
  const owner = new pg.Client(database.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())
  const { worlds: every, mine, me } = newWorlds()
  const worlds = Object.values(every).filter(({ name }) => name !== 'absent')
  const places = await furnish(owner, worlds, async (_, text) => Buffer.from(text))

  /** Staff of one organisation; a reporter and a person act as holder of a world of their own. */
  function actorOf(role: string, purpose: string): Actor {
    if (role === 'reporter' || role === 'person')
      return { id: every.held.id, role, organisation: null, purpose }
    return { id: me, role, organisation: mine, purpose, profession: 'social_worker' }
  }
  const known = new Map<string, KnownTies>()
  for (const [role, purpose] of [
    ['case_worker', 'protection'],
    ['reporter', 'reporting'],
    ['person', 'own_record'],
  ] as const)
    known.set(role, await readTies(owner, actorOf(role, purpose), worlds, places))

  /** Whether some rule opens this world's row to this actor. */
  function predicted(table: string, { role, purpose }: Actor, action: string, { name }: World): boolean {
    const held = (known.get(role) ?? known.get('case_worker')!).get(`${name} ${table}`)
    return accessTable.rules.some((rule) => {
      const ties: Ties | undefined = accessTable.resources[rule.resource]!.tables[table]
      if (!ties || rule.role !== role || !rule.actions.includes(action)) return false
      if (!(rule.purposes as readonly string[]).includes(purpose)) return false
      if (rule.ownership === 'any') return true
      return ties[rule.ownership] !== undefined && (held?.has(rule.ownership) ?? false)
    })
  }

  /** Where no rule names the table, one row that would be the actor's own tells as much as five. */
  const opens = (table: string, { role, purpose }: Actor): boolean =>
    accessTable.rules.some(
      (rule) =>
        rule.role === role &&
        (rule.purposes as readonly string[]).includes(purpose) &&
        table in accessTable.resources[rule.resource]!.tables,
    )

  async function within<T>(trx: Transaction, work: () => Promise<T>, refused: T): Promise<T> {
    await sql`savepoint cell`.execute(trx)
    try {
      return await work()
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === '42501') return refused
      throw error
    } finally {
      await sql`rollback to savepoint cell`.execute(trx)
    }
  }

  async function allowedWorlds(
    trx: Transaction,
    table: string,
    action: Action,
    about: readonly World[],
  ): Promise<string[]> {
    const at = (world: World) => places.get(`${world.name} ${table}`)!
    if (action === 'read') {
      const seen = await within(
        trx,
        async () =>
          (await sql.raw<{ ctid: string }>(`select ctid::text from ${table}`).execute(trx)).rows.map(
            ({ ctid }) => ctid,
          ),
        [],
      )
      return about.filter((world) => seen.includes(at(world))).map(({ name }) => name)
    }
    const allowed: string[] = []
    for (const world of about) {
      const done = await within(trx, () => change(trx, table, action, at(world)), false)
      if (done) allowed.push(world.name)
    }
    return allowed
  }

  /** A row like the world's own is written again, changed, or deleted. Naming a row needs the right to read it. */
  async function change(trx: Transaction, table: string, action: Action, at: string): Promise<boolean> {
    if (action === 'create') {
      try {
        const { columns, values } = like.get(`${table} ${at}`)!
        await sql`insert into ${sql.table(table)} (${sql.raw(columns)}) values (${sql.join(values)})`.execute(
          trx,
        )
      } catch (error) {
        // The policy let it through; it then met a key that is taken, a neighbour that is not there, or a rule beyond it.
        const { code } = error as { code?: string }
        if (code !== '23505' && code !== '23503' && code !== RULE) throw error
      }
      return true
    }
    const [column] = like.get(`${table} ${at}`)!.names
    const verb = action === 'update' ? `update ${table} set ${column} = ${column}` : `delete from ${table}`
    try {
      const { rows } = await sql
        .raw(`with done as (${verb} where ctid = '${at}' returning 1) select 1 from done`)
        .execute(trx)
      return rows.length > 0
    } catch (error) {
      if ((error as { code?: string }).code === RULE) return true
      throw error
    }
  }

  const like = new Map<string, { columns: string; names: string[]; values: unknown[] }>()
  for (const [key, at] of places) {
    const table = key.split(' ')[1]!
    const { rows: columns } = await owner.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`,
      [table],
    )
    const read = columns.map(({ name, type }) => (type === 'bytea' ? name : `${name}::text`)).join(', ')
    const { rows } = await owner.query<unknown[]>({
      text: `select ${read} from ${table} where ctid = $1::tid`,
      values: [at],
      rowMode: 'array',
    })
    const names = columns.map(({ name }) => name)
    like.set(`${table} ${at}`, { columns: names.join(', '), names, values: rows[0]! })
  }
  let cells = 0

  it.each(tables)(
    '%s: every role, purpose and action sees and changes just what the table says',
    async (table) => {
      for (const role of accessTable.roles) {
        for (const purpose of accessTable.purposes) {
          const actor = actorOf(role, purpose)
          await database.as(actor, async (trx) => {
            for (const action of ACTIONS) {
              const needs = action === 'update' || action === 'delete' ? [action, 'read'] : [action]
              const about = opens(table, actor) ? worlds : [every.assigned]
              const expected = about
                .filter((world) => needs.every((each) => predicted(table, actor, each, world)))
                .map(({ name }) => name)
              cells += about.length
              const allowed = await allowedWorlds(trx, table, action, about)
              expect({ table, role, purpose, action, allowed }).toEqual({
                table,
                role,
                purpose,
                action,
                allowed: expected,
              })
            }
          })
        }
      }
    },
    120_000,
  )

  it('asked thousands of cells, and some of them said yes', () => {
    expect(cells).toBeGreaterThan(5_000)
    const worker = actorOf('case_worker', 'protection')
    expect(tables.filter((table) => predicted(table, worker, 'read', every.ours)).length).toBeGreaterThan(5)
  })

  it('has a page for people that says the same', async () => {
    await expect(accessPage(accessTable)).toMatchFileSnapshot('../docs/access.md')
  })
})
