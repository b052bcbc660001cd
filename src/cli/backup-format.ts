import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { hkdf } from '#platform/crypto'
import { AsyliaError, BadInput } from '#platform/errors'
import { openChunk, piecesOf, SEALED_CHUNK_BYTES, sealChunk } from '#platform/files'

/**
 * A backup file:
 *
 *     header   "ASYLBACK" ‖ format ‖ scrypt's log2 N, r, p (a byte each) ‖ salt (32) ‖ MAC of the header so far (32)
 *     chunks   as in an encrypted blob (`src/platform/files`): AES-256-GCM of 64 KiB each, numbered, the last marked
 *
 * Both keys come from the passphrase by scrypt (RFC 7914) and HKDF. A wrong passphrase is known by the MAC before a byte is
 * opened; a chunk that was altered, moved, dropped or cut off does not open.
 */
export const BACKUP_FORMAT = 1
const MAGIC = Buffer.from('ASYLBACK')
/** 128 MB and about half a second for each guess. */
const COST = { log2N: 17, r: 8, p: 1 } as const
const SALT_BYTES = 32
const PREFIX_BYTES = MAGIC.length + 4 + SALT_BYTES
export const HEADER_BYTES = PREFIX_BYTES + 32
const CHUNK_BYTES = SEALED_CHUNK_BYTES - 16

type Keys = { chunks: Buffer; header: Buffer }

/** The passphrase of ASYLIA_BACKUP_PASSPHRASE. Throws `BadInput` when it is not there or too short. */
export function passphraseFrom(env: Record<string, string | undefined>): string {
  const passphrase = (env.ASYLIA_BACKUP_PASSPHRASE ?? '').normalize('NFC')
  if (passphrase.length < 12) {
    const found = passphrase === '' ? 'nothing' : `${passphrase.length} characters`
    throw new BadInput(
      `environment variable ASYLIA_BACKUP_PASSPHRASE: found ${found}, expected a passphrase of 12 characters or more`,
    )
  }
  return passphrase
}

/** Encrypts a stream; `cost` is lower in tests only. */
export async function* sealBackup(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  log2N: number = COST.log2N,
): AsyncGenerator<Buffer> {
  const prefix = Buffer.concat([
    MAGIC,
    Buffer.of(BACKUP_FORMAT, log2N, COST.r, COST.p),
    randomBytes(SALT_BYTES),
  ])
  const keys = await keysOf(prefix, passphrase)
  yield Buffer.concat([prefix, macOf(keys, prefix)])
  let index = 0
  for await (const { piece, last } of piecesOf(source, CHUNK_BYTES))
    yield sealChunk(keys, index++, last, piece)
}

/** Decrypts what `sealBackup` wrote, checked as it comes. Throws `BadInput` that names the file and what is wrong. */
export async function* openBackup(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  file: string,
): AsyncGenerator<Buffer> {
  const bytes = source[Symbol.asyncIterator]()
  try {
    let start = Buffer.alloc(0)
    while (start.length < HEADER_BYTES) {
      const next = await bytes.next()
      if (next.done === true) break
      start = Buffer.concat([start, next.value])
    }
    const keys = await readHeader(start, passphrase, file)
    const rest = async function* () {
      yield start.subarray(HEADER_BYTES)
      for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) yield next.value
    }
    let index = 0
    for await (const { piece, last } of piecesOf(rest(), SEALED_CHUNK_BYTES)) {
      let plaintext: Buffer
      try {
        plaintext = openChunk(keys, index, last, piece, file)
      } catch (cause) {
        if (!(cause instanceof AsyliaError)) throw cause
        const at = HEADER_BYTES + index * SEALED_CHUNK_BYTES
        throw new BadInput(
          `${file}: byte ${at} or after: altered or cut off; expected a whole backup as it was written`,
        )
      }
      index++
      if (plaintext.length > 0) yield plaintext
    }
  } finally {
    await bytes.return?.()
  }
}

async function readHeader(start: Buffer, passphrase: string, file: string): Promise<Keys> {
  if (start.length < HEADER_BYTES || !start.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new BadInput(
      `${file}: is no backup of Asylia, or is cut off; expected what \`asylia backup\` wrote`,
    )
  }
  const [format = 0, log2N = 0, r = 0, p = 0] = start.subarray(MAGIC.length)
  if (format !== BACKUP_FORMAT) {
    throw new BadInput(
      `${file}: found backup format ${format}, expected ${BACKUP_FORMAT}: a newer Asylia wrote it, or it was altered`,
    )
  }
  // Bounds before work: an altered header must not ask for gigabytes.
  const within = log2N >= 10 && log2N <= 20 && r === COST.r && p === COST.p
  const prefix = start.subarray(0, PREFIX_BYTES)
  const keys = within ? await keysOf(prefix, passphrase) : undefined
  if (!keys || !timingSafeEqual(macOf(keys, prefix), start.subarray(PREFIX_BYTES, HEADER_BYTES))) {
    throw new BadInput(`${file}: ASYLIA_BACKUP_PASSPHRASE does not open it, or its header was altered`)
  }
  return keys
}

async function keysOf(prefix: Buffer, passphrase: string): Promise<Keys> {
  const [log2N = 0, r = 0, p = 0] = prefix.subarray(MAGIC.length + 1)
  const salt = prefix.subarray(PREFIX_BYTES - SALT_BYTES)
  const cost = { N: 2 ** log2N, r, p, maxmem: 256 * r * 2 ** log2N }
  const root = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase.normalize('NFC'), salt, 32, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
  return {
    chunks: hkdf(root, salt, 'asylia backup chunks v1'),
    header: hkdf(root, salt, 'asylia backup header v1'),
  }
}

function macOf(keys: Keys, prefix: Buffer): Buffer {
  return createHmac('sha256', keys.header).update(prefix).digest()
}
