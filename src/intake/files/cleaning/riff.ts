import { damagedFile, type Cleaned } from './cleaned.ts'

type Chunk = { type: string; data: Buffer }

/** RIFF (Microsoft and IBM, 1991): chunks of four letters, a length and data, padded to even. */
function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  const size = Math.min(bytes.readUInt32LE(4) + 8, bytes.length)
  for (let at = 12; at + 8 <= size;) {
    const length = bytes.readUInt32LE(at + 4)
    const end = at + 8 + length
    // A recorder that was cut off leaves a length that reaches beyond the end.
    if (end > size && bytes.toString('latin1', at, at + 4) !== 'data') throw damagedFile()
    chunks.push({
      type: bytes.toString('latin1', at, at + 4),
      data: bytes.subarray(at + 8, Math.min(end, size)),
    })
    at = end + (length % 2)
  }
  return chunks
}

function riffOf(form: string, chunks: readonly Chunk[]): Buffer {
  const parts = chunks.map(({ type, data }) => {
    const header = Buffer.alloc(8)
    header.write(type, 'latin1')
    header.writeUInt32LE(data.length, 4)
    return Buffer.concat([header, data, Buffer.alloc(data.length % 2)])
  })
  const body = Buffer.concat([Buffer.from(form, 'latin1'), ...parts])
  const header = Buffer.alloc(8)
  header.write('RIFF', 'latin1')
  header.writeUInt32LE(body.length, 4)
  return Buffer.concat([header, body])
}

const WEBP = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF'])
/** RFC 9649, section 2.7: flags of VP8X that announce a colour profile, Exif and XMP. */
const ANNOUNCED = 0x20 | 0x08 | 0x04

/** Writes a WebP anew from the chunks that draw it. */
export function cleanWebp(bytes: Buffer): Cleaned {
  const chunks = chunksOf(bytes)
  const kept = chunks
    .filter(({ type }) => WEBP.has(type))
    .map((chunk) => {
      if (chunk.type !== 'VP8X' || chunk.data.length < 10) return chunk
      const data = Buffer.from(chunk.data)
      data[0] = data[0]! & ~ANNOUNCED
      return { ...chunk, data }
    })
  if (!kept.some(({ type }) => ['VP8 ', 'VP8L', 'ANMF'].includes(type))) throw damagedFile()
  return {
    kind: 'image/webp',
    ending: 'webp',
    bytes: riffOf('WEBP', kept),
    removed: without(chunks, WEBP, bytes),
  }
}

const WAVE = new Set(['fmt ', 'data', 'fact'])

/** Writes a WAVE recording anew from its format and its samples. */
export function cleanWave(bytes: Buffer): Cleaned {
  const chunks = chunksOf(bytes)
  const kept = chunks.filter(({ type }) => WAVE.has(type))
  if (!kept.some(({ type }) => type === 'fmt ') || !kept.some(({ type }) => type === 'data'))
    throw damagedFile()
  return {
    kind: 'audio/wav',
    ending: 'wav',
    bytes: riffOf('WAVE', kept),
    removed: without(chunks, WAVE, bytes),
  }
}

function without(chunks: readonly Chunk[], needed: ReadonlySet<string>, bytes: Buffer): string[] {
  const removed = new Set(chunks.filter(({ type }) => !needed.has(type)).map(({ type }) => type.trim()))
  if (bytes.readUInt32LE(4) + 8 < bytes.length) removed.add('after the end')
  return [...removed]
}
