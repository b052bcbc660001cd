import { createHash } from 'node:crypto'
import type { Identifier } from './identifiers.ts'
import type { Plain } from './reading.ts'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** Addresses of wallets (Bitcoin, Ethereum, Tron) and bank accounts (IBAN); only those whose checksum holds. */
export function wallets(plain: Plain): Identifier[] {
  const found: Identifier[] = []
  const add = (
    pattern: RegExp,
    kind: 'wallet' | 'account',
    read: (text: string) => string | undefined,
  ): void => {
    for (const match of plain.text.matchAll(pattern)) {
      const value = read(match[0])
      if (value !== undefined)
        found.push({
          kind,
          value,
          start: plain.at(match.index),
          end: plain.at(match.index + match[0].length - 1) + 1,
        })
    }
  }
  add(/(?<![0-9A-Za-z])[13T][1-9A-HJ-NP-Za-km-z]{25,34}(?![0-9A-Za-z])/g, 'wallet', (text) =>
    base58Holds(text) ? text : undefined,
  )
  add(/(?<![0-9A-Za-z])bc1[0-9a-z]{11,71}(?![0-9A-Za-z])/gi, 'wallet', (text) =>
    bech32Holds(text.toLowerCase()) ? text.toLowerCase() : undefined,
  )
  // Ethereum's mixed-case checksum (EIP-55) is optional: forty hex digits are enough.
  add(/(?<![0-9A-Za-z])0x[0-9a-f]{40}(?![0-9A-Za-z])/gi, 'wallet', (text) => text.toLowerCase())
  add(
    /(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![0-9A-Za-z])/g,
    'account',
    (text) => {
      const account = text.replaceAll(' ', '')
      return ibanHolds(account) ? account : undefined
    },
  )
  return found
}

/** Base58Check: the last four bytes are the start of SHA-256(SHA-256(rest)). */
function base58Holds(text: string): boolean {
  let number = 0n
  for (const character of text) number = number * 58n + BigInt(alphabet.indexOf(character))
  const zeros = /^1*/.exec(text)![0].length
  const hex = number.toString(16)
  const bytes = Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')])
  if (bytes.length !== 25) return false
  const hash = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
  return hash(hash(bytes.subarray(0, 21)))
    .subarray(0, 4)
    .equals(bytes.subarray(21))
}

/** Bech32 (BIP 173) and Bech32m (BIP 350). */
function bech32Holds(text: string): boolean {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
  let check = 1
  const step = (value: number): void => {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    generators.forEach((generator, bit) => {
      if ((top >>> bit) & 1) check ^= generator
    })
  }
  for (const value of [3, 3, 0, 2, 3]) step(value) // the human-readable part 'bc', expanded
  for (const character of text.slice(3)) {
    const value = bech32.indexOf(character)
    if (value < 0) return false
    step(value)
  }
  return check === 1 || check === 0x2bc830a3
}

/** ISO 13616: the number moved and spelled out is 1 modulo 97. */
function ibanHolds(account: string): boolean {
  if (account.length < 15 || account.length > 34) return false
  let rest = 0
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
