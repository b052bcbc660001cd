import { createHmac, randomBytes } from 'node:crypto'
import type { Keyring } from '#platform/crypto'
import { gcmOpen, gcmSeal, hkdf, NONCE_BYTES, TAG_BYTES } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'

/**
 * An encrypted blob, as on disk and in a bucket:
 *
 *     header   "ASYB" ‖ format 1 ‖ key version (4 bytes) ‖ salt (32) ‖ MAC of the header so far and the blob's id (32)
 *     chunks   AES-256-GCM of 64 KiB each (the last 0 to 64 KiB), every one followed by its tag (16)
 *
 * Each blob has a key of its own: HKDF of the keyring's key and the salt. A chunk's nonce is its index and whether it is
 * the last, so chunks cannot be dropped, added, swapped or cut off (the STREAM construction, Hoang, Reyhanitabar,
 * Rogaway and Vizár, 2015); the MAC refuses a blob that was put in another's place before a byte of it is given out.
 */
export const CHUNK_BYTES = 64 * 1024
const MAGIC = Buffer.from('ASYB')
const PREFIX_BYTES = MAGIC.length + 1 + 4 + 32
export const HEADER_BYTES = PREFIX_BYTES + 32

/** The header without its MAC, and the key, of a new blob. */
export function newBlob(keyring: Keyring): { prefix: Buffer; keys: BlobKeys } {
  const version = Buffer.alloc(4)
  version.writeUInt32BE(keyring.currentVersion)
  const salt = randomBytes(32)
  return {
    prefix: Buffer.concat([MAGIC, Buffer.of(1), version, salt]),
    keys: keysOf(keyring, keyring.currentVersion, salt),
  }
}

export type BlobKeys = { chunks: Buffer; header: Buffer }

function keysOf(keyring: Keyring, version: number, salt: Uint8Array): BlobKeys {
  const root = keyring.derive('files', version)
  return {
    chunks: hkdf(root, salt, 'asylia blob chunks v1'),
    header: hkdf(root, salt, 'asylia blob header v1'),
  }
}

export function headerMac(keys: BlobKeys, prefix: Uint8Array, id: string): Buffer {
  return createHmac('sha256', keys.header).update(prefix).update(id).digest()
}

/** The keys of a stored blob, once its header is known to be that of `id`. */
export function readHeader(keyring: Keyring, header: Buffer, id: string): BlobKeys {
  const prefix = header.subarray(0, PREFIX_BYTES)
  if (header.length !== HEADER_BYTES || !prefix.subarray(0, 4).equals(MAGIC) || prefix[4] !== 1)
    throw damaged(id)
  const keys = keysOf(keyring, prefix.readUInt32BE(5), prefix.subarray(9))
  if (!headerMac(keys, prefix, id).equals(header.subarray(PREFIX_BYTES))) throw damaged(id)
  return keys
}

/** Which version of the keyring sealed a blob, by its first bytes; unchecked. */
export function keyVersion(start: Uint8Array): number | undefined {
  return start.length < 9 ? undefined : Buffer.from(start.subarray(5, 9)).readUInt32BE()
}

export function sealChunk(keys: BlobKeys, index: number, last: boolean, plaintext: Uint8Array): Buffer {
  return gcmSeal(keys.chunks, nonceOf(index, last), plaintext, Buffer.alloc(0))
}

export function openChunk(
  keys: BlobKeys,
  index: number,
  last: boolean,
  sealed: Uint8Array,
  id: string,
): Buffer {
  try {
    return gcmOpen(keys.chunks, nonceOf(index, last), sealed, Buffer.alloc(0))
  } catch {
    throw damaged(id)
  }
}

/** Cuts a stream of bytes into pieces of `size`; the last, which may be empty, is marked. */
export async function* piecesOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (const bytes of source) {
    parts.push(bytes)
    held += bytes.length
    if (held <= size) continue
    const all = Buffer.concat(parts)
    let start = 0
    // One full piece is always kept back: only the end tells whether it is the last.
    for (; all.length - start > size; start += size)
      yield { piece: all.subarray(start, start + size), last: false }
    parts = [all.subarray(start)]
    held = all.length - start
  }
  yield { piece: Buffer.concat(parts), last: true }
}

export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUInt32BE(index, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

export function damaged(id: string): AsyliaError {
  return new AsyliaError('files.damaged', `the file ${id} was altered, cut off or belongs to other keys`, {
    id,
  })
}
