import type { Random } from './random.ts'
import { countries, type Town } from './region.ts'
import { calendar } from './settings.ts'

/** Something that moves how much is reported without moving what happens. The operator knows of it: it is in `calendar.csv`. */
export type AwarenessEvent = {
  kind: 'campaign' | 'outage' | 'channel' | 'film'
  /** A country's code, or '' for everywhere. */
  country: string
  fromWeek: number
  toWeek: number
  /** Reports are multiplied by this. */
  factor: number
}

export function makeAwareness(root: Random): AwarenessEvent[] {
  const source = root.fork('awareness')
  const events: AwarenessEvent[] = []
  const add = (kind: AwarenessEvent['kind'], country: string, weeks: number, factor: number): void => {
    const fromWeek = source.between(6, calendar.weeks - 8)
    events.push({
      kind,
      country,
      fromWeek,
      toWeek: Math.min(calendar.weeks - 1, fromWeek + weeks - 1),
      factor,
    })
  }
  for (const { code } of countries) {
    for (let i = 0; i < 3; i++) add('campaign', code, source.between(3, 6), source.uniform(1.8, 3))
    add('outage', code, source.between(1, 3), 0.15)
  }
  add('film', '', 3, 2.1)
  add('channel', source.pick(countries).code, calendar.weeks, 1.4)
  return events.sort((a, b) => a.fromWeek - b.fromWeek)
}

/** By how much reporting from this town in this week differs from its own usual. */
export function awarenessAt(events: readonly AwarenessEvent[], town: Town, week: number): number {
  return events
    .filter(
      (event) =>
        week >= event.fromWeek &&
        week <= event.toWeek &&
        (event.country === '' || event.country === town.country),
    )
    .reduce((product, event) => product * event.factor, 1)
}
