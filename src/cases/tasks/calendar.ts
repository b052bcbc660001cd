import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PlainDate } from '#model'
import { CaseCode } from '../record/case.ts'

/** One day that matters: what kind, on which case; no words. */
export const CalendarEntry = z.object({
  id: z.string(),
  code: CaseCode,
  what: z.enum(['task', 'right', 'proceeding', 'conference']),
  kind: z.string().describe('The kind of task, right or proceeding; empty for a conference'),
  day: PlainDate,
  owner: z.string().nullable(),
})
export type CalendarEntry = z.infer<typeof CalendarEntry>

/** How the entries of a calendar that leaves the house are called: nothing else is told. */
export type NeutralTitles = Record<CalendarEntry['what'], string>

/**
 * An iCalendar file (RFC 5545) of whole days. It may lie on a phone anyone picks up: no case, no kind of task, no place,
 * no name; the ids are hashes, so that an entry moved later takes the place of the former.
 */
export function toICalendar(entries: readonly CalendarEntry[], titles: NeutralTitles, now: Date): string {
  const stamp = `${now.toISOString().slice(0, 13).replaceAll('-', '')}0000Z`
  const events = entries.flatMap((entry) => [
    'BEGIN:VEVENT',
    `UID:${createHash('sha256').update(`calendar ${entry.id}`).digest('hex').slice(0, 32)}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${entry.day.replaceAll('-', '')}`,
    `SUMMARY:${escapeText(titles[entry.what])}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ])
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//calendar//EN', ...events, 'END:VCALENDAR', '']
  return lines.join('\r\n')
}

const escapeText = (text: string): string =>
  text.replace(/[\\;,]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)
