import { countryOf } from '../gazetteer/index.ts'
import { clickhouseInstant, instantReader, isDateFormat, plainDay } from './instants.ts'
import type { FieldRule } from './mapping.ts'

/** What a field of a table holds. */
export type Kind =
  | 'text'
  | 'instant'
  | 'date'
  | 'year'
  | 'latitude'
  | 'longitude'
  | 'count'
  | 'country'
  | 'list'
  | 'fact'
  | { readonly oneOf: readonly string[] }

/** A count as its source gives it: exact, or only that it lies between two bounds. */
export type Count = { count: number | null; low: number; high: number }

export type Value = string | number | string[] | Count | null

/** Not this kind of value: what would have been. */
export class Unfit {
  readonly expected: string
  constructor(expected: string) {
    this.expected = expected
  }
}

/** Turns a trimmed, non-empty cell into a value. */
export type ValueReader = (text: string) => Value | Unfit

const largest32 = 4_294_967_295
/** ClickHouse's DateTime ends in 2106, its Date in 2149. */
const lastSecond = 4_294_967_295

/** The reader of one field: its kind, and how its rule says the source writes it. Throws a message for a rule that cannot be. */
export function valueReader(kind: Kind, rule: FieldRule, zone: string): ValueReader {
  if (typeof kind === 'object') return oneOf(kind.oneOf)
  switch (kind) {
    case 'text':
      return (text) => text
    case 'instant':
    case 'date':
      return dateReader(kind, rule, zone)
    case 'year':
      return (text) =>
        /^(1[89]|20)\d\d(\.0+)?$/.test(text) ? Number.parseInt(text, 10) : new Unfit('a year such as 2019')
    case 'latitude':
    case 'longitude':
      return degrees(kind, rule)
    case 'count':
      return countReader(rule)
    case 'country':
      return (text) =>
        countryOf(text) || new Unfit('a country: ISO 3166-1 code or name (English, French, Spanish, Arabic)')
    case 'list':
      return (text) =>
        text
          .split(rule.separator)
          .map((item) => item.trim())
          .filter((item) => item !== '')
    case 'fact':
      return factReader
  }
}

function dateReader(kind: 'instant' | 'date', rule: FieldRule, zone: string): ValueReader {
  const format = rule.format ?? 'iso'
  if (!isDateFormat(format))
    throw new Error(`format: found "${format}", expected iso, unix, unix-ms or a pattern with yyyy`)
  const read = instantReader(format, kind === 'date' ? 'UTC' : (rule.timeZone ?? zone))
  const shown =
    format === 'iso'
      ? 'a date YYYY-MM-DD, or with a time YYYY-MM-DDTHH:MM:SSZ (if all are written otherwise, write their "format" in the mapping, such as dd/MM/yyyy)'
      : `a date as ${format}`
  return (text) => {
    const seconds = read(text)
    if (seconds === undefined) return new Unfit(shown)
    if (seconds < 0 || seconds > lastSecond) return new Unfit('a date from 1970 to 2106')
    return kind === 'date' ? plainDay(seconds) : clickhouseInstant(seconds)
  }
}

function numberOf(text: string, rule: FieldRule): number {
  let plain = text
  if (rule.thousands !== undefined) {
    // '1,001' and '12,345,678' but not '1,5': a mark of thousands stands before three digits.
    const mark = rule.thousands === '.' ? '\\.' : rule.thousands
    if (new RegExp(`^[+-]?\\d{1,3}(${mark}\\d{3})+(\\D|$)`).test(plain))
      plain = plain.replaceAll(rule.thousands, '')
  }
  if (rule.decimal !== '.') plain = plain.includes('.') ? 'bad' : plain.replace(rule.decimal, '.')
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
}

function degrees(kind: 'latitude' | 'longitude', rule: FieldRule): ValueReader {
  const limit = kind === 'latitude' ? 90 : 180
  return (text) => {
    const value = numberOf(text, rule)
    if (Number.isNaN(value)) return new Unfit('degrees as a decimal number')
    if (Math.abs(value) <= limit) return value
    const swapped = kind === 'latitude' && Math.abs(value) <= 180
    return new Unfit(
      `${kind} from -${limit} to ${limit}${swapped ? ' (are latitude and longitude swapped?)' : ''}`,
    )
  }
}

function countReader(rule: FieldRule): ValueReader {
  const censored = new Map(Object.entries(rule.censored ?? {}))
  const shown = ['a whole number', ...censored.keys()].join(' or ')
  return (text) => {
    const range = censored.get(text)
    if (range !== undefined) return { count: null, low: range[0], high: range[1] }
    const value = numberOf(text, rule)
    if (!Number.isInteger(value) || value < 0 || value > largest32) return new Unfit(shown)
    return { count: value, low: value, high: value }
  }
}

function oneOf(allowed: readonly string[]): ValueReader {
  return (text) => {
    const lower = text.toLowerCase()
    return allowed.includes(lower) ? lower : new Unfit(`one of ${allowed.join(', ')}`)
  }
}

function factReader(text: string): string | Unfit {
  const lower = text.toLowerCase()
  if (['yes', 'true', '1', '1.0', 'y'].includes(lower)) return 'yes'
  if (['no', 'false', '0', '0.0', 'n'].includes(lower)) return 'no'
  return lower === 'unknown' ? 'unknown' : new Unfit('yes, no or unknown')
}
