import type { Corpus } from '#platform/corpus'
import { Candidates } from './candidates.ts'
import { cluster, settings } from './cluster.ts'
import { candidateGroups, dropComparison, prepareComparison, readComparable } from './templates.store.ts'

/** Groups of signature numbers, ascending; two or more in each. */
export type TemplateGroups = {
  /** Written after one model. */
  templates: number[][]
  /** One text but for slips and what is filled in; an edition may stand in one template only in part. */
  editions: number[][]
}

/**
 * The templates among the observations that have a signature. The result depends on what the texts say only, not on
 * the order in which they came.
 */
export async function findTemplates(
  corpus: Corpus,
  run: string,
  signal?: AbortSignal,
): Promise<TemplateGroups> {
  await prepareComparison(corpus, run)
  try {
    signal?.throwIfAborted()
    const { texts, numbers, sketches } = await readComparable(corpus, run)
    const rowOf = new Map(Array.from(numbers, (number, row) => [number, row]))
    const candidates = new Candidates(texts)
    for await (const group of candidateGroups(corpus, run)) {
      signal?.throwIfAborted()
      candidates.add(group.map((number) => rowOf.get(number)!))
    }
    const rank = rankOf(
      sketches.map((sketch, row) => `${Array.from(sketch, toKey).join('')}/${texts.total[row]!}`),
    )
    const groupsAt = (level: { pair: number; cohesion: number }): number[][] =>
      cluster(texts, candidates.edges, rank, level).map((rows) => rows.map((row) => numbers[row]!))
    return { templates: groupsAt(settings.template), editions: groupsAt(settings.edition) }
  } finally {
    await dropComparison(corpus, run)
  }
}

const toKey = (hash: number): string => String.fromCharCode(hash >>> 16, hash & 0xffff)

/** The place of each key in their order; equal keys (texts that say the same) have the same. */
function rankOf(keys: readonly string[]): Uint32Array {
  const order = keys.map((_, i) => i).sort((x, y) => (keys[x]! < keys[y]! ? -1 : keys[x]! > keys[y]! ? 1 : 0))
  const rank = new Uint32Array(keys.length)
  order.forEach((i, place) => {
    const before = order[place - 1]
    rank[i] = before !== undefined && keys[before] === keys[i] ? rank[before]! : place
  })
  return rank
}
