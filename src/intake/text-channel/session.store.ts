import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Keyring } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { holder } from '../report/file-report.ts'
import { Report } from '../report/report.ts'
import { openUnder, sealUnder } from '../sealing/envelope.ts'

declare module '#platform/db' {
  interface Tables {
    intake_text_session: { id: string; body: Buffer; erase_after: Date }
  }
}

/** How far a talk by text is. */
export const TextSession = z.object({
  /** The report's id and code, chosen at the start: sent again after a crash, it is one report with one code. */
  reportId: z.uuid(),
  code: z.string(),
  language: z.string().nullable(),
  phase: z.enum(['language', 'privacy', 'readers', 'asking', 'danger', 'confirm', 'code']),
  /** Which step is asked, and which page of its menu is shown. */
  at: z.int(),
  page: z.int(),
  report: Report,
  /** The last message, as its gateway numbered it, and what it was answered: told again, it is answered the same. */
  last: z.object({ messageId: z.string(), reply: z.string(), ends: z.boolean() }).nullable(),
})
export type TextSession = z.infer<typeof TextSession>

const ABOUT = 'text session'
/** Sizes are told in steps of this, so that a session does not tell how much was written. */
const STEP_BYTES = 4096

/** Who a number is, as long as it writes: ids and keys made of it under the keyring. The number is kept nowhere. */
export function sender(keyring: Keyring, number: string): { actor: Actor; key: Buffer } {
  const digits = number.normalize('NFKC').replaceAll(/[^\d+]/g, '')
  const bytes = Buffer.from(keyring.keyedHash('intake.text.number', digits).subarray(0, 16))
  // RFC 9562, version 8: the bits are our own.
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const id = [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-')
  return { actor: holder(id), key: keyring.keyedHash('intake.text.key', digits) }
}

type Who = ReturnType<typeof sender>

/** The talk this number left off, held until the transaction ends: two messages at once wait for each other. */
export async function findSession(trx: Transaction, { actor, key }: Who): Promise<TextSession | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${actor.id}, 0))`.execute(trx)
  const row = await trx
    .selectFrom('intake_text_session')
    .select(['body', 'erase_after'])
    .where('id', '=', actor.id)
    .executeTakeFirst()
  if (!row || row.erase_after < new Date()) return undefined
  return TextSession.parse(JSON.parse(openUnder(key, row.body, ABOUT).toString('utf8')))
}

export async function keepSession(
  trx: Transaction,
  { actor, key }: Who,
  session: TextSession,
  eraseAfter: Date,
): Promise<void> {
  const text = Buffer.from(JSON.stringify(session))
  const padded = Buffer.alloc(Math.ceil((text.length + 1) / STEP_BYTES) * STEP_BYTES, ' ')
  text.copy(padded)
  const kept = { body: sealUnder(key, padded, ABOUT), erase_after: eraseAfter }
  await trx
    .insertInto('intake_text_session')
    .values({ id: actor.id, ...kept })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(kept))
    .execute()
}

/** Erases talks that were left for a day; how many. */
export async function eraseOldSessions(trx: Transaction): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select intake_erase_old_text_sessions() as gone`.execute(trx)
  return Number(rows[0]?.gone ?? 0)
}
