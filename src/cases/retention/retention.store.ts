import { type Generated, sql } from 'kysely'
import type { PlainDate } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { CaseRow } from '../record/case.store.ts'
import { ownId } from '../record/own-id.ts'
import { dueOn, type Period, periodFor, type Schedule } from './schedule.ts'

export type Ground = 'proceedings' | 'claim' | 'complaint' | 'person_wishes' | 'order'
export type Because = 'retention_ended' | 'person_asked' | 'opened_in_error' | 'order'

declare module '#platform/db' {
  interface Tables {
    cases_hold: {
      id: string
      case_id: string
      organisation_id: string
      ground: Ground
      note: Buffer
      until: string
      set_by: string
      set_at: Generated<Date>
      lifted_by: string | null
      lifted_at: Date | null
    }
    cases_erasure: {
      id: string
      case_id: string | null
      case_code: string | null
      report_id: Generated<string | null>
      files_left: Generated<string[]>
      reports_gone: Generated<string[]>
      organisation_id: string
      because: Because
      proposed_at: Generated<Date>
      proposed_by: string
      done_at: Date | null
      done_by: string | null
      gone: string | null
    }
  }
}

const NOTE = 'cases_hold.note'

export type Hold = { id: string; ground: Ground; note: string; until: string; setBy: string; setAt: string }

/** Holds that stand today, the longest first. */
export async function listHolds(
  trx: Transaction,
  vault: Vault,
  caseId: string,
  today: PlainDate,
): Promise<Hold[]> {
  const rows = await trx
    .selectFrom('cases_hold')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .where('until', '>=', today)
    .orderBy('until', 'desc')
    .execute()
  const holds: Hold[] = []
  for (const row of rows) {
    const note = await vault.open(trx, caseId, row.note, NOTE)
    const { id, ground, until } = row
    holds.push({ id, ground, note, until, setBy: row.set_by, setAt: row.set_at.toISOString() })
  }
  return holds
}

/**
 * Keeps the case from being erased. Sent again under the same id it is set once. Throws `cases.hold.conflict` when another
 * one was set under this id.
 */
export async function addHold(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: CaseRow,
  hold: { id?: string | undefined; ground: Ground; note: string; until: PlainDate },
): Promise<{ id: string; made: boolean }> {
  const id = ownId(actor, hold.id)
  const done = await trx
    .insertInto('cases_hold')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      ground: hold.ground,
      note: await vault.seal(trx, found.id, hold.note, NOTE),
      until: hold.until,
      set_by: actor.id,
      lifted_by: null,
      lifted_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) > 0n) return { id, made: true }
  const same = await trx
    .selectFrom('cases_hold')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', found.id)
    .where('ground', '=', hold.ground)
    .where('until', '=', hold.until)
    .executeTakeFirst()
  if (!same) throw new AsyliaError('cases.hold.conflict', 'another hold was set under this id')
  return { id, made: false }
}

/** Throws `cases.not-found` for a hold of another case, and for one that was lifted already. */
export async function liftHold(trx: Transaction, actor: Actor, caseId: string, id: string): Promise<void> {
  const done = await trx
    .updateTable('cases_hold')
    .set({ lifted_by: actor.id, lifted_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'no such hold on this case')
}

export type DueCase = {
  id: string
  code: string
  organisationId: string
  closedOn: string
  dueOn: string
  period: Period
}

/** Closed cases whose time is over and that no hold keeps, the oldest first. */
export async function listDue(
  trx: Transaction,
  schedule: Schedule,
  today: PlainDate,
  limit = 1_000,
): Promise<DueCase[]> {
  const shortest = Math.min(
    schedule.default.case.months,
    ...Object.values(schedule.jurisdictions).map((kinds) => kinds.case?.months ?? Infinity),
  )
  const rows = await trx
    .selectFrom('cases_case as c')
    .select(['c.id', 'c.code', 'c.organisation_id', 'c.jurisdiction'])
    .select(sql<string>`c.closed_at::date::text`.as('closed_on'))
    .where('c.status', '=', 'closed')
    .where('c.closed_at', '<=', sql<Date>`${today}::date - make_interval(months => ${shortest})`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('cases_hold as h')
            .select('h.id')
            .whereRef('h.case_id', '=', 'c.id')
            .where('h.lifted_at', 'is', null)
            .where('h.until', '>=', today),
        ),
      ),
    )
    .orderBy('c.closed_at')
    .limit(limit)
    .execute()
  return rows
    .map(({ organisation_id, closed_on, jurisdiction, ...row }) => {
      const period = periodFor(schedule, 'case', jurisdiction)
      return {
        ...row,
        organisationId: organisation_id,
        closedOn: closed_on,
        dueOn: dueOn(closed_on, period),
        period,
      }
    })
    .filter((due) => due.dueOn <= today)
}

export type DueReport = { id: string; organisationId: string; lastWord: string; dueOn: string }

/** Reports in no case that were read and have been silent for so long that their time is over. */
export async function listDueReports(
  trx: Transaction,
  schedule: Schedule,
  today: PlainDate,
): Promise<DueReport[]> {
  const { rows } = await sql<{ id: string; organisation_id: string; last_word: string }>`
    select id, organisation_id, last_word::text
    from cases_old_reports((${today}::date - make_interval(months => ${schedule.default.report.months}))::date)
    order by last_word, id limit 1000`.execute(trx)
  return rows
    .map((row) => ({
      id: row.id,
      organisationId: row.organisation_id,
      lastWord: row.last_word,
      dueOn: dueOn(row.last_word, schedule.default.report),
    }))
    .filter((due) => due.dueOn <= today)
}
