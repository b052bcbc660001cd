import type { Asked, Trace } from './compile.ts'
import type { FactIndex } from './facts.ts'
import { askElement, type CompiledOffence, type ElementOutcome } from './offence.ts'

/** 'It would be an offence, if …': one fact that, being otherwise, would take away the only thing that fails. */
export type NearMiss = {
  element: string
  fact: string
  /** What it would have to be: true, false, or an age below so many years. */
  would: boolean | { ageBelow: number }
  /** What the element would then be. */
  becomes: 'met' | 'not_required' | 'unknown'
}

/** Looks for the single facts that stand between these facts and the offence; only when one element alone fails. */
export function nearMisses(
  compiled: CompiledOffence,
  outcomes: readonly ElementOutcome[],
  asked: Asked,
  index: FactIndex,
): NearMiss[] {
  const failing = outcomes.filter((one) => one.result === 'not_met')
  if (failing.length !== 1) return []
  const at = outcomes.indexOf(failing[0]!)
  const element = compiled.elements[at]!
  const misses: NearMiss[] = []
  for (const leaf of knownLeaves(failing[0]!.trace!)) {
    const tried = otherwise(leaf, asked, index, (changed) => askElement(element, changed).result)
    if (tried && tried.result !== 'not_met') {
      misses.push({
        element: element.element.id,
        fact: leaf.fact!,
        would: tried.would,
        becomes: tried.result,
      })
    }
  }
  return misses
}

function knownLeaves(trace: Trace): Trace[] {
  const found = new Map<string, Trace>()
  const walk = (node: Trace): void => {
    if (node.of) for (const part of node.of) walk(part)
    else if (node.is !== 'unknown' && node.fact) found.set(`${node.fact} ${node.than ?? ''}`, node)
  }
  walk(trace)
  return [...found.values()]
}

/** Asks again with one fact turned round; the situation is as before when it returns. */
function otherwise<R>(
  leaf: Trace,
  asked: Asked,
  index: FactIndex,
  ask: (changed: Asked) => R,
): { result: R; would: NearMiss['would'] } | undefined {
  const { situation } = asked
  const number = index.numbers.get(leaf.fact!)
  if (leaf.rule === 'fact' && number !== undefined) {
    const before = situation.truths[number]!
    situation.truths[number] = leaf.is === 'yes' ? -1 : 1
    const result = ask(asked)
    situation.truths[number] = before
    return { result, would: leaf.is === 'no' }
  }
  if (leaf.rule === 'age' && leaf.is === 'no') {
    const years = Number(leaf.than!.replace('under ', ''))
    const others = new Map(situation.others).set(leaf.fact!, years - 1)
    return { result: ask({ ...asked, situation: { ...situation, others } }), would: { ageBelow: years } }
  }
  return undefined
}
