import { describe, expect, test } from 'vitest'
import { identifiers } from './index.ts'

const values = (text: string, country = ''): string[] =>
  identifiers(text, country).map(({ kind, value }) => `${kind} ${value}`)

describe('phones', () => {
  test.each([
    ['call 0171 555 01 23 now', 'phone 1715550123'],
    ['call ０１７１ ５５５ ０１２３', 'phone 1715550123'],
    ['call 0️⃣1️⃣7️⃣1️⃣5️⃣5️⃣5️⃣0️⃣1️⃣2️⃣3️⃣', 'phone 1715550123'],
    ['call zero one seven one five five five 0 1 two three', 'phone 1715550123'],
    ['call O171-555-O123'.replace('O171', '0171'), 'phone 1715550123'],
    ['٠١٧١ ٥٥٥ ٠١٢٣ اتصل', 'phone 1715550123'],
    ['(0171)555*01*23!', 'phone 1715550123'],
    ['ring +44 20 7946 0958', 'phone +442079460958'],
    ['ring 0044 20 7946 0958', 'phone +442079460958'],
  ])('%s', (text, expected) => expect(values(text)).toEqual([expected]))

  test('a country hint makes a national number international', () => {
    expect(values('020 7183 8750', 'GBR')).toEqual(['phone +442071838750'])
  })
  test('dates, prices, hours and years are no phones', () => {
    expect(values('2024-05-06, 10:30 - 18:00, 1.500,00 a month, since 1999, rooms 101 102')).toEqual([])
  })
  test('two numbers side by side are two', () => {
    expect(values('5550100123, 5550100456')).toEqual(['phone 5550100123', 'phone 5550100456'])
  })
  test('the characters it was read from are kept', () => {
    const text = 'Anna ☎ 5️⃣55 01 00 12 call'
    const [phone] = identifiers(text)
    expect(text.slice(phone!.start, phone!.end)).toBe('5️⃣55 01 00 12')
  })
})

describe('addresses', () => {
  test.each([
    ['write anna.k@mail.example.', 'email anna.k@mail.example'],
    ['write anna (at) mail [dot] example', 'email anna@mail.example'],
    ['write anna at mail dot example', 'email anna@mail.example'],
    ['see https://www.work-abroad.example/jobs?x=1', 'domain work-abroad.example'],
    ['see t.me/jobs_abroad', 'handle telegram:jobs_abroad'],
    ['telegram: @jobs_abroad', 'handle telegram:jobs_abroad'],
    ['insta: anna_k', 'handle instagram:anna_k'],
    ['follow @anna_k!', 'handle @:anna_k'],
    ['wa.me/4915550100123', 'phone +4915550100123'],
  ])('%s', (text, expected) => expect(values(text)).toEqual([expected]))

  test('a sentence without a space after the stop is no domain', () => {
    expect(values('Good pay.Call now')).toEqual([])
  })
})

describe('wallets and accounts', () => {
  test('published addresses are read, and one wrong letter refuses them', () => {
    // BIP 173's P2WPKH example, the genesis block's address, and the IBAN registry's examples.
    expect(values('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toEqual([
      'wallet bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    ])
    expect(values('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toEqual([
      'wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    ])
    expect(values('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb')).toEqual([])
    expect(values('GB29 NWBK 6016 1331 9268 19')).toEqual(['account GB29NWBK60161331926819'])
    expect(values('GB29 NWBK 6016 1331 9268 18').filter((value) => value.startsWith('account'))).toEqual([])
  })
})

test('bad input ends quickly and in order', () => {
  for (const text of [
    '',
    '\ud800',
    '😀'.repeat(1000),
    'a'.repeat(1_000_000),
    '1'.repeat(1_000_000),
    '@'.repeat(100_000),
    'a.'.repeat(100_000),
    '\u202e5550100123\u202c',
    'one '.repeat(100_000),
  ]) {
    const began = performance.now()
    identifiers(text)
    expect(performance.now() - began).toBeLessThan(3000)
  }
})
