import { type Generated } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { Marks } from './screening.ts'

export type Decision = 'possible' | 'not_indicated' | 'needs_more'

declare module '#platform/db' {
  interface Tables {
    cases_screening: {
      id: string
      case_id: string
      organisation_id: string
      indicator_set: string
      marks: string
      screened_at: Generated<Date>
      screened_by: string
      decision: Decision | null
      decision_reason: Buffer | null
    }
  }
}

export type ScreeningRow = {
  id: string
  indicatorSet: string
  marks: Marks
  screenedAt: string
  screenedBy: string
  decision: Decision | null
  decisionReason: string | null
}

/** Keeps a screening as it was made; a later one stands beside it, never over it. */
export async function insertScreening(
  trx: Transaction,
  actor: Actor,
  found: { id: string; organisationId: string },
  screening: { indicatorSet: string; marks: Marks },
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('cases_screening')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      indicator_set: screening.indicatorSet,
      marks: JSON.stringify(screening.marks),
      screened_by: actor.id,
    })
    .execute()
  return id
}

const REASON = 'cases_screening.decision_reason'

/** All screenings of a case, oldest first. */
export async function listScreenings(
  trx: Transaction,
  vault: Vault,
  caseId: string,
): Promise<ScreeningRow[]> {
  const rows = await trx
    .selectFrom('cases_screening')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('screened_at')
    .execute()
  const screenings: ScreeningRow[] = []
  for (const row of rows) {
    screenings.push({
      id: row.id,
      indicatorSet: row.indicator_set,
      marks: row.marks as unknown as Marks,
      screenedAt: row.screened_at.toISOString(),
      screenedBy: row.screened_by,
      decision: row.decision,
      decisionReason: row.decision_reason && (await vault.open(trx, caseId, row.decision_reason, REASON)),
    })
  }
  return screenings
}

/** Writes what a person decided with this screening before them. Once decided it stands; screen again to decide anew. */
export async function decideScreening(
  trx: Transaction,
  vault: Vault,
  caseId: string,
  id: string,
  decided: { decision: Decision; reason: string },
): Promise<void> {
  const done = await trx
    .updateTable('cases_screening')
    .set({
      decision: decided.decision,
      decision_reason: await vault.seal(trx, caseId, decided.reason, REASON),
    })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('decision', 'is', null)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n)
    throw new AsyliaError('cases.conflict', 'this screening is not there or was decided already')
}
