import { type Expression, sql, type SqlBool } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import type { CaseSummary, ChildAnswer, Danger } from './case.ts'
import { casesOf } from './case.store.ts'

export type CaseFilter = {
  status?: 'open' | 'closed' | undefined
  danger?: Danger | undefined
  /** Only those the actor works on, or only the others. */
  whose?: 'mine' | 'others' | undefined
  /** How a code or a code name begins: `heron`, `heron-48`. */
  find?: string | undefined
  /** Only those that come after the case of this code. */
  after?: string | undefined
}

/** The most that one answer holds: what a browser sorts and filters without a pause. */
export const MOST_CASES = 2_000

/** The cases the actor may see, newest first, from one place on: as quick on the thousandth page as on the first. */
export async function listCases(
  trx: Transaction,
  actor: Actor,
  filter: CaseFilter & { most?: number | undefined },
): Promise<CaseSummary[]> {
  let query = matching(trx, actor, filter)
    // What is shown and no more: over a thousand rows, the facts alone would cost as much to read as all of these.
    .select(['c.code', 'c.status', 'c.danger', 'c.origin', 'c.jurisdiction', 'c.opened_at'])
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
      eb.exists(casesOf(trx, actor.id).where('mine.case_id', '=', eb.ref('c.id'))).as('mine'),
    ])
    .orderBy('c.opened_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(filter.most ?? MOST_CASES)
  if (filter.after !== undefined) {
    const last = trx.selectFrom('cases_case').where('code', '=', filter.after)
    const [openedAt, id] = [last.select('opened_at'), last.select('id')]
    query = query.where(sql<boolean>`(c.opened_at, c.id) < (${openedAt}, ${id})`)
  }
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

/** How many there are of these in all; `after` is left out of account. */
export async function countCases(trx: Transaction, actor: Actor, filter: CaseFilter): Promise<number> {
  const { count } = await matching(trx, actor, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Every case of a filter, page by page: for what must go through all of them. */
export async function* eachCase(
  trx: Transaction,
  actor: Actor,
  filter: CaseFilter = {},
): AsyncGenerator<CaseSummary> {
  for (let after = filter.after; ;) {
    const page = await listCases(trx, actor, { ...filter, after, most: MOST_CASES })
    yield* page
    if (page.length < MOST_CASES) return
    after = page.at(-1)!.code
  }
}

function matching(trx: Transaction, actor: Actor, filter: CaseFilter) {
  let query = trx.selectFrom('cases_case as c')
  if (filter.status) query = query.where('c.status', '=', filter.status)
  if (filter.danger) query = query.where('c.danger', '=', filter.danger)
  if (filter.whose) {
    query = query.where('c.id', filter.whose === 'mine' ? 'in' : 'not in', casesOf(trx, actor.id))
  }
  const { find } = filter
  if (find !== undefined) {
    const named = trx
      .selectFrom('cases_person')
      .select('case_id')
      .where(begins('code_name', capital(find)))
    query = query.where((eb) => eb.or([begins('c.code', find.toLowerCase()), eb('c.id', 'in', named)]))
  }
  return query
}

/**
 * A range, and not `like`: PostgreSQL holds `like` back until row-level security has looked at every row, and uses no index
 * for it; comparisons are known to leak nothing.
 */
function begins(column: string, prefix: string): Expression<SqlBool> {
  const name = sql.ref(column)
  return sql<boolean>`(${name} collate "C" >= ${prefix} and ${name} collate "C" < ${`${prefix}\u{10FFFF}`})`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
