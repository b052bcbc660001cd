import { isAscii } from 'node:buffer'
import type { Observation } from './read-observation.ts'

/**
 * Rows of observations in RowBinary, in the order of `unreadObservations`: id, version, title, text, contact and
 * country, each a string, then the images, an array of strings. Whole rows only.
 */
export class RowsIn {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The next observation; undefined behind the last. */
  next(): Observation | undefined {
    if (this.#at >= this.#bytes.length) return undefined
    const id = this.#string()
    const version = this.#string()
    const title = this.#string()
    const text = this.#string()
    const contact = this.#string()
    const country = this.#string()
    const many = this.#length()
    const images = many === 0 ? none : Array.from({ length: many }, () => this.#string())
    return { id, version, title, text, contact, country, images }
  }

  #string(): string {
    const length = this.#length()
    if (length === 0) return ''
    const from = this.#at
    this.#at = from + length
    const bytes = this.#bytes.subarray(from, from + length)
    return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
  }

  /** A length in LEB128. */
  #length(): number {
    const bytes = this.#bytes
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[this.#at++]!
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
}

const none: readonly string[] = []
const columns = 6

/** Where the row that begins at `from` ends; undefined when it goes on behind these bytes. */
function endOfRow(bytes: Uint8Array, from: number): number | undefined {
  let at = from
  let strings = columns
  for (let column = 0; ; column++) {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) return undefined
      value += (byte & 127) * factor
      if (byte < 128) break
    }
    if (column === columns) strings += value
    else at += value
    if (at > bytes.length) return undefined
    if (column >= columns && column === strings) return at
  }
}

export type Batch = { rows: number; bytes: Buffer }

/** Cuts an answer into batches of whole rows: of about so many bytes, whatever way it was cut before. */
export async function* wholeRows(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Batch> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    held.push(piece)
    length += piece.length
    if (length < size) continue
    const { rows, end, bytes } = rowsOf(held)
    // Before the batch is given out: who takes it may hand its bytes on to a thread.
    held = end === bytes.length ? [] : [bytes.subarray(end)]
    length = bytes.length - end
    if (rows > 0) yield { rows, bytes: length === 0 ? bytes : bytes.subarray(0, end) }
  }
  const { rows, end, bytes } = rowsOf(held)
  if (end < bytes.length) throw new Error('the answer from the corpus ended within a row')
  if (rows > 0) yield { rows, bytes }
}

function rowsOf(held: readonly Uint8Array[]): { rows: number; end: number; bytes: Buffer } {
  const [only] = held
  const bytes =
    held.length === 1 ? Buffer.from(only!.buffer, only!.byteOffset, only!.byteLength) : Buffer.concat(held)
  let rows = 0
  let end = 0
  for (let next = endOfRow(bytes, 0); next !== undefined; next = endOfRow(bytes, end)) {
    rows++
    end = next
    if (end === bytes.length) break
  }
  return { rows, end, bytes }
}
