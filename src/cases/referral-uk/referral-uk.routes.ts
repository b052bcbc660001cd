import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { UkAnswers, ukForm } from './form.ts'
import { keepDraft, readDraft, writeReferral } from './referral-uk.store.ts'

const Route = z.enum(['consent', 'child_duty', 'duty_to_notify'])
const OfPerson = z.object({ code: CaseCode, person: z.uuid() })

const Field = z.object({
  id: z.string(),
  label: z.string(),
  section: z.string(),
  options: z.array(z.string()).optional(),
  naming: z.boolean().optional(),
  long: z.boolean().optional(),
})

export const UkDraftView = z.object({
  source: z.string(),
  sections: z.array(z.string()),
  fields: z.array(Field),
  answers: UkAnswers,
  prefilled: z.array(z.string()),
  version: z.int(),
  route: Route.nullable(),
  because: z.enum(['child', 'age_not_sure', 'consent', 'no_consent', 'age_not_asked']),
  missing: z.array(z.string()),
  contradictions: z.array(z.string()),
})
export type UkDraftView = z.infer<typeof UkDraftView>

export const UkReferralView = z.object({
  route: Route,
  complete: z.boolean(),
  missing: z.array(z.string()),
  answers: UkAnswers,
})

export type UkReferralView = z.infer<typeof UkReferralView>

/** A referral to the United Kingdom's National Referral Mechanism: written, checked, and handed out by the right route. */
export function referralUkRoutes(vault: Vault, today: () => string): Endpoint[] {
  const access = (action: string) => ({ resource: 'standard_record', action, purpose: 'protection' })
  const path = '/cases/{code}/people/{person}/referral-uk'
  const form = { source: ukForm.source, sections: ukForm.sections, fields: ukForm.fields }
  return [
    endpoint({
      method: 'get',
      path,
      summary:
        'A UK referral as it stands: what the case knew, what is missing, and by which route it may leave',
      access: access('read'),
      params: OfPerson,
      answer: UkDraftView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          return { ...form, ...(await readDraft(trx, vault, actor, found, params.person, today())) }
        }),
    }),
    endpoint({
      method: 'put',
      path,
      summary: 'Keep the answers of a UK referral; sealed under the person’s key',
      access: access('update'),
      params: OfPerson,
      body: z.object({ version: z.int().min(0), answers: UkAnswers }),
      answer: UkDraftView,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await readDraft(trx, vault, actor, found, params.person, today())
          await keepDraft(trx, vault, actor, found, params.person, body, today())
          return { ...form, ...(await readDraft(trx, vault, actor, found, params.person, today())) }
        }),
    }),
    endpoint({
      method: 'post',
      path: `${path}/document`,
      summary: 'Hand a UK referral out: only by consent, by duty towards a child, or without a name',
      access: access('read'),
      params: OfPerson,
      answer: UkReferralView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          return writeReferral(trx, vault, actor, found, params.person, today())
        }),
    }),
  ]
}
