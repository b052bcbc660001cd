import type { Cluster, Clustering, Pairs } from './cluster.ts'
import type { Comparable } from './compare.ts'
import { EditionLikeness } from './edition-likeness.ts'
import type { Parts } from './parts.ts'
import { settings } from './settings.ts'
import type { TemplateLikeness } from './template-likeness.ts'

const { large } = settings.template

/**
 * Templates that a good part of all texts is written after. Words that so many share are rare for no pair of them, so
 * they are grouped as editions are, with less asked, and each group is then judged as a whole.
 */
export class LargeTemplates {
  readonly #clustering: Clustering
  readonly #loose: EditionLikeness
  readonly #template: TemplateLikeness
  readonly #many: number
  readonly #texts: number
  #parent = new Uint32Array(0)
  #size = new Uint32Array(0)

  constructor(data: Comparable, clustering: Clustering, template: TemplateLikeness) {
    this.#clustering = clustering
    this.#loose = new EditionLikeness(data, clustering.counts, large)
    this.#template = template
    this.#many = Math.max(2, large.from * data.texts.count)
    this.#texts = data.texts.count
  }

  /** Those of one part. */
  of(parts: Parts, part: number, pairs: Pairs): Cluster[] {
    if (!this.#hangsTogether(parts, part)) return []
    return this.#clustering
      .begin(pairs, this.#loose)
      .filter(
        (one) =>
          one.members.length >= this.#many &&
          this.#template.innerOf(this.#clustering.counted(one)) >= large.inner,
      )
  }

  /** Do so many texts hang together by pairs that may be of one? Only then it is worth its time. */
  #hangsTogether({ a, b, edition, starts }: Parts, part: number): boolean {
    const [from, to] = [starts[part]!, starts[part + 1]!]
    if (to - from < this.#many - 1) return false
    // Made only where a part is that large.
    if (this.#parent.length === 0) {
      this.#parent = new Uint32Array(this.#texts)
      this.#size = new Uint32Array(this.#texts)
    }
    const parent = this.#parent
    const size = this.#size
    for (let e = from; e < to; e++) {
      parent[a[e]!] = a[e]!
      parent[b[e]!] = b[e]!
      size[a[e]!] = size[b[e]!] = 1
    }
    const find = (row: number): number => {
      let i = row
      while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
      return i
    }
    for (let e = from; e < to; e++) {
      if (edition[e]! < large.pair) continue
      const [x, y] = [find(a[e]!), find(b[e]!)]
      if (x === y) continue
      parent[y] = x
      size[x]! += size[y]!
      if (size[x]! >= this.#many) return true
    }
    return false
  }
}
