import { ofKind } from './evidence.ts'
import type { Trace } from './evidence.store.ts'

/** Something that speaks for an ordinary explanation; shown beside every pattern. */
export type Counter = { kind: CounterKind; figures: Record<string, number | string> }
export const counterKinds = [
  'one-place',
  'one-contact',
  'own-page',
  'contact-of-each-place',
  'steady',
  'scattered',
  'few-observations',
] as const
export type CounterKind = (typeof counterKinds)[number]

const week = 7 * 86_400

/** What speaks against: how an honest agency, a chain, a person on tour or a spammer would look. */
export function counterEvidence(traces: readonly Trace[]): Counter[] {
  const found: Counter[] = []
  const places = count(traces.map(({ place }) => place).filter((place) => place !== ''))
  const contacts = count(traces.flatMap((trace) => ofKind(trace, 'phone')))
  const pages = count(
    traces.flatMap((trace) => [...ofKind(trace, 'domain'), ...ofKind(trace, 'email').filter(isName)]),
  )
  const n = traces.length
  if (places.size === 1) found.push({ kind: 'one-place', figures: { place: [...places.keys()][0]! } })
  if (contacts.size === 1) found.push({ kind: 'one-contact', figures: { observations: n } })
  const [page, shown] = [...pages].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? ['', 0]
  if (shown >= n / 2)
    found.push({
      kind: 'own-page',
      figures: { page: page.slice(page.indexOf(' ') + 1), share: Math.round((100 * shown) / n) },
    })
  if (contacts.size >= 3 && places.size >= 3 && share(traces) >= 0.9)
    found.push({ kind: 'contact-of-each-place', figures: { places: places.size, contacts: contacts.size } })
  const times = traces.map(({ at }) => at).sort((a, b) => a - b)
  const weeks = Math.floor((times.at(-1)! - times[0]!) / week) + 1
  const active = new Set(times.map((at) => Math.floor((at - times[0]!) / week))).size
  if (weeks >= 26 && active / weeks >= 0.5) found.push({ kind: 'steady', figures: { weeks, active } })
  if (places.size >= 8 && Math.max(...places.values()) < n / 4)
    found.push({ kind: 'scattered', figures: { places: places.size } })
  if (n < 8) found.push({ kind: 'few-observations', figures: { observations: n } })
  return found
}

/** An address begins with a name; figures before the @ are a number that stood beside a handle. */
const isName = (email: string): boolean => /\p{L}.*@/u.test(email.slice(email.indexOf(' ')))

/** Share of observations whose contact is the one most used in their place. */
function share(traces: readonly Trace[]): number {
  const byPlace = new Map<string, Map<string, number>>()
  let n = 0
  for (const trace of traces) {
    const contact = ofKind(trace, 'phone')[0]
    if (contact === undefined || trace.place === '') continue
    n++
    const counts = byPlace.get(trace.place) ?? new Map<string, number>()
    byPlace.set(trace.place, counts)
    counts.set(contact, (counts.get(contact) ?? 0) + 1)
  }
  let own = 0
  for (const counts of byPlace.values()) own += Math.max(...counts.values())
  return n === 0 ? 0 : own / n
}

function count(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
