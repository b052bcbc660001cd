/**
 * For tests: ClickHouse's HTTP interface (query in `?query=` or the body, `param_x`, settings, gzip, exceptions in
 * headers and half-way through an answer) in front of a real engine, so that the server path is tested without a server.
 * https://clickhouse.com/docs/interfaces/http
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip, createGzip } from 'node:zlib'
import { AsyliaError } from '#platform/errors'
import { Engine } from './engine.ts'
import type { EngineArguments } from './engine-messages.ts'
import type { QueryFailure } from './query-error.ts'

export type ClickHouseHttp = {
  url: string
  /** How many requests came, by their first word: shows that the HTTP path was really taken. */
  seen: Map<string, number>
  close(): Promise<void>
}

/** Not settings: what the HTTP interface itself reads from the address. */
const own = new Set(['query', 'query_id', 'session_id', 'wait_end_of_query', 'enable_http_compression'])

export async function serveClickHouseHttp(options: EngineArguments): Promise<ClickHouseHttp> {
  const engine = await Engine.open(options)
  const seen = new Map<string, number>()
  const server = createServer((request, response) => {
    answer(engine, seen, request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://default:@127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await engine.close()
    },
  }
}

async function answer(
  engine: Engine,
  seen: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://localhost')
  if (address.pathname === '/ping') return void response.end('Ok.\n')
  const body = await bodyOf(request)
  const inAddress = address.searchParams.get('query')
  const sql = inAddress ?? body.toString('utf8')
  const word = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? ''
  seen.set(word, (seen.get(word) ?? 0) + 1)
  const set = setFrom(address.searchParams)
  try {
    if (word === 'SELECT' || word === 'WITH') await sendRows(engine, sql, set, address, response)
    else {
      const statement = inAddress === null ? sql : `${sql}\n${body.toString('utf8')}`
      await engine.run({ kind: 'command', sql: statement, set })
      response.end()
    }
  } catch (error) {
    sendException(error, response)
  }
}

async function sendRows(
  engine: Engine,
  sql: string,
  set: string,
  address: URL,
  response: ServerResponse,
): Promise<void> {
  const format = /\s*FORMAT RowBinary\s*$/.test(sql) ? 'RowBinary' : 'JSONEachRow'
  const answered = engine.rows(sql.replace(/\s*FORMAT \w+\s*$/, ''), set, format)
  const rows = address.searchParams.get('wait_end_of_query') === '1' ? await whole(answered) : answered
  const first = await rows.next()
  const tag = randomBytes(8).toString('hex')
  const zipped = address.searchParams.get('enable_http_compression') === '1'
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'x-clickhouse-exception-tag': tag,
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  })
  const out = zipped ? createGzip() : response
  if (out !== response) out.pipe(response)
  let goOn = () => {}
  out.on('drain', () => goOn())
  response.on('close', () => goOn())
  try {
    for (let next = first; next.done !== true && !response.destroyed; next = await rows.next()) {
      if (out.write(next.value)) continue
      await new Promise<void>((resolve) => {
        goOn = resolve
      })
    }
  } catch (error) {
    const text = `${exceptionText(error)}\n`
    out.write(`\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`)
  }
  await rows.return(undefined)
  out.end()
}

/** The answer once it is whole: what `wait_end_of_query` asks for. */
async function whole(rows: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const pieces: Uint8Array[] = []
  for await (const piece of rows) pieces.push(piece)
  return (async function* () {
    yield* pieces
  })()
}

function sendException(error: unknown, response: ServerResponse): void {
  const details = (error as AsyliaError).details
  response.writeHead(details.clickhouseCode === 60 ? 404 : 400, {
    'x-clickhouse-exception-code': String(details.clickhouseCode),
  })
  response.end(`${exceptionText(error)}\n`)
}

/** ClickHouse's wording, rebuilt with a made-up row quoted in it, as a server would quote a real one. */
function exceptionText(error: unknown): string {
  if (!(error instanceof AsyliaError)) throw error
  const { clickhouseCode, clickhouseName, row, column, hint } = error.details as QueryFailure
  const key = column === undefined ? '' : ` (while reading the value of key ${column})`
  const at = row === undefined ? '' : `: (at row ${row})`
  const said = hint === undefined ? `Cannot parse input before: 'quoted secret'` : hint
  return `Code: ${clickhouseCode}. DB::Exception: ${said}${key}${at} (${clickhouseName}) (version 26.7.2.1)`
}

function setFrom(search: URLSearchParams): string {
  const parts = [...search]
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)
  return parts.length === 0 ? 'SET max_threads = 2' : `SET ${parts.join(', ')}`
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const source = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
