import { sql, type Generated } from 'kysely'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { Identity } from '../record/case.ts'

declare module '#platform/db' {
  interface Tables {
    cases_identity: { person_id: string; case_id: string; sealed: Buffer; updated_at: Generated<Date> }
  }
}

const SEALED = 'cases_identity.sealed'

/** What names a person, opened; undefined when nothing was written down, or the actor is not assigned to the case. */
export async function findIdentity(
  trx: Transaction,
  vault: Vault,
  personId: string,
): Promise<Identity | undefined> {
  const row = await trx
    .selectFrom('cases_identity')
    .select('sealed')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row && Identity.parse(JSON.parse(await vault.open(trx, personId, row.sealed, SEALED)))
}

/** Seals what names a person, under a key of their own. */
export async function keepIdentity(
  trx: Transaction,
  vault: Vault,
  person: { id: string; caseId: string },
  identity: Identity,
): Promise<void> {
  const sealed = await vault.seal(trx, person.id, JSON.stringify(identity), SEALED)
  await trx
    .insertInto('cases_identity')
    .values({ person_id: person.id, case_id: person.caseId, sealed })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({ sealed, updated_at: sql<Date>`now()` }),
    )
    .execute()
}
