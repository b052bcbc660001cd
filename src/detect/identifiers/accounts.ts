import type { Identifier } from './identifiers.ts'
import { cue } from './lexicon.ts'
import { digitsOf, type Tokens } from './tokens.ts'

/** Lengths of IBANs by country (SWIFT IBAN registry, release 99 and before; facts). */
const lengths: Record<string, number> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
    'LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 ' +
    'SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const separators = /[\s.\-\u00a0\u200b]/

/** `refused`: what stands where an account would, with wrong check digits; it is no phone either. */
export type Accounts = { found: Identifier[]; refused: { start: number; end: number }[] }

/** Bank accounts: IBAN by its check digits, and numbers behind a bank's words (account, sort code, CLABE, حساب). */
export function accounts(tokens: Tokens): Accounts {
  const all: Accounts = { found: [], refused: [] }
  if (tokens.mixed) ibans(tokens, all)
  if ((tokens.cues & cue.bank) !== 0) localAccounts(tokens, all)
  return all
}

function ibans({ source, list }: Tokens, { found, refused }: Accounts): void {
  for (const { start, kind } of list) {
    if (kind !== 'word') continue
    const length = lengths[source.slice(start, start + 2).toUpperCase()]
    if (length === undefined || !/\d/.test(source[start + 2] ?? '')) continue
    let account = ''
    let end = start
    for (; end < source.length && account.length < length && end - start < length * 2; end++) {
      const unit = source[end]!
      if (/[A-Za-z0-9]/.test(unit)) account += unit.toUpperCase()
      else if (!separators.test(unit)) break
    }
    if (account.length !== length || /^[A-Za-z0-9]/.test(source.slice(end, end + 1))) continue
    if (ibanHolds(account)) found.push({ kind: 'account', value: account, start, end })
    else if (/\d{6}/.test(account)) refused.push({ start, end })
  }
}

/** ISO 13616: the number moved and spelled out is 1 modulo 97. */
function ibanHolds(account: string): boolean {
  let rest = 0
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

const furthest = 4

/**
 * Digits behind a bank's word, six to twenty of them: `local:` and the digits of neighbours together ('sort code
 * 12-34-56 account 12345678'). A Mexican CLABE and an Argentine CBU must have their check digits right.
 */
function localAccounts({ source, list }: Tokens, { found, refused }: Accounts): void {
  let last = -1
  for (let i = 0; i < list.length; i++) {
    const meaning = list[i]!.meaning
    if (meaning === undefined || (meaning.cues & cue.bank) === 0) continue
    // The number stands a few words on: 'account number is 12345678', 'حساب رقم 123'.
    for (let j = i + 1; j < list.length && j <= i + furthest; j++) {
      const token = list[j]!
      const between = source.slice(list[j - 1]!.end, token.start)
      if (/[.!?\n](?:\s|$)/.test(between) && token.kind !== 'number') break
      if (token.kind !== 'number' || token.start <= last) continue
      if (found.some(({ start, end }) => token.start < end && token.end > start)) break
      const digits = digitsOf(source.slice(token.start, token.end))
      if (digits.length < 6 || digits.length > 24 || /\+\s*$/.test(between)) break
      const word = source.slice(list[i]!.start, list[i]!.end).toLowerCase()
      if (!holds(word, digits)) {
        refused.push({ start: token.start, end: token.end })
        break
      }
      const before = found.at(-1)
      // A sort code and its account are one.
      if (
        before !== undefined &&
        token.start - before.end < 24 &&
        before.value.length === 'local:'.length + 6
      ) {
        before.value += digits
        before.end = token.end
      } else found.push({ kind: 'account', value: `local:${digits}`, start: token.start, end: token.end })
      last = token.start
      break
    }
  }
}

/** Whether a number's own check digits, where its kind has some, are right. */
function holds(word: string, digits: string): boolean {
  if (word === 'clabe') return clabeHolds(digits)
  if (word === 'cbu' || word === 'cvu') return cbuHolds(digits)
  return word === 'aba' || word === 'routing' ? routingHolds(digits) : true
}

const weighted = (digits: string, weights: readonly number[], modulo: boolean): number =>
  Array.from(digits).reduce((sum, digit, i) => {
    const product = Number(digit) * weights[i % weights.length]!
    return sum + (modulo ? product % 10 : product)
  }, 0)

/** Mexico: the 18th digit by weights 3, 7, 1 of each product modulo 10. */
function clabeHolds(digits: string): boolean {
  return (
    digits.length === 18 &&
    (10 - (weighted(digits.slice(0, 17), [3, 7, 1], true) % 10)) % 10 === Number(digits[17])
  )
}

/** Argentina: blocks of 8 and 14 digits, each with its check digit (weights 7 1 3 9 7 1 3 and 3 9 7 1 …). */
function cbuHolds(digits: string): boolean {
  const check = (block: string, weights: readonly number[]): boolean =>
    (10 - (weighted(block.slice(0, -1), weights, false) % 10)) % 10 === Number(block.at(-1))
  return (
    digits.length === 22 &&
    check(digits.slice(0, 8), [7, 1, 3, 9, 7, 1, 3]) &&
    check(digits.slice(8), [3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3])
  )
}

/** United States: weights 3, 7, 1; the sum is a multiple of ten. */
function routingHolds(digits: string): boolean {
  return digits.length === 9 && weighted(digits, [3, 7, 1], false) % 10 === 0
}
