import { type Generated, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { CopyField } from '../consent/consent.ts'
import type { ServiceType } from '../services/service.ts'
import {
  ANSWERS,
  type Channel,
  type CopyContent,
  type NewReferral,
  type RecallReason,
  type Referral,
  type ReferralState,
} from './referral.ts'

declare module '#platform/db' {
  interface Tables {
    cases_referral: {
      id: string
      case_id: string
      person_id: string
      organisation_id: string
      partner_id: string
      recipient_organisation_id: string | null
      consent_id: string
      service: ServiceType
      fields: CopyField[]
      channel: Channel
      state: Generated<ReferralState>
      answer_by: string
      expires_on: string
      asked_at: Generated<Date>
      asked_by: string
      reminded_at: Date | null
      answered_at: Date | null
      ended_at: Date | null
      answer_note: Buffer | null
      version: Generated<number>
    }
    cases_copy: {
      id: string
      referral_id: string
      case_id: string
      person_id: string
      organisation_id: string
      partner_id: string
      recipient_organisation_id: string | null
      consent_id: string
      fields: CopyField[]
      content: Buffer | null
      given_at: Generated<Date>
      first_read_at: Date | null
      recalled_at: Date | null
    }
    cases_erased_copy: {
      copy_id: string
      organisation_id: string
      partner_id: string | null
      recipient_organisation_id: string | null
      asked_at: Generated<Date>
      confirmed_at: Date | null
      confirmed_by: string | null
    }
    cases_recall: {
      copy_id: string
      case_id: string
      organisation_id: string
      recipient_organisation_id: string | null
      reason: RecallReason
      asked_at: Generated<Date>
      confirmed_at: Date | null
      confirmed_by: string | null
    }
  }
}

export const COPY_CONTENT = 'cases_copy.content'
export const ANSWER_NOTE = 'cases_referral.answer_note'

export type NewRow = Omit<NewReferral, 'id'> & {
  id: string
  copyId: string
  caseId: string
  organisationId: string
  recipientOrganisationId: string | null
}

/** Puts the question to the partner, once: false when it was put before under this id. */
export async function insertReferral(trx: Transaction, actor: Actor, referral: NewRow): Promise<boolean> {
  const done = await trx
    .insertInto('cases_referral')
    .values({
      id: referral.id,
      ...sharedColumns(referral),
      service: referral.service,
      channel: referral.channel,
      answer_by: referral.answerBy,
      expires_on: referral.expiresOn,
      asked_by: actor.id,
      reminded_at: null,
      answered_at: null,
      ended_at: null,
      answer_note: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Puts the copy on record. Its content is kept only for a partner that reads here. */
export async function insertCopy(
  trx: Transaction,
  vault: Vault,
  referral: NewRow,
  content: CopyContent,
): Promise<void> {
  const reads = referral.channel === 'account'
  await trx
    .insertInto('cases_copy')
    .values({
      id: referral.copyId,
      referral_id: referral.id,
      ...sharedColumns(referral),
      content: reads ? await vault.seal(trx, referral.personId, JSON.stringify(content), COPY_CONTENT) : null,
      first_read_at: null,
      recalled_at: null,
    })
    .execute()
}

function sharedColumns(referral: NewRow) {
  return {
    case_id: referral.caseId,
    person_id: referral.personId,
    organisation_id: referral.organisationId,
    partner_id: referral.partnerId,
    // Only who reads here has somebody to read it.
    recipient_organisation_id: referral.channel === 'account' ? referral.recipientOrganisationId : null,
    consent_id: referral.consentId,
    fields: referral.fields,
  }
}

/** The referrals of a case, newest first, each with its copy and what became of it. */
export async function listReferrals(
  trx: Transaction,
  vault: Vault,
  caseId: string,
  today: string,
): Promise<Referral[]> {
  const rows = await trx
    .selectFrom('cases_referral as r')
    .innerJoin('cases_copy as c', 'c.referral_id', 'r.id')
    .innerJoin('cases_partner as p', 'p.id', 'r.partner_id')
    .leftJoin('cases_recall as k', 'k.copy_id', 'c.id')
    .selectAll('r')
    .select([
      'p.name as partner',
      'c.id as copy',
      'c.given_at',
      'c.first_read_at',
      'c.recalled_at',
      'k.reason',
      'k.confirmed_at',
    ])
    .where('r.case_id', '=', caseId)
    .orderBy('r.asked_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(1_000)
    .execute()
  const referrals: Referral[] = []
  for (const row of rows) {
    referrals.push({
      id: row.id,
      personId: row.person_id,
      partnerId: row.partner_id,
      partner: row.partner,
      consentId: row.consent_id,
      service: row.service,
      channel: row.channel,
      state: row.state === 'asked' && row.expires_on < today ? 'expired' : row.state,
      isLate: row.state === 'asked' && row.answer_by < today,
      answerBy: row.answer_by,
      expiresOn: row.expires_on,
      askedAt: row.asked_at.toISOString(),
      remindedAt: row.reminded_at?.toISOString() ?? null,
      answeredAt: row.answered_at?.toISOString() ?? null,
      answerNote:
        row.answer_note === null ? null : await vault.open(trx, row.person_id, row.answer_note, ANSWER_NOTE),
      version: row.version,
      copy: {
        id: row.copy,
        fields: row.fields,
        givenAt: row.given_at.toISOString(),
        firstReadAt: row.first_read_at?.toISOString() ?? null,
        recalledAt: row.recalled_at?.toISOString() ?? null,
        recallReason: row.reason,
        deletionConfirmedAt: row.confirmed_at?.toISOString() ?? null,
      },
    })
  }
  return referrals
}

/**
 * Writes down what a partner answered. The same answer twice is one; returns whether it is new. Throws
 * `cases.referral.refused` for an answer that does not follow from where the referral stands.
 */
export async function answerReferral(
  trx: Transaction,
  vault: Vault,
  id: string,
  answer: 'accepted' | 'declined' | 'done',
  note: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom('cases_referral')
    .select(['state', 'person_id', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such referral')
  if (row.state === answer) return false
  if (!(ANSWERS[row.state] as readonly ReferralState[]).includes(answer)) {
    throw new AsyliaError(
      'cases.referral.refused',
      `a referral that is ${row.state} cannot become ${answer}`,
      {
        state: row.state,
      },
    )
  }
  await trx
    .updateTable('cases_referral')
    .set({
      state: answer,
      version: row.version + 1,
      ...(answer === 'done' ? { ended_at: sql<Date>`now()` } : { answered_at: sql<Date>`now()` }),
      ...(note !== '' && { answer_note: await vault.seal(trx, row.person_id, note, ANSWER_NOTE) }),
    })
    .where('id', '=', id)
    .execute()
  return true
}

/** Notes that the partner says it deleted what it kept; false when that was noted before. */
export async function confirmDeletion(trx: Transaction, actor: Actor, copyId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('cases_recall')
    .select('confirmed_at')
    .where('copy_id', '=', copyId)
    .executeTakeFirst()
  if (!row) return confirmErased(trx, actor, copyId)
  const done = await trx
    .updateTable('cases_recall')
    .set({ confirmed_at: sql<Date>`now()`, confirmed_by: actor.id })
    .where('copy_id', '=', copyId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

async function confirmErased(trx: Transaction, actor: Actor, copyId: string): Promise<boolean> {
  const row = await trx
    .updateTable('cases_erased_copy')
    .set({ confirmed_at: sql<Date>`coalesce(confirmed_at, now())`, confirmed_by: actor.id })
    .where('copy_id', '=', copyId)
    .returning('copy_id')
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such recall')
  return true
}

/** Copies of people who were erased that partners may still hold: with whom. Never of whom. */
export async function listErasedCopies(trx: Transaction) {
  const rows = await trx
    .selectFrom('cases_erased_copy as e')
    .leftJoin('cases_partner as p', 'p.id', 'e.partner_id')
    .selectAll('e')
    .select('p.name as partner')
    .orderBy('e.asked_at', 'desc')
    .orderBy('e.copy_id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    copyId: row.copy_id,
    partner: row.partner ?? '',
    readsHere: row.recipient_organisation_id !== null,
    askedAt: row.asked_at.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
  }))
}
