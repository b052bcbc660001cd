import { expect, test } from 'vitest'
import { reason } from './reasons.ts'
import { EffortRecord } from './warnings/effort.store.ts'
import { inWords, withhold, withholdWarning } from './withhold.ts'

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
