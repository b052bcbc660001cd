import { sql } from 'kysely'
import type { Transaction } from '#platform/db'

/** How warnings of one kind turned out, so that a new one is read with what is known of its like. */
export type TrackRecord = {
  kind: 'rise' | 'arrival'
  layer: string
  decided: number
  real: number
  awareness: number
  dataError: number
  /** Warnings that lost their meaning before anybody decided. */
  expired: number
}

/** What became of the warnings of each kind and layer so far. */
export async function listTrackRecord(trx: Transaction, today: string): Promise<TrackRecord[]> {
  const rows = await trx
    .selectFrom('places_warning_life')
    .select(({ fn }) => [
      'kind',
      'layer',
      fn.count<string>('verdict').as('decided'),
      sql<string>`count(*) filter (where verdict = 'true')`.as('real'),
      sql<string>`count(*) filter (where verdict = 'awareness')`.as('awareness'),
      sql<string>`count(*) filter (where verdict = 'data-error')`.as('data_error'),
      sql<string>`count(*) filter (where verdict is null and expires_on < ${today})`.as('expired'),
    ])
    .groupBy(['kind', 'layer'])
    .orderBy('kind')
    .orderBy('layer')
    .execute()
  return rows.map(({ kind, layer, decided, real, awareness, data_error: dataError, expired }) => ({
    kind,
    layer,
    decided: Number(decided),
    real: Number(real),
    awareness: Number(awareness),
    dataError: Number(dataError),
    expired: Number(expired),
  }))
}
