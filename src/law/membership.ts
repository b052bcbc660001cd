import { Temporal } from 'temporal-polyfill'
import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Confidence } from './catalogue/provision.ts'
import type { Reservation } from './catalogue/treaty.ts'

/** Whether a state is bound by a treaty, or belongs to a group, on a day. */
export type Bound = {
  is: 'yes' | 'no' | 'unknown'
  body: string
  title: string
  state: string
  /** Deposit or accession, a day or a year. */
  since: string | null
  /** First day bound, where the day of deposit is known. */
  boundFrom: PlainDate | null
  until: PlainDate | null
  /** What other sources say. */
  disputed: { since: string; source: string }[]
  /** Other sources that say the same; null: of the status alone, not of the day. */
  confirmed: { since: string | null; source: string }[]
  /** What the state took back or read in its own way, as known for that day. */
  reservations: {
    kind: Reservation['kind']
    articles: string[]
    says: string
    source: string
    confidence: Confidence
  }[]
  source: string | null
  confidence: Confidence | null
  reason: string
}

/** Signature alone does not bind; a year without a day leaves that year open; a list that is not complete cannot say no. */
export function isBound(catalogue: Catalogue, body: string, state: string, on: PlainDate): Bound {
  const list = catalogue.memberships.find((one) => one.id === body)
  const treaty = catalogue.treaties.find((one) => one.id === body)
  const title = list?.title ?? treaty?.title ?? body
  const none = {
    body,
    title,
    state,
    since: null,
    boundFrom: null,
    until: null,
    disputed: [],
    confirmed: [],
    reservations: [],
    source: null,
    confidence: null,
  }
  if (/^X[A-Z]{2}$/.test(state)) return { ...none, is: 'no', reason: 'a made-up country is party to nothing' }
  if (!list) return { ...none, is: 'unknown', reason: 'its parties are not in the catalogue' }
  const entry = list.states[state]
  if (!entry) {
    if (list.openTo && !list.openTo.includes(state)) return { ...none, is: 'no', reason: 'of another region' }
    return list.complete
      ? { ...none, is: 'no', reason: 'not among the parties; the list is complete' }
      : { ...none, is: 'unknown', reason: 'not in the list, which is not complete' }
  }
  const textOf = (key: string): string => list.sources[key]?.text ?? key
  const about = {
    ...none,
    since: entry.since ?? null,
    until: entry.until ?? null,
    disputed: (entry.disputed ?? []).map(({ since, source }) => ({ since, source: textOf(source) })),
    confirmed: entry.also.map(({ since, source }) => ({ since: since ?? null, source: textOf(source) })),
    reservations: entry.reservations
      .filter(({ from, until }) => (from === undefined || from <= on) && (until === undefined || on < until))
      .map(({ kind, articles, says, source, confidence }) => ({
        kind,
        articles,
        says,
        source: textOf(source),
        confidence,
      })),
    source: list.sources[entry.source]!.text,
    confidence: entry.confidence,
  }
  if (entry.status !== 'party') {
    return {
      ...about,
      is: 'no',
      reason: entry.status === 'signatory' ? 'signed, not ratified' : 'took no action',
    }
  }
  if (entry.until !== undefined && on >= entry.until)
    return { ...about, is: 'no', reason: `left on ${entry.until}` }
  const inForce = treaty?.entryIntoForce
  if (inForce !== undefined && on < inForce)
    return { ...about, is: 'no', reason: `not in force before ${inForce}` }
  if (entry.since === undefined) return { ...about, is: 'yes', reason: 'a party; the day is not known' }
  if (entry.since.length === 4) {
    const year = on.slice(0, 4)
    if (year > entry.since) return { ...about, is: 'yes', reason: `a party since ${entry.since}` }
    return year < entry.since
      ? { ...about, is: 'no', reason: `a party only since ${entry.since}` }
      : { ...about, is: 'unknown', reason: `became a party in ${entry.since}; the day is not known` }
  }
  const own = Temporal.PlainDate.from(entry.since)
    .add({ days: treaty?.bindsAfterDays ?? 0 })
    .toString()
  const boundFrom = inForce !== undefined && inForce > own ? inForce : own
  const is = on >= boundFrom ? 'yes' : 'no'
  return {
    ...about,
    boundFrom,
    is,
    reason: is === 'yes' ? `bound from ${boundFrom}` : `bound only from ${boundFrom}`,
  }
}

/** The reservations that touch an article: `6(3)` and `6(3)(d)` touch each other, `6` and `16` do not. */
export function touching(bound: Bound, article: string): Bound['reservations'] {
  const parts = (text: string): string[] =>
    text
      .replace(/^art(icle|\.)?\s*/i, '')
      .split(/[()\s,]+/)
      .filter(Boolean)
  const own = parts(article)
  return bound.reservations.filter((one) =>
    one.articles.some((other) => parts(other).every((part, i) => i >= own.length || part === own[i])),
  )
}
