import type { NotProvided, RightAnswer, RightsAnswer } from '#law'
import type { CaseFacts, ChildAnswer } from '../record/case.ts'

/** How a right stands for this person today. */
export type Standing = 'due_now' | 'due_after_step' | 'discretionary' | 'not_provided'

/** One right as the law answered it, ready to be kept beside the case. */
export type RightLine = {
  key: string
  kind: string
  standing: Standing
  /** The last day for it, where the law sets one and the day it runs from is known. */
  deadline: string | null
  /** Whether it is the person who must act by then (a claim), not the authority. */
  personActs: boolean
  answer: RightAnswer | NotProvided
}

/**
 * The facts the law is asked with for one person: what the case knows, and what is known of the person. A question
 * that nobody asked, or was not answered, stays unknown; but where a law (`presumption`) has somebody whose age is in
 * doubt treated as a child, their rights are a child's. Of the offence nothing is presumed.
 */
export function lawFacts(
  facts: CaseFacts,
  person: { child: ChildAnswer; nationality: string | null },
  presumption?: string,
): CaseFacts {
  return {
    ...facts,
    ...(person.child === 'yes' && { 'person.child': true, 'victim.child': true }),
    ...(person.child === 'unknown' && presumption !== undefined && { 'person.child': true }),
    ...(person.child === 'no' && { 'person.child': false, 'victim.child': false }),
    ...(person.nationality !== null && {
      'person.nationality': person.nationality,
      'victim.nationality': person.nationality,
    }),
  }
}

/** The law's answer as lines, in its own order: what is due first. */
export function rightLines(answer: RightsAnswer): RightLine[] {
  const line =
    (standing: Standing) =>
    (right: RightAnswer): RightLine => ({
      key: right.id,
      kind: right.right,
      standing,
      deadline: right.deadline?.day ?? null,
      personActs: right.deadline?.personActs ?? false,
      answer: right,
    })
  return [
    ...answer.dueNow.map(line('due_now')),
    ...answer.dueAfterStep.map(line('due_after_step')),
    ...answer.discretionary.map(line('discretionary')),
    ...answer.notProvided.map((missing): RightLine => ({
      key: `not-provided:${missing.right}`,
      kind: missing.right,
      standing: 'not_provided',
      deadline: null,
      personActs: false,
      answer: missing,
    })),
  ]
}

/** A deadline's state on a day: passed, close (seven days or fewer), or running. */
export function clockState(
  deadline: string | null,
  doneOn: string | null,
  today: string,
): 'none' | 'done' | 'missed' | 'close' | 'running' {
  if (doneOn !== null) return 'done'
  if (deadline === null) return 'none'
  if (deadline < today) return 'missed'
  const days = (Date.parse(`${deadline}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000
  return days <= 7 ? 'close' : 'running'
}
