import type { SignatureRow } from './read-observation.ts'

/**
 * Lines of `detect_signature`, as JSONEachRow. Written here by hand, since the words of a row are known: names of kinds
 * and fields and the packed wording hold nothing that JSON would write otherwise.
 */
export class RowsOut {
  #bytes: Buffer
  #at = 0

  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(1024, room))
  }

  add(row: SignatureRow, number: number): void {
    const line =
      `{"id":${quoted(row.id)},"version":${quoted(row.version)},"number":${number},"wording":"${row.wording}"` +
      (row.kinds.length === 0
        ? ''
        : `,"kinds":["${row.kinds.join('","')}"],"values":[${row.values.map(quoted).join(',')}],` +
          `"fields":["${row.fields.join('","')}"],"starts":[${row.starts.join(',')}],"ends":[${row.ends.join(',')}]`) +
      `,"masked":${row.masked},"reading":${row.reading}}\n`
    // Three bytes hold a unit of any text.
    this.#makeRoom(line.length * 3)
    this.#at += this.#bytes.write(line, this.#at, 'utf8')
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  #makeRoom(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + more))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}

const loneSurrogate = /\p{Surrogate}/u
/** Of ASCII, with nothing that JSON writes otherwise: ids, phones, addresses. */
const asItIs = /^[ !#-[\]-~]*$/

/** No UTF-8 text can hold half of a pair: it becomes U+FFFD. */
function quoted(value: string): string {
  if (asItIs.test(value)) return `"${value}"`
  return JSON.stringify(loneSurrogate.test(value) ? Buffer.from(value).toString() : value)
}
