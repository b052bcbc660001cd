import type { Edges } from './edges.ts'

/** What the comparison needs of the texts; a row a text, in any order. */
export type Comparable = {
  /** Shingles that at least one other text has, ascending. */
  readonly shared: readonly Uint32Array[]
  /** The rarity of each, in eighths of a bit: 8·log2(1 + texts/texts having it). */
  readonly rarity: readonly Uint8Array[]
  /** The rarity of all its shingles together, those of no other text included, in eighths of a bit. */
  readonly total: Float64Array
}

/** How alike texts must be. Shares of rarity, so they do not depend on the corpus' size. */
export type Level = {
  /** Two lone texts are together from this score on. */
  pair: number
  /** A text joins a cluster, or a cluster another, when their recurring wording overlaps this much. */
  cohesion: number
}

/** The settings; the same for every corpus. */
export const settings = {
  /** One template: written after the same model, though a fifth or more of the words may differ. */
  template: { pair: 0.2, cohesion: 0.25 },
  /** One edition of a template: the same text but for slips of the pen and what is filled in. */
  edition: { pair: 0.5, cohesion: 0.55 },
  /** A pair below this is not looked at again. */
  faint: 0.08,
  /** What recurs: in this share of a cluster's texts, and in two at least. */
  recurs: 0.15,
  /** Fewer shared shingles say nothing. */
  leastShared: 4,
} as const

/** How much rarity two texts share, as a part of the smaller text's (0 to 1). */
export function overlap(texts: Comparable, a: number, b: number): number {
  const x = texts.shared[a]!
  const y = texts.shared[b]!
  const rarity = texts.rarity[a]!
  let i = 0
  let j = 0
  let bits = 0
  let count = 0
  while (i < x.length && j < y.length) {
    const p = x[i]!
    const q = y[j]!
    if (p < q) i++
    else if (p > q) j++
    else {
      bits += rarity[i]!
      count++
      i++
      j++
    }
  }
  if (count < settings.leastShared && !(count === x.length && count === y.length && count > 1)) return 0
  return bits / Math.max(1, Math.min(texts.total[a]!, texts.total[b]!))
}

type Cluster = {
  id: number
  members: number[]
  /** How many members have a shingle, and its rarity. */
  counts: Map<number, number>
  rarity: Map<number, number>
  /** Σ rarity · share over the recurring shingles, and the size it was computed at. */
  core: number
  coreAt: number
}

/**
 * Joins texts to clusters, strongest pairs first. A pair alone never chains two clusters: the wording that recurs in
 * both must overlap. `rank` orders equal scores by what the texts are, so the order they come in does not matter.
 * Returns clusters of two texts or more, members ascending.
 */
export function cluster(
  texts: Comparable,
  edges: Edges,
  rank: Uint32Array,
  level: Level = settings.template,
): number[][] {
  const lower = (i: number): number => Math.min(rank[edges.a[i]!]!, rank[edges.b[i]!]!)
  const upper = (i: number): number => Math.max(rank[edges.a[i]!]!, rank[edges.b[i]!]!)
  const order = new Uint32Array(edges.length).map((_, i) => i)
  order.sort((x, y) => edges.score[y]! - edges.score[x]! || lower(x) - lower(y) || upper(x) - upper(y))
  const clusterOf = new Map<number, Cluster>()
  let made = 0
  const refused = new Refusals()
  for (const edge of order) {
    const a = edges.a[edge]!
    const b = edges.b[edge]!
    const score = edges.score[edge]!
    const x = clusterOf.get(a)
    const y = clusterOf.get(b)
    if (x === undefined && y === undefined) {
      if (score < level.pair) continue
      const pair = startCluster(texts, made++, a)
      clusterOf.set(a, pair)
      addMember(texts, clusterOf, pair, b)
    } else if (x !== undefined && y !== undefined) {
      if (x === y) continue
      const [large, small] = x.members.length >= y.members.length ? [x, y] : [y, x]
      const size = large.members.length + small.members.length
      if (refused.stands(large.id, small.id, size)) continue
      if (likeness(large, small) >= level.cohesion) merge(clusterOf, large, small)
      else refused.add(large.id, small.id, size)
    } else {
      const [into, row] = x !== undefined ? [x, b] : [y!, a]
      if (score >= level.pair * 2) addMember(texts, clusterOf, into, row)
      else {
        // Texts count from −1 downwards, so that they are never taken for clusters.
        if (refused.stands(into.id, -1 - row, into.members.length)) continue
        if (likenessOf(texts, into, row) >= level.cohesion) addMember(texts, clusterOf, into, row)
        else refused.add(into.id, -1 - row, into.members.length)
      }
    }
  }
  return [...new Set(clusterOf.values())].map((one) => one.members.sort((p, q) => p - q))
}

