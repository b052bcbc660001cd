import fc from 'fast-check'
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { testFolder } from '#test/stores'
import { Keyring, Sealed, Sealer, type SubjectKey, type SubjectKeyStore } from './index.ts'

/** A store in memory is enough here: the rules are the sealer's. PostgreSQL's own is in crypto.store.test.ts. */
function keysInMemory(): SubjectKeyStore {
  const rows = new Map<string, { wrapped: Buffer | null; version: number }>()
  return {
    find: async (subject) => rows.get(subject),
    findAll: async (subjects) =>
      subjects.flatMap((subject) => {
        const row = rows.get(subject)
        return row ? [{ subject, ...row }] : []
      }),
    add: async (subject, wrapped, version) => !rows.has(subject) && !!rows.set(subject, { wrapped, version }),
    replaceAll: async (keys) => keys.forEach(({ subject, ...key }) => rows.set(subject, key)),
    shred: async (subject) => void rows.set(subject, { wrapped: null, version: 1 }),
    listOlderThan: async (version) =>
      [...rows].flatMap(([subject, { wrapped, ...row }]) =>
        wrapped !== null && row.version < version ? [{ subject, wrapped, ...row }] : [],
      ),
  }
}

describe('sealing', () => {
  let sealer: Sealer
  let key: SubjectKey
  let other: SubjectKey
  beforeAll(async () => {
    sealer = new Sealer(await Keyring.open(testFolder()))
    const store = keysInMemory()
    key = await sealer.subjectKey(store, newId())
    other = await sealer.subjectKey(store, newId())
  })

  it('opens what was sealed, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }), (bytes, about) => {
        const sealed = sealer.seal(key, bytes, about)
        expect(sealed.length).toBe(bytes.length + 29)
        expect([...sealer.open(key, sealed, about).reveal()]).toEqual([...bytes])
      }),
    )
  })

  it('refuses a text with any byte altered, added or cut off', () => {
    const property = fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (text, at, mask) => {
        const sealed = sealer.seal(key, text, 'story')
        const altered = Buffer.from(sealed)
        altered[at % sealed.length]! ^= mask
        const cut = sealed.subarray(0, at % sealed.length)
        for (const bad of [altered, cut, Buffer.concat([sealed, Buffer.of(mask)])]) {
          expect(() => sealer.open(key, bad, 'story')).toThrow(
            expect.objectContaining({ code: 'crypto.refused' }),
          )
        }
      },
    )
    fc.assert(property, { numRuns: 300 })
  })

  it('refuses other associated data and another subject', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (text, about, another) => {
        fc.pre(about !== another)
        const sealed = sealer.seal(key, text, about)
        expect(() => sealer.open(key, sealed, another)).toThrow(
          expect.objectContaining({ code: 'crypto.refused' }),
        )
        expect(() => sealer.open(other, sealed, about)).toThrow(
          expect.objectContaining({ code: 'crypto.refused' }),
        )
      }),
    )
  })

  it('never seals the same text to the same bytes', () => {
    expect(sealer.seal(key, 'text', 'a').equals(sealer.seal(key, 'text', 'a'))).toBe(false)
  })

  it('prints nothing of what it opened', () => {
    const opened = sealer.openText(key, sealer.seal(key, 'my name', 'a'), 'a')
    const shown = [
      String(opened),
      JSON.stringify({ opened }),
      inspect({ opened }),
      inspect(opened, { showHidden: true }),
      inspect(key),
    ]
    expect(shown.join()).not.toMatch(/my name/)
    expect(shown.slice(0, 2)).toEqual(['[sealed]', '{"opened":"[sealed]"}'])
    expect(opened.reveal()).toBe('my name')
    expect(new Sealed('x')).not.toBe('x')
  })
})

describe('the keyring', () => {
  it('is readable by its owner alone, and refuses a key that is not', async () => {
    const folder = testFolder()
    await Keyring.open(folder)
    const keys = join(folder, 'keys')
    expect(readdirSync(keys).toSorted()).toEqual(['hash.key', 'kek-0001.key'])
    for (const name of readdirSync(keys)) expect(statSync(join(keys, name)).mode & 0o777).toBe(0o600)
    expect(statSync(keys).mode & 0o777).toBe(0o700)
    chmodSync(join(keys, 'hash.key'), 0o640)
    await expect(Keyring.open(folder)).rejects.toMatchObject({ code: 'crypto.key-file-open' })
    chmodSync(join(keys, 'hash.key'), 0o600)
    writeFileSync(join(keys, 'kek-0001.key'), 'short')
    await expect(Keyring.open(folder)).rejects.toMatchObject({ code: 'crypto.key-file-damaged' })
  })

  it('makes one key when several processes start at once', async () => {
    const folder = testFolder()
    const keyrings = await Promise.all([...Array(8).keys()].map(() => Keyring.open(folder)))
    const hashes = keyrings.map((keyring) => keyring.keyedHash('x', 'y').toString('hex'))
    expect(new Set(hashes).size).toBe(1)
    expect(new Set(keyrings.map((keyring) => keyring.derive('x').toString('hex'))).size).toBe(1)
  })

  it('rotates: old texts still open, keys are wrapped anew, hashes stay, and the old file may then go', async () => {
    const folder = testFolder()
    const store = keysInMemory()
    const keyring = await Keyring.open(folder)
    const sealer = new Sealer(keyring)
    const subjects = [newId(), newId(), newId()]
    const sealed = await Promise.all(
      subjects.map(async (subject) => sealer.seal(await sealer.subjectKey(store, subject), subject, 'a')),
    )
    const hash = keyring.keyedHash('code', 'one two three')
    expect(await keyring.rotate()).toBe(2)
    const openAll = async (by: Sealer) =>
      Promise.all(
        subjects.map(async (s, i) => by.openText(await by.subjectKey(store, s), sealed[i]!, 'a').reveal()),
      )
    expect(await openAll(sealer)).toEqual(subjects)
    expect(await sealer.rewrap(store)).toBe(3)
    expect(await sealer.rewrap(store)).toBe(0)
    rmSync(join(folder, 'keys', 'kek-0001.key'))
    const later = await Keyring.open(folder)
    expect(await openAll(new Sealer(later))).toEqual(subjects)
    expect(later.keyedHash('code', 'one two three')).toEqual(hash)
    expect(() => later.derive('x', 1)).toThrow(expect.objectContaining({ code: 'crypto.key-missing' }))
  })

  it('hashes by purpose, and forgets its keys when told', async () => {
    const keyring = await Keyring.open(testFolder())
    expect(keyring.keyedHash('phone', 'v')).not.toEqual(keyring.keyedHash('code', 'v'))
    expect(keyring.keyedHasher('phone').update('a').update('b').digest()).toEqual(
      keyring.keyedHash('phone', 'ab'),
    )
    keyring.forget()
    expect(() => keyring.keyedHash('phone', 'v')).toThrow(
      expect.objectContaining({ code: 'crypto.key-missing' }),
    )
    expect(() => keyring.wrap(Buffer.alloc(32), 'x')).toThrow(
      expect.objectContaining({ code: 'crypto.key-missing' }),
    )
  })
})
