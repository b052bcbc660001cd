import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { words } from '../normalise/index.ts'
import { comparable, emptyBuckets, fillBuckets, pairs, weigh } from './compare.ts'
import { groupTexts } from './group-texts.ts'
import { count } from './rarity.ts'
import { pack, shingleBits, signature } from './signature.ts'
import { TextsInMaking } from './texts.ts'

type Group = { language: string; kind: string; form: string; words: string[] }
const { groups } = JSON.parse(readFileSync('data/detect/identity-words.json', 'utf8')) as { groups: Group[] }

const of = (text: string): number[] => [...signature(text)]

describe.each(['nationality', 'ethnicity', 'gender', 'age'])('%s', (kind) => {
  const list = groups.filter((group) => group.kind === kind)

  test('a word may stand for any other of its list, in every language and place', () => {
    expect(list.length).toBeGreaterThan(8)
    for (const { words: some, form, language } of list)
      for (const word of some) {
        expect(words(word), `${language} ${form} ${word}`).toHaveLength(1)
        for (const text of [`${word} wanted for work`, `work for ${word} abroad`, `pay is good ${word}`])
          expect(of(text), `${language} ${form} ${word}`).toEqual(of(text.replace(word, some[0]!)))
      }
  })
})

test('words of two lists stay two, and other words stay themselves', () => {
  expect(of('one young guest')).not.toEqual(of('one Russian guest'))
  expect(of('one Russian guest')).not.toEqual(of('one hotel guest'))
  expect(of('one hotel guest')).not.toEqual(of('one house guest'))
})

/** All that is said of likeness and groups among these texts. */
async function compared(texts: readonly string[]) {
  const packed = texts.map((text) => Buffer.from(pack(signature(text)), 'base64'))
  const making = new TextsInMaking(
    texts.length,
    packed.reduce((sum, { length }) => sum + length / 3, 0),
  )
  for (const one of packed) making.add(one)
  const made = making.done()
  const data = comparable(made)
  count(made, data, 0, 2 ** shingleBits)
  weigh(data, 0, made.count)
  const buckets = emptyBuckets(made.count, 2 ** shingleBits)
  fillBuckets(data, buckets, 0, 2 ** shingleBits)
  const { near, faint } = pairs(data, buckets, 0, 2 ** shingleBits)
  const groups = await groupTexts(made, {})
  return {
    pairs: [near, faint].flatMap((edges) =>
      Array.from({ length: edges.length }, (_, e) => ({
        texts: `${edges.a[e]!} ${edges.b[e]!}`,
        template: edges.template[e]!,
        edition: edges.edition[e]!,
      })),
    ),
    groups: [groups.templates, groups.editions].map((some) =>
      some.map((group) => [...group].sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!),
    ),
  }
}

test.each(['en', 'fr', 'es', 'ar'])(
  '%s: a swap moves no likeness of a pair and no group',
  async (language) => {
    const lists = groups.filter((group) => group.language === language)
    const deep = Math.max(...lists.map(({ words: some }) => some.length))
    let state = 11
    const below = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
    // Each text holds a word of each of three lists; whose words are swapped in the second round.
    const shapes = Array.from({ length: 240 }, (_, n) => {
      const model = Math.floor(n / 4)
      const own = Array.from({ length: 24 }, (__, i) =>
        below(8) === 0 ? `other${below(400)}` : `m${model}w${i}`,
      )
      return { own, lists: [n, n + 7, n + 13].map((i) => lists[i % lists.length]!), pick: below(deep) }
    })
    const write = (shift: (copy: number) => number): string[] =>
      shapes.map(({ own, lists: some, pick }, n) =>
        [
          ...own.slice(0, 8),
          some[0]!.words[(pick + shift(n)) % some[0]!.words.length]!,
          ...own.slice(8, 16),
          some[1]!.words[(pick + shift(n)) % some[1]!.words.length]!,
          ...own.slice(16),
          some[2]!.words[(pick + shift(n)) % some[2]!.words.length]!,
        ].join(' '),
      )
    const plain = await compared(write(() => 0))
    expect(plain.pairs.length).toBeGreaterThan(100)
    for (let round = 1; round < 4; round++) {
      const swapped = await compared(write((copy) => copy % (round + 1)))
      expect(swapped.groups).toEqual(plain.groups)
      expect(swapped.pairs.map(({ texts }) => texts)).toEqual(plain.pairs.map(({ texts }) => texts))
      plain.pairs.forEach(({ template, edition }, e) => {
        expect(Math.abs(swapped.pairs[e]!.template - template)).toBeLessThanOrEqual(0.01)
        expect(Math.abs(swapped.pairs[e]!.edition - edition)).toBeLessThanOrEqual(0.01)
      })
    }
  },
)
