import { permutationP, shuffle } from './chance.ts'
import type { Trace } from './evidence.store.ts'
import { kilometres } from './kilometres.ts'
import { naming, placeName } from './named-places.ts'
import { codesOf } from './succession.ts'

/** Below these there is nothing to ask. */
const least = { perMarket: 2, kilometres: 60, anchor: 0.25, atPlace: 2, naming: 2 } as const

export type Corridor = { p: number; strength: number; figures: Record<string, number | string> }

/**
 * Is one kind of post placed in other, distant places than the rest, as when people are recruited in one area for
 * another? The statistic is the association of market and place; chance deals the markets anew over the places. Where
 * all stand in one market, the posts are told apart by what they say: those that name the far place against the rest.
 * That the texts at one end name the other end adds to the strength. `read`: the observations whose text is known.
 */
export function recruitsElsewhere(
  traces: readonly Trace[],
  read: readonly Trace[],
  next: () => number,
): Corridor | undefined {
  const placed = traces.filter((trace) => trace.place !== '').sort((a, b) => (a.id < b.id ? -1 : 1))
  const promise = promisedPlace(placed, read)
  const told = promise === undefined ? {} : { promised: promise.name, naming: promise.naming }
  const byMarket = betweenMarkets(placed, next)
  if (byMarket !== undefined)
    return {
      p: byMarket.p,
      strength: promise === undefined ? 1 : 2,
      figures: { ...byMarket.figures, ...told },
    }
  if (promise === undefined) return undefined
  const naming = read.filter(({ id, place }) => promise.ids.has(id) || place === promise.place)
  const { p } = dealAnew(
    naming.map(({ id }) => (promise.ids.has(id) ? 'naming' : 'named')),
    naming.map(({ place }) => place),
    next,
  )
  return { p, strength: 1, figures: { ...told, kilometres: promise.kilometres } }
}

/** Two markets, each at home in some place, and those places far apart. */
function betweenMarkets(
  placed: readonly Trace[],
  next: () => number,
): { p: number; figures: Record<string, number | string> } | undefined {
  const byMarket = new Map<string, number>()
  for (const { market } of placed) byMarket.set(market, (byMarket.get(market) ?? 0) + 1)
  const markets = new Set(
    [...byMarket].filter(([, count]) => count >= least.perMarket).map(([market]) => market),
  )
  if (markets.size < 2) return undefined
  const kept = placed.filter(({ market }) => markets.has(market))
  const places = kept.map(({ place }) => place)
  if (new Set(places).size < 2) return undefined
  const [first, second] = [...markets].sort((a, b) => byMarket.get(b)! - byMarket.get(a)! || (a < b ? -1 : 1))
  // Advertising at large stands everywhere; people are recruited in some place, for some place.
  if (![first!, second!].every((market) => isAnchored(kept, market))) return undefined
  const far = distanceOfMarkets(kept)
  if (far !== undefined && far < least.kilometres) return undefined
  const { p } = dealAnew(
    kept.map(({ market }) => market),
    places,
    next,
  )
  return {
    p,
    figures: {
      markets: markets.size,
      first: first!,
      second: second!,
      ...(far === undefined ? {} : { kilometres: Math.round(far) }),
    },
  }
}

/** The permutation p-value of the association of two labels. */
function dealAnew(some: readonly string[], others: readonly string[], next: () => number): { p: number } {
  const labels = codesOf(some)
  const columns = codesOf(others)
  const sizes = sizesOf(labels, columns)
  const observed = association(labels, columns, sizes)
  const dealt = Uint32Array.from(labels)
  return {
    p: permutationP(observed, () => {
      shuffle(dealt, next)
      return association(dealt, columns, sizes)
    }),
  }
}

type Promised = { place: string; name: string; ids: ReadonlySet<string>; naming: number; kilometres: number }

/** The place of the group that its texts elsewhere name most: two of them at least, and a third of those that are far. */
function promisedPlace(placed: readonly Trace[], read: readonly Trace[]): Promised | undefined {
  const byPlace = new Map<string, Trace[]>()
  for (const trace of placed) byPlace.set(trace.place, [...(byPlace.get(trace.place) ?? []), trace])
  if (byPlace.size < 2) return undefined
  const texts = read.flatMap((trace) =>
    trace.text === undefined || trace.place === '' ? [] : [{ trace, names: naming(trace.text) }],
  )
  let best: Promised | undefined
  for (const [place, there] of [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (there.length < least.atPlace) continue
    const names = [...new Set(there.map(({ placeText }) => placeText))].flatMap(
      (written) => placeName(written) ?? [],
    )
    const far = texts.filter(
      ({ trace }) => trace.place !== place && distance(trace, there[0]!) >= least.kilometres,
    )
    const ids = far.filter((one) => names.some((name) => one.names(name))).map(({ trace }) => trace)
    if (ids.length < least.naming || ids.length * 3 < far.length) continue
    if (best !== undefined && best.naming >= ids.length) continue
    best = {
      place,
      name: there[0]!.placeText,
      ids: new Set(ids.map(({ id }) => id)),
      naming: ids.length,
      kilometres: Math.round(distance(ids[0]!, there[0]!)),
    }
  }
  return best
}

function distance(a: Trace, b: Trace): number {
  return a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null
    ? least.kilometres
    : kilometres(
        { latitude: a.latitude, longitude: a.longitude },
        { latitude: b.latitude, longitude: b.longitude },
      )
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

/** The distance between the middles of the two largest markets' places, in kilometres. */
function distanceOfMarkets(traces: readonly Trace[]): number | undefined {
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
