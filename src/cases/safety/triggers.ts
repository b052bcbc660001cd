import { z } from 'zod'
import type { PlainDate } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { addEvent } from '../record/event.store.ts'
import { addTask, type OfCase } from '../tasks/task.store.ts'

/**
 * What makes the danger another one, and how many days before its day the risk must be judged again; 0: at once. Release
 * and hearings are known beforehand; the rest is told when it has happened.
 */
export const TRIGGERS = {
  address_revealed: { daysBefore: 0 },
  missed_contact: { daysBefore: 0 },
  escape: { daysBefore: 0 },
  threat: { daysBefore: 0 },
  suspect_release: { daysBefore: 7 },
  hearing: { daysBefore: 3 },
} as const
export const Trigger = z.enum(Object.keys(TRIGGERS) as [keyof typeof TRIGGERS])
export type Trigger = z.infer<typeof Trigger>

/** What a worker may tell by themselves; the others come from the record of what was done. */
export const ToldTrigger = z.enum(['missed_contact', 'escape', 'threat', 'suspect_release', 'hearing'])

/** The day by which the risk must be judged again: so many days before the event, or today when that is over. */
export function reassessBy(trigger: Trigger, on: PlainDate | null, today: PlainDate): PlainDate {
  const { daysBefore } = TRIGGERS[trigger]
  if (on === null || daysBefore === 0) return today
  const before = new Date(Date.parse(`${on}T00:00:00Z`) - daysBefore * 86_400_000).toISOString().slice(0, 10)
  return before < today ? today : before
}

/**
 * A trigger becomes a task to judge the risk again. The same source (a hearing, a look at an address on a day) is one task
 * however often it is told; a hearing that moves, moves it.
 */
export async function raiseTrigger(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  told: { trigger: Trigger; on?: PlainDate | null; source: string },
  today: PlainDate,
): Promise<void> {
  await addTask(trx, undefined, actor, found, {
    kind: 'reassess_risk',
    due: reassessBy(told.trigger, told.on ?? null, today),
    source: `${told.trigger}:${told.source}`,
  })
  await addEvent(trx, actor, found, { kind: 'risk_trigger', facts: { trigger: told.trigger } })
}

/** Somebody looked at where a shelter is: for each open case with a person staying there the risk is judged again, once a day. */
export async function raiseForResidents(
  trx: Transaction,
  actor: Actor,
  shelterId: string,
  today: PlainDate,
): Promise<void> {
  const cases = await trx
    .selectFrom('cases_stay as s')
    .innerJoin('cases_room as r', 'r.id', 's.room_id')
    .innerJoin('cases_case as c', 'c.id', 's.case_id')
    .select(['c.id', 'c.organisation_id as organisationId'])
    .distinct()
    .where('r.shelter_id', '=', shelterId)
    .where('s.ended_on', 'is', null)
    .where('c.status', '=', 'open')
    .execute()
  for (const found of cases) {
    const told = { trigger: 'address_revealed', source: `${shelterId}:${today}` } as const
    await raiseTrigger(trx, actor, found, told, today)
  }
}
