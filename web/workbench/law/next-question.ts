import type { OffenceAnswer } from '#law'

type Open = Pick<OffenceAnswer, 'result' | 'openQuestions'>

/**
 * The question to ask next: each offence still open gives its most telling question one point, the next half a point,
 * the third a third, and so on; the question with most points wins, so that one answer helps with many offences.
 * What was put aside is asked last, when nothing else is left. Undefined: no fact could change anything any more.
 */
export function nextQuestion(offences: readonly Open[], aside: readonly string[]): string | undefined {
  const points = new Map<string, number>()
  for (const offence of offences) {
    if (offence.result !== 'unknown') continue
    for (const [index, fact] of offence.openQuestions.entries()) {
      points.set(fact, (points.get(fact) ?? 0) + 1 / (index + 1))
    }
  }
  const ranked = [...points].sort(([, a], [, b]) => b - a).map(([fact]) => fact)
  return ranked.find((fact) => !aside.includes(fact)) ?? aside.find((fact) => points.has(fact))
}

/** What one possible answer would settle. */
export type Settles = {
  madeOut: string[]
  notMadeOut: string[]
  /** Offences that would still be open. */
  open: number
  /** Questions that could still matter afterwards. */
  questions: number
}

type Answered = { offences: readonly (Open & Pick<OffenceAnswer, 'id' | 'section'>)[] }

/** What changes between two answers to the same question: which offences would be decided, and what stays open. */
export function settles(before: Answered, after: Answered): Settles {
  const openBefore = new Set(before.offences.filter(({ result }) => result === 'unknown').map(({ id }) => id))
  const decided = (result: OffenceAnswer['result']): string[] =>
    after.offences
      .filter((one) => one.result === result && openBefore.has(one.id))
      .map(({ section }) => section)
  const open = after.offences.filter(({ result }) => result === 'unknown')
  return {
    madeOut: decided('made_out'),
    notMadeOut: decided('not_made_out'),
    open: open.length,
    questions: new Set(open.flatMap(({ openQuestions }) => openQuestions)).size,
  }
}
