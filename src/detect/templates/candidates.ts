import { type Comparable, overlap, settings } from './cluster.ts'
import { Edges } from './edges.ts'

/** How many keys of a text's sketch are used, and how many neighbours in a bucket a text is compared with. */
export const sketch = { keys: 16, neighbours: 2 } as const

/**
 * Pairs from candidate groups. A group holds the texts that share one key, ordered by their whole sketch, so that
 * texts of one template stand side by side whatever else the key brings together; each is compared with the next few
 * only, and the many keys of a text make up for what one misses. Linear in the size of the groups: there is no
 * group too large to look at.
 */
export class Candidates {
  readonly edges = new Edges()
  /** Pairs compared lately, by hash: most pairs come back soon, and one compared twice does no harm. */
  #lately = new Float64Array(2 ** 20).fill(-1)
  #texts: Comparable
  #size: number

  constructor(texts: Comparable) {
    this.#texts = texts
    this.#size = texts.shared.length
  }

  /** Compares the neighbours in one group of row numbers. */
  add(group: ArrayLike<number>): void {
    for (let i = 0; i < group.length; i++) {
      for (let step = 1; step <= sketch.neighbours && i + step < group.length; step++) {
        const p = group[i]!
        const q = group[i + step]!
        if (p !== q) this.#compare(Math.min(p, q), Math.max(p, q))
      }
    }
  }

  #compare(a: number, b: number): void {
    const pair = a * this.#size + b
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 12
    if (this.#lately[slot] === pair) return
    this.#lately[slot] = pair
    const score = overlap(this.#texts, a, b)
    if (score >= settings.faint) this.edges.add(a, b, score)
  }
}
