import { describe, expect, it } from 'vitest'
import { directionOf, mainLanguages, nameOf, negotiateLanguage } from './index.ts'
import { createTranslator, languagesOf, listNamespaces, readWords } from './words.ts'

describe('the language of a page', () => {
  const offered = ['en', 'fr', 'es', 'ar', 'pt-BR']
  it.each([
    ['ar-EG,en;q=0.5', 'ar'],
    ['de, fr;q=0.8, es;q=0.9', 'es'],
    ['zh-Hant-TW', 'en'],
    ['PT-br', 'pt-BR'],
    ['fr;q=0, es;q=0.1', 'es'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    [';;;,=q,', 'en'],
  ])('is, for %s, %s', (header, language) => expect(negotiateLanguage(header, offered)).toBe(language))

  it('runs the way it is written', () => {
    expect(['en', 'ar', 'ar-EG', 'fa', 'he', 'ku', 'ku-Arab', 'az-Latn'].map(directionOf)).toEqual([
      'ltr',
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'ltr',
      'rtl',
      'ltr',
    ])
  })

  it('is named in itself', () => {
    expect(mainLanguages.map(nameOf)).toEqual(['English', 'français', 'español', 'العربية'])
  })
})

type Flat = Map<string, string>

function flatten(words: ReturnType<typeof readWords>, prefix = ''): Flat {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

const plural = /_(zero|one|two|few|many|other)$/
const isPlural = (key: string, all: Flat) => plural.test(key) && all.has(key.replace(plural, '_other'))
const meaning = (key: string, all: Flat) => (isPlural(key, all) ? key.replace(plural, '') : key)
const meanings = (all: Flat) => [...new Set([...all.keys()].map((key) => meaning(key, all)))].toSorted()
const variables = (text: string) =>
  [...text.matchAll(/\{\{-?\s*([\w.]+)[^}]*\}\}|<\/?(\w+)/g)].map((m) => m[1] ?? `<${m[2]}>`)

/** The categories whole numbers of a language fall into: `many` of French and Spanish is for round millions alone. */
function categories(language: string): string[] {
  const rules = new Intl.PluralRules(language)
  const found = Array.from({ length: 1001 }, (_, n) => rules.select(n))
  return [...new Set([...found, 'other'])].toSorted()
}

describe.each(listNamespaces())('the words of %s', (namespace) => {
  const english = flatten(readWords(namespace, 'en'))

  it('are there in the main languages', () => {
    expect(languagesOf(namespace)).toEqual(expect.arrayContaining([...mainLanguages]))
  })

  describe.each(languagesOf(namespace))('in %s', (language) => {
    const words = flatten(readWords(namespace, language))

    it('say each thing English says, and nothing more', () => {
      expect(meanings(words)).toEqual(meanings(english))
    })

    it('leave none empty', () => {
      expect([...words].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
    })

    it('have every plural form of the language and no other', () => {
      const bases = [...words.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6))
      const all = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      for (const base of bases) {
        const forms = [...words.keys()].filter((key) => isPlural(key, words) && meaning(key, words) === base)
        const suffixes = forms.map((key) => key.slice(base.length + 1))
        expect([base, suffixes]).toEqual([base, expect.arrayContaining(categories(language))])
        expect([base, suffixes.filter((suffix) => !all.includes(suffix as Intl.LDMLPluralRule))]).toEqual([
          base,
          [],
        ])
      }
    })

    it('have the same places to fill in', () => {
      for (const [key, text] of words) {
        const base = meaning(key, words)
        const originals = [...english].filter(([other]) => meaning(other, english) === base)
        const expected = new Set(originals.flatMap(([, original]) => variables(original)))
        const found = new Set(variables(text))
        // 'No result', 'one day', 'two days' may be said without the number, and need not say what else there is.
        const mayLeaveOut = /_(zero|one|two)$/.test(key) ? [...expected] : ['count']
        expect([key, [...found].filter((each) => !expected.has(each))]).toEqual([key, []])
        const missing = [...expected].filter((each) => !found.has(each) && !mayLeaveOut.includes(each))
        expect([key, missing]).toEqual([key, []])
      }
    })
  })

  it('can be looked up', () => {
    const translator = createTranslator(namespace)
    const key = [...english.keys()].find((each) => !plural.test(each)) ?? ''
    expect(translator.in('en')(key)).toBe(english.get(key))
    expect(translator.in('tlh')(key)).toBe(english.get(key))
  })
})

it('a figure within Arabic, such as p = 0.003, is kept together and from left to right', () => {
  for (const namespace of listNamespaces())
    for (const [key, text] of flatten(readWords(namespace, 'ar')))
      expect([key, text.replaceAll(/\u2066[^\u2069]*\u2069/g, '')]).toEqual([
        key,
        expect.not.stringMatching(/[a-z]\s*=\s*\{\{/i),
      ])
})
