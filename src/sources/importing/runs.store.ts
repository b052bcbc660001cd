import { type Generated, type Selectable, sql } from 'kysely'
import { hostname } from 'node:os'
import { z } from 'zod'
import { newId } from '#model'
import { type Actor, systemActor } from '#platform/access'
import type { Database, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'
import { FormatName, type Mapping } from '../mapping/mapping.ts'
import {
  addCounts,
  type ImportCounts,
  type ImportRun,
  type ImportState,
  Pending,
  Reject,
  rejectsShown,
  type RunPosition,
} from './run.ts'

type ImportTable = {
  id: string
  source: string
  format: string
  mapping_hash: string
  file_name: string
  file_path: string
  file_hash: string
  file_bytes: number
  owns_file: Generated<boolean>
  state: ImportState
  actor_id: string
  started_at: Generated<Date>
  updated_at: Generated<Date>
  finished_at: Date | null
  at_byte: Generated<number>
  at_row: Generated<number>
  read: Generated<number>
  added: Generated<number>
  updated: Generated<number>
  unchanged: Generated<number>
  rejected: Generated<number>
  rejects_path: string | null
  rejects_bytes: Generated<number>
  pending: string | null
  first_rejects: Generated<string>
  notes: Generated<string>
  problem: string | null
  claimed_by: string | null
  claimed_until: Date | null
}

declare module '#platform/db' {
  interface Tables {
    sources_import: ImportTable
    sources_mapping: {
      hash: string
      name: string
      yaml: string
      created_by: string
      created_at: Generated<Date>
    }
  }
}

const worker = systemActor('sources.import')
/** How long a worker may be silent before another takes its import over. A dead one on this machine is seen at once. */
const leaseSeconds = 30
const claim = `${hostname()}:${process.pid}:${Date.now()}`
const lease = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`

export async function keepMapping(db: Database, mapping: Mapping, actor: Actor): Promise<void> {
  await db.as(worker, (trx) =>
    trx
      .insertInto('sources_mapping')
      .values({ hash: mapping.hash, name: mapping.name, yaml: mapping.yaml, created_by: actor.id })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute(),
  )
}

export async function findMappingText(
  db: Database,
  hash: string,
): Promise<{ name: string; yaml: string } | undefined> {
  return db.as(worker, (trx) =>
    trx.selectFrom('sources_mapping').select(['name', 'yaml']).where('hash', '=', hash).executeTakeFirst(),
  )
}

export type NewRun = {
  source: string
  format: FormatName
  mappingHash: string
  fileName: string
  filePath: string
  fileHash: string
  fileBytes: number
  ownsFile: boolean
  actorId: string
  /** Goes on with this run alone; absent: with an unfinished run of the same file, or a new one. */
  id?: string
}

/**
 * Takes up the unfinished import of the same file, source, format and mapping, or starts one. Throws
 * `sources.import-running.conflict` when a living process is at work on it.
 */
export async function claimRun(db: Database, run: NewRun): Promise<RunPosition> {
  return db.as(worker, async (trx) => {
    // One claim at a time for one file: two processes must not both find nothing and both start.
    await sql`select pg_advisory_xact_lock(hashtextextended(${run.fileHash}, 7302))`.execute(trx)
    const open = await trx
      .selectFrom('sources_import')
      .selectAll()
      .where('file_hash', '=', run.fileHash)
      .where('source', '=', run.source)
      .where('format', '=', run.format)
      .where('mapping_hash', '=', run.mappingHash)
      .where('state', 'in', ['running', 'failed', 'stopped'])
      .orderBy('started_at', 'desc')
      .forUpdate()
      .executeTakeFirst()
    if (run.id !== undefined && open?.id !== run.id) {
      throw new AsyliaError(
        'sources.file-changed.conflict',
        `${run.fileName} is no longer the file import ${run.id} began with`,
      )
    }
    if (open === undefined) return insertRun(trx, run)
    if (open.state === 'running' && isHeld(open)) {
      throw new AsyliaError(
        'sources.import-running.conflict',
        `${run.fileName} is being imported already (import ${open.id})`,
        { import: open.id },
      )
    }
    await trx
      .updateTable('sources_import')
      .set({
        state: 'running',
        problem: null,
        finished_at: null,
        file_path: run.filePath,
        claimed_by: claim,
        claimed_until: lease,
      })
      .where('id', '=', open.id)
      .execute()
    return positionOf(open)
  })
}

async function insertRun(trx: Transaction, run: NewRun): Promise<RunPosition> {
  const row = await trx
    .insertInto('sources_import')
    .values({
      id: newId(),
      source: run.source,
      format: run.format,
      mapping_hash: run.mappingHash,
      file_name: run.fileName,
      file_path: run.filePath,
      file_hash: run.fileHash,
      file_bytes: run.fileBytes,
      owns_file: run.ownsFile,
      state: 'running',
      actor_id: run.actorId,
      claimed_by: claim,
      claimed_until: lease,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return positionOf(row)
}

function isHeld({ id, claimed_by, claimed_until }: Selectable<ImportTable>): boolean {
  if (claimed_by === claim) return activeHere.has(id)
  const [host, pid] = (claimed_by ?? '').split(':')
  // Its process is gone, or its number was given to this one: no need to wait for the lease.
  if (host === hostname() && (Number(pid) === process.pid || !isAlive(Number(pid)))) return false
  return claimed_until !== null && claimed_until > new Date()
}

/** The imports this process is at work on. */
export const activeHere = new Set<string>()

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Acknowledges the batch that is on disk, and writes down the one about to be written, in one transaction. */
export async function advance(db: Database, position: RunPosition, pending: Pending | null): Promise<void> {
  await db.as(worker, (trx) =>
    trx
      .updateTable('sources_import')
      .set(advanced(position, pending))
      .where('id', '=', position.id)
      .execute(),
  )
}

function advanced(position: RunPosition, pending: Pending | null) {
  return {
    ...position.counts,
    at_byte: position.atByte,
    at_row: position.atRow,
    rejects_path: position.rejectsPath,
    rejects_bytes: position.rejectsBytes,
    first_rejects: JSON.stringify(position.rejects.slice(0, rejectsShown)),
    pending: pending === null ? null : JSON.stringify(pending),
    updated_at: sql<Date>`now()`,
    claimed_until: lease,
  }
}

/** Ends a run, or lets it go ('running') for the next process to take up. A done one is announced as `sources.imported`, for whoever works on new observations. */
export async function endRun(
  db: Database,
  position: RunPosition,
  end: { state: ImportState; problem: string | null; notes: string[] },
): Promise<ImportRun> {
  return db.as(worker, async (trx) => {
    const { source, format } = await trx
      .updateTable('sources_import')
      .set({
        // A failed run keeps its pending batch: the next attempt must count it as this one decided.
        ...(end.state === 'failed' ? {} : advanced(position, null)),
        state: end.state,
        problem: end.problem,
        notes: JSON.stringify(end.notes),
        finished_at: end.state === 'running' ? null : sql<Date>`now()`,
        claimed_by: null,
        claimed_until: null,
      })
      .where('id', '=', position.id)
      .returning(['source', 'format'])
      .executeTakeFirstOrThrow()
    const { added, updated } = position.counts
    if (end.state === 'done' || end.state === 'incomplete') {
      await announce(trx, 'sources.imported', { import: position.id, source, format, added, updated })
    }
    return getRunIn(trx, position.id)
  })
}

export async function listRuns(db: Database, actor: Actor, limit = 100): Promise<ImportRun[]> {
  return db.as(actor, async (trx) =>
    (await runRows(trx).orderBy('i.started_at', 'desc').limit(limit).execute()).map(runOf),
  )
}

export async function getRun(db: Database, actor: Actor, id: string): Promise<ImportRun> {
  return db.as(actor, (trx) => getRunIn(trx, id))
}

/** Ends a run that nobody can go on with. */
export async function failRun(db: Database, id: string, problem: string): Promise<void> {
  await db.as(worker, (trx) =>
    trx
      .updateTable('sources_import')
      .set({ state: 'failed', problem, finished_at: sql<Date>`now()`, claimed_by: null, claimed_until: null })
      .where('id', '=', id)
      .execute(),
  )
}

/** Imports that a stopped process left running: what `resumeImports` takes up. */
export async function listUnfinished(db: Database) {
  const rows = await db.as(worker, (trx) =>
    trx
      .selectFrom('sources_import')
      .selectAll()
      .where('state', '=', 'running')
      .orderBy('started_at')
      .execute(),
  )
  return rows.filter((row) => !isHeld(row))
}

async function getRunIn(trx: Transaction, id: string): Promise<ImportRun> {
  const row = await runRows(trx).where('i.id', '=', id).executeTakeFirst()
  if (row === undefined) throw new AsyliaError('sources.import.not-found', `there is no import ${id}`)
  return runOf(row)
}

function runRows(trx: Transaction) {
  return trx
    .selectFrom('sources_import as i')
    .innerJoin('sources_mapping as m', 'm.hash', 'i.mapping_hash')
    .selectAll('i')
    .select(['m.name as mapping_name'])
}

function runOf(row: Selectable<ImportTable> & { mapping_name: string }): ImportRun {
  const ended = row.finished_at ?? row.updated_at
  return {
    id: row.id,
    source: row.source,
    format: FormatName.parse(row.format),
    mapping: row.mapping_name,
    fileName: row.file_name,
    fileBytes: row.file_bytes,
    state: row.state,
    startedBy: row.actor_id,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    seconds: Math.round((ended.getTime() - row.started_at.getTime()) / 100) / 10,
    read: row.read,
    added: row.added,
    updated: row.updated,
    unchanged: row.unchanged,
    rejected: row.rejected,
    rejectedFile: row.rejected > 0 ? row.rejects_path : null,
    firstRejects: z.array(Reject).parse(row.first_rejects),
    notes: z.array(z.string()).parse(row.notes),
    problem: row.problem,
  }
}

function positionOf(row: Selectable<ImportTable>): RunPosition {
  const counts: ImportCounts = addCounts(row, { read: 0, added: 0, updated: 0, unchanged: 0, rejected: 0 })
  return {
    id: row.id,
    atByte: row.at_byte,
    atRow: row.at_row,
    counts,
    rejectsPath: row.rejects_path,
    rejectsBytes: row.rejects_bytes,
    rejects: z.array(Reject).parse(row.first_rejects),
    pending: row.pending === null ? null : Pending.parse(row.pending),
  }
}
