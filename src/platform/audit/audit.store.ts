import { type GeneratedAlways, sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { type AuditEntry, type AuditEvent, type AuditHead, canonicalText } from './audit.ts'

declare module '#platform/db' {
  interface Tables {
    audit_pending: { id: string; position: GeneratedAlways<number>; body: string }
    audit_entry: {
      seq: number
      id: string
      body: string
      leaf: Buffer
      at: Date
      actor: string
      action: string
      resource: string
      subject: string | null
    }
    audit_head: { size: number; root: Buffer; at: Date; signature: Buffer }
  }
}

/** Writes one line of the record in the transaction of its effect: both are kept, or neither. */
export async function record(trx: Transaction, actor: Actor, event: AuditEvent): Promise<void> {
  await trx.insertInto('audit_pending').values(lineOf(actor, event)).execute()
}

/** A row of `audit_pending`, for who writes it in the very statement of its effect. */
export function lineOf(actor: Actor, event: AuditEvent): { id: string; body: string } {
  const id = randomUUID()
  return { id, body: canonicalText({ ...event, ...actorPart(actor), id, at: momentFor(actor) }) }
}

/** To the hour for a reporter, and for a person with their own code: a finer time could give away who was seen with a phone in hand. */
function momentFor(actor: Actor): string {
  const now = new Date()
  if (actor.role === 'reporter' || actor.role === 'person') now.setUTCMinutes(0, 0, 0)
  return now.toISOString()
}

function actorPart(actor: Actor) {
  return { actor: actor.id, role: actor.role, organisation: actor.organisation, purpose: actor.purpose }
}

/** Moves what waits into the log; how many entries moved. */
export async function sequence(trx: Transaction, most = 10_000): Promise<number> {
  const { rows } = await sql<{ moved: number }>`select audit_sequence(${most}) as moved`.execute(trx)
  return rows[0]?.moved ?? 0
}

/** Entries from `from` on, in order. */
export async function listEntries(trx: Transaction, from: number, limit: number) {
  return trx
    .selectFrom('audit_entry')
    .selectAll()
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

export type EntryFilter = {
  resource?: string | undefined
  subject?: string | undefined
  actor?: string | undefined
  before?: number | undefined
  limit: number
}

/** The newest entries first, for reading on a screen. */
export async function findEntries(trx: Transaction, filter: EntryFilter) {
  let query = trx.selectFrom('audit_entry').selectAll().orderBy('seq', 'desc').limit(filter.limit)
  if (filter.resource) query = query.where('resource', '=', filter.resource)
  if (filter.subject) query = query.where('subject', '=', filter.subject)
  if (filter.actor) query = query.where('actor', '=', filter.actor)
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before)
  return query.execute()
}

export async function countPending(trx: Transaction): Promise<number> {
  const row = await trx
    .selectFrom('audit_pending')
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Every entry in order, a page at a time: for recomputing a log too long to hold. */
export async function* walkEntries(trx: Transaction, page = 5_000): AsyncGenerator<AuditEntry> {
  for (let from = 0; ; from += page) {
    const entries = await listEntries(trx, from, page)
    yield* entries
    if (entries.length < page) return
  }
}

export async function readHeads(trx: Transaction): Promise<AuditHead[]> {
  const rows = await trx.selectFrom('audit_head').selectAll().orderBy('size').execute()
  return rows.map(({ size, root, at, signature }) => ({
    size,
    root: root.toString('hex'),
    at: at.toISOString(),
    signature: signature.toString('base64'),
  }))
}

export async function latestHead(trx: Transaction) {
  return trx.selectFrom('audit_head').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst()
}

/** The newest head signed before this moment. */
export async function headBefore(trx: Transaction, moment: Date) {
  return trx
    .selectFrom('audit_head')
    .selectAll()
    .where('at', '<', moment)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export type Look = { role: string; purpose: string; action: string; hour: Date; times: number }

/** Who did what to one thing, by role and hour: for the person it is about. Names nobody. */
export async function looksAt(trx: Transaction, resource: string, subject: string): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select body::jsonb ->> 'role' as role, body::jsonb ->> 'purpose' as purpose, action,
           date_trunc('hour', at) as hour, count(*)::int as times
    from audit_entry where resource = ${resource} and subject = ${subject}
    group by 1, 2, 3, 4 order by 4 desc, 3, 1 limit 200`.execute(trx)
  return rows
}
