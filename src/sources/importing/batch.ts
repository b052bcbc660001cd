import type { Known } from './keys.store.ts'
import type { Observation } from './observation.ts'
import { type ImportCounts, noCounts, type Reject, rejectsShown } from './run.ts'

/** Fewer make more waiting, more make more to do again after a kill. */
const usualRows = 20_000
const mostBytes = 16 << 20
/** Digits of the version, filled in when the batch is decided: milliseconds since 1970 have 13 until the year 2286. */
const versionDigits = 13
const ending = `,"version":${'0'.repeat(versionDigits)}}\n`

type Entry = { id: string; contentHash: string; start: number; end: number }

/**
 * The rows between two acknowledgements: one observation an id, and what was rejected among them. Lines stand in one
 * buffer outside the heap, so that the collector need not move 15 MB of text about.
 */
export class Batch {
  readonly entries = new Map<string, Entry>()
  readonly rejects: Reject[] = []
  rejectLines = ''
  toByte = 0
  toRow = 0
  readonly #mostRows: number
  #lines = Buffer.allocUnsafe(mostBytes)
  #bytes = 0
  #rows = 0
  #rejected = 0
  /** Rows whose id came before in this batch: with the same content, or with other. */
  #repeated = 0
  #changed = 0

  constructor(mostRows: number = usualRows) {
    this.#mostRows = mostRows
  }

  get full(): boolean {
    return this.#rows >= this.#mostRows || this.#bytes + this.rejectLines.length >= mostBytes
  }

  /** Rows that took the place of an earlier row of this batch, by the same id and with other content. */
  get replaced(): number {
    return this.#changed
  }

  get empty(): boolean {
    return this.#rows === 0
  }

  add({ id, contentHash, line }: Observation): void {
    this.#rows++
    const before = this.entries.get(id)
    if (before?.contentHash === contentHash) {
      this.#repeated++
      return
    }
    if (before !== undefined) this.#changed++
    const start = this.#bytes
    this.#write(line)
    this.#write(ending)
    this.entries.set(id, { id, contentHash, start, end: this.#bytes })
  }

  reject(rejects: readonly Reject[], line: string): void {
    this.#rows++
    this.#rejected++
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
    const kept: Buffer[] = []
    for (const { id, start, end } of this.entries.values()) {
      const there = known.get(id)
      if (there === undefined) counts.added++
      else if (there.same) {
        counts.unchanged++
        continue
      } else counts.updated++
      const version = there === undefined ? now : Math.max(now, there.version + 1)
      this.#lines.write(String(version), end - versionDigits - 2, versionDigits, 'latin1')
      kept.push(this.#lines.subarray(start, end))
    }
    // The usual case, every line new, needs no copy.
    const whole = this.#changed === 0 && counts.unchanged === this.#repeated
    return { lines: whole ? this.#lines.subarray(0, this.#bytes) : Buffer.concat(kept), counts }
  }

  #write(text: string): void {
    // A character of a JavaScript string takes at most 3 bytes of UTF-8.
    if (this.#bytes + text.length * 3 > this.#lines.length) {
      const wider = Buffer.allocUnsafe(this.#lines.length * 2 + text.length * 3)
      this.#lines.copy(wider, 0, 0, this.#bytes)
      this.#lines = wider
    }
    this.#bytes += this.#lines.write(text, this.#bytes, 'utf8')
  }
}
