import { parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readText } from './index.ts'

type Case = { country: string; text: string; expected: string }
const cases = parse(readFileSync('data/detect/identifier-cases.csv'), { columns: true }) as Case[]

const read = (text: string, country = ''): string[] => {
  const { identifiers: found, mentions } = readText(text, country)
  return [...found, ...mentions]
    .sort((a, b) => a.start - b.start)
    .map(({ kind, value }) => `${kind} ${value}`)
}

test('of the labelled cases nearly all are read as labelled; what is not is known', () => {
  let right = 0
  let wrong = 0
  let missed = 0
  const failed: string[] = []
  for (const { country, text, expected } of cases) {
    const left = expected.split('; ').filter((one) => one !== '')
    const found = read(text, country)
    for (const one of found) {
      const place = left.indexOf(one)
      if (place < 0) wrong++
      else {
        right++
        left.splice(place, 1)
      }
    }
    missed += left.length
    if (left.length > 0 || found.join('; ') !== expected) failed.push(text)
  }
  expect(cases.length).toBeGreaterThanOrEqual(200)
  // Figures in any grouping may be a number: nothing in the words tells.
  expect(failed).toEqual(['lotto 3 14 15 92 6'])
  expect(right / (right + wrong)).toBeGreaterThan(0.99)
  expect(right / (right + missed)).toBeGreaterThan(0.99)
})

test('the characters it was read from are kept', () => {
  for (const [text, written] of [
    ['Anna ☎ 5️⃣55 01 00 12 call', '5️⃣55 01 00 12'],
    ['call +999 one 2 three 4 5 six 7 8 now', '+999 one 2 three 4 5 six 7 8'],
    ['pay to GB29 NWBK 6016 1331 9268 19 today', 'GB29 NWBK 6016 1331 9268 19'],
    ['girls of 18 to 25 years old here', '18 to 25 years old'],
    ['get €2,500/month here', '€2,500/month'],
    ['your раsspоrt please', 'раsspоrt'],
  ] as const) {
    const { identifiers: found, mentions } = readText(text)
    expect([...found, ...mentions].map(({ start, end }) => text.slice(start, end))).toEqual([written])
  }
})

test('whatever the text, what is read lies in it and in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { identifiers: found, mentions } = readText(text, 'GBR')
      for (const list of [found, mentions]) {
        let last = 0
        for (const { start, end } of list) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          last = start
        }
      }
    }),
  )
})

test.each([
  ['nothing', '', []],
  ['a lone surrogate', '\ud800 \udc00', []],
  ['only emoji', '😀'.repeat(1000), []],
  ['one letter a million times', 'a'.repeat(1_000_000), []],
  ['one digit a million times', '1'.repeat(1_000_000), []],
  ['signs only', '@'.repeat(100_000), []],
  ['dots without end', 'a.'.repeat(100_000), []],
  ['a number turned from right to left', '\u202e5550100123\u202c', ['phone 5550100123']],
  ['one number word again and again', 'one '.repeat(100_000), []],
  ['numbers with commas without end', '12, '.repeat(50_000), []],
  [
    'handles behind digits without end',
    '6 @a.bc '.repeat(3000),
    Array.from({ length: 3000 }, () => 'handle @:a.bc'),
  ],
  ['a double room before a number', 'double room, call 5 550 12 34', ['phone 55501234']],
  ['a double figure', 'call double five 50 12 34', ['phone 55501234']],
  ['a number before ten megabytes', `+999 1 234 5678 ${'x y '.repeat(2_500_000)}`, ['phone +99912345678']],
])('%s is read like any other text', (_, text, expected) => expect(read(text)).toEqual(expected))
