import { type Cluster, type Likeness, outgrown, sampleOf } from './cluster.ts'
import type { Comparable } from './compare.ts'
import type { Counts } from './counts.ts'
import { settings } from './settings.ts'

/** One edition: what recurs in a cluster overlaps, as a part of the smaller side. */
export class EditionLikeness implements Likeness {
  readonly pair: number
  readonly #cohesion: number
  readonly #recurs: number
  readonly #data: Comparable
  readonly #counts: Counts

  constructor(
    data: Comparable,
    counts: Counts,
    { pair, cohesion, recurs }: { pair: number; cohesion: number; recurs: number },
  ) {
    this.pair = pair
    this.#cohesion = cohesion
    this.#recurs = recurs
    this.#data = data
    this.#counts = counts
  }

  holds(): boolean {
    return true
  }

  takes(cluster: Cluster, row: number): boolean {
    const { starts, shingles } = this.#data.texts
    const { common, worths } = this.#data
    const least = this.#recurring(cluster)
    let bits = 0
    let count = 0
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const shingle = shingles[i]!
      const inside = this.#counts.get(cluster.id, shingle)
      if (inside < least) continue
      bits += (worths.bits[common[shingle]!]! * inside) / cluster.members.length
      count++
    }
    if (count < settings.leastShared) return false
    const smaller = Math.max(1, Math.min(this.#data.total[row]!, this.#measured(cluster).weight))
    return bits >= this.#cohesion * smaller
  }

  joins(large: Cluster, small: Cluster): boolean {
    const { starts, shingles } = this.#data.texts
    const { common, worths } = this.#data
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
          (worths.bits[common[shingle]!]! / count) *
          Math.min(count / small.members.length, other / large.members.length)
      }
    bits *= small.members.length / some.length
    const smaller = Math.max(1, Math.min(this.#measured(large).weight, this.#measured(small).weight))
    return bits >= this.#cohesion * smaller
  }

  /** Weighs what recurs in a text of a cluster. */
  #measured(cluster: Cluster): Cluster {
    if (!outgrown(cluster)) return cluster
    const { starts, shingles } = this.#data.texts
    const { common, worths } = this.#data
    const least = this.#recurring(cluster)
    let sum = 0
    const some = sampleOf(cluster)
    for (const row of some)
      for (let i = starts[row]!; i < starts[row + 1]!; i++) {
        const shingle = shingles[i]!
        if (this.#counts.get(cluster.id, shingle) >= least) sum += worths.bits[common[shingle]!]!
      }
    cluster.weight = sum / some.length
    cluster.measuredAt = cluster.members.length
    return cluster
  }

  /** From how many texts of a cluster on a shingle recurs. */
  #recurring({ members }: Cluster): number {
    return Math.max(2, this.#recurs * members.length)
  }
}
