import { type Generated } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'

declare module '#platform/db' {
  interface Tables {
    cases_event: {
      id: string
      case_id: string
      organisation_id: string
      at: Generated<Date>
      actor: string
      kind: string
      facts: string
      note: Buffer | null
    }
  }
}

/** What a note in the time line is sealed as. */
export const EVENT_NOTE = 'cases_event.note'

/** Adds a line to a case's time line; `sealedNote` is a note in a worker's own words, sealed. Returns its id. */
export async function addEvent(
  trx: Transaction,
  actor: Actor,
  found: { id: string; organisationId: string },
  event: { id?: string; kind: string; facts?: Record<string, unknown>; sealedNote?: Buffer },
): Promise<string> {
  const id = event.id ?? newId()
  await trx
    .insertInto('cases_event')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      actor: actor.id,
      kind: event.kind,
      facts: JSON.stringify(event.facts ?? {}),
      note: event.sealedNote ?? null,
    })
    .execute()
  return id
}

/** The time line, newest first. */
export async function listEvents(trx: Transaction, caseId: string) {
  return trx
    .selectFrom('cases_event')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(2_000)
    .execute()
}
