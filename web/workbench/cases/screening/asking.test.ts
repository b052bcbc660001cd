import { describe, expect, it } from 'vitest'
import type { ScreeningView } from '#cases'
import { earlierAnswers, isAnswered, marked, reused } from './asking.ts'

const ground = { source: 'said' as const, on: '2026-03-04' }
const screening = (more: Partial<ScreeningView>) =>
  ({ grounds: {}, screenedAt: '2026-03-01T10:00:00Z', screenedBy: 'anna', ...more }) as ScreeningView

describe('asking', () => {
  it('keeps on what a yes or no rests, and nothing for an answer nobody gave', () => {
    const yes = marked({ marks: {}, grounds: {} }, 'isolation', 'yes', ground)
    expect(yes).toEqual({ marks: { isolation: 'yes' }, grounds: { isolation: ground } })
    expect(marked(yes, 'isolation', 'declined', ground)).toEqual({
      marks: { isolation: 'declined' },
      grounds: {},
    })
  })

  it('knows the last answer to each indicator, and that not asked is none', () => {
    const found = earlierAnswers([
      screening({ id: 'a', marks: { isolation: 'no', deception: 'yes' } }),
      screening({ id: 'b', marks: { isolation: 'yes', deception: 'not_asked' } }),
    ])
    expect(found.get('isolation')).toMatchObject({ mark: 'yes', screening: 'b' })
    expect(found.get('deception')).toMatchObject({ mark: 'yes', screening: 'a' })
  })

  it('uses an earlier answer again with where it is from, on the day it was known', () => {
    const earlier = { mark: 'yes' as const, screening: 'a', by: 'anna', at: '2026-03-01T10:00:00Z', ground }
    expect(
      reused({ marks: {}, grounds: {} }, 'isolation', earlier, '2026-03-09').grounds['isolation'],
    ).toEqual({
      source: 'said',
      on: '2026-03-04',
      reused: { screening: 'a', agreed: true },
    })
  })

  it('holds "rather not say" for an answer', () => {
    expect([isAnswered({ a: 'declined' }, 'a'), isAnswered({}, 'a')]).toEqual([true, false])
  })
})
