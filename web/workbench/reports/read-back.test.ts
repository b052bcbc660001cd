import { describe, expect, it } from 'vitest'
import { newCode, readBack } from './read-back.ts'

describe('a code that is read back', () => {
  const code = 'abandon ability able about above absent absorb'

  it('is right in capitals, with commas, and without accents', () => {
    expect(readBack(code, 'Abandon, ability able ABOUT above absent absorb')).toEqual({ state: 'right' })
    expect(readBack('é́clair vélo', 'eclair velo')).toEqual({ state: 'right' })
    expect(readBack('1234 5678', '١٢٣٤٥٦٧٨')).toEqual({ state: 'right' })
  })

  it('says which word is wrong, and waits for one that is being typed', () => {
    expect(readBack(code, 'abandon ability cable')).toEqual({ state: 'wrong', position: 3 })
    expect(readBack(code, 'abandon abil')).toEqual({ state: 'unfinished' })
    expect(readBack('1234 5678', '12345')).toEqual({ state: 'unfinished' })
    expect(readBack('1234 5678', '1235')).toEqual({ state: 'wrong', position: 1 })
    expect(readBack(code, ' ')).toEqual({ state: 'empty' })
  })

  it('is drawn with 77 bits', () => {
    const codes = Array.from({ length: 200 }, newCode)
    expect(codes.every((one) => /^\d{24}$/.test(one) && BigInt(one) < 1n << 77n)).toBe(true)
    expect(codes.some((one) => BigInt(one) >= 1n << 76n)).toBe(true)
  })
})
