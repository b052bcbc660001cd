import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
import type { ReviewStores } from '../patterns/list-patterns.ts'
import { RegroupingView, SignVerdictView, VerdictView, VerdictWord } from '../patterns/pattern-views.ts'
import type { Regrouping } from './regroup.ts'
import { giveSignVerdict, takeSignVerdictBack } from './sign-review.ts'
import { signAnswers } from './sign-verdicts.store.ts'
import { giveVerdict, mergePatterns, splitPattern, takeBackVerdict, undoSplitOrMerge } from './review.ts'

export const PatternId = z.string().regex(/^p[0-9a-f]{15}$/)
const OfPattern = z.object({ id: PatternId })
const Why = z.string().trim().min(1).max(2000)
const MaybeWhy = z.string().trim().min(1).max(2000).nullable().default(null)
const decides = { resource: 'pattern', action: 'create', purpose: 'analysis' } as const

const viewOf = ({ parts, ...one }: Regrouping): z.infer<typeof RegroupingView> => ({
  ...one,
  into: parts.map(({ id }) => id),
})

/** What reviewers do with patterns. Everything is a line that is added; nothing is overwritten. */
export function reviewRoutes({ corpus, now }: Omit<ReviewStores, 'db'>): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/detect/patterns/{id}/verdict',
      summary: 'Accept a pattern as a lead, reject it, or say that it cannot be told yet',
      access: decides,
      params: OfPattern,
      body: z.object({ verdict: VerdictWord, reason: Why }),
      answer: VerdictView,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        giveVerdict({ corpus, db, now }, actor, { ...params, ...body }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/patterns/{id}/verdicts/{verdictId}/taking-back',
      summary: 'Take the newest verdict back; it stays on record and counts no more',
      access: decides,
      params: OfPattern.extend({ verdictId: z.uuid() }),
      body: z.object({ reason: Why }),
      answer: VerdictView,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        takeBackVerdict({ corpus, db, now }, actor, { ...params, ...body }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/patterns/{id}/signs',
      summary:
        "Say of one sign that the pattern's words support it, or do not; it teaches what is said elsewhere",
      access: decides,
      params: OfPattern,
      body: z.object({ sign: z.string().max(80), verdict: z.enum(signAnswers), reason: MaybeWhy }),
      answer: SignVerdictView,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        giveSignVerdict({ corpus, db, now }, actor, { ...params, ...body }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/patterns/{id}/signs/{verdictId}/taking-back',
      summary: 'Take an answer about a sign back: the sign is open again, and the answer teaches no more',
      access: decides,
      params: OfPattern.extend({ verdictId: z.uuid() }),
      body: z.object({ reason: MaybeWhy }),
      answer: SignVerdictView,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        takeSignVerdictBack({ corpus, db, now }, actor, { ...params, ...body }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/patterns/{id}/split',
      summary: 'Divide a pattern: posts that show one of the things named, or are named, go apart',
      access: decides,
      params: OfPattern,
      body: z.object({
        things: z.array(z.string().max(2000)).max(1000).default([]),
        observations: z.array(z.string().max(200)).max(10_000).default([]),
        reason: Why,
      }),
      answer: RegroupingView,
      status: 201,
      handle: async ({ actor, db, params, body }) =>
        viewOf(await splitPattern({ corpus, db, now }, actor, { ...params, ...body })),
    }),
    endpoint({
      method: 'post',
      path: '/detect/regroupings',
      summary: 'Put two patterns or more together',
      access: decides,
      body: z.object({ patterns: z.array(PatternId).min(2).max(50), reason: Why }),
      answer: RegroupingView,
      status: 201,
      handle: async ({ actor, db, body }) => viewOf(await mergePatterns({ corpus, db, now }, actor, body)),
    }),
    endpoint({
      method: 'post',
      path: '/detect/regroupings/{id}/undoing',
      summary: 'Take a division or a joining back',
      access: decides,
      params: z.object({ id: z.uuid() }),
      body: z.object({ reason: Why }),
      answer: RegroupingView,
      status: 201,
      handle: async ({ actor, db, params, body }) =>
        viewOf(
          await undoSplitOrMerge({ corpus, db, now }, actor, { regrouping: params.id, reason: body.reason }),
        ),
    }),
  ]
}
