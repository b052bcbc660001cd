import { permutationP, seedOf, shuffle, stream } from './chance.ts'
import type { Trace } from './evidence.store.ts'

/**
 * The kinds of evidence that something is organised. Each is a question about how observations hang together in time
 * and place; none asks what anybody is, and none is asked of one observation.
 */
export const evidenceKinds = ['contacts-replaced', 'texts-rewritten', 'recruits-elsewhere'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** The answer to one question: how surprising it would be by chance, with what the chance keeps as it is. */
export type Finding = {
  kind: EvidenceKind
  /** p-value of the order in time or place by itself: chance deals the same labels anew. */
  chance: number
  /** How much of it there is: replacements of contacts or texts, markets, posts against the habit. */
  strength: number
  /** The larger of `chance` and `usual`. */
  p: number
  /** Share of those who post in the same market, as much at least, who show as much of it (`calibrate`). */
  usual: number
  /** Figures for the words: counts, names of markets, kilometres. */
  figures: Record<string, number | string>
}

const unjudged = (chance: number, strength: number) => ({ chance, strength, p: chance, usual: 0 })

/** Label of an observation in a sequence, '' for none. */
type Labelled = { at: number; stratum: string; label: string }

/** Below these there is nothing to ask. */
const least = { perLabel: 2, labels: 2, perMarket: 2, kilometres: 60, anchor: 0.25 } as const

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
  const corridor = recruitsElsewhere(traces, stream(seed ^ 3))
  if (corridor !== undefined) found.push(corridor)
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

/**
 * Do labels follow one another in time (A A A B B C C), rather than being used side by side (A B A A C B)? Counts the
 * changes from one observation to the next within each market; chance deals the same labels anew within the market,
 * so what is posted where and when stays as it is.
 */
export function succession(
  observations: readonly Labelled[],
  next: () => number,
): { p: number; labels: number; changes: number; expected: number } | undefined {
  const strata = new Map<string, Labelled[]>()
  for (const one of observations) {
    if (one.label === '') continue
    const stratum = strata.get(one.stratum)
    if (stratum === undefined) strata.set(one.stratum, [one])
    else stratum.push(one)
  }
  const sequences: Uint32Array[] = []
  const labels = new Set<string>()
  for (const stratum of strata.values()) {
    const counts = new Map<string, number>()
    for (const { label } of stratum) counts.set(label, (counts.get(label) ?? 0) + 1)
    const kept = stratum
      .filter(({ label }) => counts.get(label)! >= least.perLabel)
      .sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : 1))
      .map(({ label }) => label)
    if (new Set(kept).size < least.labels) continue
    sequences.push(codesOf(kept))
    for (const label of kept) labels.add(label)
  }
  if (sequences.length === 0) return undefined
  const changesIn = (sequence: Uint32Array): number => {
    let changes = 0
    for (let i = 1; i < sequence.length; i++) if (sequence[i] !== sequence[i - 1]) changes++
    return changes
  }
  const observed = sequences.reduce((sum, sequence) => sum + changesIn(sequence), 0)
  let sum = 0
  let draws = 0
  const p = permutationP(-observed, () => {
    let changes = 0
    for (const sequence of sequences) {
      shuffle(sequence, next)
      changes += changesIn(sequence)
    }
    sum += changes
    draws++
    return -changes
  })
  return { p, labels: labels.size, changes: observed, expected: Math.round((sum / draws) * 10) / 10 }
}

/**
 * Is one kind of ad placed in other, distant places than the rest, as when people are recruited in one area for
 * another? The statistic is the association of market and place; chance deals the markets anew over the places.
 */
