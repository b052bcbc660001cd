import { type Cluster, type Likeness, outgrown, sampleOf } from './cluster.ts'
import type { Comparable } from './compare.ts'
import type { Counts } from './counts.ts'
import { settings } from './settings.ts'

/**
 * One template: what is shared is worth as much as it is rare among the texts *outside* of both sides, and counts as a part
 * of all that a text says. So stock lines and a site's notice join nobody, and a template's own words stay rare however
 * large it is. Close copies are asked for more than loose ones: a line that two of them share is not enough.
 */
export class TemplateLikeness implements Likeness {
  readonly pair = settings.template.pair
  readonly #data: Comparable
  readonly #counts: Counts

  constructor(data: Comparable, counts: Counts) {
    this.#data = data
    this.#counts = counts
  }

  holds(cluster: Cluster): boolean {
    return this.#measured(cluster).inner >= settings.template.edition
  }

  /** How alike the texts of a cluster that another likeness made are among themselves (0 to 1). */
  innerOf(cluster: Cluster): number {
    return this.#measured({ ...cluster, measuredAt: 0 }).inner
  }

  takes(cluster: Cluster, row: number): boolean {
    const { starts, shingles } = this.#data.texts
    const { having, worths } = this.#data
    const { outside, least: floor } = worths
    const least = recurring(cluster)
    let common = 0
    let count = 0
    let weight = 0
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const shingle = shingles[i]!
      const inside = this.#counts.get(cluster.id, shingle)
      const value = outside[having[shingle]! - inside - 1]!
      weight += value > floor ? value : floor
      if (inside < least) continue
      common += (value * inside) / cluster.members.length
      count++
    }
    if (count < settings.leastShared) return false
    const { weight: theirs, inner } = this.#measured(cluster)
    return enough((common / weight + common / theirs) / 2, inner)
  }

  joins(large: Cluster, small: Cluster): boolean {
    const { starts, shingles } = this.#data.texts
    const { having, worths } = this.#data
    const { outside, least: floor } = worths
    const least = recurring(large)
    const leastSmall = recurring(small)
    let common = 0
    let weight = 0
    const some = sampleOf(small)
    for (const row of some)
      for (let i = starts[row]!; i < starts[row + 1]!; i++) {
        const shingle = shingles[i]!
        const count = this.#counts.get(small.id, shingle)
        const other = this.#counts.get(large.id, shingle)
        const value = outside[having[shingle]! - count - other]!
        weight += value > floor ? value : floor
        if (count < leastSmall || other < least) continue
        // Each of the `count` texts that have it brings its part.
        common += (value / count) * Math.min(count / small.members.length, other / large.members.length)
      }
    common *= small.members.length / some.length
    const theirs = this.#measured(large)
    const like = (common / (weight / some.length) + common / theirs.weight) / 2
    return enough(like, (theirs.inner + this.#measured(small).inner) / 2)
  }

  /** Weighs a text of a cluster, and which part of it stands in the cluster's other texts. */
  #measured(cluster: Cluster): Cluster {
    if (!outgrown(cluster)) return cluster
    const { starts, shingles } = this.#data.texts
    const { having, worths } = this.#data
    const { outside, least: floor } = worths
    let weight = 0
    let common = 0
    const some = sampleOf(cluster)
    const others = cluster.members.length - 1
    for (const row of some)
      for (let i = starts[row]!; i < starts[row + 1]!; i++) {
        const shingle = shingles[i]!
        const inside = this.#counts.get(cluster.id, shingle)
        const value = outside[having[shingle]! - inside]!
        weight += value > floor ? value : floor
        common += (value * (inside - 1)) / others
      }
    cluster.weight = weight / some.length
    cluster.inner = common / weight
    cluster.measuredAt = cluster.members.length
    return cluster
  }
}

function enough(like: number, inner: number): boolean {
  return like >= Math.max(settings.template.cohesion, settings.template.ofInner * inner)
}

/** From how many texts of a cluster on a shingle recurs. */
function recurring({ members }: Cluster): number {
  return Math.max(2, settings.template.recurs * members.length)
}
