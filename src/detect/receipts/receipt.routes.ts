import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { type Keyring, publicHalf } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { openPattern } from '../patterns/list-patterns.ts'
import { PatternId } from '../verdicts/review.routes.ts'
import { issueReceipt } from './issue-receipt.ts'
import { patternReceiptKey, PatternReceipt } from './receipt.ts'
import { verifyOwnReceipt } from './verify-receipt.ts'

export const VerifiedView = z.object({
  pattern: z.string(),
  same: z.boolean(),
  differences: z.array(
    z.object({
      what: z.enum([
        'signature',
        'key',
        'observation-gone',
        'observation-changed',
        'reading',
        'wording',
        'figure',
      ]),
      of: z.string(),
      was: z.string(),
      now: z.string(),
    }),
  ),
  count: z.number().describe('How many differences there are; the first hundred are listed'),
  engine: z.object({ was: z.string(), now: z.string() }),
  observations: z.number(),
  key: z.string(),
  signedHere: z.boolean().describe('Signed by the key of this house; false: nothing was computed'),
})
export type VerifiedView = z.infer<typeof VerifiedView>

type Services = { corpus: Corpus; keyring: Keyring; now?: (() => Date) | undefined }

/** What a pattern rests on, to keep and to compute again. */
export function receiptRoutes({ corpus, keyring, now }: Services): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/detect/patterns/{id}/receipt',
      summary: 'The receipt of a pattern: parameters, version, a hash of each observation, signed',
      access: { resource: 'pattern', action: 'read', purpose: 'analysis' },
      params: z.object({ id: PatternId }),
      answer: PatternReceipt,
      async handle({ actor, db, params }) {
        const found = await openPattern({ corpus, db, now }, actor, params.id)
        return issueReceipt({ corpus, keyring, now }, found)
      },
    }),
    endpoint({
      method: 'post',
      path: '/detect/receipts/verification',
      summary: 'Compute a receipt of this house again from the observations as they stand now',
      access: { resource: 'pattern', action: 'read', purpose: 'analysis' },
      body: PatternReceipt,
      answer: VerifiedView,
      limits: { bytes: 32 * 1024 * 1024, ms: 120_000 },
      handle: ({ body }) => verifyOwnReceipt(corpus, body, publicHalf(patternReceiptKey(keyring))),
    }),
  ]
}
