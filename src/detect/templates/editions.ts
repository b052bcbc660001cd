import { Clustering, type Pairs } from './cluster.ts'
import type { Comparable } from './compare.ts'
import { Edges } from './edges.ts'
import { EditionLikeness } from './edition-likeness.ts'
import { FoundClusters } from './found.ts'
import { LargeTemplates } from './large.ts'
import { ordered } from './ordered.ts'
import type { Parts } from './parts.ts'
import { settings } from './settings.ts'
import { TemplateLikeness } from './template-likeness.ts'

/** Editions, the beginnings of large templates (`foundIn`), and the pairs that are left to look at for templates. */
export type Editions = { found: Float64Array; open: Edges }

/**
 * Clusters the texts of some parts to editions. The parts are those of the pairs that may be of one edition: smaller by
 * far than those of all pairs, and what becomes of one depends on no other.
 */
export function findEditions(data: Comparable, parts: Parts, from: number, to: number): Editions {
  const clustering = new Clustering(data)
  const edition = new EditionLikeness(data, clustering.counts, settings.edition)
  const template = new TemplateLikeness(data, clustering.counts)
  const large = new LargeTemplates(data, clustering, template)
  const found = new FoundClusters()
  const open = new Edges()
  // Which held edition a text is in, by a number that no other part uses.
  const heldBy = new Uint32Array(data.texts.count)
  let held = 0
  for (let part = from; part < to; part++) {
    const pairs: Pairs = (wanted) => ordered(parts, part, 'edition', data.texts.rank, wanted)
    for (const seed of large.of(parts, part, pairs)) found.add('seed', seed)
    for (const cluster of clustering.begin(pairs, edition)) {
      const holds = clustering.holds(cluster, template)
      if (holds) {
        held++
        for (const row of cluster.members) heldBy[row] = held
      }
      found.add(holds ? 'holds' : 'edition', cluster)
    }
    for (let e = parts.starts[part]!; e < parts.starts[part + 1]!; e++) {
      const [a, b] = [parts.a[e]!, parts.b[e]!]
      if (parts.template[e]! < settings.template.faint) continue
      if (heldBy[a] === 0 || heldBy[a] !== heldBy[b]) open.add(a, b, parts.template[e]!, parts.edition[e]!)
    }
  }
  return { found: found.done(), open: open.trimmed() }
}
