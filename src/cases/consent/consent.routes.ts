import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { getPartner } from '../partners/partner.store.ts'
import { CaseCode } from '../record/case.ts'
import { getCase, listPeople } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { requireComing } from '../record/days.ts'
import { addEvent } from '../record/event.store.ts'
import { ownId } from '../record/own-id.ts'
import { recallCopies } from '../referrals/recall.store.ts'
import { recallFiles } from '../referrals/given-file.store.ts'
import { hasStayUnder } from '../shelters/stay.store.ts'
import { addTask } from '../tasks/task.store.ts'
import { Consent, NewConsent } from './consent.ts'
import { keepConsent, listConsents, withdrawConsent } from './consent.store.ts'

const ByCode = z.object({ code: CaseCode })
const Consents = z.object({ consents: z.array(Consent) })

/** Consents of the people in a case: given for one use each, and withdrawn in one step that reaches every copy. */
export function consentRoutes(vault: Vault, today: () => string): Endpoint[] {
  const list = async (trx: Transaction, caseId: string): Promise<z.infer<typeof Consents>> => {
    const people = (await listPeople(trx, caseId)).map(({ id }) => id)
    return { consents: await listConsents(trx, vault, people, today()) }
  }
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/consents',
      summary: 'What each person agreed to, and what they took back',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      params: ByCode,
      answer: Consents,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => list(trx, (await getCase(trx, params.code)).id)),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/consents',
      summary: 'Note a consent the person gave; sent again with the same id, it is noted once',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: NewConsent,
      answer: Consents,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          if (!(await listPeople(trx, found.id)).some(({ id }) => id === body.personId)) {
            throw new AsyliaError('cases.not-found', 'no such person in this case')
          }
          if (body.partnerId !== null) await getPartner(trx, body.partnerId, today())
          if (body.expiresOn !== null) requireComing('expiresOn', body.expiresOn, today(), 10)
          const consent = { ...body, id: ownId(actor, body.id) }
          if (await keepConsent(trx, vault, actor, found.organisationId, consent)) {
            await addEvent(trx, actor, found, { kind: 'consent_given', facts: { purpose: body.purpose } })
          }
          return list(trx, found.id)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/consents/{id}/withdrawal',
      summary: 'Take a consent back, from now on: no partner reads a copy given under it any more',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode.extend({ id: z.uuid() }),
      answer: Consents,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const people = (await listPeople(trx, found.id)).map(({ id }) => id)
          const purpose = await withdrawConsent(trx, actor, params.id, people)
          if (purpose !== undefined) {
            const copies = await recallCopies(trx, actor, { consentId: params.id }, 'consent_withdrawn')
            const files = await recallFiles(trx, params.id)
            await addEvent(trx, actor, found, {
              kind: 'consent_withdrawn',
              facts: { purpose, copiesRecalled: copies + files },
            })
            const due = today()
            if (files > 0) {
              await addTask(trx, undefined, actor, found, {
                kind: 'ask_back',
                due,
                source: `files:${params.id}`,
              })
            }
            // A partner's house learnt of the person under this consent: nobody is put out for it, but somebody must look.
            if (await hasStayUnder(trx, params.id)) {
              await addTask(trx, undefined, actor, found, {
                kind: 'find_shelter',
                due,
                source: `stay:${params.id}`,
              })
              await addEvent(trx, actor, found, { kind: 'stay_in_doubt' })
            }
            await announce(trx, 'cases.consent-withdrawn', { case: found.id, consent: params.id })
          }
          return list(trx, found.id)
        }),
    }),
  ]
}
