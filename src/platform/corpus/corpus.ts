import type { z } from 'zod'

/** A ClickHouse parameter: written `{name:Type}` in the SQL, bound by the engine, never spliced into text. */
export type CorpusParameters = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[]>
>

/**
 * The observations: one door to ClickHouse, the same SQL for the embedded engine (`chdb`, in a child process of
 * its own) and for a server (`CLICKHOUSE_URL`). It holds nothing confidential: no reports, no cases, no people.
 */
export interface Corpus {
  /** Which engine answers; for `doctor` and benchmark reports. */
  readonly engine: 'embedded' | 'server'
  /** Rows of a SELECT (JSONEachRow), each parsed with `row`. Throws `AsyliaError('corpus.query-failed')`. */
  query<Row>(sql: string, row: z.ZodType<Row>, parameters?: CorpusParameters): Promise<Row[]>
  /** The same rows, one at a time, for results too large to hold. */
  stream<Row>(sql: string, row: z.ZodType<Row>, parameters?: CorpusParameters): AsyncIterable<Row>
  /** A SELECT's rows as lines of JSONEachRow, unread, in pieces that end with a line: what `insertLines` takes. */
  lines(sql: string, parameters?: CorpusParameters): AsyncIterable<Buffer>
  /**
   * A SELECT's answer in RowBinary, cut anywhere: for millions of numbers, read with `readRowBinary`. Throws before the
   * first byte or at the end, never gives a half answer out as a whole one.
   */
  bytes(sql: string, parameters?: CorpusParameters): AsyncIterable<Uint8Array>
  /** A statement without rows: DDL, INSERT … SELECT, ALTER … DELETE. */
  command(sql: string, parameters?: CorpusParameters): Promise<void>
  /** Inserts rows; when the promise settles they are on disk (`fsync_after_insert`). */
  insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void>
  /** Inserts lines of JSONEachRow as they are: the quick path of importers. Same promise as `insert`. */
  insertLines(table: string, jsonEachRow: Buffer): Promise<void>
  close(): Promise<void>
}
