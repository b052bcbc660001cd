import { z } from 'zod'
import { AsyliaError } from '#platform/errors'
import { queryFailed } from './query-error.ts'

const newline = 10

/** Cuts a stream of bytes into lines, whatever way the bytes were cut before. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const data = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    let start = 0
    for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline, start)) {
      if (end > start) yield data.toString('utf8', start, end)
      start = end + 1
    }
    rest = data.subarray(start)
  }
  if (rest.length > 0) yield rest.toString('utf8')
}

/** The same lines as they are, in pieces that each end with one. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const data = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    const end = data.lastIndexOf(newline) + 1
    if (end > 0) yield data.subarray(0, end)
    rest = data.subarray(end)
  }
  if (rest.length > 0) yield Buffer.concat([rest, Buffer.of(newline)])
}

/** A line of a server's answer that is a row; anything else is its exception, or the place where it was cut off. */
export function rowLine(line: string): string {
  if (line.startsWith('{') && line.endsWith('}')) return line
  if (/^Code: \d+\. DB::Exception/.test(line)) throw queryFailed(line)
  throw answerCutOff()
}

/** Parses one line of an answer. An answer of another shape is our mistake: the error names fields, no values. */
export function parseRow<Row>(line: string, row: z.ZodType<Row>): Row {
  const parsed = row.safeParse(readLine(line))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AsyliaError(
    'corpus.unexpected-answer',
    `a row from the corpus has another shape: field ${issue?.path.join('.') || '(row)'}: ${issue?.code}`,
    { field: issue?.path.join('.'), expected: issue?.code },
  )
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // A server that fails half-way through an answer writes its exception where the next row would be.
    if (/^Code: \d+\. DB::Exception/.test(line)) throw queryFailed(line)
    throw answerCutOff()
  }
}

/** A statement that failed, or a connection that was lost, after the first rows were given out. */
export function answerCutOff(): AsyliaError {
  return new AsyliaError('corpus.answer-cut-off', 'the answer from the corpus ended half-way: ask again')
}

/**
 * One row as a line of JSONEachRow. A lone surrogate, which no UTF-8 text can hold, becomes U+FFFD; NUL stays.
 * `bigint` is written in full.
 */
export function jsonLine(row: Readonly<Record<string, unknown>>): string {
  const line = written(row)
  const wellFormed = line.includes('\\ud')
    ? line.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\ufffd')
    : line
  return `${wellFormed}\n`
}

function written(row: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(row)
  } catch {
    // Only a row that holds a `bigint` is worth asking of each value.
    return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  }
}

/** A 64-bit integer of an answer: ClickHouse sends it as a string, here it is a `bigint`, exact. */
export const Int64 = z
  .string()
  .regex(/^-?\d{1,20}$/)
  .transform((digits) => BigInt(digits))

/** `count()` and other 64-bit integers that surely fit a number; beyond 2^53 it is refused, never rounded. */
export const Count = z
  .string()
  .regex(/^-?\d{1,20}$/)
  .transform(Number)
  .refine(Number.isSafeInteger, 'expected an integer within 2^53')
