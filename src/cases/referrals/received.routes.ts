import { sql } from 'kysely'
import { z } from 'zod'
import { PlainDate } from '#model'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import type { KnownOrganisation } from '../partners/partner.routes.ts'
import { ServiceType } from '../services/service.ts'
import { CopyContent, RecallReason, ReferralState } from './referral.ts'
import { answerReferral, confirmDeletion, COPY_CONTENT } from './referral.store.ts'

const Received = z.object({
  copyId: z.string(),
  from: z.string().describe('The organisation that asks'),
  service: ServiceType,
  state: ReferralState,
  answerBy: PlainDate,
  askedAt: z.string(),
  isRead: z.boolean(),
})
export type Received = z.infer<typeof Received>

const Recalled = z.object({
  copyId: z.string(),
  from: z.string(),
  reason: RecallReason,
  askedAt: z.string(),
  confirmedAt: z.string().nullable(),
})
export type Recalled = z.infer<typeof Recalled>

export const ReceivedList = z.object({ received: z.array(Received), recalled: z.array(Recalled) })
export type ReceivedList = z.infer<typeof ReceivedList>

const ByCopy = z.object({ copy: z.uuid() })
const may = (action: string) => ({ resource: 'received', action, purpose: 'protection' })

/** What other organisations ask ours, and let us read: while the person's consent holds, and no longer. */
export function receivedRoutes(vault: Vault, organisations: () => Promise<KnownOrganisation[]>): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/received',
      summary: 'What partners ask of us, and what was taken back and is to be deleted',
      access: may('read'),
      answer: ReceivedList,
      handle: async ({ actor, db }) => {
        const names = new Map((await organisations()).map(({ id, name }) => [id, name]))
        return db.as(actor, (trx) => listReceived(trx, (id) => names.get(id) ?? ''))
      },
    }),
    endpoint({
      method: 'get',
      path: '/cases/received/{copy}',
      summary: 'A copy that was given to us; gone, with the reason, once it was taken back',
      access: may('read'),
      params: ByCopy,
      answer: z.object({ content: CopyContent }),
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const copy = await heldCopy(trx, params.copy)
          if (copy.content === null) throw new AsyliaError('cases.not-found', 'nothing to read here')
          const text = await vault.open(trx, copy.person_id, copy.content, COPY_CONTENT)
          if (copy.first_read_at === null) {
            await trx
              .updateTable('cases_copy')
              .set({ first_read_at: sql<Date>`now()` })
              .where('id', '=', copy.id)
              .execute()
          }
          await record(trx, actor, {
            action: 'received.read',
            resource: 'received',
            subject: copy.id,
            why: 'referral',
          })
          return { content: CopyContent.parse(JSON.parse(text)) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/received/{copy}/answer',
      summary: 'Say whether we help, and later that it is done; the same answer twice is one',
      access: may('update'),
      params: ByCopy,
      body: z.object({
        answer: z.enum(['accepted', 'declined', 'done']),
        note: z.string().trim().max(2_000).default(''),
      }),
      status: 204,
      handle: async ({ actor, db, params, body }) => {
        await db.as(actor, async (trx) => {
          const copy = await heldCopy(trx, params.copy)
          if (await answerReferral(trx, vault, copy.referral_id, body.answer, body.note)) {
            await announce(trx, 'cases.referral-answered', {
              referral: copy.referral_id,
              answer: body.answer,
            })
          }
        })
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'post',
      path: '/cases/received/{copy}/deletion',
      summary: 'Confirm that what we kept of a copy taken back is deleted',
      access: may('update'),
      params: ByCopy,
      status: 204,
      handle: async ({ actor, db, params }) => {
        await db.as(actor, (trx) => confirmDeletion(trx, actor, params.copy))
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

async function listReceived(
  trx: Transaction,
  nameOf: (organisation: string) => string,
): Promise<ReceivedList> {
  // Joined under row-level security: a copy or a referral that is not held does not come.
  const rows = await trx
    .selectFrom('cases_copy as c')
    .innerJoin('cases_referral as r', 'r.id', 'c.referral_id')
    .select([
      'c.id',
      'c.first_read_at',
      'r.organisation_id',
      'r.service',
      'r.state',
      'r.answer_by',
      'r.asked_at',
    ])
    .where(sql<boolean>`c.id in (select cases_copies_held())`)
    .orderBy('r.asked_at', 'desc')
    .limit(1_000)
    .execute()
  const recalls = await trx
    .selectFrom('cases_recall')
    .selectAll()
    .where(sql<boolean>`copy_id in (select cases_recalls_held())`)
    .orderBy('asked_at', 'desc')
    .limit(1_000)
    .execute()
  const erased = await trx
    .selectFrom('cases_erased_copy')
    .selectAll()
    .where(sql<boolean>`recipient_organisation_id = access_id('organisation')`)
    .orderBy('asked_at', 'desc')
    .limit(1_000)
    .execute()
  return {
    received: rows.map((row) => ({
      copyId: row.id,
      from: nameOf(row.organisation_id),
      service: row.service,
      state: row.state,
      answerBy: row.answer_by,
      askedAt: row.asked_at.toISOString(),
      isRead: row.first_read_at !== null,
    })),
    recalled: [...erased.map((row) => ({ ...row, reason: 'erased' as const })), ...recalls].map((row) => ({
      copyId: row.copy_id,
      from: nameOf(row.organisation_id),
      reason: row.reason,
      askedAt: row.asked_at.toISOString(),
      confirmedAt: row.confirmed_at?.toISOString() ?? null,
    })),
  }
}

/** Throws `cases.copy.gone`, saying why, for a copy that was taken back; `cases.not-found` for one never given to us. */
async function heldCopy(trx: Transaction, id: string) {
  const copy = await trx
    .selectFrom('cases_copy')
    .selectAll()
    .where('id', '=', id)
    .where(sql<boolean>`id in (select cases_copies_held())`)
    .executeTakeFirst()
  if (copy) return copy
  const recall = await trx
    .selectFrom('cases_recall')
    .select('reason')
    .where('copy_id', '=', id)
    .where(sql<boolean>`copy_id in (select cases_recalls_held())`)
    .executeTakeFirst()
  if (!recall) {
    const erased = await trx
      .selectFrom('cases_erased_copy')
      .select('copy_id')
      .where('copy_id', '=', id)
      .where(sql<boolean>`recipient_organisation_id = access_id('organisation')`)
      .executeTakeFirst()
    if (!erased) throw new AsyliaError('cases.not-found', 'no such copy')
    throw new AsyliaError(
      'cases.copy.gone',
      'what was held of this person is erased. Delete what you kept, and confirm it',
      {
        reason: 'erased',
      },
    )
  }
  throw new AsyliaError(
    'cases.copy.gone',
    recall.reason === 'consent_withdrawn'
      ? 'the person took their consent back: this copy was recalled. Delete what you kept, and confirm it'
      : 'this copy was recalled. Delete what you kept, and confirm it',
    { reason: recall.reason },
  )
}
