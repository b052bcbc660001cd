import { type Generated, type GeneratedAlways } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Transaction } from '#platform/db'

declare module '#platform/db' {
  interface Tables {
    jobs_outbox: {
      id: string
      topic: string
      payload: string
      position: GeneratedAlways<number>
      at: Generated<Date>
    }
    jobs_done: { handler: string; event_id: string; at: Generated<Date> }
  }
}

/** Ids and small facts a listener needs to look things up; never personal data. */
export type EventPayload = Readonly<Record<string, string | number | boolean | null>>

/**
 * Says, in the transaction in which it happens, that something happened (`cases.opened`). Downstream slices listen
 * with `Jobs.on`; the one who says it never knows them.
 */
export async function announce(trx: Transaction, topic: string, payload: EventPayload): Promise<string> {
  const row = announcementOf(topic, payload)
  await trx.insertInto('jobs_outbox').values(row).execute()
  return row.id
}

/** A row of `jobs_outbox`, for who announces in the very statement in which it happens. */
export function announcementOf(
  topic: string,
  payload: EventPayload,
): { id: string; topic: string; payload: string } {
  return { id: randomUUID(), topic, payload: JSON.stringify(payload) }
}

/** Marks an event as handled; false when this handler has had it already. Call it in the effect's transaction. */
export async function firstTime(trx: Transaction, handler: string, eventId: string): Promise<boolean> {
  const done = await trx
    .insertInto('jobs_done')
    .values({ handler, event_id: eventId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}
