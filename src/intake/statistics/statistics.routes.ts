import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
import type { IntakeServices } from '../report/file-report.ts'
import { listReportsBetween } from '../report/report.store.ts'
import { openedInSession } from '../sealing/content-keys.ts'
import { countReports, IntakeStatistics, PERIODS, weeksBefore } from './statistics.ts'

/** `placeOf`: the country of a place as somebody wrote it, offline; null where it is not sure. */
export type StatisticsServices = IntakeServices & { placeOf?: (text: string) => string | null }

export function statisticsEndpoints({ vault, now, placeOf = () => null }: StatisticsServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/intake/statistics',
      summary: 'How much came in by week, way in, danger and country, without content; rounded to threes',
      description:
        'Counts what the caller may see, so that what is hidden from them does not show in a number.',
      access: { resource: 'report', action: 'read', purpose: 'intake' },
      query: z.object({
        weeks: z
          .enum(['4', '13', '26', '52'])
          .default('13')
          .describe(`How many weeks that are over: ${PERIODS.join(', ')}`),
      }),
      answer: IntakeStatistics,
      handle: ({ actor, db, query, context }) =>
        db.as(actor, async (trx) => {
          const period = weeksBefore(now(), Number(query.weeks))
          const opener = openedInSession(context.req.raw, actor)
          return countReports(await listReportsBetween(trx, vault, opener, period), period, placeOf)
        }),
    }),
  ]
}
