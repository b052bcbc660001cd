import { sql, type Generated } from 'kysely'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { comesOfAge } from '../record/age.ts'
import { Identity } from '../record/case.ts'

declare module '#platform/db' {
  interface Tables {
    cases_identity: {
      person_id: string
      case_id: string
      sealed: Buffer
      of_age_on: string | null
      version: Generated<number>
      updated_at: Generated<Date>
    }
  }
}

const SEALED = 'cases_identity.sealed'

/** What names a person, opened; undefined when nothing was written down, or the actor is not assigned to the case. */
export async function findIdentity(
  trx: Transaction,
  vault: Vault,
  personId: string,
): Promise<Identity | undefined> {
  return (await readIdentity(trx, vault, personId)).identity
}

/** The same with its version; 0: nothing was written down yet. */
export async function readIdentity(
  trx: Transaction,
  vault: Vault,
  personId: string,
): Promise<{ identity: Identity | undefined; version: number }> {
  const row = await trx
    .selectFrom('cases_identity')
    .select(['sealed', 'version'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!row) return { identity: undefined, version: 0 }
  const text = await vault.open(trx, personId, row.sealed, SEALED)
  return { identity: Identity.parse(JSON.parse(text)), version: row.version }
}

/**
 * Seals what names a person, under a key of their own, over the version it was written on (0: nothing before). Returns the
 * new version. Throws `cases.conflict` when somebody wrote since: no name is overwritten unseen.
 */
export async function keepIdentity(
  trx: Transaction,
  vault: Vault,
  person: { id: string; caseId: string },
  identity: Identity,
  version = 0,
): Promise<number> {
  const sealed = await vault.seal(trx, person.id, JSON.stringify(identity), SEALED)
  const ofAgeOn = identity.birthDate === undefined ? null : comesOfAge(identity.birthDate)
  const done =
    version === 0
      ? await trx
          .insertInto('cases_identity')
          .values({ person_id: person.id, case_id: person.caseId, sealed, of_age_on: ofAgeOn })
          .onConflict((conflict) => conflict.column('person_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await trx
          .updateTable('cases_identity')
          .set({ sealed, of_age_on: ofAgeOn, version: version + 1, updated_at: sql<Date>`now()` })
          .where('person_id', '=', person.id)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst()
  if (done) return done.version
  throw new AsyliaError(
    'cases.conflict',
    'somebody wrote down what names this person since you looked; look again and repeat your change',
  )
}
