import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newReturnCode, readReturnCode, spellReturnCode } from './return-code.ts'

const anyCode = fc.bigInt({ min: 0n, max: (1n << 77n) - 1n }).map(String)
const anyLanguage = fc.constantFrom('en', 'fr', 'es', 'ar', 'sw')

describe('a return code', () => {
  it('is read back from what was written down, in every language', () => {
    fc.assert(
      fc.property(anyCode, anyLanguage, (code, language) => {
        expect(readReturnCode(spellReturnCode(code, language))).toEqual({ ok: true, canonical: code })
      }),
    )
  })

  it('has seven words of 2,048, which is 77 bits, or six groups of digits', () => {
    expect(spellReturnCode(newReturnCode(), 'en').split(' ')).toHaveLength(7)
    expect(spellReturnCode(newReturnCode(), 'ar')).toMatch(/^(\d{5} ){5}\d{5}$/)
    expect(new Set(Array.from({ length: 1_000 }, newReturnCode)).size).toBe(1_000)
  })

  it('may be typed with capitals, without accents, with commas, or in Arabic digits', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const french = spellReturnCode(code, 'fr')
          .normalize('NFD')
          .replace(/\p{M}/gu, '')
          .toUpperCase()
          .replaceAll(' ', ', ')
        const arabic = spellReturnCode(code, 'ar').replace(/\d/g, (digit) =>
          String.fromCodePoint(0x660 + Number(digit)),
        )
        expect(readReturnCode(french)).toEqual({ ok: true, canonical: code })
        expect(readReturnCode(arabic)).toEqual({ ok: true, canonical: code })
      }),
    )
  })

  it('says which word is not one of the list, and what it may have been', () => {
    expect(readReturnCode('abandon ability aable about above absent absorb')).toEqual({
      ok: false,
      problem: 'word',
      position: 3,
      nearest: 'able',
    })
  })

  it('says which group of digits has a wrong or swapped digit, or is not in its place', () => {
    const digits = fc.tuple(anyCode, fc.nat(5), fc.nat(4), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(digits, ([code, group, at, by]) => {
        const groups = spellReturnCode(code, 'ar').split(' ')
        const told = groups[group]!.split('')
        const other = [...told]
        other[at] = String((Number(told[at]) + by) % 10)
        const wrong = groups.with(group, other.join(''))
        expect(readReturnCode(wrong.join(''))).toEqual({ ok: false, problem: 'group', position: group + 1 })
        if (at === 4 || told[at] === told[at + 1]) return
        ;[told[at], told[at + 1]] = [told[at + 1]!, told[at]!]
        const swapped = groups.with(group, told.join(''))
        expect(readReturnCode(swapped.join(' '))).toMatchObject({ problem: 'group', position: group + 1 })
      }),
    )
    const groups = spellReturnCode('1', 'ar').split(' ')
    const turned = [groups[1]!, groups[0]!, ...groups.slice(2)]
    expect(readReturnCode(turned.join(' '))).toMatchObject({ problem: 'group', position: 1 })
  })

  it('says which group has a letter in it, or a digit too few or too many', () => {
    const groups = spellReturnCode('123456789012345678901234', 'ar').split(' ')
    for (const wrong of ['zzzz', `${groups[2]!.slice(0, 4)}o`, groups[2]!.slice(0, 4), `${groups[2]}1`])
      expect(readReturnCode(groups.with(2, wrong).join(' '))).toEqual({
        ok: false,
        problem: 'group',
        position: 3,
      })
    expect(readReturnCode(groups.slice(1).join(' '))).toMatchObject({ problem: 'count', found: 25 })
  })

  it('says how many words or digits it expected', () => {
    expect(readReturnCode('abandon ability')).toEqual({ ok: false, problem: 'count', found: 2, expected: 7 })
    expect(readReturnCode('1234')).toEqual({ ok: false, problem: 'count', found: 4, expected: 30 })
    expect(readReturnCode('')).toMatchObject({ ok: false, problem: 'count' })
  })
})
