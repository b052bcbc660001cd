import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { endpoint, type Endpoint } from '#platform/http'
import { findServiceGaps } from './service-gap.store.ts'
import { recordServices, ServiceRecord } from './services.store.ts'

/** Where help is, and where it is not. */
export function servicesEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/places/service-gap',
      summary:
        'How far shelter, legal aid and health care are from each area, and which languages are missing',
      access: { resource: 'places', action: 'read', purpose: 'analysis' },
      query: z.object({
        far: z.coerce.number().min(1).max(1000).default(50),
        knownOn: PlainDate.optional(),
        resolution: z.coerce.number().int().min(1).max(5).default(4),
      }),
      answer: z.object({
        far: z.number(),
        knownOn: z.string(),
        services: z.number(),
        areas: z.array(z.looseObject({ cell: z.string(), gaps: z.number() })),
      }),
      async handle({ query }) {
        return findServiceGaps(corpus, {
          ...query,
          knownOn: query.knownOn ?? new Date().toISOString().slice(0, 10),
        })
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/services',
      summary: 'Brings places where help can be had; points are made coarse and names are not kept',
      access: { resource: 'places', action: 'update', purpose: 'analysis' },
      body: z.object({ source: z.string().min(1).max(100), services: z.array(ServiceRecord).max(10_000) }),
      answer: z.object({ services: z.number() }),
      status: 201,
      async handle({ body }) {
        await recordServices(corpus, body.source, body.services)
        return { services: body.services.length }
      },
    }),
  ]
}
