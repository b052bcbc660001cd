import { type Generated, sql } from 'kysely'
import { z } from 'zod'
import { newId, PlainDate } from '#model'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { CaseCode } from '../record/case.ts'
import { getCase, listPeople } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'

declare module '#platform/db' {
  interface Tables {
    cases_consent: {
      id: string
      person_id: string
      organisation_id: string
      purpose: string
      recipient: string
      fields: string[]
      expires_on: string | null
      given_at: Generated<Date>
      withdrawn_at: Date | null
      taken_by: string
    }
  }
}

export const CONSENT_PURPOSES = [
  'referral',
  'shelter',
  'legal_help',
  'medical_help',
  'police_report',
  'statistics',
] as const

/** For what, to whom, which fields, until when. Withdrawn, it stays on record as withdrawn. */
export const Consent = z.object({
  id: z.string(),
  personId: z.string(),
  purpose: z.enum(CONSENT_PURPOSES),
  recipient: z.string(),
  fields: z.array(z.string()),
  expiresOn: PlainDate.nullable(),
  givenAt: z.string(),
  withdrawnAt: z.string().nullable(),
  state: z.enum(['in_force', 'expired', 'withdrawn']),
})
export type Consent = z.infer<typeof Consent>

const NewConsent = z.object({
  personId: z.uuid(),
  purpose: z.enum(CONSENT_PURPOSES),
  recipient: z.string().trim().min(1).max(300).describe('To whom; a role or an organisation'),
  fields: z.array(z.string().min(1).max(100)).min(1).max(50),
  expiresOn: PlainDate.nullable().default(null),
})

const ByCode = z.object({ code: CaseCode })
const Consents = z.object({ consents: z.array(Consent) })

/** Consents of the people in a case: given for one use each, and withdrawn in one step. */
export function consentRoutes(today: () => string): Endpoint[] {
  const list = async (trx: Transaction, caseId: string): Promise<z.infer<typeof Consents>> => {
    const people = (await listPeople(trx, caseId)).map(({ id }) => id)
    if (people.length === 0) return { consents: [] }
    const rows = await trx
      .selectFrom('cases_consent')
      .selectAll()
      .where('person_id', 'in', people)
      .orderBy('given_at')
      .execute()
    return {
      consents: rows.map((row) => ({
        id: row.id,
        personId: row.person_id,
        purpose: z.enum(CONSENT_PURPOSES).parse(row.purpose),
        recipient: row.recipient,
        fields: row.fields,
        expiresOn: row.expires_on,
        givenAt: row.given_at.toISOString(),
        withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
        state: row.withdrawn_at
          ? 'withdrawn'
          : row.expires_on !== null && row.expires_on < today()
            ? 'expired'
            : 'in_force',
      })),
    }
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
      summary: 'Note a consent the person gave',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: NewConsent,
      answer: Consents,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          if (!(await listPeople(trx, found.id)).some(({ id }) => id === body.personId)) {
            throw new AsyliaError('cases.not-found', 'no such person in this case')
          }
          if (body.expiresOn !== null && body.expiresOn < today()) {
            throw new BadInput(`expiresOn: found ${body.expiresOn}, expected today or a later day`, {
              field: 'expiresOn',
            })
          }
          await trx
            .insertInto('cases_consent')
            .values({
              id: newId(),
              person_id: body.personId,
              organisation_id: found.organisationId,
              purpose: body.purpose,
              recipient: body.recipient,
              fields: body.fields,
              expires_on: body.expiresOn,
              withdrawn_at: null,
              taken_by: actor.id,
            })
            .execute()
          await addEvent(trx, actor, found, { kind: 'consent_given', facts: { purpose: body.purpose } })
          return list(trx, found.id)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/consents/{id}/withdrawal',
      summary: 'Take a consent back, from now on',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode.extend({ id: z.uuid() }),
      answer: Consents,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const people = (await listPeople(trx, found.id)).map(({ id }) => id)
          const done = await trx
            .updateTable('cases_consent')
            .set({ withdrawn_at: sql<Date>`now()` })
            .where('id', '=', params.id)
            .where('person_id', 'in', people)
            .where('withdrawn_at', 'is', null)
            .returning('purpose')
            .executeTakeFirst()
          if (done) {
            await addEvent(trx, actor, found, { kind: 'consent_withdrawn', facts: { purpose: done.purpose } })
            await announce(trx, 'cases.consent-withdrawn', { case: found.id, consent: params.id })
          }
          return list(trx, found.id)
        }),
    }),
  ]
}
