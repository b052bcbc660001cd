import type { RightsAnswer } from '#law'

/** Facts that could still change somebody's rights, and days from which a clock would run if they were known. */
export function openOf(answer: Pick<RightsAnswer, 'dueNow' | 'dueAfterStep' | 'discretionary'>): string[] {
  const all = [...answer.dueNow, ...answer.dueAfterStep, ...answer.discretionary]
  const days = all.flatMap(({ deadline }) => (deadline?.day === null ? [eventOf(deadline.from)] : []))
  const steps = all.some(({ after }) => after.some(({ kind }) => kind === 'recognition'))
    ? ['person.status']
    : []
  return [...new Set([...steps, ...days, ...all.flatMap((right) => right.openQuestions)])]
}

const eventOf = (from: string): string => (from.startsWith('events.') ? from : `events.${from}`)
