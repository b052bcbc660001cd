import { joinReportToCase } from '#intake'
import { readFacts } from '#law'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { announce } from '#platform/jobs'
import { askLaw, type LawDesk } from '../law/case-law.store.ts'
import { takeLead } from '../leads/custody.store.ts'
import type { OpenCase } from './case.ts'
import { type CaseRow, insertCase } from './case.store.ts'
import { addEvent } from './event.store.ts'

/**
 * Opens a case and asks the law at once, so that the person's clocks run from the first minute. The same report or lead
 * opens one case only; asked again it answers with that one. Throws `BadInput` for a country whose law is not known and
 * for facts the law has no word for, `cases.not-found` or `intake.not-found` for an origin the actor may not see.
 */
export async function openCase(
  trx: Transaction,
  actor: Actor,
  desk: LawDesk,
  opening: OpenCase,
): Promise<CaseRow> {
  if (!desk.law.jurisdictions.some(({ id }) => id === opening.jurisdiction)) {
    throw new BadInput(`jurisdiction: the law of ${opening.jurisdiction} is not in the catalogue`, {
      field: 'jurisdiction',
    })
  }
  readFacts(desk.law, opening.facts)
  await requireOrigin(trx, opening)
  const { found, made } = await insertCase(trx, actor, opening)
  if (!made) return found
  await joinReport(trx, opening, found.code)
  await addEvent(trx, actor, found, { kind: 'opened', facts: { origin: opening.origin } })
  if (opening.origin === 'lead' && opening.originId !== null)
    await takeLead(trx, actor, found, { lead: opening.originId, how: 'opened' })
  await announce(trx, 'cases.opened', { case: found.id, code: found.code })
  await askLaw(trx, actor, desk, found)
  return found
}

/**
 * The report must be one the actor may see, as a lead must: a case is never opened from somebody else's. Asked before
 * anything else, so that whoever must not see a report gets one answer, whether it is there and whether it became a case.
 */
async function requireOrigin(trx: Transaction, { origin, originId }: OpenCase): Promise<void> {
  if (originId === null || origin !== 'report') return
  const row = await trx.selectFrom('intake_report').select('id').where('id', '=', originId).executeTakeFirst()
  if (!row) throw new AsyliaError('intake.not-found', 'no such report')
}

async function joinReport(trx: Transaction, { origin, originId }: OpenCase, code: string): Promise<void> {
  if (originId !== null && origin === 'report') await joinReportToCase(trx, originId, code)
}
