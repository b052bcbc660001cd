import { createHmac, randomBytes, type Hmac } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { link, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AsyliaError } from '#platform/errors'
import { gcmOpen, gcmSeal, hkdf, hmac, KEY_BYTES, NONCE_BYTES } from './primitives.ts'

const keyFile = /^kek-(\d{4,})\.key$/
const hashFile = 'hash.key'

export type WrappedKey = { wrapped: Buffer; version: number }

/**
 * The keys that protect all other keys: files of 32 random bytes in `<data folder>/keys`, readable by their owner alone.
 * The newest `kek-NNNN.key` wraps; older ones still unwrap. `hash.key` is never rotated: what is looked up by a keyed
 * hash must be found again. Whoever has these files and the database can read it: they are backed up apart.
 */
export class Keyring {
  readonly #folder: string
  readonly #keys = new Map<number, Buffer>()
  #hashKey: Buffer
  /** What was derived before, by purpose and version: HKDF anew at each use costs more than what the key then does. */
  readonly #derived = new Map<string, Buffer>()

  private constructor(folder: string, hashKey: Buffer) {
    this.#folder = folder
    this.#hashKey = hashKey
  }

  /** Opens the keys in `<dataFolder>/keys`, and makes them when there are none. */
  static async open(dataFolder: string): Promise<Keyring> {
    const folder = join(dataFolder, 'keys')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
    await createKey(folder, hashFile)
    if (!readdirSync(folder).some((name) => keyFile.test(name))) await createKey(folder, fileOf(1))
    const keyring = new Keyring(folder, readKey(folder, hashFile))
    keyring.#readAll()
    return keyring
  }

  /** The version that wraps from now on. */
  get currentVersion(): number {
    return Math.max(...this.#keys.keys())
  }

  /** Makes a new current version and keeps the old ones for reading. Returns its number. */
  async rotate(): Promise<number> {
    this.#readAll()
    await createKey(this.#folder, fileOf(this.currentVersion + 1))
    this.#readAll()
    return this.currentVersion
  }

  /** Encrypts a key under the current version; `belongsTo` must be the same to unwrap it. */
  wrap(key: Uint8Array, belongsTo: string): WrappedKey {
    const version = this.currentVersion
    const nonce = randomBytes(NONCE_BYTES)
    const sealed = gcmSeal(this.derive('wrap', version), nonce, key, Buffer.from(belongsTo))
    return { wrapped: Buffer.concat([nonce, sealed]), version }
  }

  /** Throws `crypto.refused` when altered, `crypto.key-missing` when that version's file is not here. */
  unwrap({ wrapped, version }: WrappedKey, belongsTo: string): Buffer {
    const nonce = wrapped.subarray(0, NONCE_BYTES)
    return gcmOpen(this.derive('wrap', version), nonce, wrapped.subarray(NONCE_BYTES), Buffer.from(belongsTo))
  }

  /** A key of its own for a purpose, from one version (the current one unless told), by HKDF. */
  derive(purpose: string, version = this.currentVersion): Buffer {
    const key = this.#keys.get(version)
    if (key === undefined) {
      throw new AsyliaError(
        'crypto.key-missing',
        `the key file ${fileOf(version)} is not in the keys folder`,
        { version },
      )
    }
    return this.#remembered(key, `asylia ${purpose} v1`, version)
  }

  /**
   * HMAC-SHA-256 under a key of its own for each purpose: the same value always gives the same 32 bytes, which tell nothing
   * of it to who lacks the key. For look-ups (return codes, phone numbers). Survives rotation.
   */
  keyedHash(purpose: string, value: string | Uint8Array): Buffer {
    return hmac(this.#purposeKey(purpose), value)
  }

  /** The same hash for a value that comes in pieces. */
  keyedHasher(purpose: string): Hmac {
    return createHmac('sha256', this.#purposeKey(purpose))
  }

  /** Wipes the keys from memory: after it nothing can be opened until the keyring is opened again. */
  forget(): void {
    for (const key of [...this.#keys.values(), ...this.#derived.values(), this.#hashKey]) key.fill(0)
    this.#keys.clear()
    this.#derived.clear()
    this.#hashKey = Buffer.alloc(0)
  }

  #purposeKey(purpose: string): Buffer {
    if (this.#hashKey.length === 0) throw new AsyliaError('crypto.key-missing', 'the keyring is locked')
    return this.#remembered(this.#hashKey, `asylia hash ${purpose} v1`, 0)
  }

  /** Purposes are words of ours, so there are few. A copy: whoever wipes theirs wipes no other's. */
  #remembered(key: Buffer, info: string, version: number): Buffer {
    const name = `${version} ${info}`
    const known = this.#derived.get(name)
    if (known) return Buffer.from(known)
    const derived = hkdf(key, Buffer.alloc(0), info)
    this.#derived.set(name, derived)
    return Buffer.from(derived)
  }

  #readAll(): void {
    for (const name of readdirSync(this.#folder)) {
      const version = keyFile.exec(name)?.[1]
      if (version !== undefined) this.#keys.set(Number(version), readKey(this.#folder, name))
    }
  }
}

function fileOf(version: number): string {
  return `kek-${String(version).padStart(4, '0')}.key`
}

/** Puts a whole new key there in one step and on the disk; leaves one that is there already alone. */
async function createKey(folder: string, name: string): Promise<void> {
  const draft = join(folder, `.${name}-${randomBytes(6).toString('hex')}`)
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(randomBytes(KEY_BYTES))
    await file.sync()
    await link(draft, join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function readKey(folder: string, name: string): Buffer {
  const path = join(folder, name)
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new AsyliaError('crypto.key-file-open', `${path} is readable by others: chmod 600 it`, { name })
  }
  const key = readFileSync(path)
  if (key.length !== KEY_BYTES) {
    throw new AsyliaError('crypto.key-file-damaged', `${path} holds ${key.length} bytes, not ${KEY_BYTES}`, {
      name,
    })
  }
  return key
}
