import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Keyring } from '#platform/crypto'
import { testFolder } from '#test/stores'
import { CHUNK_BYTES } from './blob-format.ts'
import { openFiles, type Files } from './index.ts'
import { serveS3, type S3Server } from './s3-server.ts'

/** What lies in the store: for looking at it and for altering it behind the files' back. */
type Under = { read(id: string): Buffer; write(id: string, bytes: Buffer): void; all(): Buffer[] }
type Place = { files: Files; under: Under; keyring: Keyring; reopen(): Promise<Files> }

const sizes = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 777]
const contentOf = (size: number) => Buffer.alloc(size, 'canary of a testimony. ')

async function read(files: Files, id: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of files.get(id)) parts.push(part)
  return Buffer.concat(parts)
}

async function* dripped(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += step) yield bytes.subarray(i, i + step)
}

function filesContract(name: string, open: () => Promise<Place>): void {
  describe(`files in ${name}`, () => {
    let place: Place
    let files: Files
    beforeAll(async () => {
      place = await open()
      files = place.files
    })

    it.each(sizes)('gives %i bytes back as they were', async (size) => {
      const content = contentOf(size)
      const kept = await files.put(dripped(content, 10_007))
      expect(kept).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: size })
      expect((await read(files, kept.id)).equals(content)).toBe(true)
    })

    it('gives back any content, however it came in', async () => {
      const property = fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.integer({ min: 1, max: 100 }),
        async (bytes, step) => {
          const content = Buffer.concat([Buffer.from('any '), bytes])
          const { id } = await files.put(dripped(content, step))
          expect([...(await read(files, id))]).toEqual([...content])
          await files.delete(id)
        },
      )
      await fc.assert(property, { numRuns: 15 })
    })

    it('keeps equal contents once, under an id that is no plain hash, and nothing in the clear', async () => {
      const content = contentOf(200_000)
      const [one, two] = [await files.put(content), await files.put(dripped(content, 999))]
      expect(two).toEqual(one)
      const ids: string[] = []
      for await (const id of files.list()) ids.push(id)
      expect(ids.filter((id) => id === one.id)).toHaveLength(1)
      expect(ids.length).toBe(sizes.length + 1)
      expect(one.id).not.toBe(createHash('sha256').update(content).digest('hex'))
      for (const bytes of place.under.all()) expect(bytes.includes('canary')).toBe(false)
    })

    it('refuses a blob that was altered in any part, cut off, lengthened, reordered or swapped', async () => {
      const { id } = await files.put(contentOf(3 * CHUNK_BYTES + 5))
      const other = await files.put(contentOf(77))
      const good = place.under.read(id)
      const sealedChunk = CHUNK_BYTES + 16
      const [header, body] = [good.subarray(0, 73), good.subarray(73)]
      const flipped = (at: number) => {
        const bad = Buffer.from(good)
        bad[at]! ^= 1
        return bad
      }
      const bad = [
        ...[0, 4, 5, 8, 9, 40, 41, 72, 73, 73 + sealedChunk, good.length - 1].map(flipped),
        ...[0, 50, 73, 80, 73 + sealedChunk, 73 + 3 * sealedChunk, good.length - 1].map((at) =>
          good.subarray(0, at),
        ),
        Buffer.concat([good, Buffer.of(0)]),
        Buffer.concat([
          header,
          body.subarray(sealedChunk, 2 * sealedChunk),
          body.subarray(0, sealedChunk),
          body.subarray(2 * sealedChunk),
        ]),
        Buffer.concat([header, body.subarray(sealedChunk)]),
        place.under.read(other.id),
      ]
      for (const bytes of bad) {
        place.under.write(id, bytes)
        await expect(read(files, id)).rejects.toMatchObject({
          code: expect.stringMatching(/^(files\.damaged|crypto\.key-missing)$/),
        })
      }
      place.under.write(id, good)
      await expect(read(files, id)).resolves.toHaveLength(3 * CHUNK_BYTES + 5)
    })

    it('says when there is none, deletes for good, and takes no path for an id', async () => {
      const { id } = await files.put(Buffer.from('to be erased'))
      expect(await files.has(id)).toBe(true)
      await files.delete(id)
      await files.delete(id)
      expect(await files.has(id)).toBe(false)
      for (const wrong of [id, '../../etc/passwd', '']) {
        await expect(read(files, wrong)).rejects.toMatchObject({ code: 'files.missing' })
      }
    })

    it('stops at the size allowed, and leaves nothing of a put that failed', async () => {
      const before = place.under.all().length
      await expect(files.put(dripped(contentOf(90_000), 5_000), { maxBytes: 80_000 })).rejects.toMatchObject({
        code: 'files.too-large',
      })
      const broken = async function* () {
        yield contentOf(100_000)
        throw new Error('the upload broke')
      }
      await expect(files.put(broken())).rejects.toThrow('the upload broke')
      expect(place.under.all().length).toBe(before)
    })

    it('keeps what is put by many at once', async () => {
      const contents = [...Array(20).keys()].map((i) => Buffer.from(`part ${i % 10}`.repeat(5_000)))
      const kept = await Promise.all(contents.map((content) => files.put(content)))
      expect(new Set(kept.map(({ id }) => id)).size).toBe(10)
      for (const [i, { id }] of kept.entries())
        expect((await read(files, id)).equals(contents[i]!)).toBe(true)
    })

    it('encrypts anew after the keys rotated, under the same ids', async () => {
      const { id } = await files.put(contentOf(100_000))
      await place.keyring.rotate()
      const before = place.under.read(id)
      expect(await files.renew()).toBeGreaterThan(5)
      expect(await files.renew()).toBe(0)
      expect(place.under.read(id).equals(before)).toBe(false)
      expect((await read(await place.reopen(), id)).equals(contentOf(100_000))).toBe(true)
    })
  })
}

