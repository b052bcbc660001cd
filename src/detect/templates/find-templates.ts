import type { Corpus } from '#platform/corpus'
import { bucketsOf, comparable } from './compare.ts'
import { openComparers } from './comparing.ts'
import { partsOf } from './parts.ts'
import { frequencies } from './rarity.ts'
import { shingleBits } from './signature.ts'
import { type Gathered, gatherTexts } from './templates.store.ts'

/** Groups of signature numbers, ascending; two or more in each. */
export type TemplateGroups = {
  /** Written after one model. */
  templates: number[][]
  /** One text but for slips and what is filled in; an edition may stand in one template only in part. */
  editions: number[][]
}

export type FindOptions = {
  signal?: AbortSignal | undefined
  /** Told of each step when it is done. */
  onStep?: ((step: string) => void) | undefined
}

/**
 * The templates among the observations that have a signature. The result depends on what the texts say only, not on
 * the order in which they came.
 */
export async function findTemplates(
  corpus: Corpus,
  { signal, onStep }: FindOptions = {},
): Promise<TemplateGroups> {
  const gathered = await gatherTexts(corpus)
  onStep?.('gather')
  const { texts } = gathered
  const data = comparable(texts, frequencies(texts))
  onStep?.('rarity')
  const comparers = openComparers(data)
  try {
    await comparers.perform(slices(texts.count, 16).map(([from, to]) => ({ do: 'weigh' as const, from, to })))
    onStep?.('keys')
    signal?.throwIfAborted()
    const buckets = bucketsOf(data, 2 ** shingleBits)
    onStep?.('buckets')
    const found = await comparers.perform(
      slices(2 ** shingleBits, 64).map(([from, to]) => ({ do: 'pairs' as const, buckets, from, to })),
    )
    onStep?.('pairs')
    signal?.throwIfAborted()
    const parts = partsOf(found, texts.count)
    const cuts = evenly(parts.starts, 16)
    const groups = await comparers.perform(
      cuts.map(([from, to]) => ({ do: 'cluster' as const, parts, from, to })),
    )
    onStep?.('cluster')
    return {
      templates: numbersOf(
        gathered,
        groups.map(({ template }) => template),
      ),
      editions: numbersOf(
        gathered,
        groups.map(({ edition }) => edition),
      ),
    }
  } finally {
    await comparers.close()
  }
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

/** The observations of each group of distinct texts; a text of its own that several observations say is a group too. */
function numbersOf({ texts, numbers, rows }: Gathered, groups: readonly Uint32Array[]): number[][] {
  const starts = new Uint32Array(texts.count + 1)
  for (const row of rows) starts[row + 1]!++
  for (let row = 0; row < texts.count; row++) starts[row + 1]! += starts[row]!
  const places = starts.slice()
  const byText = new Uint32Array(rows.length)
  rows.forEach((row, i) => {
    byText[places[row]!++] = numbers[i]!
  })
  const grouped = new Uint8Array(texts.count)
  const made: number[][] = []
  const add = (some: Iterable<number>): void => {
    const members: number[] = []
    for (const row of some) {
      grouped[row] = 1
      for (let i = starts[row]!; i < starts[row + 1]!; i++) members.push(byText[i]!)
    }
    made.push(members.sort((a, b) => a - b))
  }
  for (const flat of groups)
    for (let at = 0; at < flat.length; at += 1 + flat[at]!) add(flat.subarray(at + 1, at + 1 + flat[at]!))
  for (let row = 0; row < texts.count; row++)
    if (grouped[row] === 0 && starts[row + 1]! - starts[row]! > 1) add([row])
  return made.sort((a, b) => a[0]! - b[0]!)
}
