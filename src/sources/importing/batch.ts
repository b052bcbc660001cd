import type { Observation } from './observation.ts'
import type { Known } from './keys.store.ts'
import { type ImportCounts, noCounts, type Reject, rejectsShown } from './run.ts'

/** Fewer make more waiting, more make more to do again after a kill. */
const usualRows = 20_000
const mostBytes = 16 << 20

/** The rows between two acknowledgements: one observation an id, and what was rejected among them. */
export class Batch {
  readonly observations = new Map<string, Observation>()
  readonly rejects: Reject[] = []
  rejectLines = ''
  toByte = 0
  toRow = 0
  readonly #mostRows: number
  #rows = 0
  #rejected = 0
  #bytes = 0
  /** Rows whose id came before in this batch: with the same content, or with other. */
  #repeated = 0
  #changed = 0

  constructor(mostRows: number = usualRows) {
    this.#mostRows = mostRows
  }

  get full(): boolean {
    return this.#rows >= this.#mostRows || this.#bytes >= mostBytes
  }

  get empty(): boolean {
    return this.#rows === 0
  }

  add(observation: Observation): void {
    this.#rows++
    this.#bytes += observation.line.length
    const before = this.observations.get(observation.id)
    if (before?.contentHash === observation.contentHash) this.#repeated++
    else {
      if (before !== undefined) this.#changed++
      this.observations.set(observation.id, observation)
    }
  }

  reject(rejects: readonly Reject[], line: string): void {
    this.#rows++
    this.#rejected++
    this.#bytes += line.length
    this.rejectLines += line
    for (const each of rejects) if (this.rejects.length < rejectsShown) this.rejects.push(each)
  }

  /** What to write, as JSONEachRow, and what to count, given what the corpus already holds. */
  decide(known: ReadonlyMap<string, Known>): { lines: Buffer; counts: ImportCounts } {
    const counts = {
      ...noCounts(),
      read: this.#rows,
      rejected: this.#rejected,
      unchanged: this.#repeated,
      updated: this.#changed,
    }
    const now = Date.now()
    const lines: string[] = []
    for (const { id, line } of this.observations.values()) {
      const there = known.get(id)
      if (there === undefined) counts.added++
      else if (there.same) {
        counts.unchanged++
        continue
      } else counts.updated++
      lines.push(`${line},"version":${there === undefined ? now : Math.max(now, there.version + 1)}}\n`)
    }
    return { lines: Buffer.from(lines.join('')), counts }
  }
}
