import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'
import type { Plain } from './reading.ts'
import type { Identifier } from './identifiers.ts'

/** Digits as words: English, French, Spanish, German, Italian, Portuguese, Russian, Arabic. */
const spelled: Record<string, string> = {}
for (const [digit, names] of Object.entries({
  0: 'zero oh zéro cero null nol zero ноль нуль صفر',
  1: 'one un une uno una eins ein um uma один одна واحد',
  2: 'two deux dos zwei due dois duas два две اثنان اثنين',
  3: 'three trois tres drei tre três три ثلاثة',
  4: 'four quatre cuatro vier quattro quatro четыре أربعة اربعة',
  5: 'five cinq cinco fünf cinque пять خمسة',
  6: 'six seis sechs sei шесть ستة',
  7: 'seven sept siete sieben sette sete семь سبعة',
  8: 'eight huit ocho acht otto oito восемь ثمانية',
  9: 'nine neuf nueve neun nove девять تسعة',
}))
  for (const name of names.split(' ')) spelled[name] = digit

const spelledDigit = new RegExp(`(?<!\\p{L})(?:${Object.keys(spelled).join('|')})(?!\\p{L})`, 'iu')
const atom = /\d+|\p{L}+/gu
/** What may stand between two atoms of one number. */
const between = /^[\s().\-‐‑–—_~*·•/|+,'"[\]{}<>]{0,5}$/u
const hardStop = /[,|\n<>]|\s\/\s/u
/** '1.500,00' has both marks of a price; '1,500.00' too. */
const aPrice = /\d([.,])\d{3}(?!\1)[.,]\d{2}(?!\d)/
/** Days and hours, which are no part of a number. */
const dayOrHour =
  /(?<![\d+(][-./\s]?)(?:(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}|\d{1,2}[:h]\d{2})(?![-./]?\d)/g

type Atom = { digits: string; start: number; end: number; word: boolean }

/**
 * Phone numbers, however written: with separators, brackets, emoji or other scripts' digits, digits spelled out, or
 * letters for digits. E.164 when the number is valid in the country hinted at or international; otherwise the
 * digits as written (`national`), so that two writings of one unknown number are still equal.
 */
export function phones(plain: Plain, country: CountryCode | undefined): Identifier[] {
  const text = plain.text.replace(dayOrHour, (found) => '\u0000'.repeat(found.length))
  if (!/\d/.test(text) && !spelledDigit.test(text)) return []
  const found: Identifier[] = []
  for (const run of digitRuns(text)) {
    for (const [start, end, digits] of numbersOf(text, run)) {
      if (digits.length < 7 || digits.length > 15 || /^(\d)\1*$/.test(digits)) continue
      const written = text.slice(start, end)
      if (aPrice.test(written)) continue
      const plus = /\+\s*\(?$/.test(text.slice(Math.max(0, start - 3), start)) || /^00\d{8}/.test(digits)
      found.push({
        kind: 'phone',
        value: phoneValue(digits, plus, country),
        start: plain.at(plus && !digits.startsWith('00') ? text.lastIndexOf('+', start) : start),
        end: plain.at(end - 1) + 1,
      })
    }
  }
  return found
}

/** E.164, or the digits without leading zeros when no country's plan knows them. */
export function phoneValue(digits: string, international: boolean, country: CountryCode | undefined): string {
  const number = international ? `+${digits.replace(/^00/, '')}` : digits
  try {
    const parsed = parsePhoneNumberFromString(number, country)
    if (parsed?.isValid()) return parsed.number
  } catch {
    // An unknown country code: the digits stand for themselves.
  }
  return international ? number : digits.replace(/^0+/, '')
}

/** Runs of digit atoms with at most little punctuation between them. */
function* digitRuns(text: string): Generator<Atom[]> {
  let run: Atom[] = []
  let last = -1
  let spelledInRun = 0
  const good = (): boolean => {
    const digits = run.reduce((sum, part) => sum + part.digits.length, 0)
    // Two number words in prose ('one two') are no phone; a run made of words must be long.
    return digits >= 7 && (spelledInRun === 0 || run.length >= 4)
  }
  for (const match of text.matchAll(atom)) {
    const [part] = match
    const start = match.index
    const isDigits = part.charCodeAt(0) < 58 && part.charCodeAt(0) > 47
    const word = isDigits ? undefined : spelled[part.toLowerCase()]
    // 'O' and 'l' between digits stand for 0 and 1.
    const touching = start === last || /^\d/.test(text.slice(start + part.length, start + part.length + 1))
    const letter = !isDigits && run.length > 0 && touching ? lettersAsDigits(part) : undefined
    const digits = isDigits ? part : (word ?? letter)
    if (digits === undefined || (run.length > 0 && !between.test(text.slice(last, start)))) {
      if (run.length > 0 && good()) yield run
      run = []
      spelledInRun = 0
    }
    if (digits !== undefined && (run.length > 0 || isDigits || word !== undefined)) {
      run.push({ digits, start, end: start + part.length, word: word !== undefined })
      if (word !== undefined) spelledInRun++
      last = start + part.length
    }
  }
  if (run.length > 0 && good()) yield run
}

function lettersAsDigits(part: string): string | undefined {
  return /^[OoIl]{1,3}$/.test(part) ? part.replace(/[Oo]/g, '0').replace(/[Il]/g, '1') : undefined
}

/** Cuts a run into numbers: at hard stops when both sides are long enough, or where it is too long for one. */
function numbersOf(text: string, run: Atom[]): [start: number, end: number, digits: string][] {
  const numbers: [number, number, string][] = []
  let part: Atom[] = []
  let sofar = 0
  let rest = run.reduce((sum, piece) => sum + piece.digits.length, 0)
  const close = (): void => {
    if (part.length > 0)
      numbers.push([part[0]!.start, part.at(-1)!.end, part.map((piece) => piece.digits).join('')])
    part = []
    sofar = 0
  }
  for (const piece of run) {
    if (part.length > 0) {
      const gap = text.slice(part.at(-1)!.end, piece.start)
      const cut =
        gap.includes('+') ||
        sofar + piece.digits.length > 15 ||
        // Two numbers, or a price or an age before a number: 'from 120, 0555 010 123'.
        (hardStop.test(gap) && rest >= 7)
      if (cut) close()
    }
    part.push(piece)
    sofar += piece.digits.length
    rest -= piece.digits.length
  }
  close()
  return numbers
}
