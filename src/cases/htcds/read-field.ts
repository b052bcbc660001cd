import isoCountries from 'i18n-iso-countries'
import { z } from 'zod'
import type { HtcdsField, HtcdsRecord } from './standard.ts'

export type FieldMistake = { field: string; found: string; expected: string }
export type FieldValue = HtcdsRecord[string]

const LONGEST = { text: 10_000, long_text: 100_000 } as const
const NAMING = /^prs_(Salutation|FirstName|MiddleName|SecondName|IdentityNumber|Email|.*Phone|Mailing.*)$/

/** A value of one field, from a cell or from JSON; undefined when there is none, a mistake when it is none of the field's. */
export function readField(field: HtcdsField, given: unknown): FieldValue | FieldMistake | undefined {
  if (given === null || given === undefined) return undefined
  const wrong = (expected: string, found = shown(field, given)): FieldMistake => ({
    field: field.name,
    found,
    expected,
  })
  if (Array.isArray(given)) {
    if (!given.every((one) => typeof one === 'string')) return wrong('a list of texts')
    return field.type === 'codes' || field.type === 'countries'
      ? readMany(field, given, wrong)
      : wrong('one value, no list')
  }
  if (typeof given === 'object') return wrong('a value, no object')
  const text = String(given as string | number | boolean).trim()
  if (text === '') return undefined
  switch (field.type) {
    case 'boolean':
      if (/^(true|yes|1)$/i.test(text)) return true
      return /^(false|no|0)$/i.test(text) ? false : wrong('TRUE or FALSE')
    case 'date':
      return z.iso.date().safeParse(text).success ? text : wrong('a day that exists, as YYYY-MM-DD')
    case 'number': {
      const value = Number(text)
      const [most, what] = field.name === 'vic_AgeWhenTrafficked' ? [130, '0 to 130'] : [1_000, '0 to 1000']
      return Number.isInteger(value) && value >= 0 && value <= most ? value : wrong(`a whole number, ${what}`)
    }
    case 'latitude':
      return inRange(Number(text), 90) ?? wrong('a number from -90 to 90')
    case 'longitude':
      return inRange(Number(text), 180) ?? wrong('a number from -180 to 180')
    case 'email':
      return /^\S+@\S+$/.test(text) && text.length <= 320 ? text : wrong('an e-mail address')
    case 'phone':
      // The standard's own expression, but for the marks people write between digits.
      return /^\+?[1-9]\d{1,14}$/.test(text.replace(/[ ().\-/]/g, ''))
        ? text
        : wrong('a telephone number in E.164, such as +41791234567')
    case 'language':
      return /^[A-Za-z]{2,3}$/.test(text) ? text : wrong('a language code of ISO 639-2, such as fra')
    case 'code':
      return field.values!.includes(text) ? text : wrong(`one of ${field.values!.join(', ')}`)
    case 'codes':
    case 'countries':
      return readMany(field, text.split(/[\s;]+/).filter(Boolean), wrong)
    case 'text':
    case 'long_text': {
      const most = LONGEST[field.type]
      const whole = String(given as string | number | boolean)
      return whole.length <= most
        ? whole
        : wrong(`at most ${most} characters`, `a text of ${whole.length} characters`)
    }
  }
}

function readMany(
  field: HtcdsField,
  values: readonly string[],
  wrong: (expected: string, found?: string) => FieldMistake,
): FieldValue | FieldMistake | undefined {
  if (values.length === 0) return undefined
  const isGood = (value: string) =>
    field.type === 'codes' ? field.values!.includes(value) : isoCountries.isValid(value)
  const stray = values.find((value) => !isGood(value))
  if (stray === undefined) return [...new Set(values)]
  const expected =
    field.type === 'codes'
      ? `one or more of ${field.values!.join(', ')}`
      : 'country codes of ISO 3166, such as NG or NGA'
  return wrong(expected, `'${stray.slice(0, 60)}'`)
}

const inRange = (value: number, most: number): number | undefined =>
  Number.isFinite(value) && Math.abs(value) <= most ? value : undefined

/** What a message may repeat: never what names a person. */
function shown(field: HtcdsField, given: unknown): string {
  if (NAMING.test(field.name)) return 'something else'
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? 'nothing')
  return `'${text.slice(0, 60)}'`
}

/** Whether it is a mistake and no value. */
export const isMistake = (value: FieldValue | FieldMistake | undefined): value is FieldMistake =>
  typeof value === 'object' && !Array.isArray(value)
