import { type Generated } from 'kysely'
import { createHash } from 'node:crypto'
import { PatternReceipt } from '#detect'
import { newId } from '#model'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'

declare module '#platform/db' {
  interface Tables {
    cases_lead: {
      id: string
      kind: 'pattern' | 'warning'
      source_id: string
      organisation_id: string
      status: Generated<'open' | 'joined' | 'dismissed'>
      title: string
      reasons: string
      observation_ids: string[]
      observations_hash: string
      country: string | null
      opened_at: Generated<Date>
      opened_by: string
      receipt: string | null
    }
  }
}

export type Lead = {
  id: string
  kind: 'pattern' | 'warning'
  sourceId: string
  status: 'open' | 'joined' | 'dismissed'
  title: string
  reasons: string[]
  observationIds: string[]
  observationsHash: string
  country: string | null
  openedAt: string
}

export type NewLead = {
  kind: 'pattern' | 'warning'
  sourceId: string
  organisationId: string
  title: string
  reasons: string[]
  observationIds: string[]
  country: string | null
  openedBy: string
  /** What a pattern rests on, to be computed again. */
  receipt?: PatternReceipt | undefined
}

/** Fixes which observations a lead rests on: the same set gives the same hash, whatever the order. */
export function observationsHash(ids: readonly string[]): string {
  return createHash('sha256').update(ids.toSorted().join('\n')).digest('hex')
}

/**
 * Opens a lead once for each organisation that accepted a pattern or a warning; one that was put aside and is accepted
 * again is open again, as it is now. Whether it is open by this.
 */
export async function openLead(trx: Transaction, lead: NewLead): Promise<boolean> {
  const told = {
    title: lead.title,
    reasons: JSON.stringify(lead.reasons),
    observation_ids: lead.observationIds,
    observations_hash: observationsHash(lead.observationIds),
    country: lead.country,
    opened_by: lead.openedBy,
    receipt: lead.receipt === undefined ? null : JSON.stringify(lead.receipt),
  }
  const done = await trx
    .insertInto('cases_lead')
    .values({
      id: newId(),
      kind: lead.kind,
      source_id: lead.sourceId,
      organisation_id: lead.organisationId,
      ...told,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'kind', 'source_id'])
        .doUpdateSet({ ...told, status: 'open' })
        .where('cases_lead.status', '=', 'dismissed'),
    )
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Puts a lead aside whose acceptance was taken back; one that a case has taken in stays. Whether it was open. */
export async function closeLead(
  trx: Transaction,
  { kind, sourceId, organisationId }: Pick<NewLead, 'kind' | 'sourceId' | 'organisationId'>,
): Promise<boolean> {
  const done = await trx
    .updateTable('cases_lead')
    .set({ status: 'dismissed' })
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', kind)
    .where('source_id', '=', sourceId)
    .where('status', '=', 'open')
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** The receipt of the pattern a lead came from; null when there is none. */
export async function readReceipt(trx: Transaction, id: string): Promise<PatternReceipt | null> {
  const row = await trx.selectFrom('cases_lead').select('receipt').where('id', '=', id).executeTakeFirst()
  return row === undefined || row.receipt === null ? null : PatternReceipt.parse(row.receipt)
}

export async function listLeads(trx: Transaction, status?: Lead['status']): Promise<Lead[]> {
  let query = trx.selectFrom('cases_lead').selectAll().orderBy('opened_at', 'desc').limit(1_000)
  if (status) query = query.where('status', '=', status)
  return (await query.execute()).map(toLead)
}

export async function getLead(trx: Transaction, id: string): Promise<Lead> {
  const row = await trx.selectFrom('cases_lead').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such lead')
  return toLead(row)
}

/** Moves a lead on from `open`; false when somebody did so before. */
export async function settleLead(
  trx: Transaction,
  id: string,
  status: 'joined' | 'dismissed',
): Promise<boolean> {
  const done = await trx
    .updateTable('cases_lead')
    .set({ status })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

function toLead(row: {
  id: string
  kind: 'pattern' | 'warning'
  source_id: string
  status: Lead['status']
  title: string
  reasons: string
  observation_ids: string[]
  observations_hash: string
  country: string | null
  opened_at: Date
}): Lead {
  return {
    id: row.id,
    kind: row.kind,
    sourceId: row.source_id,
    status: row.status,
    title: row.title,
    reasons: row.reasons as unknown as string[],
    observationIds: row.observation_ids,
    observationsHash: row.observations_hash,
    country: row.country,
    openedAt: row.opened_at.toISOString(),
  }
}
