import { Clustering } from './cluster.ts'
import type { Comparable } from './compare.ts'
import type { Edges } from './edges.ts'
import type { Editions } from './editions.ts'
import { byFounding, type FoundCluster, foundIn } from './found.ts'
import { ordered } from './ordered.ts'
import { Connected, type Parts, partsOf } from './parts.ts'
import { TemplateLikeness } from './template-likeness.ts'

/** What is left to look at once editions are found: the parts of the graph of open pairs, with the clusters in each. */
export type Open = { parts: Parts; clusters: FoundCluster[][] }

/**
 * Joins the pairs that editions leave open to those too faint for any edition. `settled` are the editions that are
 * templates as they stand, as no open pair touches them.
 */
export function openOf(
  editions: readonly Editions[],
  faint: readonly Edges[],
  rows: number,
): { open: Open; settled: FoundCluster[] } {
  const found = editions.flatMap((one) => Array.from(foundIn(one.found)))
  const edges = [...editions.map(({ open }) => open), ...faint]
  const connected = new Connected(rows)
  for (const { members } of found)
    for (let i = 1; i < members.length; i++) connected.join(members[0]!, members[i]!)
  for (const { a, b, length } of edges) for (let e = 0; e < length; e++) connected.join(a[e]!, b[e]!)
  const seeds = found.filter(({ kind }) => kind === 'seed').map(({ members }) => members[0]!)
  const parts = partsOf(edges, connected, rows, seeds)
  const partOf = new Int32Array(rows).fill(-1)
  for (const [part, root] of parts.roots.entries()) partOf[root] = part
  const clusters: FoundCluster[][] = Array.from(parts.roots, () => [])
  const settled: FoundCluster[] = []
  for (const cluster of found) {
    const part = partOf[connected.find(cluster.members[0]!)]!
    if (part >= 0) clusters[part]!.push(cluster)
    else if (cluster.kind === 'holds') settled.push(cluster)
  }
  return { open: { parts, clusters }, settled }
}

/** The templates of some parts (`clusters`: those of these parts only). */
export function findWritten(
  data: Comparable,
  parts: Parts,
  clusters: readonly FoundCluster[][],
  from: number,
): number[][] {
  const clustering = new Clustering(data)
  const template = new TemplateLikeness(data, clustering.counts)
  const groups: number[][] = []
  for (const [i, own] of clusters.entries()) {
    const standing = own
      .filter(({ kind }) => kind !== 'seed')
      .sort(byFounding)
      .map((one) => ({ ...one, holds: one.kind === 'holds' }))
    const seeds = own
      .filter(({ kind }) => kind === 'seed')
      .sort(byFounding)
      .map(({ members }) => members)
    const found = clustering.goOn(
      (wanted) => ordered(parts, from + i, 'template', data.texts.rank, wanted),
      template,
      standing,
      seeds,
    )
    for (const { members } of found) groups.push(members)
  }
  return groups
}
