import type { Generated } from 'kysely'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { ageToday, childBy, type ToldAge } from '../record/age.ts'
import type { Unit } from './judge.ts'
import { Need } from './need.ts'

declare module '#platform/db' {
  interface Tables {
    cases_need: {
      person_id: string
      case_id: string
      organisation_id: string
      sealed: Buffer
      waiting: Generated<boolean>
      version: Generated<number>
      updated_at: Generated<Date>
    }
  }
}

const SEALED = 'cases_need.sealed'

export type KeptNeed = { need: Need; waiting: boolean; version: number }

/** What a person needs, opened; undefined when nobody wrote it down yet. */
export async function findNeed(
  trx: Transaction,
  vault: Vault,
  personId: string,
): Promise<KeptNeed | undefined> {
  const row = await trx
    .selectFrom('cases_need')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!row) return undefined
  const need = Need.parse(JSON.parse(await vault.open(trx, personId, row.sealed, SEALED)))
  return { need, waiting: row.waiting, version: row.version }
}

/**
 * Seals what a person needs, on top of `version` (0: nothing was there). Throws `cases.conflict` when somebody wrote in
 * between.
 */
export async function keepNeed(
  trx: Transaction,
  vault: Vault,
  person: { id: string; caseId: string; organisationId: string },
  { need, waiting, version }: KeptNeed,
): Promise<void> {
  const sealed = await vault.seal(trx, person.id, JSON.stringify(need), SEALED)
  const done =
    version === 0
      ? await trx
          .insertInto('cases_need')
          .values({
            person_id: person.id,
            case_id: person.caseId,
            organisation_id: person.organisationId,
            sealed,
            waiting,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await trx
          .updateTable('cases_need')
          .set({ sealed, waiting, version: version + 1, updated_at: new Date() })
          .where('person_id', '=', person.id)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst()
  if (!done) {
    throw new AsyliaError(
      'cases.conflict',
      'somebody wrote down what this person needs since you opened it; look again and repeat your change',
    )
  }
}

/**
 * The age somebody is placed by: what was told of the person, as it is today, before what was written down for a place;
 * null, which is held for a child, where it may be either.
 */
export function ageToPlace(told: ToldAge | null, written: number | null, today: string): number | null {
  if (told === null) return written
  return childBy(told, today) === 'unknown' ? null : ageToday(told, today).least
}

/** Everyone of open cases who waits for a place and has none. */
export async function listWaiting(
  trx: Transaction,
  vault: Vault,
  today: string,
): Promise<{ unit: Unit; code: string; codeName: string }[]> {
  const rows = await trx
    .selectFrom('cases_need as n')
    .innerJoin('cases_person as p', 'p.id', 'n.person_id')
    .innerJoin('cases_case as c', 'c.id', 'n.case_id')
    .select(['n.person_id', 'n.sealed', 'p.code_name', 'p.nationality', 'c.code', 'c.danger'])
    .select(['p.age_years', 'p.age_on', 'p.age_is_estimate'])
    .where('n.waiting', '=', true)
    .where('c.status', '=', 'open')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('cases_stay as t')
            .select('t.id')
            .whereRef('t.person_id', '=', 'n.person_id')
            .where('t.ended_on', 'is', null),
        ),
      ),
    )
    .orderBy('n.person_id')
    .limit(2_000)
    .execute()
  const waiting = []
  for (const row of rows) {
    const need = Need.parse(JSON.parse(await vault.open(trx, row.person_id, row.sealed, SEALED)))
    const { age_years: years, age_on: on, age_is_estimate: isEstimate } = row
    const told = years === null || on === null ? null : { years, on, isEstimate }
    const age = ageToPlace(told, need.age, today)
    waiting.push({
      unit: {
        personId: row.person_id,
        need: { ...need, age },
        nationality: row.nationality,
        danger: row.danger,
      },
      code: row.code,
      codeName: row.code_name,
    })
  }
  return waiting
}
