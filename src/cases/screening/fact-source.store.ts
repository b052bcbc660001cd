import { type Generated } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'

declare module '#platform/db' {
  interface Tables {
    cases_screening_fact: {
      case_id: string
      organisation_id: string
      screening_id: string
      fact: string
      because: string[]
      confirmed_by: string
      confirmed_at: Generated<Date>
    }
  }
}

/** Where a fact of the case comes from: the marks of a screening, and the person who confirmed it. */
export type FactSource = {
  screeningId: string
  fact: string
  because: string[]
  confirmedBy: string
  confirmedAt: string
}

/** Keeps which marks a fact rests on; the same fact of the same screening once. */
export async function keepFactSources(
  trx: Transaction,
  actor: Actor,
  found: { id: string; organisationId: string },
  screeningId: string,
  facts: readonly { fact: string; because: string[] }[],
): Promise<void> {
  if (facts.length === 0) return
  await trx
    .insertInto('cases_screening_fact')
    .values(
      facts.map(({ fact, because }) => ({
        case_id: found.id,
        organisation_id: found.organisationId,
        screening_id: screeningId,
        fact,
        because,
        confirmed_by: actor.id,
      })),
    )
    .onConflict((conflict) => conflict.columns(['screening_id', 'fact']).doNothing())
    .execute()
}

export async function listFactSources(trx: Transaction, caseId: string): Promise<FactSource[]> {
  const rows = await trx
    .selectFrom('cases_screening_fact')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('confirmed_at')
    .orderBy('fact')
    .execute()
  return rows.map((row) => ({
    screeningId: row.screening_id,
    fact: row.fact,
    because: row.because,
    confirmedBy: row.confirmed_by,
    confirmedAt: row.confirmed_at.toISOString(),
  }))
}
