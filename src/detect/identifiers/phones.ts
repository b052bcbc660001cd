import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js'
import type { Identifier } from './identifiers.ts'
import { cue } from './lexicon.ts'
import { digitsOf, holdsDigit, type Token, type Tokens } from './tokens.ts'

/** What may stand between two atoms of one number: separators, what cannot be seen, emoji. */
const between = /^[\s().\-‐‑–—_~*·•/|+,'"[\]{}<>\p{Cf}\p{Extended_Pictographic}\ufe0f\u20e3]{0,8}$/u
const hardStop = /[,|<>]|\s\/\s/u
/** '1.500,00' has both marks of a price; '1,500.00' too. */
const aPrice = /\d([.,])\d{3}(?!\1)[.,]\d{2}(?!\d)/
/** '2,000,000', '52,000-65,000', '12.00-12.50', '2008/2012', '7.1/6.2': amounts, years and versions. */
const noNumber =
  /^(?:\d{1,3}(?:,\d{3})+(?:\s?[-–]\s?\d{1,3}(?:,\d{3})+)?|\d{1,3}(?:\.\d{3})*\.000|\d+[.,]\d\d\s?[-–]\s?\d+[.,]\d\d|(?:(?:19|20)\d\d[\s/,–-]{0,3}){2,3}|\d+\.\d+(?:\s?\/\s?\d+\.\d+)+)$/
const moneyBefore = /[$€£₽₹₴₺฿¥₦₱₫₩]\s?$/u
/** Days and hours, which are no part of a number. */
const dayOrHour =
  /(?<![\d+(][-./\s]?)(?:(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}|\d{1,2}[:h]\d{2})(?![-./]?\d)/g
const digitGroup = /\p{Nd}(?:[\p{Cf}\ufe0f\u20e3]*\p{Nd})*/gu
/** Letters written for digits, and nothing else: 'O7OO', '5l5', 'o'. */
const asDigits = /^[\p{Nd}OoОоΟοIlіІ|]+$/u

type Atom = { digits: string; start: number; end: number; word: boolean; tens: boolean }

/**
 * Phone numbers, however written: with separators, brackets, emoji or other scripts' digits, digits spelled out in
 * words ('six', 'trente-quatre', 'double five'), or letters for digits. E.164 when the number is valid in the country
 * hinted at or international; otherwise the digits as written (`national`), so that two writings of one unknown
 * number are still equal.
 */
export function phones(text: Tokens, country: CountryCode | undefined): Identifier[] {
  if (text.digits < 4 && !text.mixed) return []
  const { source } = text
  const times = timesOf(source)
  const found: Identifier[] = []
  for (const run of digitRuns(text, times)) {
    for (const part of numbersOf(source, run)) {
      const digits = part.map((atom) => atom.digits).join('')
      if (digits.length < 7 || digits.length > 15 || /^(\d)\1*$/.test(digits)) continue
      const start = part[0]!.start
      const end = part.at(-1)!.end
      const written = source.slice(start, end)
      const before = source.slice(Math.max(0, start - 4), start)
      if (aPrice.test(written) || noNumber.test(written) || moneyBefore.test(before)) continue
      const plus = /\+[\ufe0f\s(\p{Cf}]*$/u.test(before) || /^00\d{8}/.test(digits)
      found.push({
        kind: 'phone',
        value: phoneValue(digits, plus, country),
        start: plus && !digits.startsWith('00') ? source.lastIndexOf('+', start) : start,
        end,
      })
    }
  }
  return found
}

/** Calling codes of countries, and those of no country (ITU-T E.164: satellites, networks, free numbers). */
const callingCodes: ReadonlySet<string> = new Set([
  ...getCountries().map((code): string => getCountryCallingCode(code)),
  '800',
  '808',
  '870',
  '878',
  '881',
  '882',
  '883',
  '888',
  '979',
])

/** May the library know this number? Asked in vain it throws, which costs more than all the rest of an ad. */
const mayBeKnown = (number: string, country: CountryCode | undefined): boolean =>
  number.startsWith('+')
    ? [2, 3, 4].some((end) => callingCodes.has(number.slice(1, end)))
    : country !== undefined

const known = new Map<string, string>()
const mostKnown = 50_000

/** E.164, or the digits without leading zeros when no country's plan knows them. */
export function phoneValue(digits: string, international: boolean, country: CountryCode | undefined): string {
  const number = international ? `+${digits.replace(/^00/, '')}` : digits
  const key = `${country ?? ''} ${number}`
  const before = known.get(key)
  if (before !== undefined) return before
  let value = international ? number : digits.replace(/^0+/, '')
  try {
    const parsed = mayBeKnown(number, country) ? parsePhoneNumberFromString(number, country) : undefined
    if (parsed?.isValid()) value = parsed.number
  } catch {
    // An unknown country code: the digits stand for themselves.
  }
  // Numbers come back soon or never; what is kept stays small.
  if (known.size >= mostKnown) known.clear()
  known.set(key, value)
  return value
}

/** Days and hours: where they begin and end. */
function timesOf(source: string): [number, number][] {
  const found: [number, number][] = []
  dayOrHour.lastIndex = 0
  for (let match = dayOrHour.exec(source); match !== null; match = dayOrHour.exec(source))
    found.push([match.index, match.index + match[0].length])
  return found
}

/** Runs of digit atoms with at most little punctuation between them. Methods, not closures: one is made for each text. */
class Runs {
  readonly #source: string
  readonly found: Atom[][] = []
  run: Atom[] = []
  /** 'double', 'triple': what comes next counts so often. */
  multiply = 0
  /** Where a word ended that joins what stands about it. */
  joinAt = -1

  constructor(source: string) {
    this.#source = source
  }

  get last(): Atom | undefined {
    return this.run.at(-1)
  }

  close(): void {
    // 'double room, 5 nights': it is not the 5 that is double.
    this.multiply = 0
    if (this.run.length === 0) return
    let digits = 0
    let spelled = 0
    for (const atom of this.run) {
      digits += atom.digits.length
      if (atom.word) spelled++
    }
    // Two number words in prose ('one two') are no phone; a run made of words must be long.
    if (digits >= 7 && (spelled === 0 || this.run.length >= 4)) this.found.push(this.run)
    this.run = []
  }

  /** Ends the run when more than a little punctuation stands before `start`. */
  closeBefore(start: number): void {
    const last = this.last
    if (last === undefined) return
    const from = this.joinAt > last.end ? this.joinAt : last.end
    // One space, or nothing, is what stands there mostly.
    if (start === from || (start === from + 1 && this.#source.charCodeAt(from) === 32)) return
    if (!between.test(this.#source.slice(from, start))) this.close()
  }

  add(atom: Atom): void {
    this.closeBefore(atom.start)
    const before = this.last
    if (this.multiply > 0 && atom.digits.length === 1)
      this.run.push({ ...atom, digits: atom.digits.repeat(this.multiply), word: true, tens: false })
    else if (before !== undefined && atom.word && composes(before, atom)) {
      before.digits = compose(before.digits, atom.digits)
      before.end = atom.end
      before.tens = before.digits.endsWith('0') && before.digits !== '10' && before.digits !== '0'
    } else this.run.push(atom)
    this.multiply = 0
    this.joinAt = -1
  }
}

function digitRuns({ source, list }: Tokens, times: readonly [number, number][]): Atom[][] {
  const runs = new Runs(source)
  let time = 0
  for (let i = 0; i < list.length; i++) {
    const token = list[i]!
    if (token.kind === 'symbol') continue
    if (token.kind === 'number' && noNumber.test(source.slice(token.start, token.end))) {
      runs.close()
      continue
    }
    if (token.kind === 'number' || isDisguisedNumber(source, token, runs.run)) {
      for (const atom of atomsOf(source, token)) {
        while (time < times.length && times[time]![1] <= atom.start) time++
        if (time < times.length && times[time]![0] < atom.end) runs.close()
        else runs.add(atom)
      }
      continue
    }
    const { meaning } = token
    if (meaning?.number !== undefined)
      runs.add({
        digits: meaning.number,
        start: token.start,
        end: token.end,
        word: true,
        tens: meaning.number.length === 2 && meaning.number.endsWith('0') && meaning.number !== '10',
      })
    else if (meaning?.times !== undefined) {
      const { last } = runs
      if (last !== undefined && !between.test(source.slice(last.end, token.start))) runs.close()
      runs.multiply = meaning.times
      runs.joinAt = token.end
    } else if (meaning !== undefined && (meaning.cues & cue.joins) !== 0 && runs.last?.tens === true)
      runs.joinAt = token.end
    else runs.close()
  }
  runs.close()
  return runs.found
}

/** 'thirty' and 'four' are 34; 'soixante' and 'douze' 72; 'quatre' and 'vingt' 80; 'dix' and 'sept' 17. */
function composes(before: Atom, next: Atom): boolean {
  if (!before.word) return false
  const value = Number(next.digits)
  if (before.digits === '4' && next.digits === '20') return true
  if (before.digits === '10') return value >= 7 && value <= 9
  if (!before.tens) return false
  return value > 0 && (value < 10 || ((before.digits === '60' || before.digits === '80') && value < 20))
}

function compose(before: string, next: string): string {
  return before === '4' && next === '20' ? '80' : String(Number(before) + Number(next))
}

/** A word of digits and letters that stand for them, or of such letters within a number. */
function isDisguisedNumber(source: string, { start, end }: Token, run: readonly Atom[]): boolean {
  if (end - start > 16 || !asDigits.test(source.slice(start, end))) return false
  if (holdsDigit(source, start, end)) return true
  // 'O' and 'I' by themselves count only next to digits.
  return run.length > 0 && end - start <= 3 && start - run.at(-1)!.end <= 1
}

/** The digit groups of a token, or the whole of one whose letters stand for digits. */
function atomsOf(source: string, { start, end, kind }: Token): Atom[] {
  const piece = source.slice(start, end)
  if (kind !== 'number') {
    const digits = digitsOf(piece.replace(/[OoОоΟο]/gu, '0').replace(/[IlіІ|]/gu, '1'))
    return [{ digits, start, end, word: false, tens: false }]
  }
  const atoms: Atom[] = []
  digitGroup.lastIndex = 0
  for (let match = digitGroup.exec(piece); match !== null; match = digitGroup.exec(piece)) {
    const from = start + match.index
    atoms.push({
      digits: digitsOf(match[0]),
      start: from,
      end: from + match[0].length,
      word: false,
      tens: false,
    })
  }
  return atoms
}

/** Cuts a run into numbers: at hard stops when both sides are long enough, or where it is too long for one. */
function numbersOf(source: string, run: readonly Atom[]): Atom[][] {
  const numbers: Atom[][] = []
  let part: Atom[] = []
  let sofar = 0
  let rest = run.reduce((sum, atom) => sum + atom.digits.length, 0)
  for (const atom of run) {
    const last = part.at(-1)
    if (last !== undefined) {
      const gap = source.slice(last.end, atom.start)
      const cut =
        gap.includes('+') ||
        gap.includes('\n') ||
        sofar + atom.digits.length > 15 ||
        // Two numbers, or a price or an age before a number: 'from 120, 0555 010 123'.
        (hardStop.test(gap) && rest >= 7 && !(last.word && atom.word))
      if (cut) {
        numbers.push(part)
        part = []
        sofar = 0
      }
    }
    part.push(atom)
    sofar += atom.digits.length
    rest -= atom.digits.length
  }
  if (part.length > 0) numbers.push(part)
  return numbers
}
