import { wordlist as english } from '@scure/bip39/wordlists/english.js'
import { wordlist as french } from '@scure/bip39/wordlists/french.js'
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js'
import { randomBytes } from 'node:crypto'
import { checkDigit } from './check-digit.ts'

/**
 * The secret by which a reporter comes back: 77 random bits, told as seven words of 2,048 (the BIP 39 lists) or, where
 * there is no list in the reporter's language, as six groups of digits whose last one checks the group. Only a keyed hash
 * of it is stored.
 */
const BITS = 77n
/** Without their check digits: as forms draw a code. */
const BARE_DIGITS = 24
const GROUP = 5
const GROUPS = 6
const DIGITS = GROUP * GROUPS
const WORDS = 7

const LISTS: Readonly<Record<string, readonly string[]>> = { en: english, fr: french, es: spanish }

const indexes = new Map(
  Object.entries(LISTS).map(([language, words]) => [
    language,
    new Map(words.map((word, i) => [plain(word), i])),
  ]),
)

/** A new code; its canonical text is its value in decimal. */
export function newReturnCode(): string {
  const random = BigInt(`0x${randomBytes(10).toString('hex')}`)
  return String(random & ((1n << BITS) - 1n))
}

/** The code as the reporter writes it down: seven words of their language, or six groups of five digits. */
export function spellReturnCode(canonical: string, language: string): string {
  const words = LISTS[language]
  if (!words) return inGroups(canonical)
  let rest = BigInt(canonical)
  const spelt: string[] = []
  for (let i = 0; i < WORDS; i++) {
    spelt.unshift(words[Number(rest & 2047n)]!)
    rest >>= 11n
  }
  return spelt.join(' ')
}

function inGroups(canonical: string): string {
  const bare = canonical.padStart(BARE_DIGITS, '0').match(/.{4}/g)!
  return bare.map((four, i) => `${four}${checkDigit(four, i)}`).join(' ')
}

export type ReadCode =
  | { ok: true; canonical: string }
  /**
   * Which word it is, counted from 1, and what it may have been; `group`: which group of digits does not check; `count`: a
   * wrong number of words or digits.
   */
  | { ok: false; problem: 'word'; position: number; nearest: string | null }
  | { ok: false; problem: 'group'; position: number }
  | { ok: false; problem: 'count'; found: number; expected: number }

/** Reads a code however it was typed: any of the languages, capitals, accents left out, digits of other scripts. */
export function readReturnCode(typed: string): ReadCode {
  const text = westernDigits(typed.normalize('NFKC').trim())
  const parts = text.split(/[\s,.;:–—_/-]+/u).filter((part) => part !== '')
  // One letter among digits is a slip: it is not a code in words.
  const count = (kind: RegExp) => text.match(kind)?.length ?? 0
  if (count(/\d/g) > count(/\p{L}/gu) || count(/\p{L}/gu) === 0) return readDigits(parts)
  const words = parts.filter((word) => /\p{L}/u.test(word)).map(plain)
  if (words.length !== WORDS) return { ok: false, problem: 'count', found: words.length, expected: WORDS }
  // The list that knows most of the words is the one they were taken from.
  const [language, index] = [...indexes].toSorted(([, a], [, b]) => known(b, words) - known(a, words))[0]!
  let value = 0n
  for (const [i, word] of words.entries()) {
    const at = index.get(word)
    if (at === undefined)
      return { ok: false, problem: 'word', position: i + 1, nearest: nearestWord(word, LISTS[language]!) }
    value = (value << 11n) | BigInt(at)
  }
  return { ok: true, canonical: String(value) }
}

function readDigits(parts: readonly string[]): ReadCode {
  const digits = parts.join('').replace(/\D/g, '')
  const odd = parts.findIndex((part) => !/^\d{5}$/.test(part))
  if (digits.length === BARE_DIGITS && !/\D/.test(parts.join('')))
    return { ok: true, canonical: String(BigInt(digits)) }
  // As many groups as a code has: then it is known in which one a digit is too few, too many or none.
  if (parts.length === GROUPS && odd >= 0) return { ok: false, problem: 'group', position: odd + 1 }
  if (digits.length !== DIGITS) return { ok: false, problem: 'count', found: digits.length, expected: DIGITS }
  const groups = digits.match(/.{5}/g)!
  const wrong = groups.findIndex((group, i) => checkDigit(group.slice(0, 4), i) !== group[4])
  if (wrong >= 0) return { ok: false, problem: 'group', position: wrong + 1 }
  return { ok: true, canonical: String(BigInt(groups.map((group) => group.slice(0, 4)).join(''))) }
}

function known(index: ReadonlyMap<string, number>, words: readonly string[]): number {
  return words.filter((word) => index.has(word)).length
}

/** Without capitals and accents: what people leave out on a borrowed phone. */
function plain(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Arabic-Indic and other decimal digits as 0-9. */
function westernDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!
    // Unicode keeps each script's ten digits together, zero at a code point that ends in 0 or 6 (hexadecimal).
    for (let zero = code; zero > code - 10; zero--) {
      if (!/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) || code - zero === 9) return String(code - zero)
    }
    return digit
  })
}

function nearestWord(word: string, words: readonly string[]): string | null {
  const close = words
    .map((candidate) => [candidate, distance(word, plain(candidate))] as const)
    .toSorted((a, b) => a[1] - b[1])[0]
  return close && close[1] <= 2 ? close[0] : null
}

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    previous = row
  }
  return previous[b.length]!
}
