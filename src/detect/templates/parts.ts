import { Clustering, type Ordered, type Pairs } from './cluster.ts'
import type { Comparable } from './compare.ts'
import type { Edges } from './edges.ts'
import { EditionLikeness } from './edition-likeness.ts'
import { LargeTemplates } from './large.ts'
import { settings } from './settings.ts'
import { strongestFirst } from './strongest.ts'
import { TemplateLikeness } from './template-likeness.ts'
import { shared } from './texts.ts'

/** Edges by connected part: those of part `p` stand from `starts[p]` to `starts[p + 1]`, in no order. */
export type Parts = {
  readonly a: Uint32Array
  readonly b: Uint32Array
  readonly template: Float32Array
  readonly edition: Float32Array
  readonly starts: Uint32Array
}

/** Groups edges by the connected part of the graph that they lie in. */
export function partsOf(all: readonly Edges[], texts: number): Parts {
  const parent = new Uint32Array(texts)
  for (let i = 0; i < texts; i++) parent[i] = i
  const find = (row: number): number => {
    let i = row
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  let count = 0
  for (const edges of all) {
    count += edges.length
    for (let e = 0; e < edges.length; e++) {
      const a = find(edges.a[e]!)
      const b = find(edges.b[e]!)
      // The lower row leads, so that the order of the edges does not matter.
      if (a < b) parent[b] = a
      else parent[a] = b
    }
  }
  const sizes = new Uint32Array(texts + 1)
  for (const { a, length } of all) for (let e = 0; e < length; e++) sizes[find(a[e]!)]!++
  const place = new Uint32Array(texts)
  const starts: number[] = []
  let sum = 0
  for (let row = 0; row < texts; row++) {
    if (sizes[row] === 0) continue
    starts.push(sum)
    place[row] = sum
    sum += sizes[row]!
  }
  starts.push(sum)
  const made: Parts = {
    a: shared(Uint32Array, count),
    b: shared(Uint32Array, count),
    template: shared(Float32Array, count),
    edition: shared(Float32Array, count),
    starts: Uint32Array.from(starts),
  }
  for (const edges of all)
    for (let e = 0; e < edges.length; e++) {
      const at = place[find(edges.a[e]!)]!++
      made.a[at] = edges.a[e]!
      made.b[at] = edges.b[e]!
      made.template[at] = edges.template[e]!
      made.edition[at] = edges.edition[e]!
    }
  return made
}

/** Groups of rows at both levels, one after another, each behind its size. */
export type Groups = { template: Uint32Array; edition: Uint32Array }

/** Clusters the texts of some parts: editions first, as a template of many texts is known by them. */
export function clusterParts(data: Comparable, parts: Parts, from: number, to: number): Groups {
  const clustering = new Clustering(data)
  const edition = new EditionLikeness(data, clustering.counts, settings.edition)
  const template = new TemplateLikeness(data, clustering.counts)
  const large = new LargeTemplates(data, clustering, template)
  const found = { template: new Flat(), edition: new Flat() }
  for (let part = from; part < to; part++) {
    const pairs =
      (level: 'template' | 'edition'): Pairs =>
      (open) =>
        ordered(parts, part, level, data.texts.rank, open)
    const seeds = large.of(parts, part, pairs('edition'))
    for (const group of clustering.begin(pairs('edition'), edition)) found.edition.add(group)
    for (const group of clustering.goOn(pairs('template'), template, seeds)) found.template.add(group)
  }
  return { template: found.template.done(), edition: found.edition.done() }
}

/**
 * The open pairs of a part, strongest first; those of equal strength by what the texts say, so their order never matters.
 */
function ordered(
  parts: Parts,
  part: number,
  level: 'template' | 'edition',
  rank: Float64Array,
  open: (a: number, b: number) => boolean,
): Ordered {
  const scores = parts[level]
  const { faint } = settings[level]
  const { a, b } = parts
  const order = new Uint32Array(parts.starts[part + 1]! - parts.starts[part]!)
  let length = 0
  for (let e = parts.starts[part]!; e < parts.starts[part + 1]!; e++)
    if (scores[e]! >= faint && open(a[e]!, b[e]!)) order[length++] = e
  const lower = (e: number): number => Math.min(rank[a[e]!]!, rank[b[e]!]!)
  const upper = (e: number): number => Math.max(rank[a[e]!]!, rank[b[e]!]!)
  strongestFirst(order.subarray(0, length), scores, (x, y) => lower(x) - lower(y) || upper(x) - upper(y))
  const made = {
    a: new Uint32Array(length),
    b: new Uint32Array(length),
    score: new Float32Array(length),
    length: 0,
  }
  for (let i = 0; i < length; i++) {
    const e = order[i]!
    const last = made.length - 1
    // The same pair may have been found by two threads.
    if (last >= 0 && made.a[last] === a[e] && made.b[last] === b[e]) continue
    made.a[made.length] = a[e]!
    made.b[made.length] = b[e]!
    made.score[made.length++] = scores[e]!
  }
  return made
}

class Flat {
  #numbers = new Uint32Array(1024)
  #length = 0

  add(group: readonly number[]): void {
    while (this.#length + group.length + 1 > this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#length++] = group.length
    this.#numbers.set(group, this.#length)
    this.#numbers.subarray(this.#length, this.#length + group.length).sort()
    this.#length += group.length
  }

  done(): Uint32Array {
    return this.#numbers.slice(0, this.#length)
  }
}
