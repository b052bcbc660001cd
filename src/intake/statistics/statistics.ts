import { z } from 'zod'
import { PlainDate } from '#model'
import type { ReportRow } from '../report/report.store.ts'
import { type Cell, shownCount, type ShownCell, withholdSmall } from './withhold.ts'

const ShownCells = z.array(
  z.object({
    key: z.string(),
    reports: z.int().nullable().describe('To a multiple of 3; null: withheld, 1 or 2 or next to such'),
  }),
)

/** How much came in, without content: by whole weeks that are over, so that no one report shows between two looks. */
export const IntakeStatistics = z.object({
  from: PlainDate,
  before: PlainDate.describe('The Monday of this week: what came since is not counted yet'),
  reports: z.int().nullable().describe('To a multiple of 3, as every number here'),
  byWeek: ShownCells,
  byChannel: ShownCells,
  byDanger: ShownCells,
  byPlace: ShownCells.describe(
    'By country, of those alone whose reporter agreed to be counted; without a place that is known: unknown',
  ),
  counted: z.int().nullable().describe('Whose reporters agreed to be counted by place'),
  locked: z.int().nullable().describe('Sealed, and not open in this session: not counted by place'),
})
export type IntakeStatistics = z.infer<typeof IntakeStatistics>

export const PERIODS = [4, 13, 26, 52] as const

/** Which weeks are counted: so many that are over, on Mondays in UTC. */
export function weeksBefore(now: Date, weeks: number): { from: Date; before: Date } {
  const before = mondayOf(now)
  return { before, from: new Date(before.getTime() - weeks * 7 * 86_400_000) }
}

function mondayOf(at: Date): Date {
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day
}

const plain = (at: Date): string => at.toISOString().slice(0, 10)

export function countReports(
  rows: readonly ReportRow[],
  period: { from: Date; before: Date },
  placeOf: (text: string) => string | null,
): IntakeStatistics {
  const within = rows.filter(({ receivedAt }) => receivedAt >= period.from && receivedAt < period.before)
  const agreed = within.filter(({ key, report }) => key !== 'locked' && report.share.statistics === true)
  const by = <T>(all: readonly T[], keyOf: (one: T) => string): ShownCell[] =>
    withholdSmall(count(all, keyOf))
  return {
    from: plain(period.from),
    before: plain(period.before),
    reports: shownCount(within.length),
    byWeek: by(within, ({ receivedAt }) => plain(mondayOf(receivedAt))),
    byChannel: by(within, ({ channel }) => channel),
    byDanger: by(within, ({ danger }) => danger),
    byPlace: by(agreed, ({ report }) => (report.place === '' ? null : placeOf(report.place)) ?? 'unknown'),
    counted: shownCount(agreed.length),
    locked: shownCount(within.filter(({ key }) => key === 'locked').length),
  }
}

function count<T>(all: readonly T[], keyOf: (one: T) => string): Cell[] {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return [...counts]
    .map(([key, reports]) => ({ key, reports }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}
