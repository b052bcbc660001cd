const least = 2 ** 12
/** A table larger than this is given back rather than kept for small parts. */
const most = 2 ** 16

/**
 * How many texts of a cluster have a shingle: one table for all clusters of a part, by open addressing. An entry is four
 * numbers side by side (mark, shingle, count, none), so that it is fetched at once.
 */
export class Counts {
  #entries = new Uint32Array(least * 4)
  #mask = least - 1
  #used = 0
  /** Marks up to here are of parts before: their entries count as empty. */
  #old = 0
  #highest = 0

  /** Forgets everything: the clusters of another part follow. */
  reset(): void {
    if (this.#used === 0) return
    this.#used = 0
    this.#old = this.#highest
    if (this.#mask < most && this.#highest < 2 ** 31) return
    this.#allocate(least)
    this.#old = 0
    this.#highest = 0
  }

  get(cluster: number, shingle: number): number {
    const entries = this.#entries
    const old = this.#old
    const mark = old + cluster + 1
    let at = (slotOf(mark, shingle) & this.#mask) << 2
    for (;;) {
      const here = entries[at]!
      if (here <= old) return 0
      if (here === mark && entries[at + 1] === shingle) return entries[at + 2]!
      at = (at + 4) & ((this.#mask << 2) | 3)
    }
  }

  add(cluster: number, shingle: number, by: number): void {
    const entries = this.#entries
    const old = this.#old
    const mark = old + cluster + 1
    let at = (slotOf(mark, shingle) & this.#mask) << 2
    for (;;) {
      const here = entries[at]!
      if (here <= old) break
      if (here === mark && entries[at + 1] === shingle) {
        entries[at + 2]! += by
        return
      }
      at = (at + 4) & ((this.#mask << 2) | 3)
    }
    entries[at] = mark
    entries[at + 1] = shingle
    entries[at + 2] = by
    if (mark > this.#highest) this.#highest = mark
    if (++this.#used * 2 > this.#mask) this.#grow()
  }

  #grow(): void {
    const before = this.#entries
    this.#allocate((this.#mask + 1) * 4)
    for (let from = 0; from < before.length; from += 4) {
      if (before[from]! <= this.#old) continue
      let at = (slotOf(before[from]!, before[from + 1]!) & this.#mask) << 2
      while (this.#entries[at] !== 0) at = (at + 4) & ((this.#mask << 2) | 3)
      this.#entries.set(before.subarray(from, from + 3), at)
    }
  }

  #allocate(capacity: number): void {
    this.#entries = new Uint32Array(capacity * 4)
    this.#mask = capacity - 1
  }
}

function slotOf(mark: number, shingle: number): number {
  const h = Math.imul(mark, 0x9e3779b1) ^ Math.imul(shingle, 0x85ebca6b)
  return (h ^ (h >>> 15)) >>> 0
}
