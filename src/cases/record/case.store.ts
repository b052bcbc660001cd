import { type Generated, type InsertObject, type Selectable, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Tables, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { ToldAge } from './age.ts'
import type { CaseFacts, ChildAnswer, Danger, OpenCase } from './case.ts'
import { newCaseCode, newCodeName } from './code-name.ts'

declare module '#platform/db' {
  interface Tables {
    cases_case: {
      id: string
      code: string
      organisation_id: string
      origin: 'report' | 'lead' | 'direct'
      origin_id: string | null
      status: Generated<'open' | 'closed'>
      danger: Danger
      jurisdiction: string
      facts: string
      version: Generated<number>
      opened_at: Generated<Date>
      opened_by: string
      closed_at: Date | null
    }
    cases_assignment: {
      case_id: string
      user_id: string
      organisation_id: string
      since: Generated<Date>
      /** Who went in because it could not wait works on it until then; null: without an end. */
      until: Generated<Date | null>
    }
    cases_person: {
      id: string
      case_id: string
      organisation_id: string
      code_name: string
      child: ChildAnswer
      nationality: string | null
      age_years: Generated<number | null>
      age_on: Generated<string | null>
      age_is_estimate: Generated<boolean>
      version: Generated<number>
    }
  }
}

export type CaseRow = {
  id: string
  code: string
  organisationId: string
  status: 'open' | 'closed'
  danger: Danger
  origin: 'report' | 'lead' | 'direct'
  originId: string | null
  jurisdiction: string
  facts: CaseFacts
  version: number
  openedAt: Date
}

/**
 * Makes a case with one person and assigns it to the one who opens it. The same report or lead opens one case only:
 * a second call answers with the first, and of two at once the later one waits for it. Returns whether it was made now.
 */
export async function insertCase(
  trx: Transaction,
  actor: Actor,
  opening: OpenCase,
): Promise<{ found: CaseRow; made: boolean }> {
  const organisationId = requireOrganisation(actor)
  if (opening.originId !== null) {
    const origin = `${organisationId} ${opening.origin} ${opening.originId}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${origin}, 7304))`.execute(trx)
    const before = await trx
      .selectFrom('cases_case')
      .selectAll()
      .where('origin', '=', opening.origin)
      .where('origin_id', '=', opening.originId)
      .executeTakeFirst()
    if (before) return { found: toCase(before), made: false }
  }
  const row = await insertUnderNewCode(trx, {
    id: newId(),
    organisation_id: organisationId,
    origin: opening.origin,
    origin_id: opening.originId,
    danger: opening.danger,
    jurisdiction: opening.jurisdiction,
    facts: JSON.stringify(opening.facts),
    opened_by: actor.id,
  })
  await assign(trx, row.id, actor.id, organisationId)
  await trx
    .insertInto('cases_person')
    .values({
      id: newId(),
      case_id: row.id,
      organisation_id: organisationId,
      code_name: newCodeName(),
      child: opening.child,
      nationality: opening.nationality,
    })
    .execute()
  return { found: toCase(row), made: true }
}

/**
 * A code may be another organisation's, which nobody here can see: the database says no, and another is tried. When many
 * are taken, codes grow longer.
 */
async function insertUnderNewCode(
  trx: Transaction,
  values: Omit<InsertObject<Tables, 'cases_case'>, 'code'>,
): Promise<Selectable<Tables['cases_case']>> {
  for (let attempt = 1; ; attempt++) {
    const row = await trx
      .insertInto('cases_case')
      .values({ ...values, code: newCaseCode(attempt > 3 ? 6 : 4) })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row) return row
  }
}

/** Lets somebody work on a case, without an end or until then; who works on it without an end already stays so. */
export async function assign(
  trx: Transaction,
  caseId: string,
  userId: string,
  organisationId: string,
  until: Date | null = null,
): Promise<void> {
  await trx
    .insertInto('cases_assignment')
    .values({ case_id: caseId, user_id: userId, organisation_id: organisationId, until })
    .onConflict((conflict) =>
      conflict
        .columns(['case_id', 'user_id'])
        .doUpdateSet({ until })
        .where('cases_assignment.until', 'is not', null),
    )
    .execute()
}

