import { expect, test } from 'vitest'
import { reason } from './reasons.ts'
import { EffortRecord } from './warnings/effort.store.ts'
import { inWords, withhold, withholdMembers, withholdWarning } from './withhold.ts'

test('one and two are withheld, nothing and three are shown', () => {
  expect([0, 1, 2, 3].map((observed) => withhold({ observed }))).toEqual([
    { observed: 0, fewerThan: null },
    { observed: null, fewerThan: 3 },
    { observed: null, fewerThan: 3 },
    { observed: 3, fewerThan: null },
  ])
  expect([0, 1, 2, 3].map(inWords)).toEqual(['0', '<3', '<3', '3'])
})

test('a warning below the threshold says <3, and no p from which the count could be reckoned back', () => {
  const about = (observed: number) => ({
    observed,
    p: 0.012,
    reasons: [
      reason('arrival.first', { observed, place: 'Town 2', day: '2026-10-01' }),
      reason('arrival.share', { expected: 0.17, p: 0.012 }),
      reason('signal.count', { observed, place: 'Town 2', week: '2026-W40', expected: 0.1, bound: 1 }),
    ],
  })
  expect(withholdWarning(about(3))).toEqual({ ...about(3), fewerThan: null })
  const shown = withholdWarning(about(2))
  expect(shown).toMatchObject({ observed: null, fewerThan: 3, p: null })
  expect(shown.reasons.map(({ text }) => text)).toEqual([
    'A detected pattern was first seen in Town 2 on 2026-10-01; posts so far: <3.',
    'If it posted like everyone, 0.17 would be expected here (p = –).',
    'Town 2, 2026-W40: counted <3, expected 0.1, most by chance 1.',
  ])
  expect(JSON.stringify(shown)).not.toContain('0.012')
})

test('what moves reporting does not end before it begins', () => {
  const record = { kind: 'campaign', from: '2026-11-10', to: '2026-11-10', knownOn: '2026-11-01' }
  expect(EffortRecord.safeParse(record).success).toBe(true)
  const refused = EffortRecord.safeParse({ ...record, to: '2026-11-09' })
  expect(refused.error?.issues).toMatchObject([{ path: ['to'], message: 'expected a day not before `from`' }])
})

/** Every way to fill in what is withheld so that the total comes out; what a reader could try. */
function readings(shown: { observed: number | null; fewerThan: number | null }[], total: number): number[][] {
  const [first, ...rest] = shown
  if (!first) return total === 0 ? [[]] : []
  const small = shown.length > 0 && first.observed === null
  // Withheld below 3: 1 or 2. Withheld below more beside one below 3: it is 3 or more. All alike: from 1.
  const least = first.fewerThan === 3 || !rest.concat(first).some(({ fewerThan }) => fewerThan === 3) ? 1 : 3
  const choices = small
    ? Array.from({ length: first.fewerThan! - least }, (_, i) => least + i)
    : [first.observed!]
  return choices.flatMap((choice) =>
    choice > total ? [] : readings(rest, total - choice).map((reading) => [choice, ...reading]),
  )
}

test('beside a total, no withheld count follows from the rest', () => {
  for (const counts of [
    [1, 9, 4],
    [2, 9, 4],
    [1, 3],
    [2, 3],
    [2, 2],
    [1, 2, 8],
    [1, 1, 0, 6],
    [2, 30],
  ]) {
    const total = counts.reduce((all, count) => all + count, 0)
    // Those below 3 first, so that a reader meets the larger bound knowing there are smaller ones.
    const shown = withholdMembers(counts.map((observed) => ({ observed }))).toSorted(
      (a, b) => (b.fewerThan ?? 0) - (a.fewerThan ?? 0),
    )
    expect(shown.some(({ observed }) => observed !== null && observed > 0 && observed < 3)).toBe(false)
    const ways = readings(shown, total)
    shown.forEach(({ observed }, i) => {
      if (observed === null) expect(new Set(ways.map((way) => way[i])).size, counts.join()).toBeGreaterThan(1)
    })
  }
  expect(withholdMembers([{ observed: 5 }, { observed: 0 }])).toEqual([
    { observed: 5, fewerThan: null },
    { observed: 0, fewerThan: null },
  ])
})
