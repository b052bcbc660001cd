import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
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
  ]
}
