import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { readersOf } from '../safety/safety.store.ts'
import type { OfCase } from '../tasks/task.store.ts'
import { type PersonRequest, type PersonView, ViewPart } from './person-view.ts'

declare module '#platform/db' {
  interface Tables {
    cases_person_code: {
      person_id: string
      case_id: string
      organisation_id: string
      code_hash: Buffer
      given_at: Generated<Date>
      given_by: string
      hidden: Generated<string[]>
    }
    cases_person_request: {
      id: string
      person_id: string
      case_id: string
      organisation_id: string
      kind: PersonRequest['kind']
      body: Buffer
      answer: Buffer | null
      made_at: Date
      answer_by: string
      answered_at: Date | null
      answered_by: string | null
    }
  }
}

const BODY = 'cases_person_request.body'
const ANSWER = 'cases_person_request.answer'

/** Gives a person a code; one given before opens nothing from now on. What was hidden stays hidden. */
export async function keepCode(
  trx: Transaction,
  actor: Actor,
  found: OfCase,
  personId: string,
  codeHash: Buffer,
): Promise<void> {
  await trx
    .insertInto('cases_person_code')
    .values({
      person_id: personId,
      case_id: found.id,
      organisation_id: found.organisationId,
      code_hash: codeHash,
      given_by: actor.id,
    })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({
        code_hash: codeHash,
        given_by: actor.id,
        given_at: sql<Date>`date_trunc('hour', now())`,
      }),
    )
    .execute()
}

export async function revokeCode(trx: Transaction, personId: string): Promise<boolean> {
  const done = await trx.deleteFrom('cases_person_code').where('person_id', '=', personId).executeTakeFirst()
  return done.numDeletedRows > 0n
}

export async function hideParts(
  trx: Transaction,
  personId: string,
  hidden: readonly ViewPart[],
): Promise<void> {
  const done = await trx
    .updateTable('cases_person_code')
    .set({ hidden: [...hidden] })
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'this person has no code')
}

export async function findCode(
  trx: Transaction,
  personId: string,
): Promise<Pick<PersonView, 'codeGivenAt' | 'hidden'>> {
  const row = await trx
    .selectFrom('cases_person_code')
    .select(['given_at', 'hidden'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return {
    codeGivenAt: row?.given_at.toISOString() ?? null,
    hidden: (row?.hidden ?? []).map((part) => ViewPart.parse(part)),
  }
}

export async function insertRequest(
  trx: Transaction,
  vault: Vault,
  request: {
    id: string
    personId: string
    caseId: string
    organisationId: string
    kind: PersonRequest['kind']
    text: string
    madeAt: Date
    answerBy: string
  },
): Promise<boolean> {
  const done = await trx
    .insertInto('cases_person_request')
    .values({
      id: request.id,
      person_id: request.personId,
      case_id: request.caseId,
      organisation_id: request.organisationId,
      kind: request.kind,
      body: await vault.seal(trx, request.personId, request.text, BODY),
      answer: null,
      made_at: request.madeAt,
      answer_by: request.answerBy,
      answered_at: null,
      answered_by: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** What a person asked, the newest first, with our answers. */
export async function listRequests(
  trx: Transaction,
  vault: Vault,
  personId: string,
): Promise<PersonRequest[]> {
  const rows = await trx
    .selectFrom('cases_person_request')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  const readers = await readersOf(trx, vault, rows)
  return rows.map((row) => {
    const read = readers.get(row.person_id)!
    return {
      id: row.id,
      kind: row.kind,
      text: read(row.body, BODY),
      madeAt: row.made_at.toISOString(),
      answerBy: row.answer_by,
      answer: row.answer && read(row.answer, ANSWER),
      answeredAt: row.answered_at?.toISOString() ?? null,
    }
  })
}

export async function answerRequest(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  personId: string,
  id: string,
  text: string,
): Promise<void> {
  const done = await trx
    .updateTable('cases_person_request')
    .set({
      answer: await vault.seal(trx, personId, text, ANSWER),
      answered_at: sql<Date>`date_trunc('hour', now())`,
      answered_by: actor.id,
    })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'no such question of this person')
}
