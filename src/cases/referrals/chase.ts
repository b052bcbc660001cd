import { sql } from 'kysely'
import { type Actor, systemActor } from '#platform/access'
import type { Database, Transaction } from '#platform/db'
import { announce, type Listener } from '#platform/jobs'
import { addEvent } from '../record/event.store.ts'
import { recallCopies } from './recall.store.ts'

/**
 * What a partner that reads here answered goes into the time line of the case; declined, the copy is recalled. Row-level
 * security has closed it to the partner by then.
 */
export function referralListeners(): Listener[] {
  return [
    {
      name: 'cases.referral-answer',
      topic: 'cases.referral-answered',
      async handle(trx, { payload }, actor) {
        const { referral: id, answer } = payload
        if (typeof id !== 'string') return
        const referral = await trx
          .selectFrom('cases_referral')
          .select(['case_id', 'organisation_id'])
          .where('id', '=', id)
          .executeTakeFirst()
        if (!referral) return
        await noteIn(trx, actor, referral, 'referral_answered', { referral: id, answer })
        if (answer === 'declined') await recallCopies(trx, actor, { referralId: id }, 'declined')
      },
    },
  ]
}

export type Chased = { reminded: number; expired: number; recalled: number }

/**
 * Goes after partners that do not answer: late, they are reminded once; past the last day, the request expires and its
 * copy is recalled. Copies whose consent ran out are recalled too. Run as often as one likes: each happens once.
 */
export async function chaseReferrals(db: Database, today: string): Promise<Chased> {
  const actor = systemActor('cases.chase-referrals')
  return db.as(actor, async (trx) => {
    const chased: Chased = { reminded: 0, expired: 0, recalled: 0 }
    const expired = await trx
      .selectFrom('cases_referral')
      .select(['id', 'case_id', 'organisation_id'])
      .where('state', '=', 'asked')
      .where('expires_on', '<', today)
      .limit(1_000)
      .execute()
    for (const referral of expired) {
      if ((await recallCopies(trx, actor, { referralId: referral.id }, 'expired')) === 0) continue
      await noteIn(trx, actor, referral, 'referral_expired', { referral: referral.id })
      chased.expired += 1
    }
    const late = await trx
      .updateTable('cases_referral')
      .set({ reminded_at: sql<Date>`now()` })
      .where('state', '=', 'asked')
      .where('answer_by', '<', today)
      .where('reminded_at', 'is', null)
      .returning(['id', 'case_id', 'organisation_id'])
      .execute()
    for (const referral of late) {
      await noteIn(trx, actor, referral, 'referral_late', { referral: referral.id })
      await announce(trx, 'cases.referral-late', { referral: referral.id })
      chased.reminded += 1
    }
    const ended = await trx
      .selectFrom('cases_consent as k')
      .innerJoin('cases_copy as c', 'c.consent_id', 'k.id')
      .select('k.id')
      .distinct()
      .where('k.expires_on', '<', today)
      .where('c.recalled_at', 'is', null)
      .limit(1_000)
      .execute()
    for (const { id } of ended) {
      chased.recalled += await recallCopies(trx, actor, { consentId: id }, 'consent_expired')
    }
    return chased
  })
}

/** Goes after them now and every five minutes; the answer stops it. */
export function keepChasing(
  db: Database,
  today: () => string,
  onFault: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const chase = (): void => {
    running = running.then(() => chaseReferrals(db, today())).catch(onFault)
  }
  chase()
  const timer = setInterval(chase, 300_000).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

function noteIn(
  trx: Transaction,
  actor: Actor,
  referral: { case_id: string; organisation_id: string },
  kind: string,
  facts: Record<string, unknown>,
): Promise<string> {
  return addEvent(
    trx,
    actor,
    { id: referral.case_id, organisationId: referral.organisation_id },
    { kind, facts },
  )
}
