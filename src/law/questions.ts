import type { ElementOutcome } from './offence.ts'
import type { Trace } from './compile.ts'
import type { FactIndex } from './facts.ts'

/** What answering one fact could settle: how many of its two answers decide the offence, and how many the element. */
type Weight = { offence: number; element: number }

const groups = ['victim', 'person', 'acts', 'means', 'purposes', 'conduct', 'mind', 'evidence', 'events']
const ranks = new WeakMap<FactIndex, Map<string, number>>()

function rankOf(index: FactIndex): Map<string, number> {
  let rank = ranks.get(index)
  if (!rank) {
    const ordered = [...index.facts.keys()].map(
      (path, i) => [path, groups.indexOf(path.split('.')[0]!) * 1000 + i] as const,
    )
    rank = new Map(ordered)
    ranks.set(index, rank)
  }
  return rank
}

/**
 * The facts that could still change an open answer, the most telling first. A fact inside a part that is already
 * decided is not among them: only open parts are walked. `ofOffence` gives the questions of another offence.
 */
export function openQuestions(
  outcomes: readonly ElementOutcome[],
  index: FactIndex,
  ofOffence: (id: string) => readonly string[],
): string[] {
  if (outcomes.some((one) => one.result === 'not_met')) return []
  const open = outcomes.filter((one) => one.result === 'unknown')
  const weights = new Map<string, Weight>()
  for (const { trace } of open) walk(trace!, true, true, open.length === 1, weights, ofOffence)
  const rank = rankOf(index)
  return [...weights]
    .sort(
      ([a, one], [b, other]) =>
        other.offence - one.offence ||
        other.element - one.element ||
        (rank.get(a) ?? 1e6) - (rank.get(b) ?? 1e6),
    )
    .map(([path]) => path)
}

/** `up`: a yes here decides the element; `down`: a no here does. */
function walk(
  trace: Trace,
  up: boolean,
  down: boolean,
  alone: boolean,
  weights: Map<string, Weight>,
  ofOffence: (id: string) => readonly string[],
): void {
  if (trace.is !== 'unknown') return
  if (!trace.of) {
    if (trace.rule === 'offence') {
      for (const path of ofOffence(trace.fact!)) weigh(weights, path, { offence: 0, element: 0 })
    } else
      weigh(weights, trace.fact!, {
        offence: (up && alone ? 1 : 0) + (down ? 1 : 0),
        element: (up ? 1 : 0) + (down ? 1 : 0),
      })
    return
  }
  const openParts = trace.of.filter((part) => part.is === 'unknown')
  const single = openParts.length === 1
  for (const part of openParts) {
    if (trace.rule === 'any') walk(part, up, down && single, alone, weights, ofOffence)
    else if (trace.rule === 'all') walk(part, up && single, down, alone, weights, ofOffence)
    else if (trace.rule === 'not') walk(part, down, up, alone, weights, ofOffence)
    else if (trace.rule === 'atLeast') walk(part, single && up, single && down, alone, weights, ofOffence)
    else if (part === trace.of[0]) walk(part, up && single, down, alone, weights, ofOffence)
    else walk(part, down, up && single, alone, weights, ofOffence)
  }
}

function weigh(weights: Map<string, Weight>, path: string, weight: Weight): void {
  const known = weights.get(path)
  if (!known) weights.set(path, weight)
  else {
    known.offence = Math.max(known.offence, weight.offence)
    known.element = Math.max(known.element, weight.element)
  }
}
