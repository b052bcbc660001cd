import { describe, expect, it } from 'vitest'
import { nextQuestion, settles } from './next-question.ts'

const open = (...openQuestions: string[]) => ({ result: 'unknown' as const, openQuestions })

describe('the next question', () => {
  it('is the one that helps most with most offences', () => {
    const offences = [
      open('means.force', 'acts.recruit'),
      open('acts.recruit'),
      open('acts.sell', 'acts.recruit'),
    ]
    expect(nextQuestion(offences, [])).toBe('acts.recruit')
  })

  it('leaves out what no open offence asks', () => {
    expect(nextQuestion([{ result: 'made_out', openQuestions: ['acts.sell'] }], [])).toBeUndefined()
  })

  it('comes back to what was put aside only when nothing else is left', () => {
    expect(nextQuestion([open('acts.sell', 'acts.buy')], ['acts.sell'])).toBe('acts.buy')
    expect(nextQuestion([open('acts.sell')], ['acts.sell'])).toBe('acts.sell')
    expect(nextQuestion([open('acts.buy')], ['acts.sell', 'acts.buy'])).toBe('acts.buy')
  })
})

describe('what an answer settles', () => {
  const before = {
    offences: [
      { id: 'a', section: 's.1', ...open('acts.sell') },
      { id: 'b', section: 's.2', ...open('acts.sell', 'acts.buy') },
      { id: 'c', section: 's.3', result: 'made_out' as const, openQuestions: [] },
    ],
  }
  it('names what it decides, and not what was decided before', () => {
    const after = {
      offences: [
        { id: 'a', section: 's.1', result: 'made_out' as const, openQuestions: [] },
        { id: 'b', section: 's.2', ...open('acts.buy') },
        { id: 'c', section: 's.3', result: 'made_out' as const, openQuestions: [] },
      ],
    }
    expect(settles(before, after)).toEqual({ madeOut: ['s.1'], notMadeOut: [], open: 1, questions: 1 })
  })
})
