import { createRequire } from 'node:module'
import type { CountryCode } from 'libphonenumber-js'
import { accounts } from './accounts.ts'
import { addresses } from './addresses.ts'
import { handles } from './handles.ts'
import { type Mention, mentionsOf } from './mentions.ts'
import { phones } from './phones.ts'
import { plates } from './plates.ts'
import { type Tokens, tokens } from './tokens.ts'
import { wallets } from './wallets.ts'

const { alpha3ToAlpha2 } = createRequire(import.meta.url)('i18n-iso-countries') as {
  alpha3ToAlpha2: (code: string) => string | undefined
}

export type IdentifierKind =
  | 'phone'
  | 'email'
  | 'handle'
  | 'domain'
  | 'wallet'
  | 'account'
  | 'plate'
  | 'image'

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

type Span = { start: number; end: number }
const inOrder = (a: Span, b: Span): number => a.start - b.start || a.end - b.end
/** Which of some stand apart from all the others. */
function apart<T extends Span>(some: readonly T[], others: readonly Span[]): readonly T[] {
  if (some.length === 0 || others.length === 0) return some
  return some.filter(({ start, end }) => !others.some((other) => start < other.end && end > other.start))
}

/**
 * The identifiers of a text, and what it mentions, each in the order they stand. `country` (ISO 3166-1 alpha-3) tells
 * how a national phone number is read. Never throws.
 */
export function readText(text: string, country = ''): { identifiers: Identifier[]; mentions: Mention[] } {
  const read = tokensOf(text)
  const found = identifiersIn(read, country)
  return { identifiers: found, mentions: apart(mentionsOf(read), found).toSorted(inOrder) }
}

/** The identifiers alone, without the time that mentions take. */
export function identifiers(text: string, country = ''): Identifier[] {
  return identifiersIn(tokensOf(text), country)
}

const tokensOf = (text: string): Tokens =>
  tokens(text.length > longestText ? text.slice(0, longestText) : text)

function identifiersIn(read: Tokens, country: string): Identifier[] {
  const { found, refused } = accounts(read)
  // Most texts have nothing of a kind: no lists are made for them.
  const all: Identifier[] = wallets(read)
  addAll(all, found)
  addAll(all, plates(read))
  addApart(all, handles(read))
  addApart(all, addresses(read))
  const numbers = phones(read, alpha2(country))
  if (numbers.length > 0) addAll(all, apart(apart(numbers, all), refused))
  return all.length > 1 ? all.sort(inOrder) : all
}

function addAll(all: Identifier[], some: readonly Identifier[]): void {
  for (const one of some) all.push(one)
}

function addApart(all: Identifier[], some: readonly Identifier[]): void {
  if (some.length > 0) addAll(all, apart(some, all))
}

const codes = new Map<string, CountryCode | undefined>()

function alpha2(country: string): CountryCode | undefined {
  if (!codes.has(country)) codes.set(country, alpha3ToAlpha2(country) as CountryCode | undefined)
  return codes.get(country)
}
