import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { endpoint, type Endpoint } from '#platform/http'
import { chooseRun } from '../runs.store.ts'
import { NearRepeatRun, runNearRepeat } from './near-repeat.store.ts'

const Answer = z.object({ nearRepeat: NearRepeatRun.nullable().describe('Null: nothing was tested yet') })

/** Near repeats: the newest, one by name, and a new one. */
export function nearRepeatEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/places/near-repeats',
      summary:
        'Whether events are followed by more nearby: Knox’s test and the table of bands, newest run or one run',
      access: { resource: 'places', action: 'read', purpose: 'analysis' },
      query: z.object({ run: z.string().optional(), knownOn: PlainDate.optional() }),
      answer: Answer,
      async handle({ query }) {
        const run = await chooseRun(corpus, 'near-repeat', query)
        return { nearRepeat: run ? NearRepeatRun.parse(run.summary) : null }
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/near-repeats',
      summary: 'Tests whether events are followed by more nearby, and keeps the answer',
      access: { resource: 'places', action: 'update', purpose: 'analysis' },
      body: z.object({
        layer: z.enum(['reports', 'enforcement', 'ads']).default('reports'),
        from: PlainDate,
        to: PlainDate,
        knownOn: PlainDate,
        kilometres: z.number().positive().max(500).default(10),
        days: z.number().int().min(1).max(365).default(14),
        permutations: z.number().int().min(99).max(1999).default(999),
        seed: z.number().int().min(0).default(1),
      }),
      answer: Answer,
      status: 201,
      async handle({ body }) {
        return { nearRepeat: await runNearRepeat(corpus, body) }
      },
    }),
  ]
}
