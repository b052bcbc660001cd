import { createRequire } from 'node:module'
import type { CountryCode } from 'libphonenumber-js'
import { addresses } from './addresses.ts'
import { phones } from './phones.ts'
import { plain } from './reading.ts'
import { wallets } from './wallets.ts'

const { alpha3ToAlpha2 } = createRequire(import.meta.url)('i18n-iso-countries') as {
  alpha3ToAlpha2: (code: string) => string | undefined
}

export type IdentifierKind = 'phone' | 'email' | 'handle' | 'domain' | 'wallet' | 'account' | 'image'

/** Something in a text that can be the same elsewhere, with the characters it was read from. */
export type Identifier = {
  kind: IdentifierKind
  /** The normal form: equal for two writings of the same. */
  value: string
  /** Where it stands in the source text, in UTF-16 units, end exclusive. */
  start: number
  end: number
}

/** A text longer than this is read to here only: identifiers stand near each other, and an ad is not a book. */
const longestText = 200_000

/**
 * The identifiers in a text, in the order they stand. `country` (ISO 3166-1 alpha-3) tells how a national phone
 * number is read. Never throws.
 */
export function identifiers(text: string, country = ''): Identifier[] {
  const source = text.length > longestText ? text.slice(0, longestText) : text
  const made = plain(source)
  const solid = [...wallets(made), ...addresses(made)]
  const numbers = phones(made, alpha2(country)).filter(
    (phone) => !solid.some((other) => phone.start < other.end && phone.end > other.start),
  )
  return [...solid, ...numbers].sort((a, b) => a.start - b.start || a.end - b.end)
}

const codes = new Map<string, CountryCode | undefined>()

function alpha2(country: string): CountryCode | undefined {
  if (!codes.has(country)) codes.set(country, alpha3ToAlpha2(country) as CountryCode | undefined)
  return codes.get(country)
}
