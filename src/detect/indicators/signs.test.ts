import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { signsIn, signWords } from './signs.ts'

const idsIn = (text: string): string[] => signsIn(text).map(({ sign }) => sign)

test('signs are read in four languages, whatever the letters are disguised as', () => {
  expect(idsIn('Bring your passport, we keep it for registration.')).toEqual(['documents-held'])
  expect(idsIn('Bring your pаsspоrt, we kееp it.')).toEqual(['documents-held']) // Cyrillic а, о, е
  expect(idsIn('Le voyage est remboursé sur le salaire. Le chef garde les passeports.')).toEqual([
    'debt-for-the-journey',
  ])
  expect(idsIn('Nous gardons les passeports.')).toEqual(['documents-held'])
  expect(idsIn('El viaje se descuenta del sueldo. Siete días a la semana.')).toEqual([
    'debt-for-the-journey',
    'no-rest',
  ])
  expect(idsIn('الجواز يبقى عندنا. العمل سبعة أيام في الأسبوع.')).toEqual(['documents-held', 'no-rest'])
})

test('words of two sentences make no sign, and what voids a sign does', () => {
  expect(idsIn('Bring your passport. We keep the kitchen clean.')).toEqual([])
  expect(idsIn('We keep a copy of your passport with us.')).toEqual([])
  expect(idsIn('Our hotline is open 24 hours.')).toEqual([])
  expect(idsIn('')).toEqual([])
})

test('a sign says which words it was read from', () => {
  const text = 'Good pay. Passport: we keep it.'
  const [found] = signsIn(text)
  expect(found!.spans.map(({ start, end }) => text.slice(start, end))).toEqual(['Passport', 'we keep'])
  expect(found!.indicators).toContain('ilo-11:retention_of_identity_documents')
})

test('each sign names indicators that are published, in each language', () => {
  for (const { indicators, rules } of signWords().signs) {
    expect(Object.keys(rules).sort()).toEqual(['ar', 'en', 'es', 'fr'])
    for (const indicator of indicators) {
      const [list, id] = indicator.split(':') as [string, string]
      const file = new URL(`../../../data/indicators/${list}.json`, import.meta.url)
      const published = z
        .object({ indicators: z.array(z.object({ id: z.string() })) })
        .parse(JSON.parse(readFileSync(file, 'utf8')))
      expect(published.indicators.map((one) => one.id)).toContain(id)
    }
  }
})

test('no word of nationality, ethnicity, gender or age decides whether a sign is there', () => {
  const file = new URL('../../../data/detect/identity-words.json', import.meta.url)
  const { groups } = z
    .object({ groups: z.array(z.object({ language: z.string(), words: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(file, 'utf8')))
  const around: Record<string, (word: string) => string> = {
    en: (word) =>
      `New ${word} every week. Three ${word} available. The ${word} keep the passport, cheap ${word}.`,
    fr: (word) =>
      `Nouvelles ${word} chaque semaine. Nous gardons les passeports des ${word}, ${word} par tête.`,
    es: (word) => `Nuevas ${word} cada semana. Nos quedamos los pasaportes de ${word}, ${word} por cabeza.`,
    ar: (word) => `${word} جديدة كل أسبوع. الجواز يبقى عندنا مع ${word}. ${word} رخيصة.`,
  }
  let swapped = 0
  for (const { language, words } of groups) {
    const said = around[language]!
    const expected = idsIn(said(words[0]!))
    for (const word of words) {
      expect(idsIn(said(word)), word).toEqual(expected)
      swapped++
    }
  }
  expect(swapped).toBeGreaterThan(2000)
})
