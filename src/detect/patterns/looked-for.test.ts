import { expect, test } from 'vitest'
import { counterKinds } from './counter-evidence.ts'
import { lookedFor } from './looked-for.ts'

const year = { firstAt: '2026-01-01T00:00:00Z', lastAt: '2026-12-31T00:00:00Z' }
const keys = (reasons: readonly { key: string }[]) => reasons.map(({ key }) => key)

test('what was looked for and not found is all that was looked for, without what was found', () => {
  const none = lookedFor({ counter: [], places: ['Port'], ...year })
  expect(keys(none.notFound)).toEqual(counterKinds.map((kind) => `looked.${kind}`))
  expect(keys(none.unknown)).toEqual(['unknown.any'])
  const one = lookedFor({ counter: [{ kind: 'one-place', figures: {} }], places: ['Port'], ...year })
  expect(keys(one.notFound)).not.toContain('looked.one-place')
})

test('what these posts cannot tell is not called looked for and not found', () => {
  const short = { firstAt: '2026-01-01T00:00:00Z', lastAt: '2026-03-01T00:00:00Z' }
  const { notFound, unknown } = lookedFor({ counter: [], places: [], ...short })
  expect(keys(notFound)).toEqual(['looked.one-contact', 'looked.own-page', 'looked.few-observations'])
  expect(keys(unknown)).toEqual(['unknown.places', 'unknown.steady', 'unknown.any'])
  expect(unknown[1]!.values).toEqual({ weeks: 9, from: 26 })
})
