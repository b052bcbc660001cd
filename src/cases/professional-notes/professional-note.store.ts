import type { Generated } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { ownId } from '../record/own-id.ts'
import { readersOf } from '../safety/safety.store.ts'
import type { OfCase } from '../tasks/task.store.ts'
import type { NewProfessionalNote, ProfessionalNote } from './professional-note.ts'

declare module '#platform/db' {
  interface Tables {
    cases_professional_note: {
      id: string
      case_id: string
      organisation_id: string
      person_id: string
      profession: string
      kind: ProfessionalNote['kind']
      on_day: string
      body: Buffer
      author: string
      made_at: Generated<Date>
    }
  }
}

const BODY = 'cases_professional_note.body'

/**
 * Keeps a note within the profession of the one who writes it. Nothing of it goes into the time line, a conference or an
 * export: for everyone else it is not there. Throws `access.denied` for an account without a profession.
 */
export async function insertProfessionalNote(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: OfCase,
  given: NewProfessionalNote,
): Promise<string> {
  if (actor.profession === undefined) {
    throw new AsyliaError('access.denied', 'your account has no profession whose secrecy could hold this')
  }
  const id = ownId(actor, given.id)
  await trx
    .insertInto('cases_professional_note')
    .values({
      id,
      case_id: found.id,
      organisation_id: found.organisationId,
      person_id: given.personId,
      profession: actor.profession,
      kind: given.kind,
      on_day: given.onDay,
      body: await vault.seal(trx, given.personId, given.text, BODY),
      author: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return id
}

/** The notes of one's own profession on a case, the newest first; none for anyone else. */
export async function listProfessionalNotes(
  trx: Transaction,
  vault: Vault,
  caseId: string,
): Promise<ProfessionalNote[]> {
  const rows = await trx
    .selectFrom('cases_professional_note')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('on_day', 'desc')
    .orderBy('made_at', 'desc')
    .limit(500)
    .execute()
  const readers = await readersOf(trx, vault, rows)
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    profession: row.profession,
    kind: row.kind,
    onDay: row.on_day,
    text: readers.get(row.person_id)!(row.body, BODY),
    author: row.author,
    madeAt: row.made_at.toISOString(),
  }))
}
