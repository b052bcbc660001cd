import {
  answerTo,
  type Part,
  type Question,
  questionsFor,
  takeAnswer,
} from '../questionnaire/questionnaire.ts'
import type { Report } from '../report/report.ts'

/** One thing asked by text: a part of a question of the shared questionnaire, and for consents one use of it. */
export type Step = { question: Question; part: Exclude<Part, { ask: 'notice' }>; use?: string }

/** What is asked by text, in the order of the questionnaire. Who reads it is told before anything is asked. */
export const STEPS: readonly Step[] = questionsFor('text').flatMap((question) =>
  question.parts.flatMap((part): Step[] => {
    if (part.ask === 'notice') return []
    return part.ask === 'consents'
      ? part.options.map((use) => ({ question, part, use }))
      : [{ question, part }]
  }),
)

/** The next step from a place on; typed words beside a choice are asked only where the choice was answered with yes. */
export function nextStep(from: number, report: Report): number {
  let at = from
  while (at < STEPS.length && !isAsked(STEPS[at]!, report)) at++
  return at
}

function isAsked({ question, part }: Step, report: Report): boolean {
  const choice = question.parts.find((one) => one.ask === 'choice')
  if (part.ask !== 'text' || choice === undefined) return true
  return answerTo(report, choice).includes('yes')
}

/** The key of its words: where the answer goes, and for a consent which use. */
export function keyOf({ part, use }: Step): string {
  return part.into.replace('.', '_') + (use === undefined ? '' : `_${use}`)
}

/** Takes one answer in; several ticks and typed messages add to what was said before. */
export function taken(report: Report, step: Step, given: readonly string[]): Report {
  const { part, use } = step
  if (part.ask === 'ticks') return takeAnswer(report, part, [...answerTo(report, part), ...given])
  if (part.ask === 'consents') {
    const others = answerTo(report, part).filter((each) => each !== use)
    return takeAnswer(report, part, given.includes('yes') && use !== undefined ? [...others, use] : others)
  }
  if (part.ask === 'text' && part.lines === 'many')
    return takeAnswer(report, part, [[...answerTo(report, part), ...given].join('\n')])
  return takeAnswer(report, part, given)
}
