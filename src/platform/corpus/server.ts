import { Readable } from 'node:stream'
import { createClient, ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import type { z } from 'zod'
import { AsyliaError } from '#platform/errors'
import type { Corpus, CorpusParameters } from './corpus.ts'
import { parametersOf } from './parameters.ts'
import { queryFailed } from './query-error.ts'
import { answerCutOff, jsonLine, parseRow, rowLine } from './rows.ts'
import { settingsFor, type CorpusLimits } from './settings.ts'
import { tableName, withoutSemicolon } from './statement.ts'

/** Long statements (detection over millions of rows) are ordinary here. */
const requestTimeoutMs = 30 * 60_000

/** The corpus on a ClickHouse server: the same SQL, the same settings, over HTTP. */
export class ServerCorpus implements Corpus {
  readonly engine = 'server'
  readonly #client: ClickHouseClient

  private constructor(client: ClickHouseClient) {
    this.#client = client
  }

  /** Connects and asks once. Throws `corpus.server-unreachable`, which names the host and never the password. */
  static async open(url: string, limits: CorpusLimits = {}): Promise<ServerCorpus> {
    const client = createClient({
      url,
      application: 'asylia',
      request_timeout: requestTimeoutMs,
      compression: { request: true, response: true },
      clickhouse_settings: { ...settingsFor(limits), http_write_exception_in_output_format: 0 },
      log: { level: 127 },
    })
    const corpus = new ServerCorpus(client)
    const answer = await client.ping({ select: true })
    if (!answer.success) {
      await client.close()
      const why = answer.error instanceof ClickHouseError ? `error ${answer.error.code}` : answer.error.name
      throw new AsyliaError(
        'corpus.server-unreachable',
        `no ClickHouse answers at ${new URL(url).host}: ${why}`,
      )
    }
    return corpus
  }

  async query<Row>(sql: string, row: z.ZodType<Row>, parameters?: CorpusParameters): Promise<Row[]> {
    const rows: Row[] = []
    for await (const each of this.stream(sql, row, parameters)) rows.push(each)
    return rows
  }

  async *stream<Row>(sql: string, row: z.ZodType<Row>, parameters?: CorpusParameters): AsyncGenerator<Row> {
    for await (const batch of this.#batches(sql, parameters)) {
      for (const line of batch) yield parseRow(line, row)
    }
  }

  async *lines(sql: string, parameters?: CorpusParameters): AsyncGenerator<Buffer> {
    for await (const batch of this.#batches(sql, parameters)) {
      if (batch.length > 0) yield Buffer.from(`${batch.map(rowLine).join('\n')}\n`)
    }
  }

  async *bytes(sql: string, parameters?: CorpusParameters): AsyncGenerator<Uint8Array> {
    const answer = await told(
      this.#client.exec({
        query: `${withoutSemicolon(sql)} FORMAT RowBinary`,
        query_params: parametersOf(sql, parameters),
        // An exception half-way would look like rows: the server answers only once it has them all.
        clickhouse_settings: { wait_end_of_query: 1 },
        decompress_response_stream: true,
      }),
    )
    try {
      for await (const bytes of answer.stream) yield bytes as Buffer
    } catch {
      throw answerCutOff()
    }
  }

  async *#batches(sql: string, parameters?: CorpusParameters): AsyncGenerator<string[]> {
    const query_params = parametersOf(sql, parameters)
    const answer = await told(
      this.#client.query({ query: withoutSemicolon(sql), query_params, format: 'JSONEachRow' }),
    )
    const batches = answer.stream()
    try {
      for await (const batch of batches) yield batch.map((line) => line.text)
    } catch (error) {
      // The client finds a server's exception only when it comes in one piece; an error it is either way.
      throw error instanceof AsyliaError || error instanceof ClickHouseError ? failure(error) : answerCutOff()
    } finally {
      answer.close()
    }
  }

  async command(sql: string, parameters?: CorpusParameters): Promise<void> {
    await told(
      this.#client.command({
        query: withoutSemicolon(sql),
        query_params: parametersOf(sql, parameters),
        clickhouse_settings: { wait_end_of_query: 1 },
      }),
    )
  }

  async insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    await this.insertLines(table, Buffer.from(rows.map(jsonLine).join('')))
  }

  async insertLines(table: string, jsonEachRow: Buffer): Promise<void> {
    const name = tableName(table)
    if (jsonEachRow.length === 0) return
    const statement = this.#client.exec({
      query: `INSERT INTO ${name} FORMAT JSONEachRow`,
      values: Readable.from([jsonEachRow], { objectMode: false }),
      clickhouse_settings: { wait_end_of_query: 1 },
    })
    const answer = await told(statement, name)
    answer.stream.resume()
  }

  async close(): Promise<void> {
    await this.#client.close()
  }
}

async function told<T>(work: Promise<T>, table?: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw failure(error, table)
  }
}

function failure(error: unknown, table?: string): unknown {
  if (error instanceof AsyliaError) return error
  if (error instanceof ClickHouseError) {
    return queryFailed(
      `Code: ${error.code}. DB::Exception: ${error.message} (${error.type ?? 'UNKNOWN'})`,
      table,
    )
  }
  const name = (error as NodeJS.ErrnoException).code ?? (error as Error).name
  return new AsyliaError(
    'corpus.server-unreachable',
    `the ClickHouse server did not answer (${name}); the statement was not acknowledged and is not repeated by itself`,
  )
}
