import { sql } from 'kysely'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { keyOfCode, openUnder, sealUnder } from '../sealing/envelope.ts'

declare module '#platform/db' {
  interface Tables {
    intake_draft: { id: string; code_hash: Buffer; body: Buffer; erase_on: string }
  }
}

const ABOUT = 'draft'
/** Sizes are told in steps of this, so that a draft does not tell how much was written. */
const STEP_BYTES = 4096

export type NewDraft = { id: string; code: string; codeHash: Buffer; text: string; eraseOn: string }

/** Keeps what was not sent yet, sealed under its code: without the code nobody opens it, the server neither. */
export async function saveDraft(trx: Transaction, draft: NewDraft): Promise<void> {
  const text = Buffer.from(draft.text)
  const padded = Buffer.alloc(Math.ceil((text.length + 1) / STEP_BYTES) * STEP_BYTES, ' ')
  text.copy(padded)
  const body = sealUnder(keyOfCode(draft.code, draft.id), padded, ABOUT)
  await trx
    .insertInto('intake_draft')
    .values({ id: draft.id, code_hash: draft.codeHash, body, erase_on: draft.eraseOn })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ body, erase_on: draft.eraseOn }))
    .execute()
}

/** The text saved. Throws `intake.not-found`. */
export async function readDraft(trx: Transaction, id: string, code: string): Promise<string> {
  const row = await trx.selectFrom('intake_draft').select('body').where('id', '=', id).executeTakeFirst()
  if (!row) throw new AsyliaError('intake.not-found', 'no such draft')
  return openUnder(keyOfCode(code, id), row.body, ABOUT).toString('utf8').trimEnd()
}

export async function eraseDraft(trx: Transaction, id: string): Promise<void> {
  await trx.deleteFrom('intake_draft').where('id', '=', id).execute()
}

/** Erases drafts whose day is over; how many. */
export async function eraseOldDrafts(trx: Transaction): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select intake_erase_old_drafts() as gone`.execute(trx)
  return Number(rows[0]?.gone ?? 0)
}
