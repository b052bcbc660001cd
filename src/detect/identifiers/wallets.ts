import { createHash } from 'node:crypto'
import type { Identifier } from './identifiers.ts'
import type { Tokens } from './tokens.ts'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** Addresses of wallets: Bitcoin, Litecoin, Dogecoin, Dash and Tron by their checksums, Ethereum by its shape. */
export function wallets(tokens: Tokens): Identifier[] {
  // The shortest has 26 characters, in one piece or with invisible ones between.
  if (tokens.longest < 26) return []
  const found: Identifier[] = []
  for (const { start, end, kind } of tokens.list) {
    if (kind !== 'word' || end - start < 26 || end - start > 130) continue
    const written = tokens.source.slice(start, end).replace(/[\p{Cf}\u034f]/gu, '')
    const value = walletOf(written)
    if (value !== undefined) found.push({ kind: 'wallet', value, start, end })
  }
  return found
}

function walletOf(written: string): string | undefined {
  // Ethereum's mixed-case checksum (EIP-55) is optional: forty hex digits are enough.
  if (/^0x[0-9a-f]{40}$/i.test(written)) return written.toLowerCase()
  const lower = written.toLowerCase()
  const prefix = /^(bc|ltc)1[0-9a-z]{11,71}$/.exec(lower)?.[1]
  if (prefix !== undefined) return bech32Holds(lower, prefix) ? lower : undefined
  if (/^[13LMDAX9T][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(written))
    return base58Holds(written) ? written : undefined
  return undefined
}

/** Bitcoin, Litecoin, Dogecoin, Dash, Tron. */
const versions = new Set([0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41])

/** Base58Check: the last four bytes are the start of SHA-256(SHA-256(rest)). */
function base58Holds(text: string): boolean {
  let number = 0n
  for (const character of text) number = number * 58n + BigInt(alphabet.indexOf(character))
  const zeros = /^1*/.exec(text)![0].length
  const hex = number.toString(16)
  const bytes = Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')])
  if (bytes.length !== 25 || !versions.has(bytes[0]!)) return false
  const hash = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
  return hash(hash(bytes.subarray(0, 21)))
    .subarray(0, 4)
    .equals(bytes.subarray(21))
}

/** Bech32 (BIP 173) and Bech32m (BIP 350). */
function bech32Holds(text: string, prefix: string): boolean {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
  let check = 1
  const step = (value: number): void => {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    generators.forEach((generator, bit) => {
      if ((top >>> bit) & 1) check ^= generator
    })
  }
  // The human-readable part, expanded.
  for (const letter of prefix) step(letter.charCodeAt(0) >>> 5)
  step(0)
  for (const letter of prefix) step(letter.charCodeAt(0) & 31)
  for (const character of text.slice(prefix.length + 1)) {
    const value = bech32.indexOf(character)
    if (value < 0) return false
    step(value)
  }
  return check === 1 || check === 0x2bc830a3
}
