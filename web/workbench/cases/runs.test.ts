import { expect, it } from 'vitest'
import { byDay } from './runs.ts'

const line = (id: string, at: string, kind: string, note: string | null = null, actor = 'a') => ({
  id,
  at,
  actor,
  kind,
  facts: {},
  note,
})

it('puts what one person did again and again on a day together, and leaves notes alone', () => {
  const days = byDay([
    line('6', '2026-03-04T12:05:00Z', 'identity_seen'),
    line('5', '2026-03-04T12:04:00Z', 'identity_seen'),
    line('4', '2026-03-04T12:03:00Z', 'identity_seen', null, 'b'),
    line('3', '2026-03-04T12:02:00Z', 'note', 'one'),
    line('2', '2026-03-04T12:01:00Z', 'note', 'two'),
    line('1', '2026-03-02T12:00:00Z', 'identity_seen'),
  ])
  expect(days.map(({ runs }) => runs.map(({ events }) => events.map(({ id }) => id)))).toEqual([
    [['6', '5'], ['4'], ['3'], ['2']],
    [['1']],
  ])
})
