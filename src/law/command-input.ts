import countries from 'i18n-iso-countries'
import { readFileSync } from 'node:fs'
import { PlainDate } from '#model'
import { BadInput } from '#platform/errors'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { FactsInput } from './facts.ts'
import { loadCatalogue, loadTranslations } from './load.ts'
import { nearest } from './nearest.ts'
import { phrasesIn } from './phrases.ts'
import type { SheetWords } from './sheet.ts'

// What the terminal's verbs are given: files, days, codes; each mistake is told by its file or option.

const languages = ['en', 'fr', 'es', 'ar']

/** Made-up countries are loaded only when one of them is named: real questions keep the real catalogue's hash. */
export function catalogueFor(...jurisdictions: (string | undefined)[]): Catalogue {
  return loadCatalogue({
    invented: jurisdictions.some((one) => one !== undefined && /^X[A-Z]{2}$/.test(one)),
  })
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch {
    throw new BadInput(`${file}: cannot be read`)
  }
}

export function readJson(file: string): FactsInput {
  const text = readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    // A file that is no text at all shows its beginning, escaped: raw bytes can steer a terminal.
    const binary = /[\uFFFD\p{Cc}]/u.test(text.replace(/[\t\n\r]/g, ''))
    throw new BadInput(
      binary
        ? `${file}: found "${escaped(text, 40)}", expected JSON, as UTF-8 text`
        : `${file}: not JSON: ${escaped((error as Error).message, 300)}`,
    )
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new BadInput(
      `${file}: found ${Array.isArray(value) ? 'a list' : typeof value}, expected an object of facts`,
    )
  }
  return value as FactsInput
}

/** At most so many characters, nothing in them that a terminal would obey. */
function escaped(text: string, most: number): string {
  const plain = text
    .slice(0, most)
    .replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`)
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
}

/** Mistakes of these are told with the option they came by, not with the file of facts. */
const options = new Map([
  ['on', '--on'],
  ['since', '--since'],
  ['knownOn', '--known-on'],
  ['to', '--to'],
  ['jurisdiction', '--jurisdiction'],
  ['treaty', '--treaty'],
])

/** Runs a question on the facts of a file; a mistake in them is told with the file's name, one of an option with its. */
export function inFile<T>(file: string, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    const option = error instanceof BadInput ? options.get(String(error.details['field'])) : undefined
    if (error instanceof BadInput && option) throw new BadInput(`${option}: ${error.message}`, error.details)
    if (error instanceof BadInput) throw new BadInput(`${file}: ${error.message}`, error.details)
    throw error
  }
}

export function dayOption(value: string | undefined, option: string): string | undefined {
  if (value !== undefined && !PlainDate.safeParse(value).success) {
    throw new BadInput(`--${option}: found ${value}, expected a day, YYYY-MM-DD`)
  }
  return value
}

export function required(value: string | undefined, option: string, usage: string): string {
  if (value === undefined) throw new BadInput(`--${option} is missing; usage: asylia ${usage}`)
  return value
}

/** A code of the catalogue, told by its option: a wrong one is no mistake of the facts file. */
export function jurisdictionOption(value: string | undefined, usage: string): string {
  const id = required(value, 'jurisdiction', usage)
  requireJurisdiction(id, '--jurisdiction')
  return id
}

export function requireJurisdiction(id: string, option: string): void {
  const ids = catalogueFor(id).jurisdictions.map((one) => one.id)
  if (ids.includes(id)) return
  const near = nearest(id, ids)
  throw new BadInput(
    `${option}: found ${escaped(id, 40)}, expected one of ${ids.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
    { field: 'jurisdiction' },
  )
}

export function languageOption(value: string | undefined): string {
  const language = value ?? 'en'
  if (!languages.includes(language)) {
    throw new BadInput(`--language: found ${language}, expected one of ${languages.join(', ')}`)
  }
  return language
}

/** What a sheet needs beside the answer: the language’s words, and the country’s name in it. */
export function sheetWords(
  language: string,
  jurisdiction: string,
): { language: string; words: SheetWords; country: string | undefined } {
  const short = countries.alpha3ToAlpha2(jurisdiction)
  const country = short && new Intl.DisplayNames(language, { type: 'region' }).of(short)
  return { language, words: wordsOf(language), country }
}

function wordsOf(language: string): SheetWords {
  const file = new URL(`../../locales/law/${language}.json`, import.meta.url)
  const words = JSON.parse(readFileSync(file, 'utf8')) as Omit<SheetWords, 'phrases'>
  return { ...words, phrases: phrasesIn(language, loadTranslations()) }
}

export function requireTreaty(catalogue: Catalogue, id: string | undefined): void {
  const ids = catalogue.treaties.map((one) => one.id)
  if (id !== undefined && !ids.includes(id)) {
    throw new BadInput(`--treaty: found ${id}, expected one of ${ids.join(', ')}`)
  }
}
