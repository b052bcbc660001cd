import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#platform/config'
import type { Keyring } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import {
  CHUNK_BYTES,
  damaged,
  HEADER_BYTES,
  headerMac,
  keyVersion,
  newBlob,
  openChunk,
  piecesOf,
  readHeader,
  SEALED_CHUNK_BYTES,
  sealChunk,
} from './blob-format.ts'
import type { BlobStore } from './blob-store.ts'
import { folderStore } from './folder-store.ts'
import { s3Store } from './s3-store.ts'

export type FileId = string
export type Source = Uint8Array | AsyncIterable<Uint8Array>

export interface Files {
  /**
   * Keeps a file, encrypted; when the promise settles it is on the disk (or in the bucket). `id` is a keyed hash of the
   * contents: equal contents are one file, and the id tells nothing of them. Throws `files.too-large` beyond `maxBytes`.
   */
  put(source: Source, limits?: { maxBytes?: number }): Promise<{ id: FileId; bytes: number }>
  /** The contents, checked as they come: throws `files.damaged` rather than give out an altered byte; `files.missing` when there is none. */
  get(id: FileId): AsyncGenerator<Buffer>
  has(id: FileId): Promise<boolean>
  /** Deletes for good. Contents may be shared: ask your own records first who else refers to them. */
  delete(id: FileId): Promise<void>
  list(): AsyncIterable<FileId>
  /** After the keyring rotated: encrypts anew what older versions sealed. Returns how many; may be stopped and run again. */
  renew(): Promise<number>
}

const dayMs = 24 * 60 * 60 * 1000

/** Opens the place of `config.files`: a folder, or a bucket (`s3://bucket/prefix`). Drafts that a crash left are removed. */
export async function openFiles(
  config: Pick<Config, 'files' | 'dataFolder'>,
  keyring: Keyring,
  env: Record<string, string | undefined> = process.env,
): Promise<Files> {
  const inBucket = config.files.startsWith('s3://')
  // Drafts lie on the disk of the folder they are renamed into; they are ciphertext from the first byte on.
  const drafts = inBucket ? join(config.dataFolder, 'drafts') : join(config.files, '.drafts')
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  for (const name of await readdir(drafts)) {
    const path = join(drafts, name)
    const info = await stat(path).catch(() => undefined)
    if (info !== undefined && Date.now() - info.mtimeMs > dayMs) await rm(path, { force: true })
  }
  const store = inBucket ? s3Store(config.files, env) : folderStore(config.files)
  return filesOn(store, keyring, drafts)
}

function filesOn(store: BlobStore, keyring: Keyring, drafts: string): Files {
  return {
    async put(source, { maxBytes = Infinity } = {}) {
      const draft = join(drafts, randomBytes(12).toString('hex'))
      try {
        const written = await writeDraft(
          draft,
          source instanceof Uint8Array ? [source] : source,
          keyring,
          maxBytes,
        )
        if (!(await store.has(written.id))) await store.put(written.id, draft)
        return written
      } finally {
        await rm(draft, { force: true })
      }
    },
    async *get(id) {
      const source = await store.get(checked(id))
      if (source === undefined) throw missing(id)
      yield* decrypted(source, keyring, id)
    },
    has: (id) => store.has(checked(id)),
    delete: (id) => store.delete(checked(id)),
    list: () => store.list(),
    async renew() {
      let renewed = 0
      for await (const id of store.list()) {
        if ((await versionOf(store, id)) === keyring.currentVersion) continue
        const source = await store.get(id)
        if (source === undefined) continue
        const draft = join(drafts, randomBytes(12).toString('hex'))
        try {
          await writeDraft(draft, decrypted(source, keyring, id), keyring, Infinity)
          await store.put(id, draft)
          renewed++
        } finally {
          await rm(draft, { force: true })
        }
      }
      return renewed
    },
  }
}

async function versionOf(store: BlobStore, id: FileId): Promise<number | undefined> {
  for await (const bytes of (await store.get(id)) ?? []) return keyVersion(bytes)
  return undefined
}

async function writeDraft(
  path: string,
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  keyring: Keyring,
  maxBytes: number,
): Promise<{ id: FileId; bytes: number }> {
  const { prefix, keys } = newBlob(keyring)
  const hash = keyring.keyedHasher('files')
  const file = await open(path, 'wx', 0o600)
  try {
    let bytes = 0
    let index = 0
    let position = HEADER_BYTES
    for await (const { piece, last } of piecesOf(source, CHUNK_BYTES)) {
      bytes += piece.length
      if (bytes > maxBytes) {
        throw new AsyliaError('files.too-large', `the file is larger than ${maxBytes} bytes`, { maxBytes })
      }
      hash.update(piece)
      const sealed = sealChunk(keys, index++, last, piece)
      await file.write(sealed, 0, sealed.length, position)
      position += sealed.length
    }
    const id = hash.digest('hex')
    await file.write(Buffer.concat([prefix, headerMac(keys, prefix, id)]), 0, HEADER_BYTES, 0)
    await file.sync()
    return { id, bytes }
  } finally {
    await file.close()
  }
}

async function* decrypted(
  source: AsyncIterable<Uint8Array>,
  keyring: Keyring,
  id: FileId,
): AsyncGenerator<Buffer> {
  const bytes = source[Symbol.asyncIterator]()
  try {
    let start = Buffer.alloc(0)
    while (start.length < HEADER_BYTES) {
      const next = await bytes.next()
      if (next.done === true) throw damaged(id)
      start = Buffer.concat([start, next.value])
    }
    const keys = readHeader(keyring, start.subarray(0, HEADER_BYTES), id)
    const rest = async function* () {
      yield start.subarray(HEADER_BYTES)
      for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) yield next.value
    }
    let index = 0
    for await (const { piece, last } of piecesOf(rest(), SEALED_CHUNK_BYTES)) {
      const plaintext = openChunk(keys, index++, last, piece, id)
      if (plaintext.length > 0) yield plaintext
    }
  } finally {
    await bytes.return?.()
  }
}

function checked(id: FileId): FileId {
  if (!/^[0-9a-f]{64}$/.test(id)) throw missing(id.slice(0, 80))
  return id
}

function missing(id: string): AsyliaError {
  return new AsyliaError('files.missing', `there is no file ${id}`, { id })
}
