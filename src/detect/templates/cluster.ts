import type { Comparable } from './compare.ts'
import { Counts } from './counts.ts'
import { settings } from './settings.ts'

/** Texts taken together, in the order in which they joined. */
export type Cluster = {
  id: number
  members: number[]
  /** What a text of it weighs, and which part of that its texts have in common (0 to 1). */
  weight: number
  inner: number
  /** The size at which both were measured. */
  measuredAt: number
  /** Are its texts counted yet? They are only when it is asked whether it takes or joins another. */
  counted: boolean
  /** The pair that it began with: its score, and the ranks of both texts. An order that does not depend on other parts. */
  founded: Founded
}

export type Founded = { score: number; lower: number; upper: number }

/** A cluster found before, to go on from. */
export type Standing = {
  members: Iterable<number>
  /** Whether it holds together by the likeness it goes on with, and what was measured of it then. */
  holds: boolean
  weight: number
  inner: number
}

/** Who belongs together, at one level. `counts` says how many texts of a cluster have a shingle. */
export interface Likeness {
  /** Two lone texts are together from this score on; from twice it on a text joins another's cluster. */
  readonly pair: number
  takes(cluster: Cluster, row: number): boolean
  joins(large: Cluster, small: Cluster): boolean
  /** Do texts that came together in another way belong together here? */
  holds(cluster: Cluster): boolean
}

/** Pairs and their score, strongest first. */
export type Ordered = { a: Uint32Array; b: Uint32Array; score: Float32Array; length: number }

/** The pairs to look at, of those of a part that `open` tells to be of no cluster together yet. */
export type Pairs = (open: (a: number, b: number) => boolean) => Ordered

/**
 * Joins texts to clusters along pairs. A pair alone never chains two clusters: the wording that recurs in both must
 * overlap. What it says of one connected part depends on that part alone, and not on how its texts are numbered.
 */
export class Clustering {
  readonly #data: Comparable
  readonly #clusterOf: Int32Array
  /** Of all clusters of the part. */
  readonly counts = new Counts()
  #clusters: Cluster[] = []

  constructor(data: Comparable) {
    this.#data = data
    this.#clusterOf = new Int32Array(data.texts.count).fill(-1)
  }

  /** The clusters of a connected part, of two texts or more. */
  begin(pairs: Pairs, likeness: Likeness): Cluster[] {
    this.#reset()
    return this.#join(pairs, likeness)
  }

  /**
   * Goes on with another likeness, from the clusters of a part that stand, in the order in which they were founded, and
   * from `seeds`, which take in whole those that they meet.
   */
  goOn(
    pairs: Pairs,
    likeness: Likeness,
    standing: readonly Standing[],
    seeds: readonly Iterable<number>[],
  ): Cluster[] {
    this.#reset()
    const before = standing.map(({ members }) => {
      const cluster = this.#begin()
      for (const row of members) this.#add(cluster, row)
      return cluster
    })
    const grown = seeds.map((seed) => {
      const cluster = this.#begin()
      for (const row of seed) {
        const met = this.#find(row)
        if (met === undefined) this.#add(cluster, row)
        else if (met !== cluster) this.#merge(cluster, met)
      }
      return cluster
    })
    for (const seed of grown) if (seed.members.length > 0 && !this.holds(seed, likeness)) this.#dissolve(seed)
    standing.forEach(({ holds, weight, inner }, i) => {
      const cluster = before[i]!
      if (!holds) this.#dissolve(cluster)
      else Object.assign(cluster, { weight, inner, measuredAt: cluster.members.length })
    })
    return this.#join(pairs, likeness)
  }

  /** Does a cluster hold together by this likeness? It is measured anew. */
  holds(cluster: Cluster, likeness: Likeness): boolean {
    cluster.measuredAt = 0
    return likeness.holds(this.counted(cluster))
  }

  #reset(): void {
    for (const { members } of this.#clusters) for (const row of members) this.#clusterOf[row] = -1
    this.#clusters = []
    this.counts.reset()
  }

