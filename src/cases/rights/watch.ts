import { sql } from 'kysely'
import { systemActor } from '#platform/access'
import type { Database } from '#platform/db'
import { daysOn } from '../tasks/task.routes.ts'
import { addTask } from '../tasks/task.store.ts'
import { recordBreach, type RunningRight } from './breach.store.ts'
import { localDay } from './local-day.ts'
import { watchAges } from './watch-ages.ts'

/** How many days before its last day the owner of a right is reminded. */
const REMIND_DAYS = 7
const WATCH = systemActor('cases.watch')

/**
 * Looks at every running clock of the open cases once: reminds the owner in the last week, and records what was missed,
 * when its last day is over in the whole country. Run as often as one likes, on many machines: each reminder and each
 * breach comes once. Returns how many of each were new to it.
 */
export async function watchClocks(db: Database, now: Date): Promise<{ reminded: number; missed: number }> {
  const until = daysOn(now.toISOString().slice(0, 10), REMIND_DAYS)
  const rights = await db.as(WATCH, async (trx) =>
    trx
      .selectFrom('cases_right as r')
      .innerJoin('cases_case as c', 'c.id', 'r.case_id')
      .select(['r.case_id', 'r.organisation_id', 'r.right_key', 'r.kind', 'r.deadline', 'r.person_acts'])
      .select(['r.answer', 'r.owner', 'c.jurisdiction'])
      .where('c.status', '=', 'open')
      .where('r.done_on', 'is', null)
      .where('r.deadline', 'is not', null)
      .where('r.deadline', '<=', until)
      // What is on record already, as missed or as a task, is not looked at again.
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('cases_right_breach as b')
              .select('b.id')
              .whereRef('b.case_id', '=', 'r.case_id')
              .whereRef('b.right_key', '=', 'r.right_key')
              .whereRef('b.deadline', '=', 'r.deadline'),
          ),
        ),
      )
      .where((eb) =>
        eb.or([
          eb('r.deadline', '<', now.toISOString().slice(0, 10)),
          eb.not(
            eb.exists(
              eb
                .selectFrom('cases_task as t')
                .select('t.id')
                .whereRef('t.case_id', '=', 'r.case_id')
                .where('t.source', '=', sql<string>`'right:' || r.right_key || ':' || r.deadline`),
            ),
          ),
        ]),
      )
      .orderBy('r.deadline')
      .execute(),
  )
  const counts = { reminded: 0, missed: 0 }
  for (const row of rights) {
    const { jurisdiction, deadline } = row
    if (deadline === null) continue
    const right: RunningRight = {
      caseId: row.case_id,
      organisationId: row.organisation_id,
      key: row.right_key,
      kind: row.kind,
      deadline,
      responsible: responsibleIn(row.answer),
      personActs: row.person_acts,
      owner: row.owner,
    }
    await db.as(WATCH, async (trx) => {
      if (deadline < localDay(jurisdiction, now)) {
        if (await recordBreach(trx, WATCH, right)) counts.missed++
        return
      }
      const source = `right:${right.key}:${deadline}`
      await addTask(
        trx,
        undefined,
        WATCH,
        { id: right.caseId, organisationId: right.organisationId },
        {
          kind: 'right_due',
          due: deadline,
          owner: right.owner,
          source,
        },
      )
      counts.reminded++
    })
  }
  return counts
}

/** Who must act, as the law's answer beside the case names them. */
export function responsibleIn(answer: unknown): string | null {
  const named =
    typeof answer === 'object' && answer !== null && 'responsible' in answer ? answer.responsible : null
  return typeof named === 'string' ? named : null
}

/** Looks at the clocks and the birthdays now and every quarter of an hour; the answer stops it. */
export function keepWatch(
  db: Database,
  now: () => Date,
  onFault: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const look = (): void => {
    running = running
      .then(async () => {
        await watchClocks(db, now())
        await watchAges(db, now())
      })
      .catch(onFault)
  }
  look()
  const timer = setInterval(look, 900_000).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
