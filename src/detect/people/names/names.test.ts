import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareNames } from './compare-names.ts'
import { jaroWinkler, plainLetters, soundKey } from './letters.ts'
import { readName } from './read-name.ts'

const score = (a: string, b: string, bearer: 'person' | 'body' = 'person'): number =>
  compareNames(a, b, bearer).score

describe('a name is the same name', () => {
  it.each([
    ['in another order', 'Tamsin Orvelle', 'ORVELLE, Tamsin'],
    ['with an initial', 'T. Orvelle', 'Tamsin Orvelle'],
    ['with a form of address', 'Dr. Tamsin Orvelle', 'Tamsin Orvelle'],
    ['with a name more', 'Tamsin Jorunn Orvelle', 'Tamsin Orvelle'],
    ['with a slip', 'Tamsin Orvele', 'Tamsin Orvelle'],
    ['written together', 'TamsinOrvelle', 'Tamsin Orvelle'],
    ['without its marks', 'Tåmsin Örvélle', 'Tamsin Orvelle'],
    ['in Cyrillic', 'Тамсин Орвелле', 'Tamsin Orvelle'],
    ['in Greek', 'Ταμσιν Ορβελλε', 'Tamsin Orvelle'],
    ['in Armenian', 'Թամսին Օրվելլե', 'Tamsin Orvelle'],
    ['in Georgian', 'თამსინ ორველლე', 'Tamsin Orvelle'],
    ['in Devanagari', 'तामसिन ओरवेल', 'Tamsin Orvel'],
    ['in Arabic, which writes no short vowels', 'سليمان درويش', 'Suleiman Darwish'],
    ['in another romanisation', 'Mohamed al-Qaddour', 'Muhammad el Kaddur'],
    ['with particles spelt otherwise', 'Yusra bint Idris al-Harrani', 'Yusra bent Idris Harrani'],
    ['in a short form', 'Kate Vandermoor', 'Katherine Vandermoor'],
    ['in mixed scripts', 'Tamsin Орвелле', 'Tamsin Orvelle'],
    ['as one of two given', 'Tamsin Orvelle / Jorunn Quist', 'Tamsin Orvelle'],
  ])('%s', (_, a, b) => {
    expect(score(a, b)).toBeGreaterThan(0.5)
  })
})

describe('a name is another name', () => {
  it.each([
    ['with another given name', 'Jorunn Orvelle', 'Tamsin Orvelle'],
    ['with another surname', 'Tamsin Quistgaard', 'Tamsin Orvelle'],
    ['with another patronymic', 'Pavel Borisovich Zhelonkin', 'Pavel Antonovich Zhelonkin'],
    ['with another initial', 'J. Orvelle', 'Tamsin Orvelle'],
    ['where father and son change places', 'Idris bin Yusra al-Harrani', 'Yusra bin Idris al-Harrani'],
    ['with nothing in common', 'Тамсин Орвелле', 'Jorunn Quist'],
  ])('%s', (_, a, b) => {
    expect(score(a, b)).toBeLessThan(0.5)
  })

  it('when there is nothing to compare', () => {
    expect(score('', 'Tamsin Orvelle')).toBeLessThan(0.01)
    expect(score('—', '…')).toBeLessThan(0.01)
  })
})

describe('bodies', () => {
  it('keep their name in another wording of the same legal form', () => {
    expect(score('Orvelle Limited Liability Company', 'OOO Orvelle', 'body')).toBeGreaterThan(0.5)
    expect(score('The Orvelle & Quist Co.', 'Orvelle and Quist Company', 'body')).toBeGreaterThan(0.5)
  })
  it('are others when the kind of body or the telling word differs', () => {
    expect(score('Orvelle Foundation', 'Orvelle GmbH', 'body')).toBeLessThan(0.5)
    expect(score('Orvelle Solutions (Xaria) Ltd', 'Orvelle Solutions (Bexland) Ltd', 'body')).toBeLessThan(
      0.5,
    )
  })
})

describe('the score', () => {
  const names = fc
    .array(fc.stringMatching(/^[a-zà-ÿа-я'-]{1,9}$/), { maxLength: 5 })
    .map((words) => words.join(' '))

  it('is the same either way round', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(compareNames(a, b).odds).toBeCloseTo(compareNames(b, a).odds, 9)
      }),
      { numRuns: 150 },
    )
  })
  it('does not look at case', () => {
    expect(score('TAMSIN ORVELLE', 'tamsin orvelle')).toBeGreaterThan(0.9)
  })
  it('is never certain, and rises with how much agrees', () => {
    const short = score('Ana Li', 'Ana Li')
    const long = score('Tamsin Jorunn Orvelle-Quistgaard', 'Tamsin Jorunn Orvelle-Quistgaard')
    expect(long).toBeGreaterThan(short)
    expect(long).toBeLessThan(1)
  })
  it('falls with every further slip', () => {
    const scores = ['Orvelle', 'Orvele', 'Orvola', 'Urvola'].map((surname) =>
      score(`Tamsin ${surname}`, 'Tamsin Orvelle'),
    )
    expect([...scores].sort((a, b) => b - a)).toEqual(scores)
  })
  it('says why: the words aligned and what each part adds', () => {
    const { reasons, odds } = compareNames('T. Orvele', 'Tamsin Orvelle')
    expect(reasons.map(({ words }) => words).join('; ')).toContain('orvele – orvelle: alike')
    expect(reasons.some(({ words }) => words.includes('initial'))).toBe(true)
    expect(Number.isFinite(odds)).toBe(true)
  })
  it('survives a name of 10,000 characters, lone surrogates and marks of direction', () => {
    expect(score('x'.repeat(10_000), 'Tamsin Orvelle')).toBeLessThan(0.5)
    expect(score('ab '.repeat(3_400), 'ab '.repeat(3_400))).toBeGreaterThan(0.5)
    expect(score('Tamsin \ud800Orvelle\u202e', 'Tamsin Orvelle')).toBeGreaterThan(0.5)
  })
})

it('the sound key is one for spellings of one name', () => {
  for (const [a, b] of [
    ['mohammed', 'muhamad'],
    ['catherine', 'katerine'],
    ['tchaikin', 'chaykin'],
  ] as const)
    expect(soundKey(a)).toBe(soundKey(b))
})

it('plain letters and likeness bear anything', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), (a, b) => {
      expect(plainLetters(a)).toMatch(/^[a-z0-9 ]*$/)
      const likeness = jaroWinkler(a, b)
      expect(likeness).toBeCloseTo(jaroWinkler(b, a), 9)
      expect(likeness).toBeGreaterThanOrEqual(0)
      expect(likeness).toBeLessThanOrEqual(1 + 1e-9)
      readName(a)
    }),
    { numRuns: 200 },
  )
})
