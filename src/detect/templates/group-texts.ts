import { type Candidates, type Comparable, comparable, emptyBuckets } from './compare.ts'
import { type Comparers, openComparers } from './comparing.ts'
import type { Editions } from './editions.ts'
import { foundIn } from './found.ts'
import { Connected, type Parts, partsOf } from './parts.ts'
import { shingleBits } from './signature.ts'
import { shared, type Texts } from './texts.ts'
import { openOf } from './written.ts'

/** The rows of one group. */
export type Rows = Iterable<number>

type Asked = { signal?: AbortSignal | undefined; onStep?: ((step: string) => void) | undefined }

/** Groups distinct texts, two or more in each group, in no order. */
export async function groupTexts(
  texts: Texts,
  asked: Asked,
): Promise<{ templates: Rows[]; editions: Rows[] }> {
  const data = comparable(texts)
  const candidates = await candidatesOf(data, asked)
  // Clustering asks for no keys; with the threads before goes what they held of keys and buckets.
  const comparers = openComparers({ ...data, keys: shared(Uint32Array, 0) })
  try {
    const near = candidates.map((one) => one.near)
    const faint = candidates.map((one) => one.faint)
    candidates.length = 0
    return await clusters(texts, comparers, near, faint, asked)
  } finally {
    await comparers.close()
  }
}

/** The pairs that may be of one template. */
async function candidatesOf(data: Comparable, { signal, onStep }: Asked): Promise<Candidates[]> {
  const keySpace = 2 ** shingleBits
  const comparers = openComparers(data)
  try {
    await comparers.perform(slices(keySpace, 8).map(([from, to]) => ({ do: 'count' as const, from, to })))
    onStep?.('rarity')
    await comparers.perform(
      slices(data.texts.count, 16).map(([from, to]) => ({ do: 'weigh' as const, from, to })),
    )
    onStep?.('keys')
    signal?.throwIfAborted()
    const buckets = emptyBuckets(data.texts.count, keySpace)
    await comparers.perform(
      slices(keySpace, 8).map(([from, to]) => ({ do: 'bucket' as const, buckets, from, to })),
    )
    onStep?.('buckets')
    const found = await comparers.perform(
      slices(keySpace, 64).map(([from, to]) => ({ do: 'pairs' as const, buckets, from, to })),
    )
    onStep?.('pairs')
    signal?.throwIfAborted()
    return found
  } finally {
    await comparers.close()
  }
}

async function clusters(
  { count }: Texts,
  comparers: Comparers,
  near: Candidates['near'][],
  faint: Candidates['faint'][],
  { signal, onStep }: Asked,
): Promise<{ templates: Rows[]; editions: Rows[] }> {
  const editions = await editionsOf(comparers, nearParts(near, count))
  onStep?.('editions')
  signal?.throwIfAborted()
  const { open, settled } = openOf(editions, faint, count)
  const written = await comparers.perform(
    evenly(open.parts.starts, 16).map(([from, to]) => ({
      do: 'templates' as const,
      parts: open.parts,
      clusters: open.clusters.slice(from, to),
      from,
      to,
    })),
  )
  onStep?.('cluster')
  const found = editions.flatMap((one) => Array.from(foundIn(one.found)))
  return {
    templates: [...settled.map(({ members }) => members), ...written.flat()],
    editions: found.filter(({ kind }) => kind !== 'seed').map(({ members }) => members),
  }
}

/** The parts of the graph of pairs that may be of one edition; takes the pairs away. */
function nearParts(near: Candidates['near'][], rows: number): Parts {
  const connected = new Connected(rows)
  for (const { a, b, length } of near) for (let e = 0; e < length; e++) connected.join(a[e]!, b[e]!)
  const parts = partsOf(near, connected, rows)
  near.length = 0
  return parts
}

function editionsOf(comparers: Comparers, parts: Parts): Promise<Editions[]> {
  return comparers.perform(
    evenly(parts.starts, 16).map(([from, to]) => ({ do: 'editions' as const, parts, from, to })),
  )
}

function slices(count: number, many: number): [from: number, to: number][] {
  const size = Math.max(1, Math.ceil(count / many))
  const cuts: [number, number][] = []
  for (let from = 0; from < count; from += size) cuts.push([from, Math.min(count, from + size)])
  return cuts
}

/** Ranges of parts with about as many edges each. */
function evenly(starts: Uint32Array, many: number): [from: number, to: number][] {
  const parts = starts.length - 1
  const share = Math.ceil((starts[parts] ?? 0) / many)
  const cuts: [number, number][] = []
  let from = 0
  for (let to = 1; to <= parts; to++) {
    if (to < parts && starts[to]! - starts[from]! < share) continue
    cuts.push([from, to])
    from = to
  }
  return cuts
}
