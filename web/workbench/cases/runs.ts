import type { CaseEvent } from '#cases'

/** Lines of one kind by one person that follow each other on a day: read as one line until opened. */
export type Run = { kind: string; actor: string; events: CaseEvent[] }

/** The lines of a time line by day, newest first, with runs of the same kind put together; a note always stands alone. */
export function byDay(events: readonly CaseEvent[]): { day: string; runs: Run[] }[] {
  const days: { day: string; runs: Run[] }[] = []
  for (const event of events) {
    const day = localDay(event.at)
    if (days.at(-1)?.day !== day) days.push({ day, runs: [] })
    const { runs } = days.at(-1)!
    const last = runs.at(-1)
    if (last && event.note === null && last.kind === event.kind && last.actor === event.actor) {
      last.events.push(event)
    } else {
      runs.push({ kind: event.note === null ? event.kind : '', actor: event.actor, events: [event] })
    }
  }
  return days
}

function localDay(at: string): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
