import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  answerTo,
  getQuestion,
  newReturnCode,
  questionsFor,
  Receipt,
  Report,
  SEALED_IN_BROWSER,
  SealedWords,
  type Sharing,
  SHARING,
  takeAnswer,
  type TextPart,
} from '#intake'
import { type Fields, many, one } from './fields.ts'

/** The questions, one a page, in the order in which they are asked; then reading over. */
export const STEPS: readonly string[] = [...questionsFor('web').map(({ id }) => id), 'review']
/** A question's id, or 'review'. */
export type Step = string

/** What the pages hand on to each other, sealed: the server keeps nothing of a report that was not sent. */
export const Journey = z.object({
  /** The report's id and code, chosen at the start: sent twice by Back, it is one report with one code. */
  id: z.uuid(),
  code: z.string(),
  /** The language whose words spell the code, from when it was first shown: it stays the same code on paper. */
  spelling: z.string().nullable(),
  organisation: z.uuid(),
  /** When the first page was answered, in milliseconds: in the page alone, it tells a person's pace from a program's. */
  begun: z.number(),
  report: Report,
  /** What is told once it is sent: how it was sealed, by when it is answered, and the receipt. */
  sent: z
    .object({
      how: z.enum(['browser', 'recipients', 'server']),
      answerBy: z.string(),
      receipt: Receipt,
    })
    .nullable(),
})
export type Journey = z.infer<typeof Journey>

export function beginJourney(organisation: string, now: Date): Journey {
  return {
    id: randomUUID(),
    code: newReturnCode(),
    spelling: null,
    organisation,
    begun: now.getTime(),
    report: Report.parse({}),
    sent: null,
  }
}

/** The inputs of one page; none where it only tells something. */
export function partsOf(step: Step) {
  return step === 'review' ? [] : getQuestion(step).parts
}

/** The name of an input in the page's form: the last word of where its answer goes. */
export function nameOfInput(part: { into: string }): string {
  return part.into.split('.').at(-1)!
}

export type Taken = {
  /** What is kept. */
  report: Report
  /** Typed words that are shown again as they were typed: longer than what is kept while an answer is too long. */
  typed: Readonly<Record<string, string>>
  /** The answer that is too long, if any: how long it is and how long it may be. */
  over: { found: number; most: number } | undefined
}

/** Takes in the answers of one page. What a page did not ask stays as it was; what nobody answered is 'not asked'. */
export function takeAnswers(report: Report, step: Step, fields: Fields): Taken {
  let next = report
  for (const part of partsOf(step)) {
    if (part.ask !== 'notice') next = takeAnswer(next, part, many(fields, nameOfInput(part)))
    if (part.ask === 'text') next = { ...next, sealed: sealedWords(next, part, fields) }
  }
  const texts = partsOf(step).filter((part): part is TextPart => part.ask === 'text')
  const typed = Object.fromEntries(
    texts.map((part) => [nameOfInput(part), one(fields, nameOfInput(part)).trim()]),
  )
  const over = texts
    .map((part) => ({ found: typed[nameOfInput(part)]!.length, most: part.most }))
    .find(({ found, most }) => found > most)
  return { report: next, typed: over ? typed : {}, over }
}

/** Words that a browser sealed: new ones, or, where nothing was typed instead, those that the page said it keeps. */
function sealedWords(report: Report, { into }: TextPart, fields: Fields): Report['sealed'] {
  const { ...sealed } = report.sealed
  const path = SEALED_IN_BROWSER.find((each) => each === into)
  if (path === undefined) return sealed
  const fresh = SealedWords.safeParse(one(fields, `sealed.${path}`))
  const typed = one(fields, path.split('.').at(-1)!).trim()
  if (fresh.success) sealed[path] = fresh.data
  else if (typed !== '' || one(fields, `keep.${path}`) === '') delete sealed[path]
  return sealed
}

/** Leaves the question of one page out: also what was answered before. */
export function leaveOut(report: Report, step: Step): Report {
  return takeAnswers(report, step, {}).report
}

/** The first answer to the part of a report that goes into this place. */
export function saidTo(report: Report, part: Parameters<typeof answerTo>[1]): string {
  return answerTo(report, part)[0] ?? ''
}

/** Who may know: only what was ticked is agreed to. */
export function sharingOf(fields: Fields): Partial<Record<Sharing, boolean>> {
  return Object.fromEntries(SHARING.map((use) => [use, many(fields, 'share').includes(use)]))
}

export function stepAfter(step: Step): Step {
  return STEPS[Math.min(STEPS.indexOf(step) + 1, STEPS.length - 1)]!
}

export function stepBefore(step: Step): Step {
  return STEPS[Math.max(STEPS.indexOf(step) - 1, 0)]!
}

export function isStep(text: string): boolean {
  return STEPS.includes(text)
}
