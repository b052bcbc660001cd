import { isoWeek } from '../counts/weeks.ts'
import { reason, type Reason } from '../reasons.ts'
import { nowcast } from '../statistics/delay.ts'
import { judgeWeek, usualSignal, type Signal, type SignalSettings } from '../statistics/signal.ts'

/**
 * What a rise means once reporting effort is taken out. `hidden-by-outage`: fewer were told than usual, yet more than
 * what so little reporting would bring.
 */
export const riseVerdicts = [
  'none',
  'beyond-awareness',
  'explained-by-awareness',
  'hidden-by-outage',
] as const
export type RiseVerdict = (typeof riseVerdicts)[number]

export type Rise = {
  /** The count against its own past, as every other system judges it. */
  plain: Signal
  /** The same with the expectation moved by reporting effort. */
  adjusted: Signal
  /** This week's effort; 1 is usual. */
  effort: number
  /** P-value of a rise beyond awareness: the larger of the two, except under an outage. Null: cannot judge. */
  p: number | null
  plainP: number | null
  /** Share of the week's events that is known by now; 1 where counts are by the week they were told. */
  knownShare: number
}

/**
 * Judges one area's week twice: as it stands, and against the reporting effort of that week. `known` is the share of
 * each week's events that is known by now: expectations are of what could be known, so late reports neither hide a rise
 * nor make one.
 */
export function judgeRise(
  series: ArrayLike<number>,
  t: number,
  effort: Float64Array,
  settings: SignalSettings = usualSignal,
  known?: Float64Array,
): Rise {
  const plain = judgeWeek(series, t, settings, known)
  const offset = known ? effort.map((value, i) => value * (known[i] ?? 1)) : effort
  const adjusted = plain.method === 'cannot-judge' ? plain : judgeWeek(series, t, settings, offset)
  const plainP = plain.method === 'cannot-judge' ? null : plain.p
  const adjustedP = adjusted.method === 'cannot-judge' ? null : adjusted.p
  const quiet = effort[t]! < 0.7
  const p = plainP === null || adjustedP === null ? null : quiet ? adjustedP : Math.max(plainP, adjustedP)
  return { plain, adjusted, effort: effort[t]!, p, plainP, knownShare: known?.[t] ?? 1 }
}

/** The verdict at q-values already corrected over all areas and layers of that week. */
export function verdictOf(rise: Rise, q: number, plainQ: number, level: number): RiseVerdict {
  if (rise.plain.method === 'cannot-judge' || rise.adjusted.method === 'cannot-judge') return 'none'
  const plainAlarm = rise.plain.alarm && plainQ <= level
  const beyond = rise.adjusted.alarm && q <= level
  if (beyond) return rise.plain.alarm ? 'beyond-awareness' : 'hidden-by-outage'
  return plainAlarm && rise.effort > 1 ? 'explained-by-awareness' : 'none'
}

/** Why, in words; `calendar` names the recorded campaigns and outages of that week. */
export function explainRise(
  rise: Rise,
  verdict: RiseVerdict,
  about: {
    layer: string
    place: string
    week: number
    q: number
    tested: number
    calendar: readonly string[]
  },
): Reason[] {
  const { plain, adjusted } = rise
  if (plain.method === 'cannot-judge') {
    return [reason(`signal.${plain.reason}`, { recent: plain.recent, weeks: plain.weeks })]
  }
  const reasons = [
    reason('signal.count', {
      observed: plain.observed,
      place: about.place,
      week: isoWeek(about.week),
      expected: plain.expected,
      bound: plain.bound,
    }),
    reason(`method.${plain.method}`, { history: plain.history }),
  ]
  if (rise.knownShare < 0.995) {
    const { value, low, high } = nowcast(plain.observed, rise.knownShare)
    reasons.push(reason('delay.corrected', { percent: Math.round(rise.knownShare * 100), value, low, high }))
  }
  if (adjusted.method !== 'cannot-judge' && Math.abs(rise.effort - 1) > 0.05) {
    reasons.push(
      reason('effort.now', {
        percent: Math.round(rise.effort * 100),
        expected: adjusted.expected,
        bound: adjusted.bound,
      }),
    )
  }
  if (about.calendar.length > 0)
    reasons.push(reason('effort.calendar', { events: about.calendar.join(', ') }))
  if (verdict !== 'none') reasons.push(reason(`verdict.${verdict}`))
  reasons.push(reason('signal.tested', { q: about.q, tested: about.tested }))
  if (about.layer === 'enforcement') reasons.push(reason('layer.enforcement'))
  return reasons
}