/** The cases that somebody works on now. */
export function casesOf(trx: Transaction, userId: string) {
  return trx
    .selectFrom('cases_assignment as mine')
    .select('mine.case_id')
    .where('mine.user_id', '=', userId)
    .where((eb) => eb.or([eb('mine.until', 'is', null), eb('mine.until', '>', sql<Date>`now()`)]))
}

/** Who works on the case now, longest first. */
export async function listAssigned(
  trx: Transaction,
  caseId: string,
): Promise<{ userId: string; since: string; until: string | null }[]> {
  const rows = await trx
    .selectFrom('cases_assignment')
    .selectAll()
    .where('case_id', '=', caseId)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]))
    .orderBy('since')
    .execute()
  return rows.map((row) => ({
    userId: row.user_id,
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
  }))
}

/** The case of this code that the actor may see. Throws `cases.not-found`, whether it is absent or another's. */
export async function getCase(trx: Transaction, code: string): Promise<CaseRow> {
  const row = await trx.selectFrom('cases_case').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such case')
  return toCase(row)
}

export async function listPeople(trx: Transaction, caseId: string) {
  const rows = await trx
    .selectFrom('cases_person')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    codeName: row.code_name,
    child: row.child,
    nationality: row.nationality,
    age:
      row.age_years === null || row.age_on === null
        ? null
        : { years: row.age_years, on: row.age_on, isEstimate: row.age_is_estimate },
    version: row.version,
  }))
}

export type CaseChange = {
  facts?: CaseFacts
  danger?: Danger
  status?: 'open' | 'closed'
  jurisdiction?: string
}

/**
 * Writes a change made on top of `version`. Throws `cases.conflict` when somebody else changed the case since:
 * nothing is overwritten unseen.
 */
export async function changeCase(
  trx: Transaction,
  found: CaseRow,
  version: number,
  change: CaseChange,
): Promise<CaseRow> {
  const row = await trx
    .updateTable('cases_case')
    .set({
      ...(change.facts && { facts: JSON.stringify(change.facts) }),
      ...(change.danger && { danger: change.danger }),
      ...(change.jurisdiction && { jurisdiction: change.jurisdiction }),
      ...(change.status && {
        status: change.status,
        closed_at: change.status === 'closed' ? sql<Date>`now()` : null,
      }),
      version: version + 1,
    })
    .where('id', '=', found.id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (!row) {
    throw new AsyliaError(
      'cases.conflict',
      'somebody changed this case since you opened it; look again and repeat your change',
      { version: found.version },
    )
  }
  return toCase(row)
}

export async function changePerson(
  trx: Transaction,
  personId: string,
  version: number,
  change: {
    child?: ChildAnswer | undefined
    nationality?: string | null | undefined
    age?: ToldAge | null | undefined
  },
): Promise<void> {
  const done = await trx
    .updateTable('cases_person')
    .set({
      ...(change.child !== undefined && { child: change.child }),
      ...(change.nationality !== undefined && { nationality: change.nationality }),
      ...(change.age !== undefined && {
        age_years: change.age?.years ?? null,
        age_on: change.age?.on ?? null,
        age_is_estimate: change.age?.isEstimate ?? false,
      }),
      version: version + 1,
    })
    .where('id', '=', personId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) {
    throw new AsyliaError(
      'cases.conflict',
      'somebody changed this person since you opened the case; look again and repeat your change',
    )
  }
}

export function requireOrganisation(actor: Actor): string {
  if (actor.organisation === null)
    throw new AsyliaError('access.denied', 'this needs a member of an organisation')
  return actor.organisation
}

function toCase(row: {
  id: string
  code: string
  organisation_id: string
  status: 'open' | 'closed'
  danger: Danger
  origin: 'report' | 'lead' | 'direct'
  origin_id: string | null
  jurisdiction: string
  facts: string
  version: number
  opened_at: Date
}): CaseRow {
  return {
    id: row.id,
    code: row.code,
    organisationId: row.organisation_id,
    status: row.status,
    danger: row.danger,
    origin: row.origin,
    originId: row.origin_id,
    jurisdiction: row.jurisdiction,
    // The column is jsonb: the driver hands back what it parsed.
    facts: row.facts as unknown as CaseFacts,
    version: row.version,
    openedAt: row.opened_at,
  }
}
