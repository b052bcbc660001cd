import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { endpoint, type Endpoint } from '#platform/http'
import { AreaSetName } from '../areas/areas.store.ts'
import { chooseRun } from '../runs.store.ts'
import { BacktestRun, runBacktest } from './backtest.store.ts'
import { usualBacktest } from './backtest.ts'

const Answer = z.object({
  backtest: BacktestRun.nullable().describe('Null: nothing was tested, so nothing is a prediction'),
})

/** How well hotspots, scans and kernels would have foretold: the newest test, and a new one. */
export function backtestEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/places/backtests',
      summary:
        'How each method would have foretold the past, against where it was last year; newest run or one run',
      access: { resource: 'places', action: 'read', purpose: 'analysis' },
      query: z.object({ run: z.string().optional(), knownOn: PlainDate.optional() }),
      answer: Answer,
      async handle({ query }) {
        const run = await chooseRun(corpus, 'backtest', query)
        return { backtest: run ? BacktestRun.parse(run.summary) : null }
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/backtests',
      summary: 'Tests every method on the past by rolling origins, and keeps the answer',
      access: { resource: 'places', action: 'update', purpose: 'analysis' },
      body: z.object({
        layer: z.enum(['reports', 'enforcement', 'ads']).default('reports'),
        knownOn: PlainDate,
        weeks: z.number().int().min(56).max(520).default(156),
        resolution: z.number().int().min(1).max(7).default(4),
        areas: AreaSetName.optional(),
        horizon: z.number().int().min(1).max(26).default(4),
        share: z.number().positive().max(0.5).default(0.1),
      }),
      answer: Answer,
      status: 201,
      async handle({ body: { horizon, share, areas, ...query } }) {
        const settings = { ...usualBacktest, horizon, share }
        return { backtest: await runBacktest(corpus, { ...query, areas: areas ?? '', settings }) }
      },
    }),
  ]
}
