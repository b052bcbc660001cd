import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { PlainDate } from '#model'
import { Alpha3 } from '#model'

export const RecordKind = z.enum(['case', 'report'])
export type RecordKind = z.infer<typeof RecordKind>

const Period = z.object({ months: z.int().min(1).max(1_200), basis: z.string(), verified: z.boolean() })
export type Period = z.infer<typeof Period>

/** `data/retention/schedules.yaml`: how long each kind of record is kept after it is closed. */
export const Schedule = z.object({
  default: z.record(RecordKind, Period),
  jurisdictions: z.record(Alpha3, z.partialRecord(RecordKind, Period)),
})
export type Schedule = z.infer<typeof Schedule>

export function readSchedule(text?: string): Schedule {
  const file = new URL('../../../data/retention/schedules.yaml', import.meta.url)
  return Schedule.parse(parse(text ?? readFileSync(file, 'utf8')))
}

export function periodFor(schedule: Schedule, kind: RecordKind, jurisdiction: string): Period {
  return schedule.jurisdictions[jurisdiction]?.[kind] ?? schedule.default[kind]
}

/** The first day on which a record closed on `closed` may be erased: so many months later, at the month's end at the latest. */
export function dueOn(closed: PlainDate, { months }: Period): PlainDate {
  const [year = 0, month = 1, day = 1] = closed.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, last))
  return first.toISOString().slice(0, 10)
}
