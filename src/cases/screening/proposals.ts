import type { DelphiResult } from './delphi.ts'
import type { IndicatorSet, Marks } from './screening.ts'

/** A fact of the law that a screening speaks for. It becomes one of the case only when a person confirms it. */
export type FactProposal = {
  fact: string
  /** The indicators, marked yes, that speak for it. */
  because: string[]
  /** The dimensions that had to be positive for it; none: a mark alone speaks for it. */
  dimensions: string[]
}

/** Act, means and purpose as the marks show them, in the law's vocabulary. 'No' and 'unknown' propose nothing. */
export function proposeFacts(
  set: IndicatorSet,
  marks: Marks,
  readings: readonly DelphiResult[],
): FactProposal[] {
  const yes = set.indicators.filter(({ id }) => marks[id] === 'yes')
  const found = new Map<string, FactProposal>()
  const propose = (fact: string, because: string[], dimensions: string[]) => {
    const known = found.get(fact)
    found.set(fact, {
      fact,
      because: [...new Set([...(known?.because ?? []), ...because])],
      dimensions: known?.dimensions.length === 0 ? [] : dimensions,
    })
  }
  for (const { id, facts } of yes) for (const fact of facts) propose(fact, [id], [])
  const isPositive = (dimension: string) =>
    readings.some(({ dimensions }) =>
      dimensions.some((one) => one.id === dimension && one.state === 'positive'),
    )
  for (const { fact, anyOf, positive } of set.proposals) {
    const within = (groups: readonly string[]) =>
      yes.filter(({ group }) => groups.includes(group ?? '')).map(({ id }) => id)
    if (anyOf && within(anyOf).length > 0) propose(fact, within(anyOf), [])
    if (positive?.every(isPositive)) propose(fact, within(positive), positive)
  }
  return [...found.values()]
}
