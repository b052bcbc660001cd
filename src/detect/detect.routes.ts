import { z } from 'zod'
import { Alpha3 } from '#model'
import type { Corpus } from '#platform/corpus'
import { endpoint, type Endpoint } from '#platform/http'
import { getPattern, giveVerdict, listPatterns } from './patterns/list-patterns.ts'
import {
  PatternDetail,
  PatternSummary,
  ReviewState,
  VerdictView,
  VerdictWord,
} from './patterns/pattern-views.ts'

const Id = z.object({ id: z.string().regex(/^p[0-9a-f]{15}$/) })

/** The operations of detection: patterns with their why, and what reviewers say of them. */
export function detectEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/detect/patterns',
      summary: 'Patterns of the newest run by q-value, with reasons and what speaks against them',
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
      handle: ({ actor, db, query }) => listPatterns({ corpus, db }, actor, query),
    }),
    endpoint({
      method: 'get',
      path: '/detect/patterns/{id}',
      summary: 'One pattern: why, wordings with slots, identifiers, time line, places, graph, observations',
      access: { resource: 'pattern', action: 'read', purpose: 'analysis' },
      params: Id,
      answer: PatternDetail,
      handle: ({ actor, db, params }) => getPattern({ corpus, db }, actor, params.id),
    }),
    endpoint({
      method: 'post',
      path: '/detect/patterns/{id}/verdict',
      summary: 'Accept a pattern as a lead, reject it, or say that it cannot be told yet',
      access: { resource: 'pattern', action: 'create', purpose: 'analysis' },
      params: Id,
      body: z.object({ verdict: VerdictWord, reason: z.string().trim().min(1).max(2000) }),
      answer: VerdictView,
      status: 201,
      handle: ({ actor, db, params, body }) => giveVerdict({ corpus, db }, actor, { ...params, ...body }),
    }),
  ]
}
