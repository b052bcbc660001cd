import type { Transaction } from '#platform/db'
import type { CaseRow } from '../record/case.store.ts'
import { localDay } from '../rights/local-day.ts'
import { STILL_OPEN, type StillOpen } from './follow-up.ts'

/**
 * What would run on if the case were closed now, each kind with how many: danger that is immediate, beds taken, partners
 * that were asked and have not answered, conferences to come, rights whose last day is not over. Nothing: an empty list.
 */
export async function listStillOpen(trx: Transaction, found: CaseRow, now: Date): Promise<StillOpen[]> {
  const beds = await trx
    .selectFrom('cases_stay')
    .select('id')
    .where('case_id', '=', found.id)
    .where('ended_on', 'is', null)
    .execute()
  const asked = await trx
    .selectFrom('cases_referral')
    .select('id')
    .where('case_id', '=', found.id)
    .where('state', '=', 'asked')
    .execute()
  const conferences = await trx
    .selectFrom('cases_conference')
    .select('id')
    .where('case_id', '=', found.id)
    .where('state', '=', 'planned')
    .execute()
  const rights = await trx
    .selectFrom('cases_right')
    .select('id')
    .where('case_id', '=', found.id)
    .where('done_on', 'is', null)
    .where('deadline', '>=', localDay(found.jurisdiction, now))
    .execute()
  const counts: Record<StillOpen['kind'], number> = {
    danger: await countInDanger(trx, found),
    bed: beds.length,
    referral: asked.length,
    conference: conferences.length,
    right: rights.length,
  }
  return STILL_OPEN.map((kind) => ({ kind, count: counts[kind] })).filter(({ count }) => count > 0)
}

/** How many people were last judged to be in immediate danger; at least one when the case itself says so. */
async function countInDanger(trx: Transaction, found: CaseRow): Promise<number> {
  const latest = await trx
    .selectFrom('cases_safety_assessment')
    .distinctOn('person_id')
    .select('level')
    .where('case_id', '=', found.id)
    .orderBy('person_id')
    .orderBy('assessed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const people = latest.filter(({ level }) => level === 'immediate').length
  return found.danger === 'immediate' ? Math.max(1, people) : people
}
