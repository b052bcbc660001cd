import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BadInput } from '#platform/errors'
import { HEADER_BYTES, openBackup, passphraseFrom, sealBackup } from './backup-format.ts'
import { readSections, type Section, textOf, writeSections } from './backup-frames.ts'

const PASSPHRASE = 'correct horse battery'
/** Low, so that a hundred keys take no minute; the verbs use 2^17. */
const LOW_COST = 10

async function* pieces(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}

const seal = (text: Uint8Array) => collect(sealBackup(pieces(text), PASSPHRASE, LOW_COST))
const open = (sealed: Uint8Array, passphrase = PASSPHRASE) =>
  collect(openBackup(pieces(sealed), passphrase, 'b'))

describe('an encrypted backup', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 200_000])('gives %i bytes back as they were', async (length) => {
    const text = Buffer.alloc(length, 'asylia')
    expect((await open(await seal(text))).equals(text)).toBe(true)
  })

  it('is refused when any one byte is another, wherever it stands', async () => {
    const sealed = await seal(Buffer.alloc(150_000, 'x'))
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(HEADER_BYTES - 1), fc.nat(sealed.length - 1)),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const altered = Buffer.from(sealed)
          altered[at]! ^= flip
          await expect(open(altered)).rejects.toBeInstanceOf(BadInput)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('is refused when it is cut off anywhere, or goes on after its end', async () => {
    const sealed = await seal(Buffer.alloc(150_000, 'x'))
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), async (length) => {
        await expect(open(sealed.subarray(0, length))).rejects.toBeInstanceOf(BadInput)
      }),
      { numRuns: 60 },
    )
    await expect(open(Buffer.concat([sealed, Buffer.of(0)]))).rejects.toBeInstanceOf(BadInput)
  })

  it('is refused when two of its chunks change places', async () => {
    const sealed = await seal(Buffer.alloc(200_000, 'x'))
    const chunk = 65_536 + 16
    const [a, b] = [HEADER_BYTES, HEADER_BYTES + chunk]
    const swapped = Buffer.concat([
      sealed.subarray(0, a),
      sealed.subarray(b, b + chunk),
      sealed.subarray(a, b),
      sealed.subarray(b + chunk),
    ])
    await expect(open(swapped)).rejects.toThrow(/altered or cut off/)
  })

  it('says so when the passphrase is another one, before a byte is opened', async () => {
    await expect(open(await seal(Buffer.from('secret')), 'another passphrase')).rejects.toThrow(
      /does not open it/,
    )
  })

  it('is refused by name when a newer Asylia wrote it, and when it is no backup', async () => {
    const sealed = await seal(Buffer.from('x'))
    sealed[8] = 2
    await expect(open(sealed)).rejects.toThrow(/format 2, expected 1/)
    await expect(open(Buffer.from('%PDF-1.7'))).rejects.toThrow(/no backup/)
  })

  it('takes no short passphrase', () => {
    expect(() => passphraseFrom({ ASYLIA_BACKUP_PASSPHRASE: 'eleven-char' })).toThrow(/12 characters/)
    expect(() => passphraseFrom({})).toThrow(/found nothing/)
    expect(passphraseFrom({ ASYLIA_BACKUP_PASSPHRASE: 'twelve-chars' })).toBe('twelve-chars')
  })
})

describe('the sections within', () => {
  async function* some(): AsyncGenerator<Section> {
    yield { about: { kind: 'file', path: 'keys/a' }, data: [Buffer.from('one'), Buffer.from('two')] }
    yield { about: { kind: 'blob', id: 'b' }, data: [Buffer.alloc(700_000, 'z')] }
    yield { about: { kind: 'corpus', table: 'empty' }, data: [] }
  }

  it('come back in their order, whether read or let go', async () => {
    const bytes = await collect(writeSections(some()))
    const seen: string[] = []
    for await (const { about, data } of readSections(pieces(bytes))) {
      seen.push(about.kind === 'blob' ? 'blob, let go' : `${about.kind}: ${await textOf(data)}`)
    }
    expect(seen).toEqual(['file: onetwo', 'blob, let go', 'corpus: '])
  })

  it('are refused when their end is missing, however the bytes are cut', async () => {
    const bytes = await collect(writeSections(some()))
    const read = async () => {
      for await (const { data } of readSections(pieces(bytes.subarray(0, -20)))) await textOf(data)
    }
    await expect(read()).rejects.toMatchObject({ code: 'backup.malformed' })
  })
})
