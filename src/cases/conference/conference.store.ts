import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { ownId } from '../record/own-id.ts'
import { addTask, changedMeanwhile, type OfCase } from '../tasks/task.store.ts'
import type { Conference, ConferenceItem, NewConference, NewItem } from './conference.ts'

declare module '#platform/db' {
  interface Tables {
    cases_conference: {
      id: string
      case_id: string
      organisation_id: string
      held_on: string
      state: Generated<Conference['state']>
      called_by: string
      version: Generated<number>
    }
    cases_conference_participant: {
      conference_id: string
      case_id: string
      organisation_id: string
      user_id: string
      profession: string
    }
    cases_conference_item: {
      id: string
      conference_id: string
      case_id: string
      organisation_id: string
      kind: ConferenceItem['kind']
      body: Buffer
      author: string
      profession: string | null
      task_id: string | null
      made_at: Generated<Date>
    }
  }
}

const BODY = 'cases_conference_item.body'

/** Calls a conference. Sent twice it is called once; returns its id, and whether it was called now. */
export async function insertConference(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  given: NewConference,
): Promise<{ id: string; made: boolean }> {
  const id = ownId(actor, given.id)
  const done = await trx
    .insertInto('cases_conference')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      held_on: given.heldOn,
      called_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  const made = (done.numInsertedOrUpdatedRows ?? 0n) > 0n
  if (made) {
    for (const each of given.participants) await addParticipant(trx, found, id, each)
    for (const text of given.agenda)
      await insertItem(trx, vault, actor, found, id, { kind: 'agenda', text, owner: null, due: null })
  }
  return { id, made }
}

export async function addParticipant(
  trx: Transaction,
  found: OfCase,
  conferenceId: string,
  { userId, profession }: { userId: string; profession: string },
): Promise<void> {
  await trx
    .insertInto('cases_conference_participant')
    .values({
      conference_id: conferenceId,
      case_id: found.id,
      organisation_id: found.organisationId,
      user_id: userId,
      profession,
    })
    .onConflict((conflict) => conflict.columns(['conference_id', 'user_id']).doNothing())
    .execute()
}

/** Adds to the shared part. An action becomes a task in the same words. */
export async function insertItem(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  conferenceId: string,
  given: NewItem,
): Promise<boolean> {
  const chosen = given.id ?? newId()
  const id = ownId(actor, chosen)
  const taskId =
    given.kind === 'action'
      ? await addTask(trx, vault, actor, found, {
          id: chosen,
          kind: 'conference_action',
          title: given.text,
          due: given.due,
          owner: given.owner,
        })
      : null
  const done = await trx
    .insertInto('cases_conference_item')
    .values({
      id,
      conference_id: conferenceId,
      case_id: found.id,
      organisation_id: found.organisationId,
      kind: given.kind,
      body: await vault.seal(trx, found.id, given.text, BODY),
      author: actor.id,
      profession: actor.profession ?? null,
      task_id: taskId,
      // The clock, not the transaction's beginning: several points of an agenda keep their order.
      made_at: sql<Date>`clock_timestamp()`,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Throws `cases.not-found` when this case has no such conference. */
export async function requireConference(trx: Transaction, caseId: string, id: string): Promise<void> {
  const row = await trx
    .selectFrom('cases_conference')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such conference on this case')
}

export async function changeConference(
  trx: Transaction,
  id: string,
  change: {
    version: number
    heldOn?: string | undefined
    state?: Conference['state'] | undefined
  },
): Promise<void> {
  const done = await trx
    .updateTable('cases_conference')
    .set({
      ...(change.heldOn !== undefined && { held_on: change.heldOn }),
      ...(change.state !== undefined && { state: change.state }),
      version: change.version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', change.version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw changedMeanwhile()
}

/** The conferences of a case, the newest first, with what was shared. */
export async function listConferences(trx: Transaction, vault: Vault, caseId: string): Promise<Conference[]> {
  const rows = await trx
    .selectFrom('cases_conference')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('held_on', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  if (rows.length === 0) return []
  const participants = await trx
    .selectFrom('cases_conference_participant')
    .select(['conference_id', 'user_id', 'profession'])
    .where('case_id', '=', caseId)
    .orderBy('profession')
    .execute()
  const items = await trx
    .selectFrom('cases_conference_item')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  const read = items.length > 0 ? await vault.reader(trx, caseId) : undefined
  return rows.map((row) => ({
    id: row.id,
    heldOn: row.held_on,
    state: row.state,
    calledBy: row.called_by,
    version: row.version,
    participants: participants
      .filter(({ conference_id }) => conference_id === row.id)
      .map(({ user_id, profession }) => ({ userId: user_id, profession })),
    items: items
      .filter(({ conference_id }) => conference_id === row.id)
      .map((item) => ({
        id: item.id,
        kind: item.kind,
        text: read!(item.body, BODY),
        author: item.author,
        profession: item.profession,
        taskId: item.task_id,
        madeAt: item.made_at.toISOString(),
      })),
  }))
}
