import { sql } from 'kysely'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { CaseFacts } from '../record/case.ts'
import type { Marks } from '../screening/screening.ts'
import type { Decision } from '../screening/screening.store.ts'
import type { HtcdsCase } from './htcds.ts'

/** What the standard asks of every case the actor may see, or of one; a row a person. Throws `cases.not-found`. */
export async function listForHtcds(trx: Transaction, code?: string): Promise<HtcdsCase[]> {
  let query = trx
    .selectFrom('cases_person as p')
    .innerJoin('cases_case as c', 'c.id', 'p.case_id')
    .select(['c.code', 'c.status', 'c.facts', 'p.nationality'])
    .select([
      sql<boolean>`exists (select 1 from cases_consent k where k.person_id = p.id and k.purpose = 'statistics'
        and k.withdrawn_at is null and (k.expires_on is null or k.expires_on >= current_date))`.as('consent'),
      sql<Marks | null>`(select s.marks from cases_screening s where s.case_id = c.id order by s.screened_at desc limit 1)`.as(
        'marks',
      ),
      sql<Decision | null>`(select s.decision from cases_screening s where s.case_id = c.id and s.decision is not null
        order by s.screened_at desc limit 1)`.as('decision'),
    ])
    .orderBy('c.opened_at')
    .orderBy('p.id')
  if (code !== undefined) query = query.where('c.code', '=', code)
  const rows = await query.execute()
  if (code !== undefined && rows.length === 0)
    throw new AsyliaError('cases.not-found', `there is no case ${code}`)
  return rows.map((row) => ({ ...row, marks: row.marks ?? {}, facts: row.facts as unknown as CaseFacts }))
}
