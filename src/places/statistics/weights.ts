/**
 * Who is whose neighbour, as compressed sparse rows: the neighbours of i are
 * `neighbours[starts[i]] … neighbours[starts[i + 1] − 1]`. Weights are binary (B), or each row sums to 1 (W).
 * No place is its own neighbour here; Gi* adds the place itself.
 */
export type Neighbourhood = {
  readonly n: number
  readonly starts: Uint32Array
  readonly neighbours: Uint32Array
}

export type Style = 'B' | 'W'

/** From directed pairs of 0-based indices; pairs of a place with itself and repeated pairs are dropped. */
export function fromPairs(n: number, pairs: Iterable<readonly [number, number]>): Neighbourhood {
  const lists: Set<number>[] = Array.from({ length: n }, () => new Set())
  for (const [i, j] of pairs) {
    if (i < 0 || j < 0 || i >= n || j >= n) throw new RangeError(`pair ${i},${j}: only ${n} places`)
    if (i !== j) lists[i]!.add(j)
  }
  return fromLists(lists.map((list) => [...list].sort((a, b) => a - b)))
}

export function fromLists(lists: readonly (readonly number[])[]): Neighbourhood {
  const n = lists.length
  const starts = new Uint32Array(n + 1)
  for (let i = 0; i < n; i++) starts[i + 1] = starts[i]! + lists[i]!.length
  const neighbours = new Uint32Array(starts[n]!)
  for (let i = 0; i < n; i++) neighbours.set(lists[i]!, starts[i]!)
  return { n, starts, neighbours }
}

/** Everyone within `distance` in the plane (0 < d ≤ distance), by a grid of buckets. */
export function withinBand(x: ArrayLike<number>, y: ArrayLike<number>, distance: number): Neighbourhood {
  const n = x.length
  const buckets = new Map<string, number[]>()
  const key = (a: number, b: number) => `${a},${b}`
  for (let i = 0; i < n; i++) {
    const k = key(Math.floor(x[i]! / distance), Math.floor(y[i]! / distance))
    const bucket = buckets.get(k)
    if (bucket) bucket.push(i)
    else buckets.set(k, [i])
  }
  const limit = distance * distance
  const lists: number[][] = []
  for (let i = 0; i < n; i++) {
    const list: number[] = []
    const bx = Math.floor(x[i]! / distance)
    const by = Math.floor(y[i]! / distance)
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const j of buckets.get(key(bx + dx, by + dy)) ?? []) {
          const d = (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2
          if (j !== i && d > 0 && d <= limit) list.push(j)
        }
      }
    }
    lists.push(list.sort((a, b) => a - b))
  }
  return fromLists(lists)
}

/** The k nearest of each by `distance`; ties go to the lower index. Not symmetric. */
export function nearest(n: number, k: number, distance: (i: number, j: number) => number): Neighbourhood {
  const lists: number[][] = []
  for (let i = 0; i < n; i++) {
    const others: { j: number; d: number }[] = []
    for (let j = 0; j < n; j++) if (j !== i) others.push({ j, d: distance(i, j) })
    others.sort((a, b) => a.d - b.d || a.j - b.j)
    lists.push(
      others
        .slice(0, k)
        .map((other) => other.j)
        .sort((a, b) => a - b),
    )
  }
  return fromLists(lists)
}
