import { answerCutOff } from './rows.ts'

/**
 * Reads the columns of a row from RowBinary, in the order they were selected: numbers little-endian, strings and arrays
 * behind their length (https://clickhouse.com/docs/interfaces/formats/RowBinary).
 */
export class RowBinary {
  #bytes: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  #at = 0

  /** Where reading goes on. */
  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** Goes back to a place: a row that was cut. */
  rewind(at: number): void {
    this.#at = at
  }

  /** Adds what came; what was read already is forgotten. */
  add(bytes: Uint8Array): void {
    const more = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#bytes = this.left === 0 ? more : Buffer.concat([this.#bytes.subarray(this.#at), more])
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    this.#at = 0
  }

  uint8(): number {
    return this.#view.getUint8(this.#step(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#step(2), true)
  }

  uint32(): number {
    return this.#view.getUint32(this.#step(4), true)
  }

  float32(): number {
    return this.#view.getFloat32(this.#step(4), true)
  }

  float64(): number {
    return this.#view.getFloat64(this.#step(8), true)
  }

  /** A column that may be NULL. */
  nullable<T>(value: () => T): T | null {
    return this.uint8() === 1 ? null : value()
  }

  /** A UInt64 that surely fits a number (to 2^53). */
  uint64(): number {
    const low = this.uint32()
    return low + this.uint32() * 2 ** 32
  }

  /** A length in LEB128. */
  length(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#view.getUint8(this.#step(1))
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  string(): string {
    const length = this.length()
    const from = this.#step(length)
    return this.#bytes.toString('utf8', from, from + length)
  }

  strings(): string[] {
    return Array.from({ length: this.length() }, () => this.string())
  }

  /** A string's bytes, a view until the next `add`. */
  raw(): Uint8Array {
    const length = this.length()
    const from = this.#step(length)
    return this.#bytes.subarray(from, from + length)
  }

  /** An Array(UInt32), copied to what `to` gives for its length. */
  uint32s(to: (length: number) => Uint32Array): Uint32Array {
    const length = this.length()
    const from = this.#step(length * 4)
    const target = to(length)
    new Uint8Array(target.buffer, target.byteOffset, length * 4).set(
      this.#bytes.subarray(from, from + length * 4),
    )
    return target
  }

  #step(size: number): number {
    const from = this.#at
    if (from + size > this.#bytes.length) throw new CutRow()
    this.#at = from + size
    return from
  }
}

/** A row that goes on in the next piece. */
class CutRow extends Error {}

/** Calls `row` for each row of an answer; a row cut between two pieces is read again when the rest has come. */
export async function readRowBinary(
  pieces: AsyncIterable<Uint8Array>,
  row: (from: RowBinary) => void,
): Promise<void> {
  const reader = new RowBinary()
  for await (const piece of pieces) {
    reader.add(piece)
    while (reader.left > 0) {
      const start = reader.at
      try {
        row(reader)
      } catch (error) {
        if (!(error instanceof CutRow)) throw error
        reader.rewind(start)
        break
      }
    }
  }
  if (reader.left > 0) throw answerCutOff()
}
