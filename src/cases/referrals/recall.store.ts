import { sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { announce } from '#platform/jobs'
import type { RecallReason } from './referral.ts'

/**
 * Takes back every copy given under a consent or a referral: emptied, put down as recalled with the partner asked to
 * delete what it kept, and the referral ended. How many; copies recalled before are not counted again.
 */
export async function recallCopies(
  trx: Transaction,
  actor: Actor,
  of: { consentId: string } | { referralId: string },
  reason: RecallReason,
): Promise<number> {
  let update = trx
    .updateTable('cases_copy')
    .set({ recalled_at: sql<Date>`now()`, content: null })
    .where('recalled_at', 'is', null)
  update =
    'consentId' in of
      ? update.where('consent_id', '=', of.consentId)
      : update.where('referral_id', '=', of.referralId)
  const copies = await update
    .returning(['id', 'case_id', 'organisation_id', 'recipient_organisation_id', 'referral_id'])
    .execute()
  if (copies.length === 0) return 0
  await trx
    .insertInto('cases_recall')
    .values(
      copies.map((copy) => ({
        copy_id: copy.id,
        case_id: copy.case_id,
        organisation_id: copy.organisation_id,
        recipient_organisation_id: copy.recipient_organisation_id,
        reason,
        confirmed_at: null,
        confirmed_by: null,
      })),
    )
    .onConflict((conflict) => conflict.column('copy_id').doNothing())
    .execute()
  await trx
    .updateTable('cases_referral')
    .set((eb) => ({
      state: reason === 'expired' ? 'expired' : 'revoked',
      ended_at: sql<Date>`now()`,
      version: eb('version', '+', 1),
    }))
    .where(
      'id',
      'in',
      copies.map((copy) => copy.referral_id),
    )
    .where('state', 'in', ['asked', 'accepted'])
    .execute()
  for (const copy of copies) await announce(trx, 'cases.copy-recalled', { copy: copy.id, reason })
  return copies.length
}
