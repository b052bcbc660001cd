import { sql } from 'kysely'
import type { Transaction } from '#platform/db'
import { wrapsOf } from '../report/report.store.ts'
import type { SealedReport } from './content-keys.ts'

/** Reports whose content key is still wrapped to an older door key of the organisation. */
function older(trx: Transaction, organisationId: string) {
  return (
    trx
      .selectFrom('intake_report')
      .where('organisation_id', '=', organisationId)
      // By name, as the index has them: 'another than the current one' would look at every report each time.
      .where('door_key_id', 'in', (keys) =>
        keys
          .selectFrom('intake_door_key')
          .select('id')
          .where('organisation_id', '=', organisationId)
          .where('is_current', '=', false),
      )
  )
}

/** Some of them that the actor may see, held until the transaction ends: nobody changes or erases one meanwhile. */
export async function takeOlder(
  trx: Transaction,
  organisationId: string,
  limit: number,
): Promise<SealedReport[]> {
  const rows = await older(trx, organisationId)
    .select(['id', 'door_key_id', 'door_wrap', 'code_wrap'])
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
  return rows.map((row) => ({ id: row.id, wraps: wrapsOf(row) }))
}

/** How many the actor may see. */
export async function countOlder(trx: Transaction, organisationId: string): Promise<number> {
  const { left } = await older(trx, organisationId)
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .executeTakeFirstOrThrow()
  return Number(left)
}

/** Keeps the content keys as they are wrapped to a door key now, in one statement. */
export async function keepWraps(
  trx: Transaction,
  doorKeyId: string,
  wrapped: readonly { id: string; doorWrap: Buffer }[],
): Promise<void> {
  const ids = wrapped.map(({ id }) => id)
  const wraps = wrapped.map(({ doorWrap }) => doorWrap)
  await trx
    .updateTable('intake_report')
    .from(
      sql<{ id: string; wrap: Buffer }>`unnest(${ids}::uuid[], ${wraps}::bytea[])`.as<'n'>(sql`n (id, wrap)`),
    )
    .set((eb) => ({ door_key_id: doorKeyId, door_wrap: eb.ref('n.wrap') }))
    .whereRef('intake_report.id', '=', 'n.id')
    .execute()
}
