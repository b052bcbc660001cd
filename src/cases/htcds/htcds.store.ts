import { sql } from 'kysely'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { findIdentity } from '../identity/identity.store.ts'
import type { CaseFacts, ChildAnswer } from '../record/case.ts'
import type { Marks } from '../screening/screening.ts'
import type { Decision } from '../screening/screening.store.ts'
import type { HtcdsCase, Kept } from './record-of.ts'

declare module '#platform/db' {
  interface Tables {
    cases_htcds: { person_id: string; case_id: string; organisation_id: string; sealed: Buffer }
    cases_htcds_import: {
      organisation_id: string
      row_hash: Buffer
      case_id: string
      imported_by: string
    }
  }
}

const SEALED = 'cases_htcds.sealed'

/** Keeps what came in of a person, whole, sealed under their key. */
export async function keepRecord(
  trx: Transaction,
  vault: Vault,
  person: { id: string; caseId: string; organisationId: string },
  kept: Kept,
): Promise<void> {
  await trx
    .insertInto('cases_htcds')
    .values({
      person_id: person.id,
      case_id: person.caseId,
      organisation_id: person.organisationId,
      sealed: await vault.seal(trx, person.id, JSON.stringify(kept), SEALED),
    })
    .execute()
}

/** What came in of a person; undefined when nothing did, or the actor is not assigned to the case. */
async function findRecord(trx: Transaction, vault: Vault, personId: string): Promise<Kept | undefined> {
  const row = await trx
    .selectFrom('cases_htcds')
    .select('sealed')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row && (JSON.parse(await vault.open(trx, personId, row.sealed, SEALED)) as Kept)
}

/** The case a row of this hash became; undefined for a row that never came in. */
export async function findImport(
  trx: Transaction,
  organisationId: string,
  hash: Buffer,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('cases_htcds_import')
    .select('case_id')
    .where('organisation_id', '=', organisationId)
    .where('row_hash', '=', hash)
    .executeTakeFirst()
  return row?.case_id
}

export async function keepImport(
  trx: Transaction,
  row: { organisationId: string; hash: Buffer; caseId: string; by: string },
): Promise<void> {
  await trx
    .insertInto('cases_htcds_import')
    .values({
      organisation_id: row.organisationId,
      row_hash: row.hash,
      case_id: row.caseId,
      imported_by: row.by,
    })
    .execute()
}

export type HtcdsPerson = { personId: string; caseId: string; isAssigned: boolean; held: HtcdsCase }

/** How many people the actor may see, or how many of them are in one case. Throws `cases.not-found`. */
export async function countForHtcds(trx: Transaction, code?: string): Promise<number> {
  let query = trx
    .selectFrom('cases_person as p')
    .innerJoin('cases_case as c', 'c.id', 'p.case_id')
    .select((eb) => eb.fn.countAll<string>().as('people'))
  if (code !== undefined) query = query.where('c.code', '=', code)
  const people = Number((await query.executeTakeFirstOrThrow()).people)
  if (code !== undefined && people === 0) throw new AsyliaError('cases.not-found', `there is no case ${code}`)
  return people
}

/**
 * What the standard asks of every person the actor may see who was ever asked about this purpose, or of those in one
 * case, the oldest case first. What names somebody is read only in cases the actor is assigned to.
 */
export async function listForHtcds(
  trx: Transaction,
  vault: Vault,
  actorId: string,
  purpose: string,
  code?: string,
): Promise<HtcdsPerson[]> {
  let query = trx
    .selectFrom('cases_person as p')
    .innerJoin('cases_case as c', 'c.id', 'p.case_id')
    .select(['p.id', 'c.id as case_id', 'c.code', 'c.status', 'c.facts', 'c.jurisdiction'])
    .select(['p.nationality', 'p.child', 'p.code_name'])
    .select([
      sql<boolean>`exists (select 1 from cases_assignment a where a.case_id = c.id
        and a.user_id::text = ${actorId} and (a.until is null or a.until > now()))`.as('assigned'),
      sql<
        { set: string; on: string; marks: Marks; decision: Decision | null }[]
      >`coalesce((select jsonb_agg(jsonb_build_object('set', s.indicator_set, 'marks', s.marks, 'decision', s.decision,
        'on', to_char(s.screened_at at time zone 'UTC', 'YYYY-MM-DD')) order by s.screened_at, s.id)
        from cases_screening s where s.case_id = c.id
        and coalesce(s.person_id, p.id) = p.id), '[]')`.as('screenings'),
      sql<
        HtcdsCase['proceedings']
      >`coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'state', l.state,
        'on', l.on_day, 'outcome', l.outcome) order by l.on_day, l.id)
        from cases_proceeding l where l.case_id = c.id), '[]')`.as('proceedings'),
    ])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('cases_consent as k')
          .select('k.id')
          .whereRef('k.person_id', '=', 'p.id')
          .where('k.purpose', '=', purpose),
      ),
    )
    .orderBy('c.opened_at')
    .orderBy('p.id')
  if (code !== undefined) query = query.where('c.code', '=', code)
  const rows = await query.execute()
  const people: HtcdsPerson[] = []
  for (const row of rows) {
    people.push({
      personId: row.id,
      caseId: row.case_id,
      isAssigned: row.assigned,
      held: {
        code: row.code,
        codeName: row.code_name,
        status: row.status,
        jurisdiction: row.jurisdiction,
        nationality: row.nationality,
        child: row.child as ChildAnswer,
        // The column is jsonb: the driver hands back what it parsed.
        facts: row.facts as unknown as CaseFacts,
        screenings: row.screenings,
        proceedings: row.proceedings,
        identity: row.assigned ? await findIdentity(trx, vault, row.id) : undefined,
        kept: row.assigned ? await findRecord(trx, vault, row.id) : undefined,
      },
    })
  }
  return people
}
