import { seedOf, stream } from './chance.ts'
import { wordsOfControl } from './control.ts'
import { recruitsElsewhere } from './corridor.ts'
import type { Trace } from './evidence.store.ts'
import { sampled } from './sample.ts'
import { succession } from './succession.ts'

/**
 * The kinds of evidence that something is organised. Each is a question about how observations hang together in time
 * and place; none asks what anybody is, and none is asked of one observation.
 */
export const evidenceKinds = [
  'contacts-replaced',
  'texts-rewritten',
  'recruits-elsewhere',
  'words-of-control',
] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** The answer to one question: how surprising it would be by chance, with what the chance keeps as it is. */
export type Finding = {
  kind: EvidenceKind
  /** p-value of the order in time or place by itself: chance deals the same labels anew. */
  chance: number
  /** How much of it there is: replacements of contacts or texts, markets, posts against the habit. */
  strength: number
  /** What it weighs: `usual` where there is an order at all (`chance` up to `calibration.real`), 1 where there is none. */
  p: number
  /** Share of those who post in the same market, as much at least, who show as much of it (`calibrate`). */
  usual: number
  /** Figures for the words: counts, names of markets, kilometres. */
  figures: Record<string, number | string>
}

const unjudged = (chance: number, strength: number) => ({ chance, strength, p: chance, usual: 0 })

/** Every question that can be asked of these observations, answered; the same whatever their order. */
export function findings(unordered: readonly Trace[]): Finding[] {
  // The draws go through the markets in the order they first come: so that is always the same.
  const traces = unordered.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const contactOf = mainContact(traces)
  const seed = seedOf(traces.map((trace) => trace.id).sort())
  const found: Finding[] = []
  const contacts = succession(
    traces.map((trace) => ({ at: trace.at, stratum: trace.market, label: contactOf(trace) })),
    stream(seed ^ 1),
  )
  if (contacts !== undefined)
    found.push({
      kind: 'contacts-replaced',
      ...unjudged(contacts.p, contacts.labels - 1),
      figures: { contacts: contacts.labels, changes: contacts.changes, expected: contacts.expected },
    })
  const texts = succession(
    traces.map((trace) => ({
      at: trace.at,
      stratum: trace.market,
      label: ofKind(trace, 'edition')[0] ?? '',
    })),
    stream(seed ^ 2),
  )
  if (texts !== undefined)
    found.push({
      kind: 'texts-rewritten',
      ...unjudged(texts.p, texts.labels - 1),
      figures: { texts: texts.labels, changes: texts.changes, expected: texts.expected },
    })
  const read = sampled(traces)
  const corridor = recruitsElsewhere(traces, read, stream(seed ^ 3))
  if (corridor !== undefined)
    found.push({
      kind: 'recruits-elsewhere',
      ...unjudged(corridor.p, corridor.strength),
      figures: corridor.figures,
    })
  const control = wordsOfControl(read)
  if (control !== undefined)
    found.push({
      kind: 'words-of-control',
      ...unjudged(control.p, control.strength),
      figures: control.figures,
    })
  return found
}

/**
 * The contact of an observation that shows several: the one the others show most, so that a hotel's number beside a
 * person's own is no new contact.
 */
function mainContact(traces: readonly Trace[]): (trace: Trace) => string {
  const counts = new Map<string, number>()
  for (const trace of traces)
    for (const contact of ofKind(trace, 'phone')) counts.set(contact, (counts.get(contact) ?? 0) + 1)
  return (trace) =>
    ofKind(trace, 'phone').sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))[0] ?? ''
}

export function ofKind(trace: Trace, kind: string): string[] {
  const start = `${kind} `
  return trace.things.filter((thing) => thing.startsWith(start))
}
