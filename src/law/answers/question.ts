import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { assess, type AssessAnswer } from '../assess.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { compare, type CompareAnswer } from '../compare.ts'
import { gaps, type GapsAnswer } from '../gaps.ts'
import { rights, type RightsAnswer } from '../rights.ts'

/** Raised whenever the engine would answer the same question of the same catalogue in other bytes. */
export const engineVersion = 'asylia-law/3'

const Facts = z.record(z.string(), z.unknown())
const about = {
  jurisdiction: Alpha3,
  on: PlainDate.optional(),
  /** The day on which it was asked: where no other day is told, the law of this day answers. */
  today: PlainDate,
}

/** A question with nothing left to the clock: asked again of the same catalogue it has one answer. */
export const Question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assess'), ...about, knownOn: PlainDate.optional(), facts: Facts }),
  z.strictObject({ kind: z.literal('rights'), ...about, knownOn: PlainDate.optional(), person: Facts }),
  z.strictObject({ kind: z.literal('gaps'), ...about, treaty: z.string().optional() }),
  z.strictObject({ kind: z.literal('compare'), ...about, with: Alpha3, facts: Facts.optional() }),
])
export type Question = z.infer<typeof Question>

export type LawAnswer = AssessAnswer | RightsAnswer | GapsAnswer | CompareAnswer

/** Asks. Throws `BadInput` as the question's own function does. */
export function ask(catalogue: Catalogue, question: Question): LawAnswer {
  const on = question.on ?? question.today
  switch (question.kind) {
    case 'assess':
      return assess(catalogue, question)
    case 'rights':
      return rights(catalogue, question)
    case 'gaps':
      return gaps(catalogue, { jurisdiction: question.jurisdiction, on, treaty: question.treaty })
    case 'compare':
      return compare(catalogue, { a: question.jurisdiction, b: question.with, on, facts: question.facts })
  }
}

/** What an answer comes to, line by line, without its reasons: `GBR.MSA-s2` → `unknown`. */
export function conclusions(answer: LawAnswer): Map<string, string> {
  if ('offences' in answer) return new Map(answer.offences.map((one) => [one.id, one.result]))
  if ('gaps' in answer) return new Map(answer.gaps.map((one) => [one.obligation, one.result]))
  if ('differences' in answer)
    return new Map([['dual criminality', answer.dualCriminality?.is ?? 'not asked']])
  const given = (['dueNow', 'dueAfterStep', 'discretionary', 'warnings'] as const).flatMap((standing) =>
    answer[standing].map((one): [string, string] => [
      one.id,
      [standing, ...(one.deadline?.day ? [`until ${one.deadline.day}`] : [])].join(' '),
    ]),
  )
  return new Map([
    ...given,
    ...answer.notForThisPerson.map((one): [string, string] => [one.id, 'notForThisPerson']),
    ...answer.notProvided.map((one): [string, string] => [one.right, one.why]),
  ])
}

/** What came out otherwise; null on the side where the line is not there. */
export type Turned = { id: string; before: string | null; after: string | null }

export function turned(before: LawAnswer, after: LawAnswer): Turned[] {
  const [old, now] = [conclusions(before), conclusions(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((id) => ({ id, before: old.get(id) ?? null, after: now.get(id) ?? null }))
    .filter((one) => one.before !== one.after)
}

/** Where two JSON texts first differ, as a JSON pointer (RFC 6901); null where they are the same. */
export function firstDifference(a: unknown, b: unknown, at = ''): string | null {
  if (Object.is(a, b)) return null
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return at || '/'
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const step = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!(key in left) || !(key in right)) return step
    const found = firstDifference(left[key], right[key], step)
    if (found !== null) return found
  }
  return null
}
