import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { ConsentPurpose, CopyField } from '../consent/consent.ts'
import { requireConsent } from '../consent/consent.store.ts'
import { purposesFor } from '../consent/purposes-for.ts'
import { matchPartners, Partner, PartnerService } from '../partners/partner.ts'
import { getPartner, listPartners } from '../partners/partner.store.ts'
import { Need } from '../placement/need.ts'
import { findNeed } from '../placement/need.store.ts'
import { CaseCode } from '../record/case.ts'
import { type CaseRow, getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { requireComing } from '../record/days.ts'
import { addEvent } from '../record/event.store.ts'
import { ownId } from '../record/own-id.ts'
import { personIn } from '../record/person-in.ts'
import { ServiceType } from '../services/service.ts'
import { settleTasks } from '../tasks/task.store.ts'
import { copyOf } from './copy-of.ts'
import { confirmFile, listGivenFiles } from './given-file.store.ts'
import { recallCopies } from './recall.store.ts'
import { CopyContent, NewReferral, Referral } from './referral.ts'
import {
  answerReferral,
  confirmDeletion,
  insertCopy,
  insertReferral,
  listErasedCopies,
  listReferrals,
  type NewRow,
} from './referral.store.ts'

const ByCode = z.object({ code: CaseCode })
const OneOf = ByCode.extend({ id: z.uuid() })
const Referrals = z.object({ referrals: z.array(Referral) })
export const GivenFiles = z.object({
  files: z.array(
    z.object({
      id: z.string(),
      personId: z.string(),
      consentId: z.string().nullable().describe('Null: it left by duty, not by consent'),
      kind: z.enum(['htcds', 'uk_referral']),
      fields: z.array(z.string()),
      givenAt: z.string(),
      recalledAt: z.string().nullable(),
      confirmedAt: z.string().nullable(),
    }),
  ),
})
export type GivenFiles = z.infer<typeof GivenFiles>

export const ErasedCopies = z.object({
  copies: z.array(
    z.object({
      copyId: z.string(),
      partner: z.string(),
      readsHere: z.boolean().describe('It is asked here, and confirms here'),
      askedAt: z.string(),
      confirmedAt: z.string().nullable(),
    }),
  ),
})
export type ErasedCopies = z.infer<typeof ErasedCopies>

const may = (action: string) => ({ resource: 'referral', action, purpose: 'protection' })

const Preview = z.object({
  personId: z.uuid(),
  partnerId: z.uuid(),
  consentId: z.uuid(),
  service: ServiceType,
  fields: z.array(CopyField).min(1).max(8),
})

const Suggestion = z.object({
  partner: Partner,
  service: PartnerService,
  refusals: z.array(z.string()),
  questions: z.array(z.string()),
  sharedLanguage: z.string().nullable(),
  askedBefore: z.array(z.string()).describe('The states of what was asked of this partner before'),
  purposes: z.array(ConsentPurpose).describe('A consent for any of these lets it be asked for this help'),
})

/** Asking partners for help: with the least that is needed, under a consent, and every copy on record. */
export function referralRoutes(vault: Vault, today: () => string): Endpoint[] {
  const list = async (trx: Transaction, found: CaseRow) => ({
    referrals: await listReferrals(trx, vault, found.id, today()),
  })
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/referrals',
      summary: 'Whom this case was referred to, and every copy that left',
      access: may('read'),
      params: ByCode,
      answer: Referrals,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => list(trx, await getCase(trx, params.code))),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/referrals/partners',
      summary:
        'Which partners offer a kind of help, who may take this person first, with what stands against',
      access: may('read'),
      params: ByCode,
      query: z.object({ person: z.uuid(), service: ServiceType }),
      answer: z.object({ suggestions: z.array(Suggestion) }),
      handle: ({ actor, db, params, query }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const person = await personIn(trx, found, query.person)
          const need = (await findNeed(trx, vault, person.id))?.need ?? Need.parse({})
          const before = (await list(trx, found)).referrals.filter(
            ({ service, personId }) => service === query.service && personId === person.id,
          )
          const asked = (id: string) =>
            before.filter(({ partnerId }) => partnerId === id).map(({ state }) => state)
          const matches = matchPartners(
            await listPartners(trx, today()),
            query.service,
            need,
            person.nationality,
          ).map((match) => ({
            ...match,
            askedBefore: asked(match.partner.id),
            purposes: purposesFor(query.service),
          }))
          // Who was asked and said no, or nothing, comes after those who were not asked.
          return {
            suggestions: matches.toSorted((a, b) => a.askedBefore.length - b.askedBefore.length).slice(0, 50),
          }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/referrals/preview',
      summary: 'Just what the partner would read, before anything leaves',
      access: may('create'),
      params: ByCode,
      body: Preview,
      answer: CopyContent,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          const person = await personIn(trx, found, body.personId)
          await requireConsent(trx, { ...body, purposes: purposesFor(body.service) }, today())
          return copyOf(trx, vault, actor, found.id, person, body.fields)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/referrals',
      summary: 'Ask a partner; sent again with the same id, it is asked once',
      access: may('create'),
      params: ByCode,
      body: NewReferral,
      answer: Referrals,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await ask(trx, vault, actor, found, body, today())
          return list(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/referrals/{id}/answer',
      summary: 'Write down what a partner without an account answered',
      access: may('update'),
      params: OneOf,
      body: z.object({
        answer: z.enum(['accepted', 'declined', 'done']),
        note: z.string().trim().max(2_000).default(''),
      }),
      answer: Referrals,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await referralIn(trx, found, params.id)
          if (await answerReferral(trx, vault, params.id, body.answer, body.note)) {
            await addEvent(trx, actor, found, {
              kind: 'referral_answered',
              facts: { referral: params.id, answer: body.answer },
            })
            if (body.answer === 'declined') {
              await recallCopies(trx, actor, { referralId: params.id }, 'declined')
            }
          }
          return list(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/referrals/{id}/revocation',
      summary: 'Take back what a partner was asked, and the copy it was given',
      access: may('update'),
      params: OneOf,
      answer: Referrals,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await referralIn(trx, found, params.id)
          if ((await recallCopies(trx, actor, { referralId: params.id }, 'revoked')) > 0) {
            await addEvent(trx, actor, found, { kind: 'referral_revoked', facts: { referral: params.id } })
          }
          return list(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/copies/{id}/deletion',
      summary: 'Write down that a partner says it deleted what it kept',
      access: may('update'),
      params: OneOf,
      answer: Referrals,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const { referrals } = await list(trx, found)
          if (!referrals.some(({ copy }) => copy.id === params.id)) {
            throw new AsyliaError('cases.not-found', 'no such copy')
          }
          if (await confirmDeletion(trx, actor, params.id)) {
            await addEvent(trx, actor, found, { kind: 'copy_deleted', facts: { copy: params.id } })
          }
          return list(trx, found)
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/given-files',
      summary:
        'Files that left with people of this case in them: under which consent, and whether they were asked back',
      access: may('read'),
      params: ByCode,
      answer: GivenFiles,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          files: await listGivenFiles(trx, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/given-files/{id}/deletion',
      summary: 'Write down that a recipient deleted a file that was asked back',
      access: may('update'),
      params: OneOf,
      answer: GivenFiles,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const { consentId } = await confirmFile(trx, actor, found.id, params.id)
          const files = await listGivenFiles(trx, found.id)
          const isDone = files.every((file) => file.consentId !== consentId || file.confirmedAt !== null)
          if (isDone) await settleTasks(trx, actor, found, { source: `files:${consentId}` })
          return { files }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/erased-copies',
      summary: 'Copies of people who were erased that partners may still hold: with whom, never of whom',
      access: may('read'),
      answer: ErasedCopies,
      handle: ({ actor, db }) => db.as(actor, async (trx) => ({ copies: await listErasedCopies(trx) })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/erased-copies/{copy}/deletion',
      summary: 'Write down that a partner without an account deleted a copy of somebody who was erased',
      access: may('update'),
      params: z.object({ copy: z.uuid() }),
      answer: ErasedCopies,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          await confirmDeletion(trx, actor, params.copy)
          return { copies: await listErasedCopies(trx) }
        }),
    }),
  ]
}

/** The consent is held fast first: whoever withdraws it meanwhile finds the copy, or the copy is never made. */
async function ask(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: CaseRow,
  asked: NewReferral,
  today: string,
): Promise<void> {
  const person = await personIn(trx, found, asked.personId)
  const id = ownId(actor, asked.id)
  const before = await trx.selectFrom('cases_referral').select('id').where('id', '=', id).executeTakeFirst()
  // Sent again after an answer that was lost: what was done stays done, whatever became of the consent since.
  if (before) return
  await requireConsent(trx, { ...asked, purposes: purposesFor(asked.service) }, today)
  requireComing('answerBy', asked.answerBy, today, 1)
  requireComing('expiresOn', asked.expiresOn, today, 1)
  const partner = await getPartner(trx, asked.partnerId, today)
  if (!partner.active) throw new AsyliaError('cases.partner.refused', 'this partner takes nobody any more')
  if (asked.channel === 'account' && partner.accountOrganisationId === null) {
    throw new AsyliaError(
      'cases.partner.refused',
      'this partner does not read here: tell it by phone, in person or by secure mail',
    )
  }
  const row: NewRow = {
    ...asked,
    id,
    copyId: ownId(actor, `copy of ${id}`),
    caseId: found.id,
    organisationId: found.organisationId,
    recipientOrganisationId: partner.accountOrganisationId,
  }
  if (!(await insertReferral(trx, actor, row))) return
  await insertCopy(trx, vault, row, await copyOf(trx, vault, actor, found.id, person, asked.fields))
  await addEvent(trx, actor, found, {
    kind: 'referred',
    facts: { referral: id, partner: partner.id, service: asked.service, fields: asked.fields },
  })
  await announce(trx, 'cases.referred', { referral: id })
}

async function referralIn(trx: Transaction, found: CaseRow, id: string): Promise<void> {
  const row = await trx
    .selectFrom('cases_referral')
    .select('id')
    .where('id', '=', id)
    .where('case_id', '=', found.id)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such referral')
}
