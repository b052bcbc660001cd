import { expect, test } from 'vitest'
import { reason } from './reasons.ts'

test('a sentence takes words of its list, and what a value says is shown as it is', () => {
  const figures = { wordings: 2, of: 5, usual: 1, lift: 3, low: 2, high: 4 }
  const { text } = reason('signs.combination', { first: 'documents-held', second: 'no-such', ...figures })
  expect(text).not.toContain('$t(')
  expect(text).not.toContain('sign.documents-held')
  expect(text).toContain("'sign.no-such' in 2 of 5")
  // The place of an ad is written by whoever wrote the ad.
  const places = 'Port $t(counter.one-place) {{wordings}}'
  expect(reason('change.new-places', { places, wordings: 9 }).text).toBe(`New places: ${places}.`)
})
