import { isUtf8 } from 'node:buffer'

/** A record longer than this is refused: no ad or incident is a megabyte long, and memory must stay flat. */
export const longestRecord = 1 << 20
const headKept = 2000

/** One record as it stands in the file; `problem` when it cannot be taken apart. */
export type RawRecord = {
  text: string
  /** As a spreadsheet counts: the first record is row 1. */
  row: number
  /** The byte after it, in the decoded text: where an import may go on. */
  end: number
  problem?: { found: string; expected: string }
}

/** Cuts text into records as it comes; `finish` gives the last one, which `cut` (a file that ended early) makes bad. */
export interface RecordSplitter {
  push(chunk: Buffer): RawRecord[]
  finish(cut: boolean): RawRecord[]
}

type Found = { next: number; end: number; problem?: RawRecord['problem'] } | undefined

/** What lines and CSV have in common: a rest carried over, a limit of length, row and byte counting. */
abstract class Splitter implements RecordSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #row: number
  #offset: number
  /** In a record past the limit: its head, until its end is found. */
  #tooLong: { head: Buffer; bytes: number } | undefined

  constructor(row: number, offset: number) {
    this.#row = row
    this.#offset = offset
  }

  /** The record that starts at `start`: where it ends and the next begins; undefined when more bytes are needed. */
  protected abstract find(bytes: Buffer, start: number, last: boolean): Found

  push(chunk: Buffer): RawRecord[] {
    return this.#cut(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false, false)
  }

  finish(cut: boolean): RawRecord[] {
    return this.#cut(this.#rest, true, cut)
  }

  #cut(bytes: Buffer, last: boolean, cut: boolean): RawRecord[] {
    const records: RawRecord[] = []
    let start = 0
    if (this.#tooLong !== undefined) start = this.#skipLong(bytes, last, records)
    while (start < bytes.length) {
      let found = this.find(bytes, start, last)
      if (found === undefined && bytes.length - start > longestRecord) {
        const line = bytes.indexOf(10, start)
        if (line < 0) {
          this.#tooLong = {
            head: Buffer.from(bytes.subarray(start, start + headKept)),
            bytes: bytes.length - start,
          }
          start = bytes.length
          if (last) this.#skipLong(bytes.subarray(start), true, records)
          break
        }
        found = {
          end: line,
          next: line + 1,
          problem: { found: 'a quote that is not closed within 1 MiB', expected: 'a closing quote' },
        }
      }
      if (found === undefined) break
      const { end, next } = found
      const tail = last && next >= bytes.length && cut
      records.push(this.#record(bytes.subarray(start, end), next - start, tail ? endedEarly : found.problem))
      start = next
    }
    this.#rest = start >= bytes.length ? Buffer.alloc(0) : bytes.subarray(start)
    return records.filter(({ text, problem }) => text !== '' || problem !== undefined)
  }

  #record(bytes: Buffer, length: number, problem: RawRecord['problem']): RawRecord {
    const row = ++this.#row
    this.#offset += length
    const body = bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes
    let mistake = problem
    if (mistake === undefined && body.length > longestRecord) mistake = tooLong(body.length)
    if (mistake === undefined && !isUtf8(body)) mistake = notUtf8(body)
    const kept = mistake !== undefined && body.length > headKept ? body.subarray(0, headKept) : body
    return {
      text: kept.toString('utf8'),
      row,
      end: this.#offset,
      ...(mistake === undefined ? {} : { problem: mistake }),
    }
  }

  #skipLong(bytes: Buffer, last: boolean, records: RawRecord[]): number {
    const long = this.#tooLong!
    const line = bytes.indexOf(10)
    const length = long.bytes + (line < 0 ? bytes.length : line)
    if (line < 0 && !last) {
      long.bytes = length
      return bytes.length
    }
    this.#tooLong = undefined
    records.push(this.#record(long.head, length + (line < 0 ? 0 : 1), tooLong(length)))
    return line < 0 ? bytes.length : line + 1
  }
}

