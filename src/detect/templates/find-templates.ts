import type { Corpus } from '#platform/corpus'
import { Candidates } from './candidates.ts'
import { cluster } from './cluster.ts'
import { candidateGroups, dropComparison, prepareComparison, readComparable } from './templates.store.ts'

/**
 * The templates among the observations that have a signature: groups of signature numbers, ascending. The result
 * depends on what the texts say only, not on the order in which they came.
 */
export async function findTemplates(corpus: Corpus, run: string, signal?: AbortSignal): Promise<number[][]> {
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
    const key = (row: number): string =>
      `${Array.from(sketches[row]!, (hash) => hash.toString(36)).join('.')}/${texts.total[row]!}`
    return cluster(texts, candidates.edges, key).map((rows) => rows.map((row) => numbers[row]!))
  } finally {
    await dropComparison(corpus, run)
  }
}
