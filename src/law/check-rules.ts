import { factsOf, partsOf, refsOf, type Expression } from './catalogue/expression.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import type { FactIndex } from './facts.ts'
import { nearest } from './nearest.ts'

// What must hold of rules: facts that exist, numbers that can be reached, no circle of exceptions or of offences.

/** Where in a file: the keys, outermost first. */
export type Path = (string | number)[]
export type Report = (path: Path, message: string) => void

export function missing(found: string, candidates: readonly string[], expected: string): string {
  const near = nearest(found, candidates)
  return `found ${found}, expected ${expected}${near ? `; did you mean ${near}?` : ''}`
}

export function ruleFaults(
  rule: Expression,
  index: FactIndex,
  offences: ReadonlySet<string>,
  path: Path,
  report: Report,
): void {
  for (const fact of factsOf(rule)) {
    if (!index.facts.has(fact))
      report(path, missing(fact, [...index.facts.keys()], 'a fact of the vocabulary'))
  }
  for (const offence of refsOf(rule)) {
    if (!offences.has(offence)) report(path, missing(offence, [...offences], 'an offence of this file'))
  }
  const walk = (part: Expression): void => {
    if (typeof part === 'string') {
      const type = index.facts.get(part)?.type
      if (type && type !== 'yes-no')
        report(path, `found ${part}, which is a ${type}, expected a yes-no fact here`)
    } else if ('atLeast' in part && part.atLeast > part.of.length) {
      report(path, `found at least ${part.atLeast} of ${part.of.length}, expected a number it can reach`)
    } else if ('oneOf' in part) {
      const values = index.facts.get(part.oneOf)?.values
      for (const value of part.values) {
        if (values && !values.includes(value))
          report(path, missing(value, values, `a value of ${part.oneOf}`))
      }
    }
    for (const inner of partsOf(part)) walk(inner)
  }
  walk(rule)
}

export function exceptionFaults(
  offence: Jurisdiction['offences'][number],
  at: Path,
  rule: (expression: Expression, path: Path) => void,
  cited: (cite: string, path: Path) => void,
  report: Report,
): void {
  const defeats = new Map(offence.exceptions.map((one) => [one.id, one.defeats]))
  const targets = new Set<string>([...offence.elements.map((one) => one.id), ...defeats.keys()])
  offence.exceptions.forEach((exception, i) => {
    const path: Path = [...at, 'exceptions', i]
    rule(exception.rule, [...path, 'rule'])
    cited(exception.cite, path)
    for (const target of exception.defeats) {
      if (!targets.has(target))
        report([...path, 'defeats'], missing(target, [...targets], 'an element or an exception'))
    }
    const reached = new Set<string>()
    const queue = [...exception.defeats]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (reached.has(next)) continue
      reached.add(next)
      queue.push(...(defeats.get(next) ?? []))
    }
    if (reached.has(exception.id)) {
      report(
        [...path, 'defeats'],
        `found ${exception.id}, which defeats itself, expected an order without a circle`,
      )
    }
  })
}

/** Offences that lean on each other may not do so in a circle. */
export function circles(offences: Jurisdiction['offences'], report: Report): void {
  const leansOn = new Map<string, string[]>()
  for (const offence of offences) {
    const rules = offence.elements.flatMap((one) => (one.rule === undefined ? [] : refsOf(one.rule)))
    leansOn.set(offence.id, [...(leansOn.get(offence.id) ?? []), ...rules])
  }
  offences.forEach((offence, i) => {
    const reached = new Set<string>()
    const queue = [...(leansOn.get(offence.id) ?? [])]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (reached.has(next)) continue
      reached.add(next)
      queue.push(...(leansOn.get(next) ?? []))
    }
    if (reached.has(offence.id)) {
      report(
        ['offences', i, 'elements'],
        `found ${offence.id}, which leans on itself, expected an order without a circle`,
      )
    }
  })
}
