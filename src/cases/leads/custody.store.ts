import type { Generated } from 'kysely'
import { hashOfReceipt, PatternReceipt } from '#detect'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { addEvent } from '../record/event.store.ts'
import { getLead, readReceipt, settleLead } from './lead.store.ts'

declare module '#platform/db' {
  interface Tables {
    cases_custody: {
      id: string
      case_id: string
      organisation_id: string
      lead_id: string
      kind: 'pattern' | 'warning'
      source_id: string
      how: 'opened' | 'joined'
      title: string
      reasons: string
      observations: number
      observations_hash: string
      receipt: string | null
      receipt_hash: string | null
      taken_at: Generated<Date>
      taken_by: string
    }
  }
}

/** What a case holds of a lead: as it was when it was taken in. */
export type Custody = {
  id: string
  lead: string
  kind: 'pattern' | 'warning'
  sourceId: string
  how: 'opened' | 'joined'
  title: string
  reasons: string[]
  observations: number
  observationsHash: string
  receiptHash: string | null
  takenAt: string
  takenBy: string
}

/**
 * Takes a lead into a case: its reasons, the hash of its observations and its receipt are fixed there, and the time line
 * says so. A second time changes nothing. Throws `cases.not-found` for a lead the actor may not see.
 */
export async function takeLead(
  trx: Transaction,
  actor: Actor,
  found: { id: string; organisationId: string },
  { lead: id, how }: { lead: string; how: Custody['how'] },
): Promise<void> {
  const lead = await getLead(trx, id)
  const receipt = await readReceipt(trx, id)
  const done = await trx
    .insertInto('cases_custody')
    .values({
      id: newId(),
      case_id: found.id,
      organisation_id: found.organisationId,
      lead_id: lead.id,
      kind: lead.kind,
      source_id: lead.sourceId,
      how,
      title: lead.title,
      reasons: JSON.stringify(lead.reasons),
      observations: lead.observationIds.length,
      observations_hash: lead.observationsHash,
      receipt: receipt === null ? null : JSON.stringify(receipt),
      receipt_hash: receipt === null ? null : hashOfReceipt(receipt),
      taken_by: actor.id,
    })
    .onConflict((conflict) => conflict.columns(['case_id', 'lead_id']).doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) === 0n) return
  await settleLead(trx, lead.id, 'joined')
  await addEvent(trx, actor, found, {
    kind: 'joined_lead',
    facts: {
      lead: lead.id,
      observations: lead.observationIds.length,
      observationsHash: lead.observationsHash,
    },
  })
}

/** What a case rests on, the first taken in first. */
export async function listCustody(trx: Transaction, caseId: string): Promise<Custody[]> {
  const rows = await trx
    .selectFrom('cases_custody')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('taken_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    lead: row.lead_id,
    kind: row.kind,
    sourceId: row.source_id,
    how: row.how,
    title: row.title,
    // The column is jsonb: the driver hands back what it parsed.
    reasons: row.reasons as unknown as string[],
    observations: row.observations,
    observationsHash: row.observations_hash,
    receiptHash: row.receipt_hash,
    takenAt: row.taken_at.toISOString(),
    takenBy: row.taken_by,
  }))
}

/** The receipt as it was taken into a case. Throws `cases.not-found` when there is none. */
export async function getCustodyReceipt(
  trx: Transaction,
  caseId: string,
  id: string,
): Promise<PatternReceipt> {
  const row = await trx
    .selectFrom('cases_custody')
    .select('receipt')
    .where('case_id', '=', caseId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || row.receipt === null) throw new AsyliaError('cases.not-found', 'no such receipt in this case')
  return PatternReceipt.parse(row.receipt)
}
