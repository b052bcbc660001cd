import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInstance } from 'i18next'

const folder = fileURLToPath(new URL('../../../locales', import.meta.url))

/** Looks up a key in one language: `t('receipt.title')`, `t('report.days', { count: 3 })`. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number | Date>>) => string

export type Translator = {
  /** The languages this namespace has a file for, English first. */
  readonly languages: readonly string[]
  /** The words in this language; one without a file is answered in English. */
  in(language: string): Translate
}

type Words = { readonly [key: string]: string | Words }

const opened = new Map<string, Translator>()

/**
 * The words of `locales/<namespace>/<language>.json` (i18next's JSON format v4). Another language is another file.
 * Values are not escaped: whatever draws a page does that (`hono/html`, React).
 */
export function createTranslator(namespace: string): Translator {
  const before = opened.get(namespace)
  if (before) return before
  const languages = languagesOf(namespace)
  const resources = Object.fromEntries(
    languages.map((language) => [language, { [namespace]: withAllPlurals(readWords(namespace, language)) }]),
  )
  const instance = createInstance()
  // Without a backend to wait for, this is done when it returns.
  void instance.init({
    resources,
    ns: [namespace],
    defaultNS: namespace,
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const known = new Map<string, Translate>()
  const translator: Translator = {
    languages,
    in(language) {
      const fixed = known.get(language)
      if (fixed) return fixed
      const lookUp = instance.getFixedT(language, namespace)
      const t = remembering((key, values) => lookUp(key, { ...values }))
      if (languages.includes(language)) known.set(language, t)
      return t
    },
  }
  opened.set(namespace, translator)
  return translator
}

/** More than any namespace has: a key that somebody else made up does not fill the memory. */
const MOST_REMEMBERED = 2_000

/** Words without values are looked up once: a page has dozens, and looking up costs more than drawing. */
function remembering(t: Translate): Translate {
  const known = new Map<string, string>()
  return (key, values) => {
    if (values) return t(key, values)
    const before = known.get(key)
    if (before !== undefined) return before
    const text = t(key)
    if (known.size < MOST_REMEMBERED) known.set(key, text)
    return text
  }
}

/** The namespaces there are: one folder each. */
export function listNamespaces(): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

export function languagesOf(namespace: string): string[] {
  const files = readdirSync(join(folder, namespace)).filter((file) => file.endsWith('.json'))
  const languages = files.map((file) => file.slice(0, -'.json'.length))
  return languages.toSorted((a, b) => Number(b === 'en') - Number(a === 'en') || (a < b ? -1 : 1))
}

export function readWords(namespace: string, language: string): Words {
  return JSON.parse(readFileSync(join(folder, namespace, `${language}.json`), 'utf8')) as Words
}

// French and Spanish have a form of their own for round millions. Our files need not: it reads like `_other`.
function withAllPlurals(words: Words): Words {
  const entries = Object.entries(words).flatMap(([key, value]): [string, string | Words][] => {
    if (typeof value !== 'string') return [[key, withAllPlurals(value)]]
    const many = key.replace(/_other$/, '_many')
    return many === key || many in words
      ? [[key, value]]
      : [
          [key, value],
          [many, value],
        ]
  })
  return Object.fromEntries(entries)
}
