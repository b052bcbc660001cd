import type { Generated } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { ownId } from '../record/own-id.ts'
import { changedMeanwhile, type OfCase } from '../tasks/task.store.ts'
import type { Measure, NewAssessment, NewMeasure, RiskAssessment, RiskLevel } from './safety.ts'

declare module '#platform/db' {
  interface Tables {
    cases_safety_assessment: {
      id: string
      case_id: string
      organisation_id: string
      person_id: string
      level: RiskLevel
      factors: string
      reason: Buffer
      because_of: string | null
      next_on: string | null
      assessed_at: Generated<Date>
      assessed_by: string
    }
    cases_safety_measure: {
      id: string
      case_id: string
      organisation_id: string
      person_id: string
      who: Measure['who']
      what: Buffer | null
      due: string | null
      done_on: string | null
      done_by: string | null
      shown_to_person: boolean
      made_at: Generated<Date>
      made_by: string
      version: Generated<number>
    }
    cases_safety_place: { measure_id: string; case_id: string; what: Buffer }
  }
}

const REASON = 'cases_safety_assessment.reason'
/** What a measure's text is sealed as: the person's own view opens it by the same name. */
export const MEASURE = 'cases_safety_measure.what'
const PLACE = 'cases_safety_place.what'

export async function insertAssessment(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  given: NewAssessment,
  becauseOf: string | null,
): Promise<boolean> {
  const done = await trx
    .insertInto('cases_safety_assessment')
    .values({
      id: ownId(actor, given.id),
      case_id: found.id,
      organisation_id: found.organisationId,
      person_id: given.personId,
      level: given.level,
      factors: JSON.stringify(given.factors),
      reason: await vault.seal(trx, given.personId, given.reason, REASON),
      because_of: becauseOf,
      next_on: given.nextOn,
      assessed_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Every judgement of the risk, the newest first: its history is never written over. */
export async function listAssessments(
  trx: Transaction,
  vault: Vault,
  caseId: string,
): Promise<RiskAssessment[]> {
  const rows = await trx
    .selectFrom('cases_safety_assessment')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('assessed_at', 'desc')
    .limit(200)
    .execute()
  const readers = await readersOf(trx, vault, rows)
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    level: row.level,
    factors: row.factors as unknown as RiskAssessment['factors'],
    reason: readers.get(row.person_id)!(row.reason, REASON),
    becauseOf: row.because_of,
    nextOn: row.next_on,
    assessedAt: row.assessed_at.toISOString(),
    assessedBy: row.assessed_by,
  }))
}

/** The trigger that is still open on this case, if one is: what made somebody look again. */
export async function openTrigger(trx: Transaction, caseId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('cases_task')
    .select('source')
    .where('case_id', '=', caseId)
    .where('kind', '=', 'reassess_risk')
    .where('done_at', 'is', null)
    .orderBy('due')
    .executeTakeFirst()
  return row?.source?.split(':')[0] ?? null
}

/** A measure that tells of a place keeps its text where only those assigned may look; it is never shown by a code. */
export async function insertMeasure(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  given: NewMeasure,
): Promise<string> {
  const id = ownId(actor, given.id)
  const done = await trx
    .insertInto('cases_safety_measure')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      person_id: given.personId,
      who: given.who,
      what: given.tellsPlace ? null : await vault.seal(trx, given.personId, given.what, MEASURE),
      due: given.due,
      done_on: null,
      done_by: null,
      shown_to_person: given.shownToPerson && !given.tellsPlace,
      made_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (given.tellsPlace && (done.numInsertedOrUpdatedRows ?? 0n) > 0n) {
    await trx
      .insertInto('cases_safety_place')
      .values({
        measure_id: id,
        case_id: found.id,
        what: await vault.seal(trx, given.personId, given.what, PLACE),
      })
      .execute()
  }
  return id
}

export async function listMeasures(trx: Transaction, vault: Vault, caseId: string): Promise<Measure[]> {
  const rows = await trx
    .selectFrom('cases_safety_measure')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('done_on', (order) => order.asc().nullsFirst())
    .orderBy('due', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute()
  const readers = await readersOf(
    trx,
    vault,
    rows.filter(({ what }) => what !== null),
  )
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    who: row.who,
    what: row.what && readers.get(row.person_id)!(row.what, MEASURE),
    tellsPlace: row.what === null,
    due: row.due,
    doneOn: row.done_on,
    shownToPerson: row.shown_to_person,
    version: row.version,
  }))
}

/** The text of a measure that tells of a place. Throws `cases.not-found` when it is not there, or not for this reader. */
export async function readPlace(
  trx: Transaction,
  vault: Vault,
  caseId: string,
  measureId: string,
): Promise<string> {
  const row = await trx
    .selectFrom('cases_safety_place as p')
    .innerJoin('cases_safety_measure as m', 'm.id', 'p.measure_id')
    .select(['p.what', 'm.person_id'])
    .where('p.measure_id', '=', measureId)
    .where('p.case_id', '=', caseId)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such measure on this case')
  return vault.open(trx, row.person_id, row.what, PLACE)
}

export async function changeMeasure(
  trx: Transaction,
  actor: Actor,
  caseId: string,
  measureId: string,
  change: {
    version: number
    doneOn?: string | null | undefined
    due?: string | null | undefined
    shownToPerson?: boolean | undefined
  },
): Promise<void> {
  const there = await trx
    .selectFrom('cases_safety_measure')
    .select('what')
    .where('id', '=', measureId)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!there) throw new AsyliaError('cases.not-found', 'no such measure on this case')
  const done = await trx
    .updateTable('cases_safety_measure')
    .set({
      ...(change.doneOn !== undefined && {
        done_on: change.doneOn,
        done_by: change.doneOn === null ? null : actor.id,
      }),
      ...(change.due !== undefined && { due: change.due }),
      // A place is never shown by a code, whatever is asked.
      ...(change.shownToPerson !== undefined && {
        shown_to_person: change.shownToPerson && there.what !== null,
      }),
      version: change.version + 1,
    })
    .where('id', '=', measureId)
    .where('version', '=', change.version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw changedMeanwhile()
}

/** One reader for each person, so that each key is fetched once. */
export async function readersOf(trx: Transaction, vault: Vault, rows: readonly { person_id: string }[]) {
  const people = [...new Set(rows.map(({ person_id }) => person_id))]
  const readers = new Map<string, Awaited<ReturnType<Vault['reader']>>>()
  for (const person of people) readers.set(person, await vault.reader(trx, person))
  return readers
}
