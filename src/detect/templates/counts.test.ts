import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Counts } from './counts.ts'

test('counts are those of a map, part after part', () => {
  const step = fc.record({ cluster: fc.nat(40), shingle: fc.nat(2000), by: fc.integer({ min: 1, max: 9 }) })
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 600 }), { maxLength: 6 }), (parts) => {
      const counts = new Counts()
      for (const part of parts) {
        counts.reset()
        const known = new Map<string, number>()
        for (const { cluster, shingle, by } of part) {
          counts.add(cluster, shingle, by)
          known.set(`${cluster} ${shingle}`, (known.get(`${cluster} ${shingle}`) ?? 0) + by)
        }
        for (const { cluster, shingle } of part) {
          expect(counts.get(cluster, shingle)).toBe(known.get(`${cluster} ${shingle}`))
          expect(counts.get(cluster + 1, shingle)).toBe(known.get(`${cluster + 1} ${shingle}`) ?? 0)
        }
      }
    }),
  )
})

test('a part of many words grows the table, and the next begins anew', () => {
  const counts = new Counts()
  for (let shingle = 0; shingle < 200_000; shingle++) counts.add(shingle % 7, shingle, 2)
  let wrong = 0
  for (let shingle = 0; shingle < 200_000; shingle++) if (counts.get(shingle % 7, shingle) !== 2) wrong++
  expect(wrong).toBe(0)
  counts.reset()
  expect(counts.get(3, 3)).toBe(0)
})
