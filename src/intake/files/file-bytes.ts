import { randomBytes } from 'node:crypto'
import { type Files, openChunk, piecesOf, SEALED_CHUNK_BYTES, sealChunk } from '#platform/files'

const CHUNK_BYTES = SEALED_CHUNK_BYTES - 16

/**
 * Keeps bytes under a new key of their own, in chunks that cannot be swapped, dropped or cut off; the store seals them once
 * more. Whoever erases the key, which stands sealed with its report, erases the bytes in every copy.
 */
export async function keepBytes(files: Files, bytes: Buffer): Promise<{ blob: string; key: Buffer }> {
  const key = randomBytes(32)
  const { id } = await files.put(sealed(key, bytes))
  return { blob: id, key }
}

/** The bytes kept. Throws `files.damaged`, `files.missing`. */
export async function* bytesOf(files: Files, blob: string, key: Buffer): AsyncGenerator<Buffer> {
  let index = 0
  for await (const { piece, last } of piecesOf(files.get(blob), SEALED_CHUNK_BYTES))
    yield openChunk(keysOf(key), index++, last, piece, blob)
}

async function* sealed(key: Buffer, bytes: Buffer): AsyncGenerator<Buffer> {
  let index = 0
  for await (const { piece, last } of piecesOf([bytes], CHUNK_BYTES))
    yield sealChunk(keysOf(key), index++, last, piece)
}

/** One key serves nothing but these chunks. */
const keysOf = (key: Buffer) => ({ chunks: key, header: key })
