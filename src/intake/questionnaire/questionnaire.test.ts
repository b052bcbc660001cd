import { describe, expect, it } from 'vitest'
import { createTranslator } from '#platform/i18n'
import { Report, SHARING, SIGNS } from '../report/report.ts'
import { answerTo, getQuestion, questionnaire, readQuestionnaire, takeAnswer } from './questionnaire.ts'

const empty = Report.parse({})
const parts = questionnaire.questions.flatMap((question) =>
  question.parts.map((part) => ({ question, part })),
)

describe('the questionnaire', () => {
  it('asks for everything a report can hold, and for nothing else', () => {
    const asked = parts.flatMap(({ part }) => (part.ask === 'notice' ? [] : [part.into.split('.')[0]!]))
    // 'sealed' holds the same answers, while they are sealed by a browser.
    expect([...new Set(asked), 'sealed'].toSorted()).toEqual(Object.keys(empty).toSorted())
  })

  it('offers every sign and every use that a report knows', () => {
    const [signs, share] = [getQuestion('signs').parts[0]!, getQuestion('share').parts[0]!]
    expect(signs).toMatchObject({ options: [...SIGNS] })
    expect(share).toMatchObject({ options: [...SHARING] })
  })

  it('reads back every answer that can be given', () => {
    for (const { part } of parts) {
      if (part.ask === 'notice') continue
      const answers = part.ask === 'text' ? ['typed words'] : part.options
      for (const answer of answers)
        expect(answerTo(takeAnswer(empty, part, [answer]), part)).toEqual([answer])
      expect(answerTo(takeAnswer(empty, part, []), part)).toEqual([])
      expect(takeAnswer(empty, part, ['no such option']).signs).toEqual([])
    }
  })

  it('keeps not saying apart from not being asked', () => {
    const [part] = getQuestion('child').parts
    expect(takeAnswer(empty, part!, ['declined']).child).toBe('declined')
    expect(takeAnswer(empty, part!, []).child).toBe('not_asked')
  })

  it('cuts a text at its limit and never within a character', () => {
    const [part] = getQuestion('place').parts
    const { place } = takeAnswer(empty, part!, ['😀'.repeat(400)])
    expect(place.length).toBeLessThanOrEqual(501)
    expect(Buffer.from(place, 'utf8').toString('utf8')).toBe(place)
  })

  it('has a heading, a short name, a reason and a word for every option, in every language', () => {
    const words = createTranslator('portal')
    for (const language of words.languages) {
      const t = words.in(language)
      for (const { id, parts: asked } of questionnaire.questions) {
        const keys = asked.flatMap((part) =>
          part.ask === 'text'
            ? [part.label]
            : part.ask === 'notice'
              ? []
              : part.options.map((o) => `${id}.${o}`),
        )
        for (const key of [`${id}.why`, ...(id === 'readers' ? [] : [`${id}.short`]), ...keys])
          expect([language, key, t(key) === key]).toEqual([language, key, false])
      }
    }
  })

  it('refuses a questionnaire that asks for what a report cannot hold, naming the question', () => {
    const asking = (part: string) => `version: 1\nquestions:\n  - id: odd\n    parts: [${part}]`
    expect(() => readQuestionnaire(asking('{ask: choice, into: safe, options: [maybe]}'), 'q.yaml')).toThrow(
      /q\.yaml: question odd: found \["maybe"\]/,
    )
    expect(() =>
      readQuestionnaire(asking('{ask: text, into: place, label: x, lines: one, most: 9000}'), 'q.yaml'),
    ).toThrow(/question odd/)
    expect(() => readQuestionnaire(asking('{ask: dance}'), 'q.yaml')).toThrow(/q\.yaml/)
  })
})
