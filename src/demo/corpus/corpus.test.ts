import { expect, test } from 'vitest'
import { kindNames } from './kinds.ts'
import { languages, oneLanguageAScript } from './languages.ts'
import { makeCorpus } from './make-corpus.ts'

const bySize = (kind: (typeof kindNames)[number], edit?: number) =>
  makeCorpus({ kind, n: 400, seed: 5, edit })

test.each(kindNames)('%s: the same seed gives the same ads, another seed others', (kind) => {
  const rows = bySize(kind)
  expect(bySize(kind)).toEqual(rows)
  expect(rows).toHaveLength(400)
  const other = makeCorpus({ kind, n: 400, seed: 6 })
  expect(other.filter(({ text }) => rows.some((row) => row.text === text)).length).toBeLessThan(4)
})

test.each(kindNames)('%s: no template stands on both sides, or in two families', (kind) => {
  const sides = new Map<string, string>()
  const families = new Map<string, string>()
  for (const { template_id, family, split } of bySize(kind)) {
    if (template_id === '-1') continue
    expect(sides.get(family) ?? split).toBe(split)
    expect(families.get(template_id) ?? family).toBe(family)
    sides.set(family, split)
    families.set(template_id, family)
  }
  expect(new Set(sides.values()).size).toBe(2)
})

test('without edits the copies of a plain template have the same sentences, in order', () => {
  const [model, ...copies] = bySize('words', 0).filter(({ template_id }) => template_id === '0')
  const firstWords = (text: string): string[] => text.split('. ').map((sentence) => sentence.split(' ')[0]!)
  expect(copies.length).toBeGreaterThan(0)
  for (const { text } of copies) expect(firstWords(text)).toEqual(firstWords(model!.text))
})

test('a rival copies the text and shows another number', () => {
  const rows = makeCorpus({ kind: 'rival', n: 2000, seed: 1 })
  const authors = new Map<string, Set<string>>()
  for (const { template_id, author } of rows)
    if (template_id !== '-1') authors.set(template_id, (authors.get(template_id) ?? new Set()).add(author))
  expect([...authors.values()].some((some) => some.size === 2)).toBe(true)
})

test('a family is translated line by line, each into its own script', () => {
  const rows = makeCorpus({ kind: 'translation', n: 500, seed: 2 })
  const families = new Map<string, Set<string>>()
  for (const { family, script } of rows)
    if (family !== '-1') families.set(family, (families.get(family) ?? new Set()).add(script))
  expect([...families.values()].every((scripts) => scripts.size > 1)).toBe(true)
})

test('every language has its script, and no number in it can be dialled', () => {
  for (const code of oneLanguageAScript) expect(languages().has(code)).toBe(true)
  const texts = makeCorpus({ kind: 'mixed', n: 500, seed: 1 }).map(({ text }) => text)
  for (const text of texts)
    for (const [number] of text.matchAll(/\d{7,}/g)) expect(number).toMatch(/^(00)?999/)
})
