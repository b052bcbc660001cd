import { monthsOf, type Element, type Offence } from './catalogue/offence.ts'
import { compile, inner, numberOf, type Asked, type Rule, type Trace } from './compile.ts'
import type { FactIndex } from './facts.ts'

/** An offence ready to be asked: its elements as closures. */
export type CompiledOffence = {
  offence: Offence
  elements: { element: Element; rule: Rule | undefined; notRequired: Rule | undefined }[]
  penalty: Range
  aggravations: { rule: Rule | undefined; range: Range }[]
  tiers: { rule: Rule; range: Range }[]
}

/** What a statute provides, in months; `life` has no number. */
export type Range = { minMonths: number | null; maxMonths: number | null; life: boolean }

function rangeOf({ least, most }: { least: string; most: string }): Range {
  return { minMonths: monthsOf(least), maxMonths: monthsOf(most), life: most === 'life' }
}

/** How one element came out. `trace` is absent where the law asks for nothing. */
export type ElementOutcome = {
  element: Element
  result: 'met' | 'not_met' | 'unknown' | 'not_required'
  trace: Trace | undefined
}

/** Compiles once; throws on a fact that does not exist (the build check finds it first, with its line). */
export function compileOffence(offence: Offence, index: FactIndex): CompiledOffence {
  const elements = offence.elements.map((element) => ({
    element,
    rule:
      element.rule === undefined
        ? undefined
        : defeated(offence, element.id, compile(element.rule, element.cite, index), index),
    notRequired:
      element.notRequiredIf === undefined ? undefined : compile(element.notRequiredIf, element.cite, index),
  }))
  const aggravations = offence.aggravations.map((one) => ({
    rule: one.rule === undefined ? undefined : compile(one.rule, one.cite, index),
    range: rangeOf(one),
  }))
  const tiers = offence.penalty.tiers.map((tier) => ({
    rule: compile(tier.rule, tier.cite, index),
    range: rangeOf(tier),
  }))
  return { offence, elements, penalty: rangeOf(offence.penalty), aggravations, tiers }
}

/** The rule, unless an exception that names it holds and is not itself defeated. */
function defeated(offence: Offence, name: string, rule: Rule, index: FactIndex): Rule {
  const exceptions = offence.exceptions
    .filter((one) => one.defeats.includes(name))
    .map((one) => ({
      cite: one.cite,
      rule: defeated(offence, one.id, compile(one.rule, one.cite, index), index),
    }))
  if (exceptions.length === 0) return rule
  return exceptions.reduce<Rule>(
    (held, exception) => (asked) => {
      const of = [held(asked), exception.rule(asked)]
      return inner('unless', Math.min(numberOf(of[0]!), -numberOf(of[1]!)), exception.cite, of)
    },
    rule,
  )
}

/** One element: not required, or met as far as the facts go. */
export function askElement(
  { element, rule, notRequired }: CompiledOffence['elements'][number],
  asked: Asked,
): ElementOutcome {
  if (!rule) return { element, result: 'not_required', trace: undefined }
  const spared = notRequired?.(asked)
  if (spared?.is === 'yes') return { element, result: 'not_required', trace: spared }
  const shown = rule(asked)
  if (!spared || shown.is === 'yes') {
    return {
      element,
      result: shown.is === 'yes' ? 'met' : shown.is === 'no' ? 'not_met' : 'unknown',
      trace: shown,
    }
  }
  const value = Math.max(numberOf(shown), numberOf(spared))
  const trace = inner('any', value, element.cite, [spared, shown])
  return { element, result: value < 0 ? 'not_met' : 'unknown', trace }
}