/** What was compared and found unlike; asked again only once it has grown by a fifth. */
class Refusals {
  #sizes = new Map<string, number>()

  stands(a: number, b: number, size: number): boolean {
    const before = this.#sizes.get(keyOf(a, b))
    return before !== undefined && size < before * 1.2
  }

  add(a: number, b: number, size: number): void {
    this.#sizes.set(keyOf(a, b), size)
  }
}

function keyOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

function startCluster(texts: Comparable, id: number, row: number): Cluster {
  const made: Cluster = { id, members: [row], counts: new Map(), rarity: new Map(), core: 0, coreAt: 0 }
  addCounts(texts, made, row)
  return made
}

function addCounts(texts: Comparable, into: Cluster, row: number): void {
  const shared = texts.shared[row]!
  const rarity = texts.rarity[row]!
  for (let i = 0; i < shared.length; i++) {
    const shingle = shared[i]!
    const count = into.counts.get(shingle)
    into.counts.set(shingle, (count ?? 0) + 1)
    if (count === undefined) into.rarity.set(shingle, rarity[i]!)
  }
}

function addMember(texts: Comparable, clusterOf: Map<number, Cluster>, into: Cluster, row: number): void {
  clusterOf.set(row, into)
  into.members.push(row)
  addCounts(texts, into, row)
}

function merge(clusterOf: Map<number, Cluster>, into: Cluster, from: Cluster): void {
  for (const [shingle, count] of from.counts) {
    const other = into.counts.get(shingle)
    into.counts.set(shingle, (other ?? 0) + count)
    if (other === undefined) into.rarity.set(shingle, from.rarity.get(shingle)!)
  }
  for (const member of from.members) {
    into.members.push(member)
    clusterOf.set(member, into)
  }
}

/** From how many members on a shingle recurs in a cluster. */
function recurring(cluster: Cluster): number {
  return Math.max(2, settings.recurs * cluster.members.length)
}

function core(cluster: Cluster): number {
  // Σ changes little while a cluster grows by a tenth.
  if (cluster.coreAt * 1.1 < cluster.members.length) {
    const least = recurring(cluster)
    let sum = 0
    for (const [shingle, count] of cluster.counts)
      if (count >= least) sum += cluster.rarity.get(shingle)! * count
    cluster.core = sum / cluster.members.length
    cluster.coreAt = cluster.members.length
  }
  return cluster.core
}

function likenessOf(texts: Comparable, cluster: Cluster, row: number): number {
  const least = recurring(cluster)
  const shared = texts.shared[row]!
  const rarity = texts.rarity[row]!
  let bits = 0
  let count = 0
  for (let i = 0; i < shared.length; i++) {
    const having = cluster.counts.get(shared[i]!) ?? 0
    if (having < least) continue
    bits += (rarity[i]! * having) / cluster.members.length
    count++
  }
  if (count < settings.leastShared) return 0
  return bits / Math.max(1, Math.min(texts.total[row]!, core(cluster)))
}

function likeness(large: Cluster, small: Cluster): number {
  const least = recurring(large)
  const leastSmall = recurring(small)
  let bits = 0
  for (const [shingle, count] of small.counts) {
    if (count < leastSmall) continue
    const other = large.counts.get(shingle) ?? 0
    if (other < least) continue
    bits += small.rarity.get(shingle)! * Math.min(count / small.members.length, other / large.members.length)
  }
  return bits / Math.max(1, Math.min(core(large), core(small)))
}
