import { place, type Trace } from './compile.ts'
import type { ElementOutcome } from './offence.ts'

/** An open fact, and how much its answer could settle. */
type Open = { fact: string; weight: number; place: number }

/**
 * The facts that could still change an open answer, the most telling first: those of whose two answers more would
 * decide the offence, then the element, then by the order of asking. A fact inside a part that is already decided is
 * not among them: only open parts are walked. `ofOffence` gives the questions of another offence.
 */
export function openQuestions(
  outcomes: readonly ElementOutcome[],
  ofOffence: (id: string) => readonly string[],
): string[] {
  const open = outcomes.filter((one) => one.result === 'unknown')
  const found: Open[] = []
  for (const { trace } of open) walk(trace!, true, true, open.length === 1, found, ofOffence)
  found.sort((a, b) => b.weight - a.weight || a.place - b.place)
  const facts: string[] = []
  for (const { fact } of found) if (!facts.includes(fact)) facts.push(fact)
  return facts
}

/** `up`: a yes here decides the element; `down`: a no here does; `alone`: the element decides the offence. */
function walk(
  trace: Trace,
  up: boolean,
  down: boolean,
  alone: boolean,
  found: Open[],
  ofOffence: (id: string) => readonly string[],
): void {
  if (!trace.of) {
    if (trace.rule === 'offence') {
      for (const fact of ofOffence(trace.fact!)) found.push({ fact, weight: 0, place: 1e6 })
      return
    }
    const offence = (up && alone ? 1 : 0) + (down ? 1 : 0)
    const element = (up ? 1 : 0) + (down ? 1 : 0)
    found.push({ fact: trace.fact!, weight: offence * 3 + element, place: trace[place]! })
    return
  }
  let count = 0
  for (const part of trace.of) if (part.is === 'unknown') count++
  const single = count === 1
  for (const part of trace.of) {
    if (part.is !== 'unknown') continue
    if (trace.rule === 'any') walk(part, up, down && single, alone, found, ofOffence)
    else if (trace.rule === 'all') walk(part, up && single, down, alone, found, ofOffence)
    else if (trace.rule === 'not') walk(part, down, up, alone, found, ofOffence)
    else if (trace.rule === 'atLeast') walk(part, single && up, single && down, alone, found, ofOffence)
    else if (part === trace.of[0]) walk(part, up && single, down, alone, found, ofOffence)
    else walk(part, down, up && single, alone, found, ofOffence)
  }
}
