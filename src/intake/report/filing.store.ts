import type { Keyring, Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { newDecoy } from '../decoy/decoy.store.ts'
import type { Door } from '../sealing/recipients.store.ts'
import type { NewReport } from './report.store.ts'
import { BODY, sealNew } from './sealed-content.ts'

export type Before = {
  /** Something was sealed for this id before: the report is there, was erased, or lost the race of two that are the same. */
  isKnown: boolean
  door: Door | undefined
}

/** What filing needs to know first, asked in one journey to the server; for a reporter it also takes the draft away. */
export async function lookBefore(
  trx: Transaction,
  { id, organisationId }: { id: string; organisationId: string },
  { erasesDraft }: { erasesDraft: boolean },
): Promise<Before> {
  const first = erasesDraft
    ? trx.with('draft', (db) => db.deleteFrom('intake_draft').where('id', '=', id))
    : trx
  const door = trx
    .selectFrom('intake_door_key')
    .where('organisation_id', '=', organisationId)
    .where('is_current', '=', true)
  const { known, doorId, publicKey } = await first
    .selectNoFrom((eb) => [
      eb.exists(eb.selectFrom('crypto_subject_key').select('subject').where('subject', '=', id)).as('known'),
      door.select('id').as('doorId'),
      door.select('public_key').as('publicKey'),
    ])
    .executeTakeFirstOrThrow()
  return { isKnown: Boolean(known), door: doorId && publicKey ? { id: doorId, publicKey } : undefined }
}

/** Rows of others that are written with the report, or not at all. */
type Beside = {
  decoy: { receivedAt: Date; answerBy: string }
  line: { id: string; body: string }
  announcement: { id: string; topic: string; payload: string }
}

/** A report that was never there as it is kept, with its subject's key and its decoy: a row of each table. */
export function rowsOfNewReport(
  { vault, keyring }: { vault: Vault; keyring: Keyring },
  filing: NewReport,
  decoy: Beside['decoy'],
) {
  const { sealing } = filing
  const { sealed, stored } = sealNew(vault, filing.id, JSON.stringify(filing.report), {
    key: sealing?.key ?? 'none',
    about: BODY,
  })
  return {
    crypto_subject_key: {
      subject: filing.id,
      wrapped: stored.wrapped,
      kek_version: stored.version,
      shredded_at: null,
    },
    intake_report: {
      id: filing.id,
      code_hash: filing.codeHash,
      organisation_id: filing.organisationId,
      channel: filing.channel,
      language: filing.language,
      danger: filing.danger,
      received_at: filing.receivedAt,
      answer_by: filing.answerBy,
      body: sealed,
      case_code: null,
      door_key_id: sealing?.wraps.doorKeyId ?? null,
      door_wrap: sealing?.wraps.doorWrap ?? null,
      code_wrap: sealing?.wraps.codeWrap ?? null,
    },
    intake_decoy: newDecoy(keyring, filing.id, decoy),
  }
}

/**
 * Writes a report that was never there, and all that stands beside it, in one statement. Fails with
 * PostgreSQL's 23505, and writes nothing, when the same report was filed in another transaction meanwhile.
 */
export async function insertNewReport(
  trx: Transaction,
  keys: { vault: Vault; keyring: Keyring },
  filing: NewReport,
  { decoy, line, announcement }: Beside,
): Promise<void> {
  const rows = rowsOfNewReport(keys, filing, decoy)
  await trx
    .with('subject_key', (db) => db.insertInto('crypto_subject_key').values(rows.crypto_subject_key))
    .with('report', (db) => db.insertInto('intake_report').values(rows.intake_report))
    .with('decoy', (db) => db.insertInto('intake_decoy').values(rows.intake_decoy))
    .with('line', (db) => db.insertInto('audit_pending').values(line))
    .insertInto('jobs_outbox')
    .values(announcement)
    .execute()
}
