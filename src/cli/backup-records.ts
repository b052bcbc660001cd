import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { z } from 'zod'
import type { Section } from './backup-frames.ts'

/** Where a sequence stands; null: never asked. */
const Sequences = z.array(z.object({ name: z.string(), last: z.string().nullable() }))

/**
 * Every table of the records as of one moment, those that others refer to first. The queues of the jobs library are not
 * kept: what they still hold goes back into the outbox, and a listener that had it already does nothing.
 */
export async function* recordsSections(
  ownerLogin: pg.ClientConfig,
  progress: (line: string) => void,
): AsyncGenerator<Section> {
  const client = new pg.Client(ownerLogin)
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const queued = await client.query("select 1 from pg_class where oid = to_regclass('jobs.job')")
    for (const { table, columns } of await listTables(client)) {
      const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
      const source =
        table === 'jobs_outbox' && queued.rowCount
          ? `(select ${list} from (${OUTBOX_AND_QUEUES}) as event)`
          : `${client.escapeIdentifier(table)} (${list})`
      const stream = client.query(copyTo(`copy ${source} to stdout`))
      yield { about: { kind: 'records', table, columns }, data: stream }
      progress(`records: ${table}, ${stream.rowCount} rows`)
    }
    const { rows } = await client.query<{ name: string; last: string | null }>(
      `select quote_ident(sequencename) as name, last_value::text as last from pg_sequences where schemaname = 'public'`,
    )
    yield { about: { kind: 'sequences' }, data: [Buffer.from(JSON.stringify(rows))] }
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** Events that wait in the outbox, and those handed to a queue and not done: restored, they are handed on again. */
const OUTBOX_AND_QUEUES = `
  select id, topic, payload, at, row_number() over (order by waiting desc, place, id) as position from (
    select distinct on (id) * from (
      select id, topic, payload, at, false as waiting, position as place from public.jobs_outbox
      union all
      select (data ->> 'id')::uuid, data ->> 'topic', data -> 'payload', date_trunc('hour', created_on), true,
             extract(epoch from created_on)::bigint
      from jobs.job
      where state::text in ('created', 'retry', 'active', 'failed') and data ? 'topic' and data ? 'payload'
    ) as every order by id
  ) as event`

type Table = { table: string; columns: string[] }

async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
  )
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select distinct f.relname as from, t.relname as to from pg_constraint k
     join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.conrelid <> k.confrelid and f.relnamespace = 'public'::regnamespace`,
  )
  return inOrder(rows, references)
}

/** Tables that others refer to come before those. */
export function inOrder(tables: Table[], references: { from: string; to: string }[]): Table[] {
  const ordered: Table[] = []
  const seen = new Set<string>()
  const visit = (each: Table) => {
    if (seen.has(each.table)) return
    seen.add(each.table)
    for (const { to } of references.filter(({ from }) => from === each.table)) {
      const needed = tables.find(({ table }) => table === to)
      if (needed) visit(needed)
    }
    ordered.push(each)
  }
  for (const each of tables) visit(each)
  return ordered
}

/** Takes away what the migrations themselves put there; before the first table is loaded. */
export async function emptyTables(client: pg.Client): Promise<void> {
  const tables = (await listTables(client)).map(({ table }) => client.escapeIdentifier(table))
  // What is only added to refuses to be emptied: here it is empty, and nobody else sees this transaction.
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`)
  await client.query(`truncate ${tables.join(', ')}`)
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`)
}

/** Loads one table; how many rows. */
export async function loadTable(
  client: pg.Client,
  { table, columns }: Table,
  data: AsyncIterable<Uint8Array>,
): Promise<number> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const stream = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${list}) from stdin`))
  await pipeline(Readable.from(data, { objectMode: false }), stream)
  return stream.rowCount
}

export async function loadSequences(client: pg.Client, json: string): Promise<void> {
  for (const { name, last } of Sequences.parse(JSON.parse(json))) {
    if (last !== null) await client.query('select setval($1::regclass, $2::bigint)', [`public.${name}`, last])
  }
}

/** Uploads whose import is not done are named by their whole path: to where the data folder is now. */
export async function moveUploads(client: pg.Client, from: string, to: string): Promise<void> {
  for (const column of ['file_path', 'rejects_path']) {
    await client.query(
      `update sources_import set ${column} = $2::text || substr(${column}, length($1::text) + 1) where starts_with(${column}, $1)`,
      [`${from}/`, `${to}/`],
    )
  }
}
