import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { ownId } from '../record/own-id.ts'
import { addTask, changedMeanwhile, dropTasks, type OfCase, settleTasks } from '../tasks/task.store.ts'
import {
  type Closing,
  type FollowUp,
  type FollowUpChange,
  followUpDays,
  type NewClosing,
  type Pathway,
} from './follow-up.ts'

declare module '#platform/db' {
  interface Tables {
    cases_closing: {
      id: string
      case_id: string
      organisation_id: string
      reason: Closing['reason']
      safe_to_contact: Closing['safeToContact']
      note: Buffer | null
      closed_at: Generated<Date>
      closed_by: string
      reopened_at: Date | null
      reopened_by: string | null
      reopened_because: Closing['reopenedBecause']
    }
    cases_follow_up: {
      id: string
      case_id: string
      organisation_id: string
      months: number
      due: string
      state: Generated<FollowUp['state']>
      wellbeing: FollowUp['wellbeing']
      note: Buffer | null
      settled_by: string | null
      version: Generated<number>
    }
    cases_pathway: {
      id: string
      case_id: string
      organisation_id: string
      kind: Pathway['kind']
      country: string | null
      state: Pathway['state']
      own_choice: Pathway['ownChoice']
      risk_looked_at: boolean
      made_by: string
      made_at: Generated<Date>
      version: Generated<number>
    }
  }
}

const CLOSING_NOTE = 'cases_closing.note'
const FOLLOW_UP_NOTE = 'cases_follow_up.note'
const sealOrNull = async (
  trx: Transaction,
  vault: Vault,
  caseId: string,
  text: string | null,
  about: string,
) => (text === null || text === '' ? null : vault.seal(trx, caseId, text, about))

/** Writes down why a case was closed and, where contact is safe, plans the contacts afterwards, each with its task. */
export async function insertClosing(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  given: NewClosing,
  today: string,
): Promise<void> {
  await trx
    .insertInto('cases_closing')
    .values({
      id: newId(),
      case_id: found.id,
      organisation_id: found.organisationId,
      reason: given.reason,
      safe_to_contact: given.safeToContact,
      note: await sealOrNull(trx, vault, found.id, given.note, CLOSING_NOTE),
      closed_by: actor.id,
      reopened_at: null,
      reopened_by: null,
      reopened_because: null,
    })
    .execute()
  if (given.safeToContact !== 'yes' || given.reason === 'died') return
  for (const { months, due } of followUpDays(today)) {
    const id = newId()
    await trx
      .insertInto('cases_follow_up')
      .values({
        id,
        case_id: found.id,
        organisation_id: found.organisationId,
        months,
        due,
        wellbeing: null,
        note: null,
        settled_by: null,
      })
      .execute()
    await addTask(trx, vault, actor, found, { kind: 'follow_up', due, source: `follow_up:${id}` })
  }
}

/** Opened again: the line of the closing says why, and the contacts that were planned are dropped with their tasks. */
export async function reopenClosing(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  because: NonNullable<Closing['reopenedBecause']>,
): Promise<void> {
  await trx
    .updateTable('cases_closing')
    .set({ reopened_at: sql<Date>`now()`, reopened_by: actor.id, reopened_because: because })
    .where('case_id', '=', found.id)
    .where('reopened_at', 'is', null)
    .execute()
  const dropped = await trx
    .updateTable('cases_follow_up')
    .set((eb) => ({ state: 'dropped' as const, settled_by: actor.id, version: eb('version', '+', 1) }))
    .where('case_id', '=', found.id)
    .where('state', '=', 'planned')
    .returning('id')
    .execute()
  for (const { id } of dropped) await dropTasks(trx, actor, found, `follow_up:${id}`)
}

export async function settleFollowUp(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  id: string,
  change: FollowUpChange,
): Promise<void> {
  const there = await trx
    .selectFrom('cases_follow_up')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', found.id)
    .executeTakeFirst()
  if (!there) throw new AsyliaError('cases.not-found', 'no such contact on this case')
  const done = await trx
    .updateTable('cases_follow_up')
    .set({
      state: change.state,
      wellbeing: change.wellbeing,
      note: await sealOrNull(trx, vault, found.id, change.note, FOLLOW_UP_NOTE),
      settled_by: actor.id,
      version: change.version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', change.version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw changedMeanwhile()
  await settleTasks(trx, actor, found, { source: `follow_up:${id}` })
}

export async function insertPathway(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  given: Omit<Pathway, 'id' | 'version'> & { id?: string | undefined },
): Promise<void> {
  await trx
    .insertInto('cases_pathway')
    .values({
      id: ownId(actor, given.id),
      case_id: found.id,
      organisation_id: found.organisationId,
      kind: given.kind,
      country: given.country,
      state: given.state,
      own_choice: given.ownChoice,
      risk_looked_at: given.riskLookedAt,
      made_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export async function changePathway(
  trx: Transaction,
  caseId: string,
  id: string,
  change: { version: number } & { [K in 'state' | 'ownChoice' | 'riskLookedAt']?: Pathway[K] | undefined },
): Promise<void> {
  const there = await trx
    .selectFrom('cases_pathway')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!there) throw new AsyliaError('cases.not-found', 'no such way on this case')
  const done = await trx
    .updateTable('cases_pathway')
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.ownChoice !== undefined && { own_choice: change.ownChoice }),
      ...(change.riskLookedAt !== undefined && { risk_looked_at: change.riskLookedAt }),
      version: change.version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', change.version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw changedMeanwhile()
}

/** What comes after: closings with their reasons, contacts planned and made, ways onward. */
export async function listAfter(trx: Transaction, vault: Vault, caseId: string) {
  const closings = await trx
    .selectFrom('cases_closing')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('closed_at', 'desc')
    .execute()
  const contacts = await trx
    .selectFrom('cases_follow_up')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('due')
    .orderBy('id')
    .execute()
  const ways = await trx
    .selectFrom('cases_pathway')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('made_at')
    .execute()
  const sealed = [...closings, ...contacts].some(({ note }) => note !== null)
  const read = sealed ? await vault.reader(trx, caseId) : undefined
  return {
    closings: closings.map((row): Closing => ({
      id: row.id,
      reason: row.reason,
      safeToContact: row.safe_to_contact,
      note: row.note && read ? read(row.note, CLOSING_NOTE) : null,
      closedAt: row.closed_at.toISOString(),
      closedBy: row.closed_by,
      reopenedAt: row.reopened_at?.toISOString() ?? null,
      reopenedBecause: row.reopened_because,
    })),
    followUps: contacts.map((row): FollowUp => ({
      id: row.id,
      months: row.months,
      due: row.due,
      state: row.state,
      wellbeing: row.wellbeing,
      note: row.note && read ? read(row.note, FOLLOW_UP_NOTE) : null,
      version: row.version,
    })),
    pathways: ways.map((row): Pathway => ({
      id: row.id,
      kind: row.kind,
      country: row.country,
      state: row.state,
      ownChoice: row.own_choice,
      riskLookedAt: row.risk_looked_at,
      version: row.version,
    })),
  }
}
