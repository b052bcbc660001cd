import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascending } from './ascending.ts'

const hash = fc.oneof(fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.integer({ min: 0, max: 300 }))

test('hashes come out as any sort has them, many or few, equal ones and those of one beginning too', () => {
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 1500, size: 'max' }), (hashes) => {
      const given = Uint32Array.from(hashes)
      expect(Array.from(ascending(given, 24))).toEqual(hashes.toSorted((a, b) => a - b))
    }),
  )
})
