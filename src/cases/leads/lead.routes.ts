import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
import { PatternReceipt } from '#detect'
import { AsyliaError, BadInput } from '#platform/errors'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getCustodyReceipt, listCustody, takeLead } from './custody.store.ts'
import { getLead, listLeads, settleLead } from './lead.store.ts'

export const LeadView = z.object({
  id: z.string(),
  kind: z.enum(['pattern', 'warning']),
  sourceId: z.string(),
  status: z.enum(['open', 'joined', 'dismissed']),
  title: z.string(),
  reasons: z.array(z.string()),
  observationIds: z.array(z.string()),
  observationsHash: z
    .string()
    .describe('SHA-256 over the sorted ids: which observations the lead rests on, fixed'),
  country: z.string().nullable(),
  openedAt: z.string(),
})
export type LeadView = z.infer<typeof LeadView>

export const CustodyView = z.object({
  id: z.string(),
  lead: z.string(),
  kind: z.enum(['pattern', 'warning']),
  sourceId: z.string(),
  how: z.enum(['opened', 'joined']).describe('The case was opened from it, or took it in later'),
  title: z.string(),
  reasons: z.array(z.string()),
  observations: z.number(),
  observationsHash: z.string(),
  receiptHash: z.string().nullable().describe('SHA-256 of the receipt that is kept with it'),
  takenAt: z.string(),
  takenBy: z.string(),
})
export type CustodyView = z.infer<typeof CustodyView>

const takes = { resource: 'custody', action: 'create', purpose: 'protection' } as const
const reads = { resource: 'custody', action: 'read', purpose: 'protection' } as const

/** Leads: what a reviewer accepted, waiting for somebody to take it up. */
export function leadRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/leads',
      summary: 'Leads handed to the own organisation, newest first',
      access: { resource: 'lead', action: 'read', purpose: 'protection' },
      query: z.object({ status: z.enum(['open', 'joined', 'dismissed']).optional() }),
      answer: z.object({ leads: z.array(LeadView) }),
      handle: async ({ actor, db, query }) => ({
        leads: await db.as(actor, (trx) => listLeads(trx, query.status)),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/leads/{id}/dismissal',
      summary: 'Put a lead aside without a case',
      access: { resource: 'lead', action: 'update', purpose: 'protection' },
      params: z.object({ id: z.uuid() }),
      answer: LeadView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          await settleLead(trx, params.id, 'dismissed')
          return getLead(trx, params.id)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/custody',
      summary: 'Take a lead into a case: what it rests on is fixed there',
      access: takes,
      params: z.object({ code: CaseCode }),
      body: z.object({ lead: z.uuid() }),
      answer: z.object({ custody: z.array(CustodyView) }),
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          if (found.status === 'closed')
            throw new AsyliaError('cases.lead.refused', 'a closed case takes no lead: reopen it first')
          const { status } = await getLead(trx, body.lead)
          if (status === 'dismissed')
            throw new BadInput('lead: it was put aside; accept the pattern again first', { field: 'lead' })
          await takeLead(trx, actor, found, { lead: body.lead, how: 'joined' })
          return { custody: await listCustody(trx, found.id) }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/custody',
      summary: 'What a case was opened from or took in, as it was then',
      access: reads,
      params: z.object({ code: CaseCode }),
      answer: z.object({ custody: z.array(CustodyView) }),
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          custody: await listCustody(trx, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/custody/{id}/receipt',
      summary: 'The receipt of a pattern as it was taken into the case',
      access: reads,
      params: z.object({ code: CaseCode, id: z.uuid() }),
      answer: PatternReceipt,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => getCustodyReceipt(trx, (await getCase(trx, params.code)).id, params.id)),
    }),
  ]
}
