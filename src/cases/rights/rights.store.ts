import { type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { RightLine, Standing } from './case-rights.ts'

declare module '#platform/db' {
  interface Tables {
    cases_right: {
      id: string
      case_id: string
      organisation_id: string
      right_key: string
      kind: string
      standing: Standing
      answer: string
      catalogue_hash: string
      deadline: string | null
      person_acts: boolean
      done_on: string | null
      done_by: string | null
      asked_on: string
      owner: Generated<string | null>
    }
  }
}

/** A right as it is sent to the records; `answer` is the law's own, as it is. */
type Sent = {
  id: string
  right_key: string
  kind: string
  standing: Standing
  answer: string
  deadline: string | null
  person_acts: boolean
}

/** What the law may say otherwise when it is asked again. */
const RENEWED = [
  'kind',
  'standing',
  'answer',
  'catalogue_hash',
  'deadline',
  'person_acts',
  'asked_on',
] as const

/**
 * Puts the law's newest answer beside the case: rights that are new come in, those that changed are renewed, those the
 * law no longer speaks of go, and what was marked done stays done. All in one statement beside a case that may be read: a
 * country has thirty rights or more, and asking for each whether its row may be written costs more than writing it.
 */
export async function keepRights(
  trx: Transaction,
  found: { id: string },
  lines: RightLine[],
  asked: { catalogueHash: string; on: string },
): Promise<void> {
  // The last of two lines with one key stands, as if they had been written one after the other.
  const byKey = new Map(lines.map((line) => [line.key, line]))
  const keys = [...byKey.keys()]
  if (keys.length > 0) {
    const sent = [...byKey.values()].map((line) => ({
      id: newId(),
      right_key: line.key,
      kind: line.kind,
      standing: line.standing,
      answer: line.answer,
      deadline: line.deadline,
      person_acts: line.personActs,
    }))
    const rows = sql<Sent>`jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)`.as<'line'>(
      sql`line (id uuid, right_key text, kind text, standing text, answer jsonb, deadline date, person_acts boolean)`,
    )
    const excluded = RENEWED.map((column) => [column, sql.ref(`excluded.${column}`)] as const)
    await trx
      .insertInto('cases_right')
      .columns(['id', 'case_id', 'organisation_id', 'right_key', ...RENEWED])
      .expression((eb) =>
        eb
          .selectFrom('cases_case as c')
          .innerJoin(rows, (join) => join.onTrue())
          .select(['line.id', 'c.id as case_id', 'c.organisation_id', 'line.right_key', 'line.kind'])
          .select(['line.standing', 'line.answer'])
          .select(sql<string>`${asked.catalogueHash}::text`.as('catalogue_hash'))
          .select(['line.deadline', 'line.person_acts'])
          .select(sql<string>`${asked.on}::date`.as('asked_on'))
          .where('c.id', '=', found.id),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['case_id', 'right_key'])
          .doUpdateSet(Object.fromEntries(excluded))
          // A row that says the same already is not written again.
          .where(
            sql<boolean>`(${sql.join(RENEWED.map((column) => sql.ref(`cases_right.${column}`)))}) is distinct from (${sql.join(
              excluded.map(([, value]) => value),
            )})`,
          ),
      )
      .execute()
  }
  let stale = trx.deleteFrom('cases_right').where('case_id', '=', found.id).where('done_on', 'is', null)
  if (keys.length > 0) stale = stale.where(sql<boolean>`right_key <> all (${keys}::text[])`)
  await stale.execute()
}

export async function listRights(trx: Transaction, caseId: string) {
  const order = sql`case standing when 'due_now' then 0 when 'due_after_step' then 1 when 'discretionary' then 2 else 3 end`
  return trx
    .selectFrom('cases_right')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy(order)
    .orderBy('id')
    .execute()
}

/** Marks a right as given on a day, or takes the mark back. */
export async function markRight(
  trx: Transaction,
  actor: Actor,
  caseId: string,
  key: string,
  doneOn: string | null,
): Promise<void> {
  const done = await trx
    .updateTable('cases_right')
    .set({ done_on: doneOn, done_by: doneOn === null ? null : actor.id })
    .where('case_id', '=', caseId)
    .where('right_key', '=', key)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'no such right on this case')
}

/** The clocks that run out next, over all cases the actor may see. */
export async function listClocks(trx: Transaction, until: string) {
  return trx
    .selectFrom('cases_right as r')
    .innerJoin('cases_case as c', 'c.id', 'r.case_id')
    .select(['c.code', 'c.jurisdiction', 'r.right_key', 'r.kind', 'r.deadline', 'r.person_acts', 'r.owner'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('cases_right_breach as b')
            .select('b.id')
            .whereRef('b.case_id', '=', 'r.case_id')
            .whereRef('b.right_key', '=', 'r.right_key')
            .whereRef('b.deadline', '=', 'r.deadline'),
        )
        .as('missed'),
    )
    .where('r.done_on', 'is', null)
    .where('r.deadline', 'is not', null)
    .where('r.deadline', '<=', until)
    .where('c.status', '=', 'open')
    .orderBy('r.deadline')
    .limit(500)
    .execute()
}
