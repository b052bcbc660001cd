import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { casesOf } from '../record/case.store.ts'
import type { CalendarEntry } from './calendar.ts'

type Asked = { from: string; until: string } & ({ caseId: string } | { mine: true })

/** Tasks, last days of rights, proceedings and conferences between two days: of one case, or of all I am assigned to. */
export async function listCalendar(trx: Transaction, actor: Actor, asked: Asked): Promise<CalendarEntry[]> {
  const cases = trx.selectFrom('cases_case').select(['id', 'code'])
  const ofThem = await (
    'caseId' in asked
      ? cases.where('id', '=', asked.caseId)
      : cases.where('status', '=', 'open').where((eb) => eb('id', 'in', casesOf(trx, actor.id)))
  ).execute()
  const codes = new Map(ofThem.map(({ id, code }) => [id, code]))
  if (codes.size === 0) return []
  const ids = [...codes.keys()]
  const { from, until } = asked
  const entries: CalendarEntry[] = []
  const add = (
    rows: readonly { id: string; case_id: string; day: string | null; kind: string; owner: string | null }[],
    what: CalendarEntry['what'],
  ) => {
    for (const { id, case_id, day, kind, owner } of rows)
      entries.push({ id, code: codes.get(case_id)!, what, kind, day: day!, owner })
  }
  add(
    await trx
      .selectFrom('cases_task')
      .select(['id', 'case_id', 'due as day', 'kind', 'owner'])
      .where('case_id', 'in', ids)
      .where('done_at', 'is', null)
      .where('due', '>=', from)
      .where('due', '<=', until)
      .execute(),
    'task',
  )
  add(
    await trx
      .selectFrom('cases_right')
      .select(['id', 'case_id', 'deadline as day', 'kind', 'owner'])
      .where('case_id', 'in', ids)
      .where('done_on', 'is', null)
      .where('deadline', '>=', from)
      .where('deadline', '<=', until)
      .execute(),
    'right',
  )
  add(
    await trx
      .selectFrom('cases_proceeding')
      .select((eb) => ['id', 'case_id', 'on_day as day', 'kind', eb.val<string | null>(null).as('owner')])
      .where('case_id', 'in', ids)
      .where('state', '=', 'planned')
      .where('on_day', '>=', from)
      .where('on_day', '<=', until)
      .execute(),
    'proceeding',
  )
  add(
    await trx
      .selectFrom('cases_conference')
      .select((eb) => ['id', 'case_id', 'held_on as day', eb.val('').as('kind'), 'called_by as owner'])
      .where('case_id', 'in', ids)
      .where('state', '=', 'planned')
      .where('held_on', '>=', from)
      .where('held_on', '<=', until)
      .execute(),
    'conference',
  )
  return entries.toSorted((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1))
}
