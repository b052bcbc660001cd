import { expect, test } from 'vitest'
import { type EvidenceKind, evidenceKinds } from './evidence.ts'
import { type Counter, counterKinds } from './counter-evidence.ts'
import { isEnough, patternSettings } from './find-patterns.ts'
import { whyNotShown } from './not-enough.ts'

const scattered: Counter = { kind: 'scattered', figures: { places: 12 } }
const ownPage: Counter = { kind: 'own-page', figures: { page: 'firm.example', share: 80 } }
const keys = (q: number, kinds: EvidenceKind[], counter: Counter[]) =>
  whyNotShown({ state: 'not-enough', q, kinds, counter }).map(({ key }) => key)

test('each thing that keeps a pattern back is said, and nothing else', () => {
  expect(keys(0.01, ['words-of-control'], [])).toEqual(['short.one-kind'])
  expect(keys(0.01, [], [])).toEqual(['short.no-kind'])
  expect(keys(0.0501, ['contacts-replaced', 'words-of-control'], [])).toEqual(['short.q'])
  expect(keys(0.01, ['contacts-replaced', 'words-of-control'], [scattered])).toEqual(['short.scattered'])
  expect(keys(0.01, ['contacts-replaced', 'texts-rewritten'], [ownPage])).toEqual(['short.own-page'])
  expect(keys(0.2, ['words-of-control'], [scattered, ownPage])).toEqual([
    'short.one-kind',
    'short.q',
    'short.scattered',
  ])
})

test('a rate above the limit is never written as the limit', () => {
  const pattern = {
    state: 'not-enough',
    kinds: ['contacts-replaced', 'words-of-control'],
    counter: [],
  } as const
  const rate = (q: number) => whyNotShown({ ...pattern, kinds: [...pattern.kinds], counter: [], q })[0]!
  expect(rate(0.050001).values).toEqual({ rate: 5.1, limit: 5 })
  expect(rate(0.07).values).toEqual({ rate: 7, limit: 5 })
  expect(rate(0.07).text).toContain('about 7 in 100')
})

test('whatever is kept back has a reason, and what is shown has none', () => {
  const subsets = <T>(all: readonly T[]): T[][] =>
    all.reduce<T[][]>((made, one) => [...made, ...made.map((some) => [...some, one])], [[]])
  for (const kinds of subsets(evidenceKinds))
    for (const some of subsets(counterKinds))
      for (const q of [0.001, patternSettings.q, 0.3]) {
        const counter = some.map((kind): Counter => ({ kind, figures: { places: 9, page: 'x', share: 60 } }))
        const shown = q <= patternSettings.q && isEnough(kinds, counter)
        const why = whyNotShown({ state: shown ? 'shown' : 'not-enough', q, kinds, counter })
        expect(why.length === 0).toBe(shown)
        for (const { text } of why) expect(text).not.toMatch(/\{\{|undefined/)
      }
})
