import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BlobStore } from './blob-store.ts'

/** Blobs in a folder, `ab/abcd…`: renamed into place, file and folder flushed, so that a crash leaves all or nothing. */
export function folderStore(folder: string): BlobStore {
  const at = (name: string) => join(folder, name.slice(0, 2), name)
  return {
    async put(name, path) {
      await mkdir(dirname(at(name)), { recursive: true, mode: 0o700 })
      await flush(path)
      await rename(path, at(name))
      await flush(dirname(at(name)))
      await flush(folder)
    },
    async has(name) {
      return (await unlessMissing(stat(at(name)))) !== undefined
    },
    async get(name) {
      const file = await unlessMissing(open(at(name), 'r'))
      return file === undefined ? undefined : createReadStream('', { fd: file, highWaterMark: 256 * 1024 })
    },
    async delete(name) {
      await rm(at(name), { force: true })
      await unlessMissing(flush(dirname(at(name))))
    },
    async *list() {
      for (const part of (await unlessMissing(readdir(folder))) ?? []) {
        if (/^[0-9a-f]{2}$/.test(part)) yield* await readdir(join(folder, part))
      }
    },
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
