import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scan, words } from './index.ts'

const hashes = (text: string): number[] => words(text).map(({ hash }) => hash)

test.each([
  ['case, marks and apostrophes', 'Élan, DON’T stop', 'elan dont stop'],
  ['borrowed letters', 'Саll nоw', 'call now'],
  ['compatibility forms', '𝐂𝐚𝐥𝐥 ｎｏｗ ﬁne', 'call now fine'],
  ['invisible characters', 'ca\u200bll no\u00adw \u202eabc\u202c', 'call now abc'],
  ['digits for letters', 'm0ney s3rvice', 'money service'],
  ['Arabic marks and tatweel', 'عُمَّال للعــمل', 'عمال للعمل'],
  ['skin tones', '👋🏽 hello', '👋 hello'],
  ['what could not be read', 'call \ufffd now \ud83d today', 'call now today'],
])('%s fold away', (_, written, plain) => expect(hashes(written)).toEqual(hashes(plain)))

test('numbers are slots: any phone is a phone, and a price is none', () => {
  expect(hashes('call 555-01 23')).toEqual(hashes('call ٠١٢ ٣٤٥٦'))
  expect(hashes('for 120')).not.toEqual(hashes('for 5550123'))
})

test('words with different numbers in them stay different', () => {
  expect(hashes('iphone12pro')).not.toEqual(hashes('iphone13pro'))
  expect(hashes('w66x')).not.toEqual(hashes('w99x'))
})

test('scripts without spaces are cut into words', () => {
  expect(words('รับสมัครคนงานต่างประเทศ').length).toBeGreaterThan(2)
  expect(words('海外で働く女性募集').length).toBeGreaterThan(2)
})

test('each word points at the characters it was read from, in order, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      let last = 0
      for (const { start, end } of words(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        last = start
      }
      expect(last).toBeLessThanOrEqual(text.length)
    }),
  )
})

test('a sink that scans another text at any word hears the rest of its own', () => {
  const text = 'one two 33 four 😀 five'
  for (let when = 0; when < 6; when++) {
    const heard: number[] = []
    scan(text, (hash) => {
      if (heard.push(hash) === when + 1) words('quite another text of more words than the first')
    })
    expect(heard).toEqual(hashes(text))
  }
})