function recruitsElsewhere(traces: readonly Trace[], next: () => number): Finding | undefined {
  const placed = traces.filter((trace) => trace.place !== '')
  const byMarket = new Map<string, number>()
  for (const { market } of placed) byMarket.set(market, (byMarket.get(market) ?? 0) + 1)
  const markets = new Set(
    [...byMarket].filter(([, count]) => count >= least.perMarket).map(([market]) => market),
  )
  if (markets.size < 2) return undefined
  const kept = placed.filter(({ market }) => markets.has(market)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const places = kept.map(({ place }) => place)
  if (new Set(places).size < 2) return undefined
  const [first, second] = [...markets].sort((a, b) => byMarket.get(b)! - byMarket.get(a)! || (a < b ? -1 : 1))
  // Advertising at large stands everywhere; people are recruited in some place, for some place.
  if (![first!, second!].every((market) => isAnchored(kept, market))) return undefined
  const far = betweenMarkets(kept)
  if (far !== undefined && far < least.kilometres) return undefined
  const labels = codesOf(kept.map(({ market }) => market))
  const columns = codesOf(places)
  const sizes = sizesOf(labels, columns)
  const observed = association(labels, columns, sizes)
  const dealt = Uint32Array.from(labels)
  const p = permutationP(observed, () => {
    shuffle(dealt, next)
    return association(dealt, columns, sizes)
  })
  return {
    kind: 'recruits-elsewhere',
    ...unjudged(p, 1),
    figures: {
      markets: markets.size,
      first: first!,
      second: second!,
      ...(far === undefined ? {} : { kilometres: Math.round(far) }),
    },
  }
}

/** Does a quarter of what is posted in a market stand in one place? */
function isAnchored(traces: readonly Trace[], market: string): boolean {
  const counts = new Map<string, number>()
  let n = 0
  for (const trace of traces) {
    if (trace.market !== market) continue
    n++
    counts.set(trace.place, (counts.get(trace.place) ?? 0) + 1)
  }
  return Math.max(...counts.values()) >= n * least.anchor
}

/** Σ n²/(row·column): Pearson's χ² but for constants. Both arguments are codes from 0. */
function association(rows: Uint32Array, columns: Uint32Array, sizes: Sizes): number {
  const { cells, row, column } = sizes
  cells.fill(0)
  for (let i = 0; i < rows.length; i++) cells[rows[i]! * column.length + columns[i]!]!++
  let sum = 0
  for (let r = 0; r < row.length; r++)
    for (let c = 0; c < column.length; c++) {
      const n = cells[r * column.length + c]!
      if (n > 0) sum += (n * n) / (row[r]! * column[c]!)
    }
  return sum
}

type Sizes = { cells: Float64Array; row: Float64Array; column: Float64Array }

function sizesOf(rows: Uint32Array, columns: Uint32Array): Sizes {
  const totals = (codes: Uint32Array): Float64Array => {
    const sums = new Float64Array(codes.reduce((most, code) => Math.max(most, code), 0) + 1)
    for (const code of codes) sums[code]!++
    return sums
  }
  const row = totals(rows)
  const column = totals(columns)
  return { row, column, cells: new Float64Array(row.length * column.length) }
}

/** Codes from 0 for labels, in the order they first come. */
function codesOf(labels: readonly string[]): Uint32Array {
  const codes = new Map<string, number>()
  return Uint32Array.from(labels, (label) => {
    const known = codes.get(label)
    if (known !== undefined) return known
    codes.set(label, codes.size)
    return codes.size - 1
  })
}

/** The distance between the middles of the two largest markets' places, in kilometres. */
function betweenMarkets(traces: readonly Trace[]): number | undefined {
  const middles = new Map<string, { latitude: number; longitude: number; n: number }>()
  for (const { market, latitude, longitude } of traces) {
    if (latitude === null || longitude === null) continue
    const sum = middles.get(market) ?? { latitude: 0, longitude: 0, n: 0 }
    middles.set(market, {
      latitude: sum.latitude + latitude,
      longitude: sum.longitude + longitude,
      n: sum.n + 1,
    })
  }
  const [a, b] = [...middles.values()]
    .sort((x, y) => y.n - x.n)
    .map(({ latitude, longitude, n }) => ({ latitude: latitude / n, longitude: longitude / n }))
  return a === undefined || b === undefined ? undefined : kilometres(a, b)
}

type Point = { latitude: number; longitude: number }

/** Great-circle distance on a sphere of 6,371 km. */
export function kilometres(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const h =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)))
}
