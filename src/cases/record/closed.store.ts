import { sql } from 'kysely'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { type CaseRow, getCase } from './case.store.ts'

/**
 * The case of this code, held open until the transaction ends: whoever closes it waits, and then sees what was written.
 * For everything that begins something new for a person. What ends something, tells of danger, or is the person's own
 * (notes, contacts after closing, a consent taken back, their code, holds) goes on after closing and asks `getCase`.
 * Throws `cases.not-found`, and `cases.closed.conflict` for a closed case.
 */
export async function getOpenCase(trx: Transaction, code: string): Promise<CaseRow> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${code}, 7305))`.execute(trx)
  const found = await getCase(trx, code)
  if (found.status === 'closed') throw new AsyliaError('cases.closed.conflict', 'closed: reopen first')
  return found
}

/** The case of this code, for closing it: waits for what is being written under `getOpenCase`. Throws `cases.not-found`. */
export async function getCaseToClose(trx: Transaction, code: string): Promise<CaseRow> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${code}, 7305))`.execute(trx)
  return getCase(trx, code)
}
