/** Latencies of one kind of request, in milliseconds. */
export class Latencies {
  readonly #all: number[] = []

  add(ms: number): void {
    this.#all.push(ms)
  }

  get count(): number {
    return this.#all.length
  }

  /** The nearest-rank percentile; null when nothing was measured. */
  percentile(share: number): number | null {
    const sorted = this.#all.toSorted((a, b) => a - b)
    const at = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
    return at === undefined ? null : Math.round(at * 10) / 10
  }

  summary(): {
    count: number
    p50Ms: number | null
    p95Ms: number | null
    p99Ms: number | null
    maxMs: number | null
  } {
    const [p50Ms, p95Ms, p99Ms, maxMs] = [0.5, 0.95, 0.99, 1].map((share) => this.percentile(share)) as [
      number | null,
      number | null,
      number | null,
      number | null,
    ]
    return { count: this.count, p50Ms, p95Ms, p99Ms, maxMs }
  }
}
