import { Clustering } from './cluster.ts'
import type { Comparable } from './compare.ts'
import { Edges } from './edges.ts'
import { settings } from './settings.ts'
import { shared } from './texts.ts'

/** Edges by connected part: those of part `p` stand from `starts[p]` to `starts[p + 1]`, in no order. */
export type Parts = {
  readonly a: Uint32Array
  readonly b: Uint32Array
  readonly score: Float32Array
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
    score: shared(Float32Array, count),
    starts: Uint32Array.from(starts),
  }
  for (const edges of all)
    for (let e = 0; e < edges.length; e++) {
      const at = place[find(edges.a[e]!)]!++
      made.a[at] = edges.a[e]!
      made.b[at] = edges.b[e]!
      made.score[at] = edges.score[e]!
    }
  return made
}

/** Groups of rows at both levels, one after another, each behind its size. */
export type Groups = { template: Uint32Array; edition: Uint32Array }

/** Clusters the texts of some parts. */
export function clusterParts(data: Comparable, parts: Parts, from: number, to: number): Groups {
  const clustering = new Clustering(data)
  const found = { template: new Flat(), edition: new Flat() }
  for (let part = from; part < to; part++) {
    const edges = ordered(parts, part, data.texts.rank)
    for (const level of ['template', 'edition'] as const)
      for (const group of clustering.of(edges, 0, edges.length, settings[level])) found[level].add(group)
  }
  return { template: found.template.done(), edition: found.edition.done() }
}

/** The edges of a part, strongest first; those of equal strength by what the texts say, so their order never matters. */
function ordered(parts: Parts, part: number, rank: Float64Array): Edges {
  const start = parts.starts[part]!
  const length = parts.starts[part + 1]! - start
  const lower = (e: number): number => Math.min(rank[parts.a[e]!]!, rank[parts.b[e]!]!)
  const upper = (e: number): number => Math.max(rank[parts.a[e]!]!, rank[parts.b[e]!]!)
  const order = new Uint32Array(length).map((_, i) => start + i)
  if (length > 1)
    order.sort((x, y) => parts.score[y]! - parts.score[x]! || lower(x) - lower(y) || upper(x) - upper(y))
  const edges = new Edges(length)
  for (const e of order) {
    const last = edges.length - 1
    // The same pair may have been found by two threads.
    if (last >= 0 && edges.a[last] === parts.a[e] && edges.b[last] === parts.b[e]) continue
    edges.add(parts.a[e]!, parts.b[e]!, parts.score[e]!)
  }
  return edges
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
    this.#length += group.length
  }

  done(): Uint32Array {
    return this.#numbers.slice(0, this.#length)
  }
}
