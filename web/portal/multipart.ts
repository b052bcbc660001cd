import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import busboy from 'busboy'

/** A file that came with a form. */
export type Upload = { name: string; bytes: Buffer }

export type Multipart = { pairs: [string, string][]; upload: Upload | undefined; tooLarge: boolean }

type Limits = {
  /** Whether the file of a form with these fields is read at all; asked when the file begins. */
  takes: (fields: ReadonlyMap<string, string>) => boolean
  mostBytes: number
}

/** Bytes of files in memory at a time, of all senders together: beyond it a file is refused, not kept waiting. */
const MOST_IN_MEMORY = 200 * 1024 * 1024
let inMemory = 0

/**
 * Reads a form with a file as it comes, the file into memory: never onto the disk in the clear. What is broken off gives
 * what came before. Fields beyond 100, or longer than a report may be, are left out.
 */
export async function readMultipart(request: Request, { takes, mostBytes }: Limits): Promise<Multipart> {
  const pairs: [string, string][] = []
  const pieces: Buffer[] = []
  let name: string | undefined
  let held = 0
  let tooLarge = false
  const reader = busboy({
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    limits: { files: 1, fileSize: mostBytes, fields: 100, fieldSize: 512 * 1024, parts: 120 },
    defParamCharset: 'utf8',
  })
  reader.on('field', (field, value) => void pairs.push([field, value]))
  reader.on('file', (_field, stream, info) => {
    // A form that is broken off within a file tells the file first; unheard, that would end the process.
    stream.on('error', () => undefined)
    if (!takes(new Map(pairs))) return void stream.resume()
    name = info.filename || 'file'
    stream.on('data', (bytes: Buffer) => {
      if (tooLarge || inMemory + bytes.length > MOST_IN_MEMORY) return void (tooLarge = true)
      held += bytes.length
      inMemory += bytes.length
      pieces.push(bytes)
    })
    stream.on('limit', () => void (tooLarge = true))
  })
  try {
    await new Promise<void>((resolve) => {
      const source = request.body ? Readable.fromWeb(request.body as unknown as WebStream) : Readable.from([])
      // Broken off, or not what it says it is: what came so far is what there is.
      for (const stream of [source, reader]) stream.on('error', () => resolve())
      reader.on('close', resolve)
      source.pipe(reader)
    })
    const isWhole = name !== undefined && !tooLarge && held > 0
    return { pairs, upload: isWhole ? { name: name!, bytes: Buffer.concat(pieces) } : undefined, tooLarge }
  } finally {
    inMemory -= held
  }
}