filesContract('a folder', async () => {
  const dataFolder = testFolder()
  const folder = join(dataFolder, 'files')
  const keyring = await Keyring.open(dataFolder)
  const at = (id: string) => join(folder, id.slice(0, 2), id)
  const reopen = () => openFiles({ dataFolder, files: folder }, keyring)
  return {
    keyring,
    reopen,
    files: await reopen(),
    under: {
      read: (id) => readFileSync(at(id)),
      write: (id, bytes) => writeFileSync(at(id), bytes),
      all: () =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
    },
  }
})

describe('files in a bucket', () => {
  let server: S3Server
  const env = () => ({
    ASYLIA_S3_ENDPOINT: server.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'made-up',
  })
  beforeAll(async () => {
    server = await serveS3('AKIDEXAMPLE')
  })
  afterAll(() => server.close())

  filesContract('a bucket', async () => {
    const dataFolder = testFolder()
    const keyring = await Keyring.open(dataFolder)
    const at = (id: string) => `/evidence/a/b/${id}`
    server.objects.set('/evidence/another/object', Buffer.from('not ours'))
    const reopen = () => openFiles({ dataFolder, files: 's3://evidence/a/b' }, keyring, env())
    return {
      keyring,
      reopen,
      files: await reopen(),
      under: {
        read: (id) => server.objects.get(at(id))!,
        write: (id, bytes) => void server.objects.set(at(id), bytes),
        all: () => [...server.objects.values()],
      },
    }
  })

  it('tries again when the server stumbles, and says so when it falls', async () => {
    const dataFolder = testFolder()
    const files = await openFiles(
      { dataFolder, files: 's3://evidence' },
      await Keyring.open(dataFolder),
      env(),
    )
    server.stumble(2)
    const { id } = await files.put(Buffer.from('kept after all'))
    expect((await read(files, id)).toString()).toBe('kept after all')
    server.stumble(100)
    await expect(files.put(Buffer.from('never kept'))).rejects.toMatchObject({ code: 'files.store-failed' })
    server.stumble(0)
  })

  it('is refused with other keys, and names the variable that is missing', async () => {
    const dataFolder = testFolder()
    const keyring = await Keyring.open(dataFolder)
    const place = { dataFolder, files: 's3://evidence' }
    const files = await openFiles(place, keyring, { ...env(), AWS_ACCESS_KEY_ID: 'ANOTHER' })
    await expect(files.put(Buffer.from('x'))).rejects.toMatchObject({ code: 'files.store-failed' })
    await expect(openFiles(place, keyring, {})).rejects.toThrow(/AWS_ACCESS_KEY_ID/)
    await expect(openFiles({ ...place, files: 's3://X' }, keyring, env())).rejects.toThrow(
      /s3:\/\/bucket\/prefix/,
    )
  })
})

describe('the folder of files', () => {
  it('is closed to others, and loses the drafts that a crash left, a day later', async () => {
    const dataFolder = testFolder()
    const folder = join(dataFolder, 'files')
    mkdirSync(join(folder, '.drafts'), { recursive: true })
    for (const name of ['old', 'new']) writeFileSync(join(folder, '.drafts', name), 'x')
    utimesSync(join(folder, '.drafts', 'old'), 1, 1)
    const files = await openFiles({ dataFolder, files: folder }, await Keyring.open(dataFolder))
    expect(readdirSync(join(folder, '.drafts'))).toEqual(['new'])
    const { id } = await files.put(Buffer.from('x'))
    expect(statSync(join(folder, id.slice(0, 2), id)).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, id.slice(0, 2))).mode & 0o777).toBe(0o700)
  })
})
