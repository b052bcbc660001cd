import { Temporal } from 'temporal-polyfill'
import type { PlainDate } from '#model'
import type { Deadline } from './catalogue/right.ts'

export type ComputedDeadline = {
  length: number
  unit: Deadline['unit']
  calendar: 'calendar' | 'working'
  /** The event it runs from, and its day if it has happened and is known. */
  from: string
  fromDay: PlainDate | null
  /** The last day; null while the event's day is not known. */
  day: PlainDate | null
  /** The law gives at least this long. */
  minimum: boolean
  personActs: boolean
  /** What the count leaves out. */
  caution: string | null
}

/**
 * Counts a deadline. The day of the event is not counted; months and years end on the same day of the month, or its
 * last; working days skip the days offices rest. Public holidays are not known here and the answer says so. Days on
 * which the clock stood still (`paused`, whole days) are added at the end.
 */
export function computeDeadline(
  deadline: Deadline,
  fromDay: PlainDate | undefined,
  rest: readonly number[],
  paused = 0,
): ComputedDeadline {
  const working = deadline.unit === 'working days'
  return {
    length: deadline.length,
    unit: deadline.unit,
    calendar: working ? 'working' : 'calendar',
    from: deadline.from,
    fromDay: fromDay ?? null,
    day: fromDay === undefined ? null : endOf(deadline, fromDay, rest, paused),
    minimum: deadline.minimum,
    personActs: deadline.personActs,
    caution: working ? 'Public holidays are not counted out; check the local calendar.' : null,
  }
}

function endOf(deadline: Deadline, fromDay: PlainDate, rest: readonly number[], paused: number): PlainDate {
  let day = Temporal.PlainDate.from(fromDay)
  if (deadline.unit === 'working days') {
    for (let left = deadline.length; left > 0;) {
      day = day.add({ days: 1 })
      if (!rest.includes(day.dayOfWeek)) left--
    }
    return day.add({ days: paused }).toString()
  }
  return day
    .add({ [deadline.unit]: deadline.length })
    .add({ days: paused })
    .toString()
}
