import { instantiate, LANES } from './kernel.ts'
import { largestExpectations, poissonRatio } from './likelihood.ts'
import type { Centre } from './windows.ts'

/** What a walk over the replicas needs: the same for every centre. */
export type ReplicaCounts = {
  /** Cases in each replica, all equal. */
  total: number
  /** Expected cases of each location; sums to `total`. */
  expected: Float64Array
  /** Replica-major: `counts[r·n + i]`. */
  counts: Uint16Array
  n: number
  replicas: number
  /** Windows with fewer cases are no cluster. */
  leastCases: number
}

/** Windows kept before a batch of replicas walks over them; bounds memory, not results. */
const BLOCK_WINDOWS = 4_000_000
/** Expectations are kept at every such window and added up in between. */
const STRIDE = 32

/**
 * The largest ratio each replica reaches over the windows given so far. Centres are gathered into blocks; each block is
 * walked by eight replicas at a time in WebAssembly, which only reports windows whose count could reach `floor`: ratios
 * at or above the floor are exact, and what lies below it is only known to lie below.
 */
export class ReplicaScan {
  readonly best: Float64Array
  readonly #input: ReplicaCounts
  readonly #largest: Float64Array
  readonly #memory: WebAssembly.Memory
  readonly #walk: ReturnType<typeof instantiate>
  readonly #out: number
  readonly #order: number
  readonly #limits: number
  readonly #spans: { from: number; length: number; checkpoints: Float64Array }[] = []
  #filled = 0

  constructor(input: ReplicaCounts, floor: number) {
    const { n, total } = input
    if (n > 65_535 || total > 65_535) throw new RangeError('at most 65,535 locations and cases')
    this.#input = input
    this.#largest = largestExpectations(total, floor)
    this.best = new Float64Array(input.replicas)
    this.#out = align(n * LANES * 2)
    this.#order = align(this.#out + n * 32)
    this.#limits = align(this.#order + (BLOCK_WINDOWS + n) * 2)
    const bytes = this.#limits + (BLOCK_WINDOWS + n) * 2
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) + 1 })
    this.#walk = instantiate(this.#memory)
  }

  /** Adds a centre's windows; call `finish` after the last. */
  add({ order, distance, length }: Centre): void {
    const { expected, leastCases } = this.#input
    const orders = new Uint16Array(this.#memory.buffer, this.#order)
    const limits = new Uint16Array(this.#memory.buffer, this.#limits)
    const checkpoints = new Float64Array(Math.ceil(length / STRIDE) + 1)
    const from = this.#filled
    let sum = 0
    let needed = 0
    for (let j = 0; j < length; j++) {
      if (j % STRIDE === 0) checkpoints[j / STRIDE] = sum
      const place = order[j]!
      sum += expected[place]!
      orders[from + j] = place
      while (needed < this.#largest.length && this.#largest[needed]! < sum) needed++
      const closed = j + 1 === order.length || distance[j + 1] !== distance[j]
      limits[from + j] = closed ? Math.min(65_535, Math.max(needed, leastCases) - 1) : 65_535
    }
    this.#spans.push({ from, length, checkpoints })
    this.#filled += length
    if (this.#filled >= BLOCK_WINDOWS) this.#walkBlock()
  }

  finish(): Float64Array {
    this.#walkBlock()
    return this.best
  }

  #walkBlock(): void {
    for (let r = 0; r < this.#input.replicas; r += LANES) this.#walkLanes(r)
    this.#spans.length = 0
    this.#filled = 0
  }

  #walkLanes(firstReplica: number): void {
    const { n, counts, replicas, expected, total, leastCases } = this.#input
    const { buffer } = this.#memory
    const lanes = new Uint16Array(buffer, 0, n * LANES)
    const used = Math.min(LANES, replicas - firstReplica)
    lanes.fill(0)
    for (let l = 0; l < used; l++) {
      const base = (firstReplica + l) * n
      for (let i = 0; i < n; i++) lanes[i * LANES + l] = counts[base + i]!
    }
    const words = new Uint32Array(buffer)
    const halves = new Uint16Array(buffer)
    // The best of each lane as a comparison: a count c beats it only below this expectation.
    for (const { from, length, checkpoints } of this.#spans) {
      const end = this.#walk(this.#order + from * 2, this.#limits + from * 2, length, 0, this.#out)
      for (let at = this.#out; at < end; at += 32) {
        const j = words[at >>> 2]!
        let e = checkpoints[Math.floor(j / STRIDE)]!
        for (let k = j - (j % STRIDE); k <= j; k++) e += expected[halves[(this.#order >>> 1) + from + k]!]!
        const limit = halves[(this.#limits >>> 1) + from + j]!
        for (let l = 0; l < used; l++) {
          const c = halves[(at >>> 1) + 8 + l]!
          if (c <= limit || c < leastCases) continue
          const ratio = poissonRatio(c, e, total)
          if (ratio > this.best[firstReplica + l]!) this.best[firstReplica + l] = ratio
        }
      }
    }
  }
}

/** The same for one replica, plainly: for pilots, and to check the kernel against. */
export function walkPlainly(
  input: ReplicaCounts,
  replica: number,
  { order, distance, length }: Centre,
): number {
  const { expected, total, counts, n, leastCases } = input
  const base = replica * n
  let sum = 0
  let c = 0
  let best = 0
  for (let j = 0; j < length; j++) {
    sum += expected[order[j]!]!
    c += counts[base + order[j]!]!
    if (c < leastCases || c <= sum) continue
    if (j + 1 < order.length && distance[j + 1] === distance[j]) continue
    const ratio = poissonRatio(c, sum, total)
    if (ratio > best) best = ratio
  }
  return best
}

function align(bytes: number): number {
  return (bytes + 63) & ~63
}
