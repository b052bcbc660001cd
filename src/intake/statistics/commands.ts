import { sql } from 'kysely'
import { systemActor } from '#platform/access'
import { type Command, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import type { Database } from '#platform/db'
import { weeksBefore } from './statistics.ts'
import { shownCount, type ShownCell, withholdSmall } from './withhold.ts'

const usage = 'intake statistics'
type Row = { week: string; channel: string; danger: string; reports: number }

/** `open` lends the database of the installation, and takes it back. */
export function statisticsCommand(
  open: <T>(config: Config, work: (db: Database) => Promise<T>) => Promise<T>,
): Command {
  return {
    name: ['intake', 'statistics'],
    usage,
    summary: 'How many reports came in the last 52 weeks that are over, without content; rounded to threes',
    async run(args, { config }) {
      parseCommandLine(usage, args, {})
      const rows = await open(config, (db) =>
        db.as(systemActor('intake.statistics'), async (trx) => {
          const { rows: found } = await sql<Row>`
            select week::text, channel, danger, reports::int from intake_counts()`.execute(trx)
          return found
        }),
      )
      const period = weeksBefore(new Date(), 52)
      const [from, before] = [period.from, period.before].map((at) => at.toISOString().slice(0, 10)) as [
        string,
        string,
      ]
      const within = rows.filter(({ week }) => week >= from && week < before)
      const total = within.reduce((sum, { reports }) => sum + reports, 0)
      const by = (part: 'week' | 'channel' | 'danger'): ShownCell[] => {
        const sums = new Map<string, number>()
        for (const row of within) sums.set(row[part], (sums.get(row[part]) ?? 0) + row.reports)
        return withholdSmall([...sums].map(([key, reports]) => ({ key, reports })))
      }
      const json = {
        from,
        before,
        reports: shownCount(total),
        byWeek: by('week'),
        byChannel: by('channel'),
        byDanger: by('danger'),
      }
      return { exit: 0, json, text: inWords(json) }
    },
  }
}

function inWords(told: {
  from: string
  before: string
  reports: number | null
  byWeek: ShownCell[]
  byChannel: ShownCell[]
  byDanger: ShownCell[]
}): string {
  const line = ({ key, reports }: ShownCell) => `  ${key.padEnd(12)} ${reports ?? 'withheld'}`
  const part = (name: string, cells: ShownCell[]) => [name, ...cells.map(line)]
  return [
    `${told.reports === null ? 'fewer than 3' : `about ${told.reports}`} reports from ${told.from} to before ${told.before}`,
    ...part('by week', told.byWeek),
    ...part('by way in', told.byChannel),
    ...part('by danger', told.byDanger),
    'Numbers are rounded to threes; 1 and 2, and what would give them away, are withheld.',
    'Places are sealed with the reports: the desk counts them for those who may open them.',
    '',
  ].join('\n')
}
