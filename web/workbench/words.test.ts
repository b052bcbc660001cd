import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const locales = fileURLToPath(new URL('../../locales/', import.meta.url))
const folder = fileURLToPath(new URL('..', import.meta.url))
const own = [
  'workbench',
  'wb-audit',
  'wb-cases',
  'wb-casework',
  'wb-exchange',
  'wb-keeping',
  'wb-keys',
  'wb-law',
  'wb-map',
  'wb-patterns',
  'wb-plan',
  'wb-referral-uk',
  'wb-reports',
  'wb-review',
  'wb-screening',
  'wb-sources',
  'wb-desk',
]

type Words = { [key: string]: string | Words }
const read = (namespace: string, language: string): Words =>
  JSON.parse(readFileSync(`${locales}${namespace}/${language}.json`, 'utf8')) as Words

function keysOf(words: Words, before = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`),
  )
}

const plural = /_(zero|one|two|few|many|other)$/
const forms = { en: ['one', 'other'], fr: ['one', 'many', 'other'], es: ['one', 'many', 'other'] }

test.each(own)('the four languages of %s have the same words', (namespace) => {
  const english = keysOf(read(namespace, 'en'))
  const singular = new Set(english.map((key) => key.replace(plural, '')))
  for (const language of ['fr', 'es', 'ar']) {
    const keys = keysOf(read(namespace, language))
    expect(new Set(keys.map((key) => key.replace(plural, '')))).toEqual(singular)
  }
})

test.each(own)('what counts in %s has every form of each language', (namespace) => {
  const counted = keysOf(read(namespace, 'en')).filter((key) => key.endsWith('_other'))
  for (const key of counted) {
    const stem = key.replace(plural, '')
    for (const [language, all] of [
      ...Object.entries(forms),
      ['ar', ['zero', 'one', 'two', 'few', 'many', 'other']],
    ]) {
      const keys = new Set(keysOf(read(namespace, language as string)))
      for (const form of all as string[])
        expect(keys, `${namespace} ${String(language)}`).toContain(`${stem}_${form}`)
    }
  }
})

test.each(own)('the same values stand in every language of %s', (namespace) => {
  const values = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].toSorted()
  const flat = (words: Words, before = ''): [string, string][] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
    )
  const english = new Map(flat(read(namespace, 'en')))
  for (const language of ['fr', 'es', 'ar']) {
    for (const [key, text] of flat(read(namespace, language))) {
      // 'One row' needs no number.
      if (plural.test(key)) continue
      expect(values(text), `${namespace} ${language} ${key}`).toEqual(values(english.get(key) ?? ''))
    }
  }
})

test('every word the pages ask for is there', () => {
  const known = new Map<string, Set<string>>()
  const keys = (namespace: string): Set<string> => {
    const found =
      known.get(namespace) ?? new Set(keysOf(read(namespace, 'en')).map((key) => key.replace(plural, '')))
    known.set(namespace, found)
    return found
  }
  const missing: string[] = []
  const unread: string[] = []
  let seen = 0
  const files = ['ui', 'workbench'].flatMap((part) =>
    readdirSync(folder + part, { recursive: true, encoding: 'utf8' }).map((name) => `${part}/${name}`),
  )
  for (const file of files) {
    if (!/\.tsx?$/.test(file) || file.endsWith('.test.ts')) continue
    const text = readFileSync(`${folder}/${file}`, 'utf8')
    const spaces = [...text.matchAll(/useTranslation\((\[[^\]]*\]|'[^']*')\)/g)].flatMap(([, list]) =>
      [...(list ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name ?? ''),
    )
    if (text.includes('useLawWords()')) spaces.push('wb-law', 'law')
    for (const [, asked] of text.matchAll(/\bt\('([^'$]+)'/g)) {
      seen++
      const [namespace, key] = asked!.includes(':') ? asked!.split(':') : [undefined, asked]
      const among = namespace === undefined ? spaces : [namespace]
      if (!among.some((space) => keys(space).has(key!))) missing.push(`${file}: ${asked}`)
      // The words of `workbench` are read at the start; all others only when a page names them.
      if (namespace !== undefined && !['workbench', ...spaces].includes(namespace))
        unread.push(`${file}: ${asked}`)
    }
  }
  expect(seen).toBeGreaterThan(200)
  expect(missing).toEqual([])
  expect(unread).toEqual([])
})
