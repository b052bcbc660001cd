import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { testFolder } from '#test/stores'
import { Keyring, recoverKeys, splitKeys } from './index.ts'

describe('keys that colleagues bring back', () => {
  let folder: string
  let hash: Buffer
  let made: { box: string; shares: string[] }
  beforeAll(async () => {
    folder = testFolder()
    const keyring = await Keyring.open(folder)
    await keyring.rotate()
    hash = keyring.keyedHash('x', 'y')
    made = await splitKeys(folder, { need: 3, of: 5 })
    renameSync(join(folder, 'keys'), join(folder, 'lost'))
  })

  it('two of three that are needed tell nothing, and leave nothing behind', async () => {
    await expect(recoverKeys(folder, made.box, made.shares.slice(0, 2))).rejects.toThrow(
      'found 2 different shares, expected 3 of 5',
    )
    await expect(
      recoverKeys(folder, made.box, [made.shares[0]!, made.shares[0]!, made.shares[1]!]),
    ).rejects.toThrow('found 2 different shares')
    expect(existsSync(join(folder, 'keys'))).toBe(false)
  })

  it('a share with a typing error, or of another box, is named as such', async () => {
    const typo = made.shares[2]!.replace(/.(?= [0-9a-f]{8}$)/, (end) => (end === 'A' ? 'B' : 'A'))
    await expect(recoverKeys(folder, made.box, [...made.shares.slice(0, 2), typo])).rejects.toThrow(
      'mistyped',
    )
    const other = testFolder()
    await Keyring.open(other)
    const { shares } = await splitKeys(other, { need: 2, of: 3 })
    await expect(recoverKeys(folder, made.box, [...shares])).rejects.toThrow('belongs to another box')
  })

  it('any three bring back every key as it was', async () => {
    const [a, , b, , c] = made.shares
    const names = await recoverKeys(folder, made.box, [c!, a!, b!])
    expect(names.toSorted()).toEqual(['hash.key', 'kek-0001.key', 'kek-0002.key'])
    for (const name of names)
      expect(readFileSync(join(folder, 'keys', name))).toEqual(readFileSync(join(folder, 'lost', name)))
    expect((await Keyring.open(folder)).keyedHash('x', 'y')).toEqual(hash)
    await expect(recoverKeys(folder, made.box, made.shares)).rejects.toMatchObject({
      code: 'crypto.keys-present',
    })
  })
})
