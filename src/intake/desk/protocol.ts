import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { BadInput } from '#platform/errors'
import type { Report, ReportDanger, ReportStatus } from '../report/report.ts'
import type { Demand } from './demand.ts'

const Rule = z.object({
  id: z.string().regex(/^[a-z]\w*$/),
  when: z
    .object({
      danger: z.array(z.enum(['immediate', 'possible', 'none', 'unknown'])).optional(),
      child: z.array(z.string()).optional(),
      channel: z.array(z.string()).optional(),
    })
    .strict(),
  within: z.union([
    z.literal('answer_by'),
    z.object({ days: z.int().min(0) }).strict(),
    z.object({ months: z.int().min(1) }).strict(),
  ]),
  done: z.array(z.enum(['answered', 'in_case'])),
  kind: z.enum(['law', 'protocol']),
  source: z.string(),
})

/** What is asked of the team, by when (`data/intake/protocol.yaml`). */
export const Protocol = z.object({ version: z.literal(1), demands: z.array(Rule).min(1) })
export type Protocol = z.infer<typeof Protocol>

const file = fileURLToPath(new URL('../../../data/intake/protocol.yaml', import.meta.url))

export const protocol: Protocol = readProtocol(readFileSync(file, 'utf8'), file)

/** Throws `BadInput` naming the file and what was expected. */
export function readProtocol(text: string, name: string): Protocol {
  const parsed = Protocol.safeParse(parse(text))
  if (!parsed.success) throw new BadInput(`${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

export type Standing = {
  report: Pick<Report, 'child'>
  danger: ReportDanger
  channel: string
  status: ReportStatus
  receivedAt: Date
  answerBy: string
  /** Whether the team has written to the reporter. */
  answered: boolean
}

/** Every demand on a report, the earliest that is not done first. Days are counted in UTC, as they were told. */
export function demandsOn(standing: Standing, rules: Protocol = protocol): Demand[] {
  const closed = standing.status === 'closed'
  const settled = { answered: standing.answered, in_case: standing.status === 'in_case' }
  return rules.demands
    .filter(({ when }) => holds(when, standing))
    .map(({ id, within, done, kind, source }) => ({
      id,
      kind,
      source,
      by: within === 'answer_by' ? standing.answerBy : dayAfter(standing.receivedAt, within),
      done: closed || done.some((what) => settled[what]),
    }))
    .toSorted((a, b) => Number(a.done) - Number(b.done) || (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
}

function holds(when: Protocol['demands'][number]['when'], { danger, report, channel }: Standing): boolean {
  return (
    (when.danger?.includes(danger) ?? true) &&
    (when.child?.includes(report.child) ?? true) &&
    (when.channel?.includes(channel) ?? true)
  )
}

function dayAfter(from: Date, within: { days: number } | { months: number }): string {
  const day = new Date(from)
  if ('days' in within) day.setUTCDate(day.getUTCDate() + within.days)
  else {
    const wanted = (day.getUTCMonth() + within.months) % 12
    day.setUTCMonth(day.getUTCMonth() + within.months)
    // 30 November and three months is the last of February, not the first days of March.
    if (day.getUTCMonth() !== wanted) day.setUTCDate(0)
  }
  return day.toISOString().slice(0, 10)
}
