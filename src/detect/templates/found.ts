import type { Cluster, Founded } from './cluster.ts'
import { shared } from './texts.ts'

/** A cluster that was found in a part. */
export type FoundCluster = Founded & {
  kind: FoundKind
  weight: number
  inner: number
  members: Float64Array
}

/** An edition that holds together as a template, or does not; the beginning of a large template. */
export type FoundKind = 'holds' | 'edition' | 'seed'

const kinds: readonly FoundKind[] = ['edition', 'holds', 'seed']
const head = 7

/** Clusters in a column that threads share, each behind its head. */
export class FoundClusters {
  #numbers = new Float64Array(1024)
  #length = 0

  add(kind: FoundKind, { founded, weight, inner, members }: Cluster): void {
    const end = this.#length + head + members.length
    if (end > this.#numbers.length) {
      const larger = new Float64Array(Math.max(end, this.#numbers.length * 2))
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    const { score, lower, upper } = founded
    this.#numbers.set([kinds.indexOf(kind), members.length, score, lower, upper, weight, inner], this.#length)
    this.#numbers.set(members, this.#length + head)
    this.#length = end
  }

  done(): Float64Array {
    const made = shared(Float64Array, this.#length)
    made.set(this.#numbers.subarray(0, this.#length))
    return made
  }
}

/** Reads what `FoundClusters` wrote. */
export function* foundIn(numbers: Float64Array): Generator<FoundCluster> {
  for (let at = 0; at < numbers.length;) {
    const size = numbers[at + 1]!
    yield {
      kind: kinds[numbers[at]!]!,
      score: numbers[at + 2]!,
      lower: numbers[at + 3]!,
      upper: numbers[at + 4]!,
      weight: numbers[at + 5]!,
      inner: numbers[at + 6]!,
      members: numbers.subarray(at + head, at + head + size),
    }
    at += head + size
  }
}

/** In the order in which they are founded when their parts are looked at together. */
export function byFounding(x: Founded, y: Founded): number {
  return y.score - x.score || x.lower - y.lower || x.upper - y.upper
}
