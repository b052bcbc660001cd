/** Distinct texts as they are compared; columns that threads share. A text's place here is its row. */
export type Texts = {
  readonly count: number
  /** Where the shingles of each begin; one more than there are texts. */
  readonly starts: Uint32Array
  /** Ascending within a text. */
  readonly shingles: Uint32Array
  /** A hash of what it says (53 bits): equal for equal texts, and an order that does not depend on how they came. */
  readonly rank: Float64Array
}

/** Gathers observations into distinct texts: what is said twice in the same words is compared once. */
export class TextsInMaking {
  #starts: Uint32Array
  #shingles: Uint32Array
  #rank: Float64Array
  #count = 0
  /** Open addressing from rank to row + 1. */
  #rows: Uint32Array
  #mask: number

  /** Room for so many texts and shingles. */
  constructor(texts: number, shingles: number) {
    this.#starts = shared(Uint32Array, texts + 1)
    this.#shingles = shared(Uint32Array, shingles)
    this.#rank = shared(Float64Array, texts)
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, texts * 2)))
    this.#rows = new Uint32Array(capacity)
    this.#mask = capacity - 1
  }

  /** The row of a packed wording; new when nobody said so before. */
  add(packed: Uint8Array): number {
    const row = this.#count
    const start = this.#starts[row]!
    const end = start + packed.length / 3
    const rank = unpack(packed, this.#shingles, start)
    let slot = Math.floor(rank / 2 ** 21) & this.#mask
    for (let known = this.#rows[slot]!; known !== 0; known = this.#rows[slot]!) {
      if (this.#rank[known - 1] === rank) return known - 1
      slot = (slot + 1) & this.#mask
    }
    this.#rows[slot] = row + 1
    this.#rank[row] = rank
    this.#starts[row + 1] = end
    this.#count++
    return row
  }

  done(): Texts {
    return { count: this.#count, starts: this.#starts, shingles: this.#shingles, rank: this.#rank }
  }
}

/** Writes the shingles of a packed wording (`pack`, base64 decoded) to `to` from `start` on, and returns their rank. */
function unpack(packed: Uint8Array, to: Uint32Array, start: number): number {
  let a = packed.length / 3
  let b = 0x2545f491
  for (let i = start, at = 0; at < packed.length; i++, at += 3) {
    const shingle = (packed[at]! << 16) | (packed[at + 1]! << 8) | packed[at + 2]!
    to[i] = shingle
    a = Math.imul(a ^ shingle, 0x85ebca6b)
    a ^= a >>> 13
    b = Math.imul(b ^ shingle, 0xc2b2ae35)
    b ^= b >>> 15
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11)
}

type Column = Uint8Array | Uint32Array | Float32Array | Float64Array

/** A column that threads share. */
export function shared<C extends Column>(
  type: { new (buffer: SharedArrayBuffer): C; BYTES_PER_ELEMENT: number },
  length: number,
): C {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT))
}
