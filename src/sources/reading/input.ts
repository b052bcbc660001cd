import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { AsyliaError, BadInput } from '#platform/errors'

/** Small enough that a server answers others between two chunks. */
const chunkBytes = 1 << 18

/** What a file without a byte-order mark is taken for; only a mapping may say other than UTF-8. */
export type Encoding = 'utf-8' | 'windows-1252'

/** The file ended before its own format said so: what came before is good. `code` is 'sources.cut-off'. */
export function cutOff(reason: string): AsyliaError {
  return new AsyliaError('sources.cut-off', reason)
}

/** Kinds of file people send by mistake, by their first bytes. */
const signatures: readonly [bytes: string, what: string][] = [
  ['PK\u0003\u0004', 'a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV UTF-8'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Excel or Word file: save the sheet as CSV UTF-8'],
  ['%PDF', 'a PDF'],
  ['\u0089PNG', 'a picture (PNG)'],
  ['\u00ff\u00d8\u00ff', 'a picture (JPEG)'],
  ['PAR1', 'a Parquet file'],
  ['SQLite format 3', 'an SQLite database'],
  ['BZh', 'a bzip2 archive: unpack it, or pack it with gzip'],
  ['\u00fd7zXZ', 'an xz archive: unpack it, or pack it with gzip'],
  ['\u0028\u00b5\u002f\u00fd', 'a zstd archive: unpack it, or pack it with gzip'],
]

/**
 * The file's text as UTF-8 bytes without a byte-order mark, from byte `from` of that text on. Reads plain and gzip
 * files (told by their first bytes, not by name), UTF-8, UTF-16 with a mark, and Windows-1252 where `encoding` says so.
 * `onRaw` hears how many bytes of the file itself were read. Throws `BadInput` for what is no text; a file that ends
 * too early gives all it has and then throws `sources.cut-off`.
 */
export async function* readText(
  path: string,
  {
    encoding = 'utf-8',
    from = 0,
    onRaw,
  }: { encoding?: Encoding; from?: number; onRaw?: (bytes: number) => void },
): AsyncGenerator<Buffer> {
  const { head, gzip } = await sniff(path)
  const mark = gzip || encoding !== 'utf-8' ? undefined : plainStart(head)
  let skip = from
  let bytes: AsyncIterable<Buffer>
  if (mark !== undefined && from > 0) {
    // Plain UTF-8: the text's bytes are the file's, so an import goes on without reading what it has read.
    onRaw?.(mark + from)
    bytes = rawChunks(path, mark + from, onRaw)
    skip = 0
  } else {
    bytes = decoded(path, gzip ? unzipped(path, onRaw) : rawChunks(path, 0, onRaw), encoding)
  }
  for await (const chunk of bytes) {
    if (skip >= chunk.length) skip -= chunk.length
    else {
      yield skip === 0 ? chunk : chunk.subarray(skip)
      skip = 0
    }
  }
}

async function sniff(path: string): Promise<{ head: Buffer; gzip: boolean }> {
  const name = basename(path)
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(
      `${name}: ${error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error.code})`}`,
      { file: name },
    )
  })
  try {
    if ((await file.stat()).isDirectory())
      throw new BadInput(`${name}: a folder; expected a file`, { file: name })
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    const head = buffer.subarray(0, bytesRead)
    if (head.length === 0)
      throw new BadInput(`${name}: empty (0 bytes); expected a header line and rows`, { file: name })
    return { head, gzip: head[0] === 0x1f && head[1] === 0x8b }
  } finally {
    await file.close()
  }
}

/** Where the text begins in a plain file: 0, or 3 after a UTF-8 mark; undefined for UTF-16. */
function plainStart(head: Buffer): number | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 3
  return utf16Of(head) === undefined ? 0 : undefined
}

function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
}

async function* rawChunks(
  path: string,
  start: number,
  onRaw?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { start, highWaterMark: chunkBytes })) {
    onRaw?.((chunk as Buffer).length)
    yield chunk as Buffer
  }
}

async function* unzipped(path: string, onRaw?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  file.on('data', (chunk) => onRaw?.(chunk.length))
  file.on('error', (error) => gunzip.destroy(error))
  let any = false
  try {
    for await (const chunk of file.pipe(gunzip)) {
      any = true
      yield chunk as Buffer
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!code.startsWith('Z_')) throw error
    const reason = code === 'Z_BUF_ERROR' ? 'the gzip data ends too early' : 'the gzip data is damaged'
    if (!any)
      throw new BadInput(`${basename(path)}: ${reason}, before its first row`, { file: basename(path) })
    throw cutOff(reason)
  } finally {
    file.destroy()
  }
}

async function* decoded(
  path: string,
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  let decode: ((chunk: Buffer | undefined) => Buffer) | undefined
  for await (const chunk of chunks) {
    const first = decode === undefined
    decode ??= decoderFor(path, chunk, encoding)
    const text = first && plainStart(chunk) === 3 ? chunk.subarray(3) : chunk
    yield decode(text)
  }
  const rest = decode?.(undefined)
  if (rest !== undefined && rest.length > 0) yield rest
}

/** How this text's chunks become UTF-8; refuses what is no text at all. */
function decoderFor(path: string, head: Buffer, encoding: Encoding): (chunk: Buffer | undefined) => Buffer {
  const name = basename(path)
  const utf16 = utf16Of(head)
  if (utf16 === undefined) refuseBinary(name, head)
  const marked = plainStart(head) === 3
  if (utf16 === undefined && (marked || encoding === 'utf-8')) return (chunk) => chunk ?? Buffer.alloc(0)
  const decoder = new TextDecoder(utf16 ?? encoding)
  return (chunk) =>
    Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }))
}

function refuseBinary(name: string, head: Buffer): void {
  const start = head.subarray(0, 16).toString('latin1')
  const known = signatures.find(([bytes]) => start.startsWith(bytes))
  if (known !== undefined) throw new BadInput(`${name}: found ${known[1]}; expected text`, { file: name })
  const sample = head.subarray(0, 4096)
  let nuls = 0
  for (const byte of sample) if (byte === 0) nuls++
  if (nuls > sample.length / 4) {
    throw new BadInput(
      `${name}: every other byte is 0, as in UTF-16 without a byte-order mark; expected UTF-8`,
      { file: name },
    )
  }
  let control = 0
  for (const byte of sample) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control++
  if (control > sample.length / 10)
    throw new BadInput(`${name}: a binary file; expected text`, { file: name })
}
