/** How many texts of a cluster have a shingle: one table for all clusters, by open addressing. */
export class Counts {
  #cluster = new Uint32Array(2 ** 12)
  #shingle = new Uint32Array(2 ** 12)
  #count = new Uint32Array(2 ** 12)
  #mask = 2 ** 12 - 1
  #used = 0

  reset(): void {
    if (this.#used === 0) return
    // A table that grew large is given back rather than swept for every small part.
    if (this.#mask >= 2 ** 16) this.#allocate(2 ** 12)
    else this.#cluster.fill(0)
    this.#used = 0
  }

  get(cluster: number, shingle: number): number {
    const mark = cluster + 1
    let slot = slotOf(mark, shingle) & this.#mask
    for (;;) {
      const here = this.#cluster[slot]!
      if (here === 0) return 0
      if (here === mark && this.#shingle[slot] === shingle) return this.#count[slot]!
      slot = (slot + 1) & this.#mask
    }
  }

  add(cluster: number, shingle: number, by: number): void {
    const mark = cluster + 1
    let slot = slotOf(mark, shingle) & this.#mask
    for (;;) {
      const here = this.#cluster[slot]!
      if (here === 0) break
      if (here === mark && this.#shingle[slot] === shingle) {
        this.#count[slot]! += by
        return
      }
      slot = (slot + 1) & this.#mask
    }
    this.#cluster[slot] = mark
    this.#shingle[slot] = shingle
    this.#count[slot] = by
    if (++this.#used * 2 > this.#mask) this.#grow()
  }

  #grow(): void {
    const [cluster, shingle, count] = [this.#cluster, this.#shingle, this.#count]
    this.#allocate((this.#mask + 1) * 4)
    for (let i = 0; i < cluster.length; i++) {
      if (cluster[i] === 0) continue
      let slot = slotOf(cluster[i]!, shingle[i]!) & this.#mask
      while (this.#cluster[slot] !== 0) slot = (slot + 1) & this.#mask
      this.#cluster[slot] = cluster[i]!
      this.#shingle[slot] = shingle[i]!
      this.#count[slot] = count[i]!
    }
  }

  #allocate(capacity: number): void {
    this.#cluster = new Uint32Array(capacity)
    this.#shingle = new Uint32Array(capacity)
    this.#count = new Uint32Array(capacity)
    this.#mask = capacity - 1
  }
}

function slotOf(mark: number, shingle: number): number {
  const h = Math.imul(mark, 0x9e3779b1) ^ Math.imul(shingle, 0x85ebca6b)
  return (h ^ (h >>> 15)) >>> 0
}
