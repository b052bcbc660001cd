import type { Edges } from './edges.ts'
import { shared } from './texts.ts'

/** Edges by connected part: those of part `p` stand from `starts[p]` to `starts[p + 1]`, in no order. */
export type Parts = {
  readonly a: Uint32Array
  readonly b: Uint32Array
  readonly template: Float32Array
  readonly edition: Float32Array
  readonly starts: Uint32Array
  /** The row that stands for each part. */
  readonly roots: Uint32Array
}

/** Which rows hang together. */
export class Connected {
  readonly #parent: Uint32Array

  constructor(rows: number) {
    this.#parent = new Uint32Array(rows)
    for (let i = 0; i < rows; i++) this.#parent[i] = i
  }

  /** The row that stands for all that hang together with this one: the lowest, in whatever order they were joined. */
  find(row: number): number {
    const parent = this.#parent
    let i = row
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }

  join(a: number, b: number): void {
    const x = this.find(a)
    const y = this.find(b)
    if (x < y) this.#parent[y] = x
    else this.#parent[x] = y
  }
}

/** Groups edges by the part of `connected` that they lie in. A part of one of the `also` rows is one without edges too. */
export function partsOf(
  all: readonly Edges[],
  connected: Connected,
  rows: number,
  also: readonly number[] = [],
): Parts {
  const sizes = new Uint32Array(rows)
  const wanted = new Uint8Array(rows)
  let count = 0
  for (const { a, length } of all) {
    for (let e = 0; e < length; e++) sizes[connected.find(a[e]!)]!++
    count += length
  }
  for (const row of also) wanted[connected.find(row)] = 1
  const place = new Uint32Array(rows)
  const starts: number[] = []
  const roots: number[] = []
  let sum = 0
  for (let row = 0; row < rows; row++) {
    if (sizes[row] === 0 && wanted[row] === 0) continue
    roots.push(row)
    starts.push(sum)
    place[row] = sum
    sum += sizes[row]!
  }
  starts.push(sum)
  const made = {
    a: shared(Uint32Array, count),
    b: shared(Uint32Array, count),
    template: shared(Float32Array, count),
    edition: shared(Float32Array, count),
    starts: Uint32Array.from(starts),
    roots: Uint32Array.from(roots),
  }
  for (const edges of all)
    for (let e = 0; e < edges.length; e++) {
      const at = place[connected.find(edges.a[e]!)]!++
      made.a[at] = edges.a[e]!
      made.b[at] = edges.b[e]!
      made.template[at] = edges.template[e]!
      made.edition[at] = edges.edition[e]!
    }
  return made
}
