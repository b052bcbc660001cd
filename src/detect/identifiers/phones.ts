import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js'
import { type Atom, digitRuns } from './digit-runs.ts'
import type { Identifier } from './identifiers.ts'
import { numbersOf, type Plan } from './numbers-of-run.ts'
import type { Tokens } from './tokens.ts'

/** '1.500,00' has both marks of a price; '1,500.00' too. */
const aPrice = /\d([.,])\d{3}(?!\1)[.,]\d{2}(?!\d)/
const plusBefore = /\+[\s(\p{Cf}\p{M}]*$/u
/** What belongs to the last digit: a keycap, marks over it. */
const tail = /^\p{M}+/u

/**
 * Phone numbers, however written: with separators, brackets, emoji or other scripts' digits, digits spelled out in
 * words ('six', 'trente-quatre', 'double five'), or letters for digits. E.164 when the number is valid in the country
 * hinted at or international; otherwise the digits as written (`national`), so that two writings of one unknown
 * number are still equal.
 */
export function phones(text: Tokens, country: CountryCode | undefined): Identifier[] {
  if (text.digits < 4 && !text.mixed) return []
  const { source } = text
  const found: Identifier[] = []
  const plan = new CountryPlan(source, country)
  for (const run of digitRuns(text)) {
    for (const part of numbersOf(source, run, plan)) {
      const digits = digitsOf(part)
      if (digits.length < 7 || digits.length > 15 || /^(\d)\1*$/.test(digits)) continue
      const start = part[0]!.start
      const end = part.at(-1)!.end
      if (aPrice.test(source.slice(start, end))) continue
      const plus = isInternational(source, part, digits)
      found.push({
        kind: 'phone',
        value: phoneValue(digits, plus, country),
        start: plus && !digits.startsWith('00') ? source.lastIndexOf('+', start) : start,
        end: end + (tail.exec(source.slice(end, end + 8))?.[0].length ?? 0),
      })
    }
  }
  return found
}

/** What the plans of a country, and of all behind a plus, know. */
class CountryPlan implements Plan {
  readonly #source: string
  readonly #country: CountryCode | undefined

  constructor(source: string, country: CountryCode | undefined) {
    this.#source = source
    this.#country = country
  }

  isThere(part: readonly Atom[]): boolean {
    if (this.#country !== undefined) return true
    const digits = digitsOf(part)
    return (
      isInternational(this.#source, part, digits) && mayBeKnown(`+${digits.replace(/^00/, '')}`, undefined)
    )
  }

  has(part: readonly Atom[]): boolean {
    const digits = digitsOf(part)
    if (digits.length < 7 || digits.length > 15) return false
    return known(digits, isInternational(this.#source, part, digits), this.#country) !== undefined
  }
}

function digitsOf(part: readonly Atom[]): string {
  let digits = ''
  for (const atom of part) digits += atom.digits
  return digits
}

function isInternational(source: string, part: readonly Atom[], digits: string): boolean {
  const { start } = part[0]!
  return plusBefore.test(source.slice(Math.max(0, start - 6), start)) || /^00\d{8}/.test(digits)
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

const plans = new Map<string, string | undefined>()
const mostKept = 50_000

/** E.164, when a country's plan has the number. */
function known(digits: string, international: boolean, country: CountryCode | undefined): string | undefined {
  const number = international ? `+${digits.replace(/^00/, '')}` : digits
  if (!mayBeKnown(number, country)) return undefined
  const key = `${country ?? ''} ${number}`
  if (plans.has(key)) return plans.get(key)
  let value: string | undefined
  try {
    const parsed = parsePhoneNumberFromString(number, country)
    if (parsed?.isValid()) value = parsed.number
  } catch {
    // An unknown country code: the digits stand for themselves.
  }
  // Numbers come back soon or never; what is kept stays small.
  if (plans.size >= mostKept) plans.clear()
  plans.set(key, value)
  return value
}

/** E.164, or the digits without leading zeros when no country's plan knows them. */
export function phoneValue(digits: string, international: boolean, country: CountryCode | undefined): string {
  return (
    known(digits, international, country) ??
    (international ? `+${digits.replace(/^00/, '')}` : digits.replace(/^0+/, ''))
  )
}
