import { type Generated } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { Grounds, Marks } from './screening.ts'

export type Decision = 'possible' | 'not_indicated' | 'needs_more'

declare module '#platform/db' {
  interface Tables {
    cases_screening: {
      id: string
      case_id: string
      organisation_id: string
      person_id: string | null
      indicator_set: string
      marks: string
      grounds: Generated<string>
      notes: Buffer | null
      screened_at: Generated<Date>
      screened_by: string
      decision: Decision | null
      decision_reason: Buffer | null
    }
  }
}

/** Notes by indicator, in a screener's own words. */
export type MarkNotes = Readonly<Record<string, string>>

export type NewScreening = {
  /** Given by the caller, so that the same screening sent twice is kept once. */
  id?: string | undefined
  personId?: string | null | undefined
  indicatorSet: string
  marks: Marks
  grounds?: Grounds | undefined
  /** Sealed by `sealNotes`. */
  notes?: Buffer | null | undefined
}

export type ScreeningRow = {
  id: string
  /** Null: the case's first person, as screenings were kept before a case could have several. */
  personId: string | null
  indicatorSet: string
  marks: Marks
  grounds: Grounds
  notes: MarkNotes
  screenedAt: string
  screenedBy: string
  decision: Decision | null
  decisionReason: string | null
}

/** Keeps a screening as it was made; a later one stands beside it, never over it. Undefined: it was kept before. */
export async function insertScreening(
  trx: Transaction,
  actor: Actor,
  found: { id: string; organisationId: string },
  screening: NewScreening,
): Promise<string | undefined> {
  const row = await trx
    .insertInto('cases_screening')
    .values({
      id: screening.id ?? newId(),
      case_id: found.id,
      organisation_id: found.organisationId,
      person_id: screening.personId ?? null,
      indicator_set: screening.indicatorSet,
      marks: JSON.stringify(screening.marks),
      grounds: JSON.stringify(screening.grounds ?? {}),
      notes: screening.notes ?? null,
      screened_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

const REASON = 'cases_screening.decision_reason'
const NOTES = 'cases_screening.notes'

/** Seals notes under the case's key; null where there are none. */
export async function sealNotes(
  trx: Transaction,
  vault: Vault,
  caseId: string,
  notes: MarkNotes,
): Promise<Buffer | null> {
  return Object.keys(notes).length === 0 ? null : vault.seal(trx, caseId, JSON.stringify(notes), NOTES)
}

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
    .orderBy('id')
    .execute()
  const screenings: ScreeningRow[] = []
  for (const row of rows) {
    screenings.push({
      id: row.id,
      personId: row.person_id,
      indicatorSet: row.indicator_set,
      // The columns are jsonb: the driver hands back what it parsed.
      marks: row.marks as unknown as Marks,
      grounds: row.grounds as unknown as Grounds,
      notes:
        row.notes === null ? {} : (JSON.parse(await vault.open(trx, caseId, row.notes, NOTES)) as MarkNotes),
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
