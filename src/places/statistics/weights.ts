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

/**
 * The k nearest of each on the earth, by the chord; ties go to the lower index. Not symmetric. Places are walked outward
 * in latitude until no farther one can be nearer, so that a map of 50,000 costs seconds, not hours.
 */
export function nearestOnEarth(
  spots: readonly (readonly [latitude: number, longitude: number])[],
  k: number,
): Neighbourhood {
  const n = spots.length
  const rad = Math.PI / 180
  const order = spots.map((_, i) => i).sort((a, b) => spots[a]![0] - spots[b]![0] || a - b)
  const vectors = new Float64Array(3 * n)
  spots.forEach(([latitude, longitude], i) => {
    vectors[3 * i] = Math.cos(latitude * rad) * Math.cos(longitude * rad)
    vectors[3 * i + 1] = Math.cos(latitude * rad) * Math.sin(longitude * rad)
    vectors[3 * i + 2] = Math.sin(latitude * rad)
  })
  const lists: number[][] = Array.from({ length: n }, () => [])
  order.forEach((i, at) => {
    const best: { j: number; d: number }[] = []
    const consider = (j: number): void => {
      let d = 0
      for (let axis = 0; axis < 3; axis++) d += (vectors[3 * i + axis]! - vectors[3 * j + axis]!) ** 2
      if (best.length === k && (d > best[k - 1]!.d || (d === best[k - 1]!.d && j > best[k - 1]!.j))) return
      let place = best.length
      while (place > 0 && (best[place - 1]!.d > d || (best[place - 1]!.d === d && best[place - 1]!.j > j)))
        place--
      best.splice(place, 0, { j, d })
      if (best.length > k) best.pop()
    }
    // The chord between two places is at least the difference of their sines of latitude.
    const within = (to: number): boolean =>
      best.length < k || (vectors[3 * i + 2]! - vectors[3 * to + 2]!) ** 2 <= best[k - 1]!.d
    let down = at - 1
    let up = at + 1
    for (;;) {
      const canDown = down >= 0 && within(order[down]!)
      const canUp = up < n && within(order[up]!)
      if (canDown) consider(order[down--]!)
      if (canUp) consider(order[up++]!)
      if (!canDown && !canUp) break
    }
    lists[i] = best.map(({ j }) => j).sort((a, b) => a - b)
  })
  return fromLists(lists)
}
