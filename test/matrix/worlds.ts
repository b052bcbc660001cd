import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { accessTable } from '#model'
import type { Ties } from '#platform/access'

/**
 * A world: one row in every table that the access table names, all of them under one id, one organisation and one code,
 * so that whatever id a route takes, this world's id finds something. What is in it can be told apart in any answer.
 */
export type World = {
  name: string
  id: string
  organisation: string
  /** Fills the columns that say who did something. */
  user: string
  code: string
  /** Fills text columns that are keys, as routes take them. */
  word: string
}

export const tables = [
  ...new Set(Object.values(accessTable.resources).flatMap((one) => Object.keys(one.tables))),
]

export function tiesOf(table: string): Ties {
  const all = Object.values(accessTable.resources).map((one) => one.tables[table] ?? {})
  return Object.assign({}, ...all) as Ties
}

let made = 1000
function newWorld(name: string, of: { organisation: string; user: string }): World {
  const id = randomUUID()
  return { name, id, ...of, code: `heron-${made++}`, word: `word-${id.slice(0, 8)}` }
}

/**
 * Mine and assigned to me; mine; another organisation's, assigned to me; another's; one that a reporter or a person holds;
 * and one in which nothing was ever put.
 */
export function newWorlds() {
  const [mine, other, me, stranger] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const worlds = {
    assigned: newWorld('assigned', { organisation: mine, user: me }),
    ours: newWorld('ours', { organisation: mine, user: stranger }),
    lent: newWorld('lent', { organisation: other, user: me }),
    theirs: newWorld('theirs', { organisation: other, user: stranger }),
    held: newWorld('held', { organisation: other, user: stranger }),
    absent: newWorld('absent', { organisation: other, user: stranger }),
  }
  return { worlds, mine, me }
}

/** What stands in a table's text and sealed columns: found in an answer, it says which row it came from. */
export const markOf = (world: World, table: string): string => `mark-${world.id.slice(0, 8)}-${table}`

type Column = { name: string; type: string; check: string | null; filled: boolean }

/** Columns that must be filled, and those that say whose a row is; checks over several columns are let go of by the owner. */
export async function columnsOf(owner: pg.Client, table: string): Promise<Column[]> {
  const ties = Object.values(tiesOf(table)).filter((tie) => typeof tie === 'string')
  const { rows } = await owner.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
            (select pg_get_constraintdef(c.oid) from pg_constraint c
             where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum] limit 1) as check,
            (a.attnotnull and not a.atthasdef) as filled
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and a.attidentity = ''`,
    [table],
  )
  return rows.filter(({ name, type, filled }) => filled || ties.includes(name) || type === 'uuid')
}

export type Seal = (subject: string, text: string, about: string) => Promise<Buffer>

/** Puts a world's row into a table; returns where it lies. */
export async function fillTable(
  owner: pg.Client,
  table: string,
  columns: readonly Column[],
  world: World,
  seal: Seal,
): Promise<string> {
  const values: unknown[] = []
  for (const column of columns) values.push(await valueOf(table, column, world, seal))
  const statement = `insert into ${table} (${columns.map(({ name }) => name).join(', ')})
     values (${columns.map((_, i) => `$${i + 1}`).join(', ')}) returning ctid::text as at`
  const insert = () => owner.query<{ at: string }>(statement, values)
  const { rows } = await insert().catch(async (error: { code?: string; constraint?: string }) => {
    // Only one row of a kind may be current, or the like: here each world has its own.
    if (error.code !== '23505') throw error
    await owner.query(`alter table ${table} drop constraint if exists ${error.constraint} cascade`)
    await owner.query(`drop index if exists ${error.constraint}`)
    return insert()
  })
  return rows[0]!.at
}

const users = /(^|_)(user|author|by|owner|actor)(_id)?$/

async function valueOf(
  table: string,
  { name, type, check }: Column,
  world: World,
  seal: Seal,
): Promise<unknown> {
  const allowed = check?.match(/ARRAY\['([^']+)'/)?.[1]
  const mark = markOf(world, table)
  if (allowed !== undefined) return allowed
  if (type === 'uuid') {
    if (name.includes('organisation')) return world.organisation
    return users.test(name) ? world.user : world.id
  }
  if (type === 'bytea')
    return seal(world.id, JSON.stringify({ story: mark, name: mark, note: mark }), `${table}.${name}`)
  if (type === 'jsonb' || type === 'json') return '{}'
  if (type === 'boolean') return true
  // A list of people that is over is there for nobody.
  if (type === 'date') return table === 'detect_people_list' ? '2099-01-01' : '2026-01-01'
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z' // on the hour, as a report's must be
  if (type.endsWith('[]')) return []
  if (/int|numeric|double|real/.test(type)) return 1 + Math.floor(Math.random() * 9) // a room of a thousand million beds would be one by one

  return textOf(table, name, check, world)
}

function textOf(table: string, name: string, check: string | null, world: World): string {
  if (table.startsWith('audit_') && name === 'body') return auditBody(world, table)
  if (check?.includes("'^[0-9a-f]{32}$'")) return world.id.replaceAll('-', '')
  if (check?.includes('^[a-z]+-')) return world.code
  if (/(^|_)code$/.test(name)) return world.code
  if (/jurisdiction|nationality|country/.test(name)) return 'ITA'
  if (name === 'language') return 'en'
  if (users.test(name)) return world.user
  return /key$|_id$|^id$/.test(name) ? world.word : markOf(world, table)
}

/** A reporter's line of a far hour: it stays where it is put. */
function auditBody(world: World, table: string): string {
  const mark = markOf(world, table)
  return JSON.stringify({
    action: 'report.read',
    resource: 'report',
    subject: mark,
    why: null,
    id: world.id,
    actor: world.user,
    at: '2099-01-01T00:00:00.000Z',
    role: 'reporter',
    organisation: null,
    purpose: 'reporting',
  })
}
