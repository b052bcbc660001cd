import type { Comparable } from './compare.ts'
import type { Edges } from './edges.ts'
import { type Level, settings } from './settings.ts'
import { Counts } from './counts.ts'

type Cluster = {
  id: number
  members: number[]
  /** Σ rarity · share over the recurring shingles, and the size it was computed at. */
  core: number
  coreAt: number
}

/**
 * Joins texts to clusters along edges, which come strongest first. A pair alone never chains two clusters: the wording
 * that recurs in both must overlap. What it says of one connected part depends on that part alone. Returns clusters of
 * two texts or more, rows ascending.
 */
export class Clustering {
  readonly #data: Comparable
  readonly #clusterOf: Int32Array
  readonly #counts = new Counts()
  #clusters: Cluster[] = []

  constructor(data: Comparable) {
    this.#data = data
    this.#clusterOf = new Int32Array(data.texts.count).fill(-1)
  }

  /** The clusters of a connected part: its edges from `from` to `to`. */
  of(edges: Pick<Edges, 'a' | 'b' | 'score'>, from: number, to: number, level: Level): number[][] {
    this.#clusters = []
    this.#counts.reset()
    const refused = new Map<number, number>()
    const stands = (a: number, b: number, size: number): boolean => {
      const before = refused.get(keyOf(a, b))
      // What was found unlike is asked again only once it has grown by a fifth.
      return before !== undefined && size < before * 1.2
    }
    for (let edge = from; edge < to; edge++) {
      const a = edges.a[edge]!
      const b = edges.b[edge]!
      const score = edges.score[edge]!
      const x = this.#find(a)
      const y = this.#find(b)
      if (x === undefined && y === undefined) {
        if (score < level.pair) continue
        const pair: Cluster = { id: this.#clusters.length, members: [], core: 0, coreAt: 0 }
        this.#clusters.push(pair)
        this.#add(pair, a)
        this.#add(pair, b)
      } else if (x !== undefined && y !== undefined) {
        if (x === y) continue
        const [large, small] = x.members.length >= y.members.length ? [x, y] : [y, x]
        const size = large.members.length + small.members.length
        if (stands(large.id, small.id, size)) continue
        if (this.#likeness(large, small) >= level.cohesion) this.#merge(large, small)
        else refused.set(keyOf(large.id, small.id), size)
      } else {
        const [into, row] = x !== undefined ? [x, b] : [y!, a]
        if (score >= level.pair * 2) this.#add(into, row)
        else {
          const text = -1 - row
          if (stands(into.id, text, into.members.length)) continue
          if (this.#likenessOf(into, row) >= level.cohesion) this.#add(into, row)
          else refused.set(keyOf(into.id, text), into.members.length)
        }
      }
    }
    const found = this.#clusters.filter(({ members }) => members.length > 1)
    for (const { members } of found) {
      for (const row of members) this.#clusterOf[row] = -1
      members.sort((p, q) => p - q)
    }
    return found.map(({ members }) => members)
  }

  #find(row: number): Cluster | undefined {
    const id = this.#clusterOf[row]!
    return id < 0 ? undefined : this.#clusters[id]
  }

  #add(into: Cluster, row: number): void {
    const { starts, shingles } = this.#data.texts
    this.#clusterOf[row] = into.id
    into.members.push(row)
    for (let i = starts[row]!; i < starts[row + 1]!; i++) this.#counts.add(into.id, shingles[i]!, 1)
  }

  #merge(into: Cluster, from: Cluster): void {
    const members = from.members
    from.members = []
    for (const row of members) this.#add(into, row)
  }

  /** From how many members on a shingle recurs in a cluster. */
  #recurring(cluster: Cluster): number {
    return Math.max(2, settings.recurs * cluster.members.length)
  }

  #core(cluster: Cluster): number {
    // Σ changes little while a cluster grows by a tenth.
    if (cluster.coreAt * 1.1 < cluster.members.length) {
      const { starts, shingles } = this.#data.texts
      const least = this.#recurring(cluster)
      let sum = 0
      const some = sampleOf(cluster)
      for (const row of some)
        for (let i = starts[row]!; i < starts[row + 1]!; i++) {
          const shingle = shingles[i]!
          if (this.#counts.get(cluster.id, shingle) >= least) sum += this.#data.rarity[shingle]!
        }
      cluster.core = sum / some.length
      cluster.coreAt = cluster.members.length
    }
    return cluster.core
  }

  #likenessOf(cluster: Cluster, row: number): number {
    const { starts, shingles } = this.#data.texts
    const least = this.#recurring(cluster)
    let bits = 0
    let count = 0
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const shingle = shingles[i]!
      const having = this.#counts.get(cluster.id, shingle)
      if (having < least) continue
      bits += (this.#data.rarity[shingle]! * having) / cluster.members.length
      count++
    }
    if (count < settings.leastShared) return 0
    return bits / Math.max(1, Math.min(this.#data.total[row]!, this.#core(cluster)))
  }

  #likeness(large: Cluster, small: Cluster): number {
    const { starts, shingles } = this.#data.texts
    const least = this.#recurring(large)
    const leastSmall = this.#recurring(small)
    let bits = 0
    const some = sampleOf(small)
    for (const row of some)
      for (let i = starts[row]!; i < starts[row + 1]!; i++) {
        const shingle = shingles[i]!
        const count = this.#counts.get(small.id, shingle)
        if (count < leastSmall) continue
        const other = this.#counts.get(large.id, shingle)
        if (other < least) continue
        // Each of the `count` texts that have it brings its part.
        bits +=
          (this.#data.rarity[shingle]! / count) *
          Math.min(count / small.members.length, other / large.members.length)
      }
    bits *= small.members.length / some.length
    return bits / Math.max(1, Math.min(this.#core(large), this.#core(small)))
  }
}

/** The texts that speak for a cluster: its first, which are alike most. */
function sampleOf({ members }: Cluster): readonly number[] {
  return members.length > settings.sample ? members.slice(0, settings.sample) : members
}

/** Texts count from −1 downwards, so that they are never taken for clusters. */
function keyOf(a: number, b: number): number {
  const [x, y] = a < b ? [a, b] : [b, a]
  return (x + 2 ** 26) * 2 ** 26 + y
}