  #join(some: Pairs, likeness: Likeness): Cluster[] {
    const pairs = some((a, b) => this.#clusterOf[a]! < 0 || this.#clusterOf[a] !== this.#clusterOf[b])
    const refused = new Map<number, number>()
    const stands = (a: number, b: number, size: number): boolean => {
      const before = refused.get(keyOf(a, b))
      // What was found unlike is asked again only once it has grown by a fifth.
      return before !== undefined && size < before * 1.2
    }
    for (let pair = 0; pair < pairs.length; pair++) {
      const a = pairs.a[pair]!
      const b = pairs.b[pair]!
      const x = this.#find(a)
      const y = this.#find(b)
      if (x === undefined && y === undefined) {
        if (pairs.score[pair]! < likeness.pair) continue
        const { rank } = this.#data.texts
        const [lower, upper] = rank[a]! < rank[b]! ? [a, b] : [b, a]
        const cluster = this.#begin({ score: pairs.score[pair]!, lower: rank[lower]!, upper: rank[upper]! })
        this.#add(cluster, lower)
        this.#add(cluster, upper)
      } else if (x !== undefined && y !== undefined) {
        if (x === y) continue
        const [large, small] = (x.members.length - y.members.length || y.id - x.id) > 0 ? [x, y] : [y, x]
        const size = large.members.length + small.members.length
        if (stands(large.id, small.id, size)) continue
        if (likeness.joins(this.counted(large), this.counted(small))) this.#merge(large, small)
        else refused.set(keyOf(large.id, small.id), size)
      } else {
        const [into, row] = x !== undefined ? [x, b] : [y!, a]
        if (pairs.score[pair]! >= likeness.pair * 2) this.#add(into, row)
        else {
          const text = -1 - row
          if (stands(into.id, text, into.members.length)) continue
          if (likeness.takes(this.counted(into), row)) this.#add(into, row)
          else refused.set(keyOf(into.id, text), into.members.length)
        }
      }
    }
    return this.#clusters.filter(({ members }) => members.length > 1)
  }

  #find(row: number): Cluster | undefined {
    const id = this.#clusterOf[row]!
    return id < 0 ? undefined : this.#clusters[id]
  }

  #begin(founded: Founded = { score: 0, lower: 0, upper: 0 }): Cluster {
    const id = this.#clusters.length
    const cluster = { id, members: [], weight: 0, inner: 0, measuredAt: 0, counted: false, founded }
    this.#clusters.push(cluster)
    return cluster
  }

  /** A cluster with its texts counted, which a likeness needs. */
  counted(cluster: Cluster): Cluster {
    if (!cluster.counted) for (const row of cluster.members) this.#count(cluster, row)
    cluster.counted = true
    return cluster
  }

  #count({ id }: Cluster, row: number): void {
    const { starts, shingles } = this.#data.texts
    for (let i = starts[row]!; i < starts[row + 1]!; i++) this.counts.add(id, shingles[i]!, 1)
  }

  #add(into: Cluster, row: number): void {
    this.#clusterOf[row] = into.id
    into.members.push(row)
    if (into.counted) this.#count(into, row)
  }

  #merge(into: Cluster, from: Cluster): void {
    const members = from.members
    from.members = []
    for (const row of members) this.#add(into, row)
  }

  #dissolve(cluster: Cluster): void {
    for (const row of cluster.members) this.#clusterOf[row] = -1
    cluster.members = []
  }
}

/** Has a cluster grown by a tenth since it was measured? */
export function outgrown({ members, measuredAt }: Cluster): boolean {
  return measuredAt * 1.1 < members.length
}

/** The texts that speak for a cluster: its first, which are alike most. */
export function sampleOf({ members }: Cluster): readonly number[] {
  return members.length > settings.sample ? members.slice(0, settings.sample) : members
}

/** Texts count from −1 downwards, so that they are never taken for clusters. */
function keyOf(a: number, b: number): number {
  const [x, y] = a < b ? [a, b] : [b, a]
  return (x + 2 ** 26) * 2 ** 26 + y
}
