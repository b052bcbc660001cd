import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strongestFirst } from './strongest.ts'

test('places come as a comparing sort orders them, whatever the scores', () => {
  const score = fc.oneof(
    fc.float({ min: 0, max: 2, noNaN: true }),
    fc.constantFrom(0, 0.25, 0.5, 1),
    fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }),
  )
  fc.assert(
    fc.property(fc.array(score, { maxLength: 900, size: 'max' }), fc.nat(100), (some, salt) => {
      const scores = Float32Array.from(some, (one) => one + 0)
      const places = scores.map((_, i) => i).filter((i) => (i * 7 + salt) % 5 !== 0)
      const order = Uint32Array.from(places)
      const tie = (x: number, y: number): number => ((x * 31) % 17) - ((y * 31) % 17) || y - x
      strongestFirst(order, scores, tie)
      expect([...order]).toEqual([...places].sort((x, y) => scores[y]! - scores[x]! || tie(x, y)))
    }),
  )
})
