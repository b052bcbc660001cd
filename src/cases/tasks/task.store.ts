import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { casesOf } from '../record/case.store.ts'
import { ownId } from '../record/own-id.ts'
import type { Task, TaskAtHand, TaskKind } from './task.ts'

declare module '#platform/db' {
  interface Tables {
    cases_task: {
      id: string
      case_id: string
      organisation_id: string
      kind: TaskKind
      title: Buffer | null
      owner: string | null
      due: string | null
      source: string | null
      made_at: Generated<Date>
      made_by: string
      done_at: Date | null
      done_by: string | null
      version: Generated<number>
    }
  }
}

const TITLE = 'cases_task.title'

export type OfCase = { id: string; organisationId: string }
export type AddTask = {
  id?: string | undefined
  kind: TaskKind
  title?: string | undefined
  due: string | null
  owner?: string | null | undefined
  /** The same source is one task: told again, it only moves its day. */
  source?: string | undefined
}

/** Adds a task; of the same id or source there is one, and a new day for a source moves the task unless it is done. */
export async function addTask(
  trx: Transaction,
  vault: Vault | undefined,
  actor: Actor,
  found: OfCase,
  task: AddTask,
): Promise<string> {
  const id = ownId(actor, task.id)
  const title = task.title === undefined ? null : await vault!.seal(trx, found.id, task.title, TITLE)
  const insert = trx.insertInto('cases_task').values({
    id,
    case_id: found.id,
    organisation_id: found.organisationId,
    kind: task.kind,
    title,
    owner: task.owner ?? null,
    due: task.due,
    source: task.source ?? null,
    made_by: actor.id,
    done_at: null,
    done_by: null,
  })
  if (task.source === undefined) {
    await insert.onConflict((conflict) => conflict.column('id').doNothing()).execute()
    return id
  }
  await insert
    .onConflict((conflict) =>
      conflict
        .columns(['case_id', 'source'])
        .doUpdateSet({ due: task.due })
        .where('cases_task.done_at', 'is', null),
    )
    .execute()
  return id
}

/** Takes back what a source asked for, while nobody has done it: the hearing was dropped. */
export async function dropTasks(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  source: string,
): Promise<void> {
  await trx
    .updateTable('cases_task')
    .set({ done_at: sql<Date>`now()`, done_by: actor.id })
    .where('case_id', '=', found.id)
    .where('source', '=', source)
    .where('done_at', 'is', null)
    .execute()
}

/** Marks the open tasks of a kind as done by what was just done. */
export async function settleTasks(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  which: { kind: TaskKind } | { source: string },
): Promise<void> {
  let query = trx
    .updateTable('cases_task')
    .set((eb) => ({ done_at: sql<Date>`now()`, done_by: actor.id, version: eb('version', '+', 1) }))
    .where('case_id', '=', found.id)
    .where('done_at', 'is', null)
  query = 'kind' in which ? query.where('kind', '=', which.kind) : query.where('source', '=', which.source)
  await query.execute()
}

/** The tasks of a case: open ones first by their day, then what was done, newest first. */
export async function listTasks(trx: Transaction, vault: Vault, caseId: string): Promise<Task[]> {
  const rows = await trx
    .selectFrom('cases_task')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy(sql`done_at desc nulls first`)
    .orderBy(sql`due nulls last`)
    .orderBy('id')
    .limit(500)
    .execute()
  const read = rows.some(({ title }) => title !== null) ? await vault.reader(trx, caseId) : undefined
  return rows.map((row) => ({ ...toTask(row), title: row.title && read ? read(row.title, TITLE) : null }))
}

/** Open tasks over all cases: mine, and those nobody has taken in the cases I am assigned to; the nearest first. */
export async function listTasksAtHand(
  trx: Transaction,
  actor: Actor,
  until: string,
  today: string,
): Promise<TaskAtHand[]> {
  const rows = await trx
    .selectFrom('cases_task as t')
    .innerJoin('cases_case as c', 'c.id', 't.case_id')
    .selectAll('t')
    .select('c.code')
    .where('t.done_at', 'is', null)
    .where((eb) => eb.or([eb('t.due', 'is', null), eb('t.due', '<=', until)]))
    .where((eb) =>
      eb.or([
        eb('t.owner', '=', actor.id),
        eb.and([eb('t.owner', 'is', null), eb('t.case_id', 'in', casesOf(trx, actor.id))]),
      ]),
    )
    .orderBy(sql`t.due nulls last`)
    .orderBy('t.id')
    .limit(500)
    .execute()
  return rows.map((row) => ({ ...toTask(row), code: row.code, late: row.due !== null && row.due < today }))
}

/** Throws `cases.conflict` when somebody changed the task since, `cases.not-found` when it is not on this case. */
export async function changeTask(
  trx: Transaction,
  actor: Actor,
  caseId: string,
  taskId: string,
  change: {
    version: number
    due?: string | null | undefined
    owner?: string | null | undefined
    done?: boolean | undefined
  },
): Promise<void> {
  const there = await trx
    .selectFrom('cases_task')
    .select('version')
    .where('id', '=', taskId)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!there) throw new AsyliaError('cases.not-found', 'no such task on this case')
  const done = await trx
    .updateTable('cases_task')
    .set({
      ...(change.due !== undefined && { due: change.due }),
      ...(change.owner !== undefined && { owner: change.owner }),
      ...(change.done !== undefined && {
        done_at: change.done ? sql<Date>`now()` : null,
        done_by: change.done ? actor.id : null,
      }),
      version: change.version + 1,
    })
    .where('id', '=', taskId)
    .where('version', '=', change.version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw changedMeanwhile()
}

/** What every editor of an older version is told. */
export function changedMeanwhile(): AsyliaError {
  return new AsyliaError(
    'cases.conflict',
    'somebody changed this since you opened it; look again and repeat your change',
  )
}

function toTask(row: {
  id: string
  kind: TaskKind
  owner: string | null
  due: string | null
  source: string | null
  made_at: Date
  done_at: Date | null
  done_by: string | null
  version: number
}): Omit<Task, 'title'> {
  return {
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    due: row.due,
    source: row.source,
    madeAt: row.made_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by,
    version: row.version,
  }
}
