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
    const keys = sketches.map(
      (sketch, row) => `${Array.from(sketch, (hash) => hash.toString(36)).join('.')}/${texts.total[row]!}`,
    )
    const groupsAt = (level: { pair: number; cohesion: number }): number[][] =>
      cluster(texts, candidates.edges, (row) => keys[row]!, level).map((rows) =>
        rows.map((row) => numbers[row]!),
      )
    return { templates: groupsAt(settings.template), editions: groupsAt(settings.edition) }
  } finally {
    await dropComparison(corpus, run)
  }
}
