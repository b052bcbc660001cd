import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { CaseFacts, CaseSummary, ChildAnswer, Danger, OpenCase } from './case.ts'
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
    cases_assignment: { case_id: string; user_id: string; organisation_id: string; since: Generated<Date> }
    cases_person: {
      id: string
      case_id: string
      organisation_id: string
      code_name: string
      child: ChildAnswer
      nationality: string | null
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
 * a second call answers with the first. Returns whether it was made now.
 */
export async function insertCase(
  trx: Transaction,
  actor: Actor,
  opening: OpenCase,
): Promise<{ found: CaseRow; made: boolean }> {
  const organisationId = requireOrganisation(actor)
  if (opening.originId !== null) {
    const before = await trx
      .selectFrom('cases_case')
      .selectAll()
      .where('origin', '=', opening.origin)
      .where('origin_id', '=', opening.originId)
      .executeTakeFirst()
    if (before) return { found: toCase(before), made: false }
  }
  const row = await trx
    .insertInto('cases_case')
    .values({
      id: newId(),
      code: await unusedCode(trx),
      organisation_id: organisationId,
      origin: opening.origin,
      origin_id: opening.originId,
      danger: opening.danger,
      jurisdiction: opening.jurisdiction,
      facts: JSON.stringify(opening.facts),
      opened_by: actor.id,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
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

async function unusedCode(trx: Transaction): Promise<string> {
  for (;;) {
    const code = newCaseCode()
    const taken = await trx.selectFrom('cases_case').select('id').where('code', '=', code).executeTakeFirst()
    if (!taken) return code
  }
}

export async function assign(
  trx: Transaction,
  caseId: string,
  userId: string,
  organisationId: string,
): Promise<void> {
  await trx
    .insertInto('cases_assignment')
    .values({ case_id: caseId, user_id: userId, organisation_id: organisationId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function listAssigned(
  trx: Transaction,
  caseId: string,
): Promise<{ userId: string; since: string }[]> {
  const rows = await trx
    .selectFrom('cases_assignment')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('since')
    .execute()
  return rows.map((row) => ({ userId: row.user_id, since: row.since.toISOString() }))
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
    version: row.version,
  }))
}

export async function listCases(
  trx: Transaction,
  actor: Actor,
  filter: {
    status?: 'open' | 'closed' | undefined
    /** Only those that come after the case of this code. */
    after?: string | undefined
    most?: number | undefined
  },
): Promise<CaseSummary[]> {
  let query = trx
    .selectFrom('cases_case as c')
    .selectAll('c')
    .select((eb) => [
      sql<
        { codeName: string; child: ChildAnswer }[]
      >`coalesce((select jsonb_agg(jsonb_build_object('codeName', p.code_name, 'child', p.child) order by p.id)
        from cases_person p where p.case_id = c.id), '[]')`.as('people'),
      sql<
        string | null
      >`(select min(r.deadline) from cases_right r where r.case_id = c.id and r.done_on is null)`.as(
        'next_deadline',
      ),
      eb
        .exists(
          eb
            .selectFrom('cases_assignment as a')
            .select('a.case_id')
            .whereRef('a.case_id', '=', 'c.id')
            .where('a.user_id', '=', actor.id),
        )
        .as('mine'),
    ])
    .orderBy('c.opened_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(filter.most ?? 2_000)
  if (filter.after !== undefined) {
    const last = trx.selectFrom('cases_case').where('code', '=', filter.after)
    const [openedAt, id] = [last.select('opened_at'), last.select('id')]
    query = query.where(sql<boolean>`(c.opened_at, c.id) < (${openedAt}, ${id})`)
  }
  if (filter.status) query = query.where('c.status', '=', filter.status)
  const rows = await query.execute()
  return rows.map((row) => ({
    code: row.code,
    status: row.status,
    danger: row.danger,
    origin: row.origin,
    jurisdiction: row.jurisdiction,
    openedAt: row.opened_at.toISOString(),
    people: row.people,
    nextDeadline: row.next_deadline,
    assignedToMe: Boolean(row.mine),
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
  change: { child?: ChildAnswer | undefined; nationality?: string | null | undefined },
): Promise<void> {
  const done = await trx
    .updateTable('cases_person')
    .set({
      ...(change.child !== undefined && { child: change.child }),
      ...(change.nationality !== undefined && { nationality: change.nationality }),
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