const endedEarly = { found: 'a record cut off by the end of the file', expected: 'a whole record' }

const tooLong = (bytes: number) => ({
  found: `a record of ${bytes.toLocaleString('en')} bytes`,
  expected: `at most ${longestRecord.toLocaleString('en')} bytes`,
})

function notUtf8(bytes: Buffer): NonNullable<RawRecord['problem']> {
  const text = bytes.toString('utf8')
  let sign = text.indexOf('\uFFFD')
  let at = Buffer.byteLength(text.slice(0, sign))
  // The replacement character may stand in the file itself (EF BF BD), before the byte that is wrong.
  while (bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) {
    sign = text.indexOf('\uFFFD', sign + 1)
    at = Buffer.byteLength(text.slice(0, sign))
  }
  const hex = bytes[at]?.toString(16).toUpperCase().padStart(2, '0') ?? '??'
  const before = bytes.subarray(Math.max(0, at - 12), at).toString('utf8')
  return {
    found: `the byte ${hex} after "${before}"`,
    expected: 'UTF-8 (if the file is Windows-1252, write "encoding: windows-1252" in the mapping)',
  }
}

/** JSON lines, or any text of one record a line. */
export class LineSplitter extends Splitter {
  protected find(bytes: Buffer, start: number, last: boolean): Found {
    const line = bytes.indexOf(10, start)
    if (line >= 0) return { end: line, next: line + 1 }
    return last ? { end: bytes.length, next: bytes.length } : undefined
  }
}

/**
 * RFC 4180 records. A field is quoted when it starts with a quote; elsewhere a quote is a character like others. A
 * quote that never closes costs its own line only: reading goes on with the next one.
 */
export class CsvSplitter extends Splitter {
  readonly #delimiter: number

  constructor(delimiter: string, row = 0, offset = 0) {
    super(row, offset)
    this.#delimiter = delimiter.charCodeAt(0)
  }

  protected find(bytes: Buffer, start: number, last: boolean): Found {
    const line = bytes.indexOf(10, start)
    const quote = bytes.indexOf(34, start)
    if (quote < 0 || (line >= 0 && quote > line)) return lineEnd(bytes, line, last)
    let at = start
    for (;;) {
      if (bytes[at] === 34) {
        const closed = closingQuote(bytes, at)
        const needed = closed === undefined || bytes[closed + 1] === 13 ? 2 : 1
        if (closed === undefined || (closed + needed >= bytes.length && !last)) {
          return last
            ? this.#badLine(bytes, line, 'a quote that is not closed', 'a closing quote')
            : undefined
        }
        at = closed + 1
        if (bytes[at] === 13 && (bytes[at + 1] === 10 || at + 1 === bytes.length)) at++
        if (at >= bytes.length) return { end: bytes.length, next: bytes.length }
        if (bytes[at] !== 10 && bytes[at] !== this.#delimiter) {
          return this.#badLine(bytes, line, 'text after a closing quote', 'a delimiter, or the quote doubled')
        }
      } else {
        while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== this.#delimiter) at++
        if (at >= bytes.length) return last ? { end: bytes.length, next: bytes.length } : undefined
      }
      if (bytes[at] === 10) return { end: at, next: at + 1 }
      at++
      if (at >= bytes.length) return last ? { end: bytes.length, next: bytes.length } : undefined
    }
  }

  #badLine(bytes: Buffer, line: number, found: string, expected: string): Found {
    const end = line < 0 ? bytes.length : line
    return { end, next: line < 0 ? end : end + 1, problem: { found, expected } }
  }
}

function lineEnd(bytes: Buffer, line: number, last: boolean): Found {
  if (line >= 0) return { end: line, next: line + 1 }
  return last ? { end: bytes.length, next: bytes.length } : undefined
}

function closingQuote(bytes: Buffer, open: number): number | undefined {
  let at = bytes.indexOf(34, open + 1)
  while (at >= 0 && bytes[at + 1] === 34) at = bytes.indexOf(34, at + 2)
  return at < 0 ? undefined : at
}
