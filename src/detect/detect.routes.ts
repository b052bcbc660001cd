import { z } from 'zod'
import { Alpha3 } from '#model'
import type { Corpus } from '#platform/corpus'
import type { Keyring, Vault } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { getPattern, listPatterns } from './patterns/list-patterns.ts'
import { PatternDetail, PatternSummary, ReviewState } from './patterns/pattern-views.ts'
import { peopleRoutes } from './people/index.ts'
import { receiptRoutes } from './receipts/receipt.routes.ts'
import { PatternId, reviewRoutes } from './verdicts/review.routes.ts'

type DetectServices = { corpus: Corpus; keyring: Keyring; vault: Vault; now: () => Date }

/** The operations of detection: patterns with their why, what reviewers say of them, and receipts. */
export function detectEndpoints({ corpus, keyring, vault, now }: DetectServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/detect/patterns',
      summary:
        'Patterns of the newest run: those that wait by rank, the others by q, with reasons for and against',
      access: { resource: 'pattern', action: 'read', purpose: 'analysis' },
      query: z.object({
        state: z.enum(['shown', 'not-enough', 'all']).optional(),
        review: z.union([ReviewState, z.enum(['due', 'all'])]).optional(),
        kind: z.string().optional(),
        country: Alpha3.optional(),
        minSize: z.coerce.number().int().min(1).optional(),
        maxQ: z.coerce.number().min(0).max(1).optional(),
        budget: z.coerce.number().int().min(1).max(1000).optional(),
      }),
      answer: z.object({
        run: z.string().nullable(),
        finishedAt: z.string().nullable(),
        total: z.number(),
        budget: z.number().describe('Verdicts a day that reviewers can give'),
        decidedToday: z.number(),
        patterns: z.array(PatternSummary),
      }),
      handle: ({ actor, db, query }) => listPatterns({ corpus, db, now }, actor, query),
    }),
    endpoint({
      method: 'get',
      path: '/detect/patterns/{id}',
      summary: 'One pattern: why, wordings with slots, identifiers, time line, places, graph, observations',
      access: { resource: 'pattern', action: 'read', purpose: 'analysis' },
      params: z.object({ id: PatternId }),
      answer: PatternDetail,
      handle: ({ actor, db, params }) => getPattern({ corpus, db, now }, actor, params.id),
    }),
    ...reviewRoutes({ corpus, now }),
    ...receiptRoutes({ corpus, keyring, now }),
    ...peopleRoutes({ vault, now }),
  ]
}
