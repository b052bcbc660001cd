import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { assign, type CaseRow, listAssigned } from '../record/case.store.ts'
import { ownId } from '../record/own-id.ts'
import { answersTo, EMERGENCY_HOURS, type Joining, type JoiningState, type NewJoining } from './joining.ts'

declare module '#platform/db' {
  interface Tables {
    cases_joining: {
      id: string
      case_id: string
      organisation_id: string
      user_id: string
      state: JoiningState
      reason: Buffer
      asked_at: Generated<Date>
      until: Date | null
      answered_by: string | null
      answered_at: Date | null
    }
  }
}

const REASON = 'cases_joining.reason'

/** Requests of a case, the newest first. */
export async function listJoinings(trx: Transaction, vault: Vault, caseId: string): Promise<Joining[]> {
  const rows = await trx
    .selectFrom('cases_joining')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  const all: Joining[] = []
  for (const row of rows) {
    all.push({
      id: row.id,
      userId: row.user_id,
      state: row.state,
      reason: await vault.open(trx, caseId, row.reason, REASON),
      askedAt: row.asked_at.toISOString(),
      until: row.until?.toISOString() ?? null,
      answeredBy: row.answered_by,
    })
  }
  return all
}

/**
 * Asks to be let in, or goes in because it cannot wait: then for a shift, and another judges it afterwards. Undefined when
 * it was there already under this id. Throws `cases.joining.refused` for who works on the case already, and for who has a
 * request that nobody answered: one emergency is looked at before the next.
 */
export async function insertJoining(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: CaseRow,
  asked: NewJoining,
  now: Date,
): Promise<{ id: string; until: Date | null } | undefined> {
  const id = ownId(actor, asked.id)
  const before = await trx
    .selectFrom('cases_joining')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('id', '=', id),
        eb.and([eb('case_id', '=', found.id), eb('user_id', '=', actor.id), eb('answered_by', 'is', null)]),
      ]),
    )
    .execute()
  if (before.some((row) => row.id === id)) return undefined
  const assigned = await listAssigned(trx, found.id)
  if (assigned.some(({ userId, until }) => userId === actor.id && until === null))
    throw new AsyliaError('cases.joining.refused', 'you work on this case already')
  if (before.length > 0)
    throw new AsyliaError('cases.joining.refused', 'somebody has still to answer what you asked before')
  const until = asked.emergency ? new Date(now.getTime() + EMERGENCY_HOURS * 3_600_000) : null
  await trx
    .insertInto('cases_joining')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      user_id: actor.id,
      state: asked.emergency ? 'to_review' : 'asked',
      reason: await vault.seal(trx, found.id, asked.reason, REASON),
      until,
      answered_by: null,
      answered_at: null,
    })
    .execute()
  if (until) await assign(trx, found.id, actor.id, found.organisationId, until)
  return { id, until }
}

/**
 * Answers a request: whoever is let in works on the case from now on; an emergency that was none ends at once. Throws
 * `cases.not-found`, `cases.joining.refused` for one's own and for who does not work on the case, and
 * `cases.conflict` for one that another has answered.
 */
export async function answerJoining(
  trx: Transaction,
  actor: Actor,
  found: CaseRow,
  id: string,
  answer: JoiningState,
): Promise<{ userId: string }> {
  const row = await trx
    .selectFrom('cases_joining')
    .select(['user_id', 'state'])
    .where('id', '=', id)
    .where('case_id', '=', found.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such request')
  if (row.user_id === actor.id)
    throw new AsyliaError('cases.joining.refused', 'another has to answer what you asked yourself')
  await requireMayBringIn(trx, found.id)
  if (!answersTo[row.state]?.includes(answer))
    throw new AsyliaError('cases.conflict', 'this request was answered already, or takes another answer')
  await trx
    .updateTable('cases_joining')
    .set({ state: answer, answered_by: actor.id, answered_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
  if (answer === 'approved') await assign(trx, found.id, row.user_id, found.organisationId)
  if (answer === 'not_justified') {
    await trx
      .updateTable('cases_assignment')
      .set({ until: sql<Date>`least(until, now())` })
      .where('case_id', '=', found.id)
      .where('user_id', '=', row.user_id)
      .where('until', 'is not', null)
      .execute()
  }
  return { userId: row.user_id }
}

/** Throws `cases.joining.refused` for who does not work on a case that others work on. */
export async function requireMayBringIn(trx: Transaction, caseId: string): Promise<void> {
  const { rows } = await sql<{ may: boolean }>`select cases_may_bring_in(${caseId}) as may`.execute(trx)
  if (!rows[0]?.may)
    throw new AsyliaError('cases.joining.refused', 'somebody who works on this case has to bring others in')
}
