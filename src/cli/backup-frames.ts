import { z } from 'zod'
import { AsyliaError } from '#platform/errors'

/**
 * What is inside a backup, after decryption and gunzip: frames of kind (1 byte), length (4, big-endian) and payload. Kind 0 is
 * JSON: a section begins, ends with the bytes it had, or all is done; kind 1 is the section's data.
 */
const MOST_BYTES = 256 * 1024

/** What was saved, by which Asylia: the first thing in a backup. */
export const Manifest = z.object({
  made: z.iso.datetime(),
  version: z.string(),
  /** Where its data folder was: uploads that wait are named by their whole path. */
  dataFolder: z.string(),
  /** The migrations its stores had: a code that lacks one of them is older than the backup. */
  records: z.array(z.object({ name: z.string(), hash: z.string() })),
  corpus: z.array(z.object({ name: z.string(), hash: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

export const About = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('manifest') }),
  /** A file of the data folder: a key, the witness of the audit log, an upload that waits. */
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('records'), table: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('sequences') }),
  z.object({ kind: z.literal('blob'), id: z.string() }),
  z.object({ kind: z.literal('corpus'), table: z.string() }),
])
export type About = z.infer<typeof About>

const Control = z.union([
  z.object({ begin: About }),
  z.object({ end: z.object({ bytes: z.int() }) }),
  z.object({ done: z.object({ sections: z.int() }) }),
])

export type Section = { about: About; data: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

function frame(kind: 0 | 1, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(kind)
  head.writeUInt32BE(payload.length, 1)
  return Buffer.concat([head, payload])
}

const control = (value: z.infer<typeof Control>) => frame(0, Buffer.from(JSON.stringify(value)))

export async function* writeSections(sections: AsyncIterable<Section>): AsyncGenerator<Buffer> {
  let count = 0
  for await (const { about, data } of sections) {
    count++
    yield control({ begin: about })
    let bytes = 0
    for await (const piece of data) {
      for (let at = 0; at < piece.length; at += MOST_BYTES)
        yield frame(1, piece.subarray(at, at + MOST_BYTES))
      bytes += piece.length
    }
    yield control({ end: { bytes } })
  }
  yield control({ done: { sections: count } })
}

/** The sections in their order; each one's data is read, or let go, before the next. */
export async function* readSections(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ about: About; data: AsyncGenerator<Buffer> }> {
  const frames = readFrames(source)
  const next = async () => {
    const { value, done } = await frames.next()
    if (done) throw malformed('it ends before its end')
    return value
  }
  for (let count = 0; ; count++) {
    const first = await next()
    if (first.kind !== 0) throw malformed('data outside a section')
    const said = parseControl(first.payload)
    if ('done' in said) {
      if (said.done.sections !== count) throw malformed('a section is missing')
      return
    }
    if (!('begin' in said)) throw malformed('a section ends that did not begin')
    const data = dataOf(next)
    yield { about: said.begin, data }
    for await (const rest of data) void rest
  }
}

type Frame = { kind: number; payload: Buffer }

async function* dataOf(next: () => Promise<Frame>): AsyncGenerator<Buffer> {
  for (let bytes = 0; ;) {
    const { kind, payload } = await next()
    if (kind === 1) {
      bytes += payload.length
      yield payload
      continue
    }
    const said = parseControl(payload)
    if (!('end' in said) || said.end.bytes !== bytes) throw malformed('a section is not whole')
    return
  }
}

async function* readFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let held = Buffer.alloc(0)
  for await (const bytes of source) {
    held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes])
    for (;;) {
      if (held.length < 5) break
      const length = held.readUInt32BE(1)
      if (length > MOST_BYTES) throw malformed('a frame is too large')
      if (held.length < 5 + length) break
      yield { kind: held[0]!, payload: held.subarray(5, 5 + length) }
      held = held.subarray(5 + length)
    }
  }
  if (held.length > 0) throw malformed('it ends within a frame')
}

function parseControl(payload: Buffer): z.infer<typeof Control> {
  try {
    return Control.parse(JSON.parse(payload.toString('utf8')))
  } catch {
    throw malformed('a part of a kind that this Asylia does not know')
  }
}

/** Only a backup that somebody with the passphrase wrote in another way comes here. */
function malformed(what: string): AsyliaError {
  return new AsyliaError('backup.malformed', `the backup opens, but ${what}`)
}

/** A section's data as text; for small ones. */
export async function textOf(data: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of data) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
