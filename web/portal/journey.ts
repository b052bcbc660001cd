import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { newReturnCode, Report, SHARING, type Sharing, SIGNS } from '#intake'
import { type Fields, many, one, wellFormed } from './fields.ts'

/** The questions, one a page, in the order in which they are asked. */
export const STEPS = [
  'safe',
  'readers',
  'about',
  'story',
  'signs',
  'child',
  'place',
  'since',
  'contact',
  'share',
  'review',
] as const
export type Step = (typeof STEPS)[number]

/** What the pages hand on to each other, sealed: the server keeps nothing of a report that was not sent. */
export const Journey = z.object({
  /** The report's id and code, chosen at the start: sent twice by Back, it is one report with one code. */
  id: z.uuid(),
  code: z.string(),
  /** The language whose words spell the code, from when it was first shown: it stays the same code on paper. */
  spelling: z.string().nullable(),
  organisation: z.uuid(),
  report: Report,
})
export type Journey = z.infer<typeof Journey>

export function beginJourney(organisation: string): Journey {
  return { id: randomUUID(), code: newReturnCode(), spelling: null, organisation, report: Report.parse({}) }
}

/** The most characters each typed answer may have; the same limits as the report's. */
export const MOST = { story: 20_000, place: 500, how: 300, whenSafe: 300 } as const
type TextField = keyof typeof MOST

const TEXTS: Partial<Record<Step, readonly TextField[]>> = {
  story: ['story'],
  place: ['place'],
  contact: ['how', 'whenSafe'],
}

export type Taken = {
  /** What is kept. */
  report: Report
  /** What the page shows again: longer than what is kept while an answer is too long. */
  shown: Report
  /** The answer that is too long, if any: how long it is and how long it may be. */
  over: { found: number; most: number } | undefined
}

/** Takes in the answers of one page. What a page did not ask stays as it was; what nobody answered is 'not asked'. */
export function takeAnswers(report: Report, step: Step, fields: Fields): Taken {
  const typed = (name: TextField) => one(fields, name).trim()
  const over = (TEXTS[step] ?? [])
    .map((name) => ({ found: typed(name).length, most: MOST[name] }))
    .find(({ found, most }) => found > most)
  const kept = answersOf(report, step, fields, (name) => wellFormed(typed(name).slice(0, MOST[name])).trim())
  const parsed = Report.safeParse({ ...report, ...kept })
  const next = parsed.success ? parsed.data : report
  const shown = over && parsed.success ? { ...next, ...shownTexts(next, step, typed) } : next
  return { report: next, shown, over }
}

/** Leaves the question of one page out: also what was answered before. */
export function leaveOut(report: Report, step: Step): Report {
  return takeAnswers(report, step, {}).report
}

function answersOf(report: Report, step: Step, fields: Fields, text: (name: TextField) => string): object {
  const choice = (name: string) => one(fields, name) || 'not_asked'
  switch (step) {
    case 'safe':
    case 'about':
    case 'child':
    case 'since':
      return { [step]: choice(step) }
    case 'story':
    case 'place':
      return { [step]: text(step) }
    case 'signs':
      return { signs: SIGNS.filter((sign) => many(fields, 'signs').includes(sign)) }
    case 'contact':
      return { contact: { wanted: choice('wanted'), how: text('how'), whenSafe: text('whenSafe') } }
    case 'share':
      return { share: sharingOf(fields) }
    case 'readers':
    case 'review':
      return {}
  }
}

function shownTexts(report: Report, step: Step, typed: (name: TextField) => string): Partial<Report> {
  if (step === 'story') return { story: typed('story') }
  if (step === 'place') return { place: typed('place') }
  return { contact: { ...report.contact, how: typed('how'), whenSafe: typed('whenSafe') } }
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

export function isStep(text: string): text is Step {
  return (STEPS as readonly string[]).includes(text)
}
