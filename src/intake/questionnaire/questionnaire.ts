import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { BadInput } from '#platform/errors'
import { Report } from '../report/report.ts'

/** In which way a reporter is asked: the public pages, a form that staff fill in, messages of text. */
export const Way = z.enum(['web', 'staff', 'text'])
export type Way = z.infer<typeof Way>

const Unsaid = z.enum(['unknown', 'declined'])
const into = z.string().regex(/^\w+(\.\w+)?$/)
const options = z.array(z.string()).min(1)

/** One input of a question. `into` is where its answer goes in a report. */
export const Part = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('choice'), into, options, unsaid: z.array(Unsaid).default([]) }),
  z.object({ ask: z.literal('ticks'), into, options }),
  z.object({ ask: z.literal('consents'), into, options }),
  z.object({
    ask: z.literal('text'),
    into,
    /** Keys of words: the input's label, and what may be said under it. */
    label: z.string(),
    hint: z.string().optional(),
    lines: z.enum(['one', 'many']),
    most: z.int().positive(),
  }),
  z.object({ ask: z.literal('notice') }),
])
export type Part = z.infer<typeof Part>
export type TextPart = Extract<Part, { ask: 'text' }>

/** What is asked at once. Its words stand under its id in `locales/portal`. */
export const Question = z.object({
  id: z.string().regex(/^[a-z]\w*$/),
  parts: z.array(Part).min(1),
  ways: z.array(Way).default([...Way.options]),
})
export type Question = z.infer<typeof Question>

export const Questionnaire = z.object({ version: z.literal(1), questions: z.array(Question).min(1) })
export type Questionnaire = z.infer<typeof Questionnaire>

const file = fileURLToPath(new URL('../../../data/intake/questionnaire.yaml', import.meta.url))

/** Every question, in the order in which it is asked. */
export const questionnaire: Questionnaire = readQuestionnaire(readFileSync(file, 'utf8'), file)

/** Reads a questionnaire and holds it against what a report can hold; throws `BadInput` naming file, question and what was expected. */
export function readQuestionnaire(text: string, name: string): Questionnaire {
  const parsed = Questionnaire.safeParse(parse(text))
  if (!parsed.success) throw new BadInput(`${name}: ${z.prettifyError(parsed.error)}`)
  for (const question of parsed.data.questions) {
    for (const part of question.parts) {
      for (const given of sampleAnswers(part)) {
        const taken = Report.safeParse(answered(Report.parse({}), part, given))
        if (taken.success) continue
        throw new BadInput(
          `${name}: question ${question.id}: found ${JSON.stringify(given)}, expected an answer that a report can hold`,
        )
      }
    }
  }
  return parsed.data
}

export function questionsFor(way: Way): readonly Question[] {
  return questionnaire.questions.filter(({ ways }) => ways.includes(way))
}

/** Throws for an id that no question has: ids in code are our own. */
export function getQuestion(id: string): Question {
  const found = questionnaire.questions.find((question) => question.id === id)
  if (!found) throw new Error(`no question ${id}`)
  return found
}

/** Answers as an input gives them: the values chosen or typed. None: nobody answered. */
export type Given = readonly string[]

/** The report with one part answered. What is no option of it counts as no answer; a text is cut at its limit. */
export function takeAnswer(report: Report, part: Part, given: Given): Report {
  return Report.parse(answered(report, part, given))
}

/** What the report says to this part: the same values that `takeAnswer` takes. */
export function answerTo(report: Report, part: Part): Given {
  if (part.ask === 'notice') return []
  const value = valueAt(report, part.into)
  if (part.ask === 'consents')
    return part.options.filter((use) => (value as Record<string, boolean>)[use] === true)
  if (Array.isArray(value)) return value as string[]
  return value === 'not_asked' || value === '' ? [] : [String(value)]
}

function answered(report: Report, part: Part, given: Given): object {
  switch (part.ask) {
    case 'notice':
      return report
    case 'choice': {
      const chosen = given.find((value) => [...part.options, ...part.unsaid].includes(value))
      return withValue(report, part.into, chosen ?? 'not_asked')
    }
    case 'ticks':
      return withValue(
        report,
        part.into,
        part.options.filter((option) => given.includes(option)),
      )
    case 'consents':
      return withValue(
        report,
        part.into,
        Object.fromEntries(part.options.map((use) => [use, given.includes(use)])),
      )
    case 'text':
      return withValue(report, part.into, cut(given[0] ?? '', part.most))
  }
}

/** Cut between characters: half of a pair is no character. */
function cut(text: string, most: number): string {
  return Buffer.from(text.trim().slice(0, most), 'utf8').toString('utf8').trim()
}

function withValue(report: Report, path: string, value: unknown): object {
  const [field = '', inner] = path.split('.')
  if (inner === undefined) return { ...report, [field]: value }
  const outer = report[field as keyof Report]
  return { ...report, [field]: Object.assign({}, outer, { [inner]: value }) }
}

function valueAt(report: Report, path: string): unknown {
  const [field = '', inner] = path.split('.')
  const value: unknown = report[field as keyof Report]
  return inner === undefined ? value : (value as Record<string, unknown>)[inner]
}

/** Every answer that an input of this part can give, each by itself. */
function sampleAnswers(part: Part): Given[] {
  if (part.ask === 'notice') return []
  if (part.ask === 'text') return [['x'.repeat(part.most)]]
  return [...part.options, ...(part.ask === 'choice' ? part.unsaid : [])].map((option) => [option])
}
