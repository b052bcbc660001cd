import { overlap, settings, type Comparable, type Edge } from './cluster.ts'

/** How many keys of a text's sketch are used, and how many neighbours in a bucket a text is compared with. */
export const sketch = { keys: 16, neighbours: 2 } as const

/**
 * Pairs from candidate groups. A group holds the texts that share one key, ordered by their whole sketch, so that
 * texts of one template stand side by side whatever else the key brings together; each is compared with the next few
 * only, and the many keys of a text make up for what one misses. Linear in the size of the groups: there is no
 * group too large to look at.
 */
export class Candidates {
  readonly edges: Edge[] = []
  #seen = new Set<number>()
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
        const a = Math.min(p, q)
        const b = Math.max(p, q)
        const pair = a * this.#size + b
        if (a === b || this.#seen.has(pair)) continue
        this.#seen.add(pair)
        const score = overlap(this.#texts, a, b)
        if (score >= settings.faint) this.edges.push({ a, b, score })
      }
    }
  }
}
