import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparable, emptyBuckets, fillBuckets, pairs, weigh } from './compare.ts'
import { findEditions } from './editions.ts'
import { foundIn } from './found.ts'
import { Connected, type Parts, partsOf } from './parts.ts'
import { count } from './rarity.ts'
import { pack, shingleBits, signature } from './signature.ts'
import { TextsInMaking } from './texts.ts'
import { findWritten, openOf } from './written.ts'

/** Texts of several models with a part of the words changed, and lines that models share. */
function written(seed: number, changed: number) {
  let state = seed + 1
  const below = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
  const lines = Array.from({ length: 12 }, (_, l) => Array.from({ length: 7 }, (__, i) => `line${l}w${i}`))
  const texts = Array.from({ length: 60 }, (_, m) => {
    const model = [
      ...Array.from({ length: 26 }, (__, i) => `m${m}w${i}`),
      ...lines[below(12)]!,
      ...lines[below(12)]!,
    ]
    return Array.from({ length: 1 + below(9) }, () =>
      model.map((word) => (below(100) < changed ? `other${below(300)}` : word)).join(' '),
    )
  }).flat()
  // A model that a good part of all is written after.
  for (let i = 0; i < 40; i++)
    texts.push(
      Array.from({ length: 30 }, (_, k) => (below(100) < changed ? `o${below(300)}` : `much${k}`)).join(' '),
    )
  return texts
}

function compared(texts: readonly string[]) {
  const packed = texts.map((text) => Buffer.from(pack(signature(text)), 'base64'))
  const making = new TextsInMaking(
    texts.length,
    packed.reduce((sum, { length }) => sum + length / 3, 0),
  )
  for (const one of packed) making.add(one)
  const data = comparable(making.done())
  // In ranges, as threads do it.
  const all = 2 ** shingleBits
  const ranges = [0, 5_000_000, 5_000_001, all]
  const buckets = emptyBuckets(data.texts.count, all)
  const each = (some: (from: number, to: number) => void): void => {
    for (let i = ranges.length - 1; i > 0; i--) some(ranges[i - 1]!, ranges[i]!)
  }
  each((from, to) => count(data.texts, data, from, to))
  weigh(data, 0, data.texts.count)
  each((from, to) => fillBuckets(data, buckets, from, to))
  return { data, buckets, candidates: pairs(data, buckets, 0, all) }
}

const sorted = (groups: Iterable<number>[]): string[] =>
  groups.map((group) => [...group].sort((a, b) => a - b).join(' ')).sort()

test('what is found does not depend on how finely the parts are cut: those of editions, or all texts as one', () => {
  let [parted, opened] = [0, 0]
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000 }), fc.integer({ min: 0, max: 45 }), (seed, changed) => {
      const { data, candidates } = compared(written(seed, changed))
      const rows = data.texts.count
      const found = (whole: boolean) => {
        const connected = new Connected(rows)
        const { a, b, length } = candidates.near
        for (let e = 0; e < length; e++) connected.join(a[e]!, b[e]!)
        if (whole) for (let row = 1; row < rows; row++) connected.join(0, row)
        const parts: Parts = partsOf([candidates.near], connected, rows)
        const many = parts.starts.length - 1
        const editions = [findEditions(data, parts, 0, many)]
        const { open, settled } = openOf(editions, [candidates.faint], rows)
        const groups = whole
          ? // No cluster is settled beforehand and all edges are of one part.
            findWritten(
              data,
              partsOf([editions[0]!.open, candidates.faint], connected, rows, [0]),
              [Array.from(foundIn(editions[0]!.found))],
              0,
            )
          : [...settled.map(({ members }) => members), ...findWritten(data, open.parts, open.clusters, 0)]
        return {
          many,
          open: open.parts.a.length,
          editions: Array.from(
            foundIn(editions[0]!.found),
            ({ kind, members }) => `${kind === 'seed' ? 'seed' : 'edition'} ${sorted([members]).join()}`,
          ).sort(),
          templates: sorted(groups),
        }
      }
      const finely = found(false)
      const whole = found(true)
      expect(whole.many).toBeLessThanOrEqual(1)
      expect(finely.editions).toEqual(whole.editions)
      expect(finely.templates).toEqual(whole.templates)
      if (finely.many > 3) parted++
      if (finely.open > 0) opened++
    }),
    { numRuns: 25, seed: 11 },
  )
  // Else nothing was shown.
  expect(parted).toBeGreaterThan(10)
  expect(opened).toBeGreaterThan(10)
})

test('buckets that are filled by ranges hold every key of every text once, rows ascending', () => {
  const { data, buckets } = compared(written(7, 20))
  const inBuckets: string[] = []
  for (let key = 0; key < 2 ** shingleBits; key++) {
    if (buckets.starts[key] === buckets.starts[key + 1]) continue
    const rows = [...buckets.members.subarray(buckets.starts[key], buckets.starts[key + 1])]
    expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
    for (const row of rows) inBuckets.push(`${row} ${key}`)
  }
  const inTexts = Array.from(data.keys, (key, i) => `${Math.floor(i / 16)} ${key}`).filter(
    (one) => !one.endsWith(` ${0x7fffffff}`),
  )
  expect(inBuckets.sort()).toEqual(inTexts.sort())
})

test('a pair that meets in many buckets is compared in one of the small ones', () => {
  const { data, buckets } = compared(
    Array.from(
      { length: 8 },
      (_, n) => `${Array.from({ length: 30 }, (__, i) => `word${i}`).join(' ')} own${n}`,
    ),
  )
  // Each range by itself, as threads take them: what one compared the others do not remember.
  const seen = Array.from({ length: 64 }, (_, n) => {
    const { near } = pairs(data, buckets, n * 2 ** (shingleBits - 6), (n + 1) * 2 ** (shingleBits - 6))
    return Array.from({ length: near.length }, (__, e) => `${near.a[e]} ${near.b[e]}`)
  }).flat()
  expect(seen.length).toBe(28)
  expect(new Set(seen).size).toBe(28)
})
