import type { PlainDate } from '#model'
import { assessSituation, type AssessAnswer, type OffenceAnswer } from './assess.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { factsOf } from './catalogue/expression.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import { monthsOf, type Offence } from './catalogue/offence.ts'
import { factIndex, readFacts, type FactIndex, type FactsInput } from './facts.ts'
import { isBound } from './membership.ts'
import { citeOf, disclaimer, getJurisdiction, heldAt, requireLawOn, type Cite } from './timeline.ts'

export type Side = {
  jurisdiction: string
  name: string
  offence: { id: string; section: string; title: string; cite: Cite }
  meansRequired: { adult: boolean; child: boolean }
  childAge: number
  consent: { effect: Offence['consent']['effect']; cite: Cite }
  maxMonths: number | null
  life: boolean
}

export type CompareAnswer = {
  a: Side
  b: Side
  on: PlainDate
  catalogueHash: string
  /** What one law names and the other does not cover, be it under a wider word; `both`: what is covered. */
  differences: { element: 'act' | 'means' | 'purpose'; onlyA: string[]; onlyB: string[]; both: string[] }[]
  thresholds: { rule: string; months: number; a: 'yes' | 'no' | 'unknown'; b: 'yes' | 'no' | 'unknown' }[]
  /** On the facts given: does each see an offence, and so both? Null without facts. */
  dualCriminality: {
    is: 'yes' | 'no' | 'unknown'
    a: { result: AssessAnswer['offences'][number]['result']; offence: string; cite: Cite }
    b: { result: AssessAnswer['offences'][number]['result']; offence: string; cite: Cite }
    /** Facts that could still change the answer, or that stand against it. */
    turnsOn: string[]
  } | null
  disclaimer: string
}

/** `among`: the rule is for these states only, and says nothing of any other. */
const thresholds = [
  { rule: 'UNTOC article 2(b): a serious crime', months: 48 },
  { rule: 'European Arrest Warrant: no check of dual criminality', months: 36, among: 'EU_EAW' },
]

/** Two laws side by side: their main offence in the abstract, and both on the same facts. */
export function compare(
  catalogue: Catalogue,
  question: { a: string; b: string; on: PlainDate; facts?: FactsInput | undefined },
): CompareAnswer {
  const [a, b] = [getJurisdiction(catalogue, question.a), getJurisdiction(catalogue, question.b)]
  for (const one of [a, b]) requireLawOn(one, question.on)
  const [mainA, mainB] = [mainOffences(a, question.on), mainOffences(b, question.on)]
  const elements = ['act', 'means', 'purpose'] as const
  const index = factIndex(catalogue)
  const isAmong = (list: string): boolean =>
    [a, b].every((one) => isBound(catalogue, list, one.id, question.on).is !== 'no')
  const sides = { a: sideOf(a, mainA, question.on), b: sideOf(b, mainB, question.on) }
  return {
    ...sides,
    on: question.on,
    catalogueHash: catalogue.hash,
    differences: elements.map((element) => {
      const [inA, inB] = [named(mainA, element), named(mainB, element)]
      const [byB, byA] = [covers(index, inB), covers(index, inA)]
      return {
        element,
        onlyA: inA.filter((fact) => !byB(fact)),
        onlyB: inB.filter((fact) => !byA(fact)),
        both: [...new Set([...inA.filter(byB), ...inB.filter(byA)])].sort(),
      }
    }),
    thresholds: thresholds
      .filter(({ among }) => among === undefined || isAmong(among))
      .map(({ rule, months }) => ({
        rule,
        months,
        a: reaches(sides.a, months),
        b: reaches(sides.b, months),
      })),
    dualCriminality: question.facts ? onFacts(catalogue, question, question.facts) : null,
    disclaimer,
  }
}

function mainOffences(jurisdiction: Jurisdiction, on: PlainDate): Offence[] {
  const held = jurisdiction.offences.filter((one) => heldAt(one, { on }, jurisdiction.recorded))
  const main = held.filter((one) => one.kind === 'trafficking')
  return main.length > 0 ? main : held
}

function named(offences: Offence[], element: string): string[] {
  const rules = offences.flatMap((one) =>
    one.elements.filter((e) => e.id === element && e.rule !== undefined),
  )
  return [...new Set(rules.flatMap((one) => factsOf(one.rule!)))].sort()
}

/** Whether one of these facts is the same, or follows from it: who names violence covers force, which is violence. */
function covers({ numbers, paths, wider }: FactIndex, facts: string[]): (fact: string) => boolean {
  const named = new Set(facts)
  return (fact) => {
    const number = numbers.get(fact)
    return named.has(fact) || (number !== undefined && wider[number]!.some((wide) => named.has(paths[wide]!)))
  }
}

function sideOf(jurisdiction: Jurisdiction, offences: Offence[], on: PlainDate): Side {
  const main = offences[0]!
  const moment = { on }
  const means = main.elements.filter((one) => one.id === 'means' && one.rule !== undefined)
  const tops = offences.flatMap((one) => [one.penalty.most, ...one.aggravations.map((agg) => agg.most)])
  const months = tops.flatMap((one) => monthsOf(one) ?? [])
  return {
    jurisdiction: jurisdiction.id,
    name: jurisdiction.name,
    offence: {
      id: main.id,
      section: main.section,
      title: main.title,
      cite: citeOf(jurisdiction, main.elements[0]!.cite, moment),
    },
    meansRequired: {
      adult: means.length > 0,
      child: means.some((one) => one.notRequiredIf === undefined),
    },
    childAge: main.childAge,
    consent: { effect: main.consent.effect, cite: citeOf(jurisdiction, main.consent.cite, moment) },
    maxMonths: months.length > 0 ? Math.max(...months) : null,
    life: tops.includes('life'),
  }
}

function reaches(side: Side, months: number): 'yes' | 'no' | 'unknown' {
  if (side.life) return 'yes'
  return side.maxMonths === null ? 'unknown' : side.maxMonths >= months ? 'yes' : 'no'
}

function onFacts(
  catalogue: Catalogue,
  question: { a: string; b: string; on: PlainDate },
  facts: FactsInput,
): NonNullable<CompareAnswer['dualCriminality']> {
  const situation = readFacts(catalogue, facts)
  const [a, b] = [question.a, question.b].map((jurisdiction) =>
    nearestToYes(assessSituation(catalogue, { jurisdiction, on: question.on }, situation)),
  ) as [OffenceAnswer, OffenceAnswer]
  const is =
    a.result === 'made_out' && b.result === 'made_out'
      ? 'yes'
      : a.result === 'not_made_out' || b.result === 'not_made_out'
        ? 'no'
        : 'unknown'
  const turnsOn = [a, b].flatMap((one) =>
    one.result === 'unknown' ? one.openQuestions : one.nearMisses.map((miss) => miss.fact),
  )
  const shown = (one: OffenceAnswer): { result: OffenceAnswer['result']; offence: string; cite: Cite } => ({
    result: one.result,
    offence: one.id,
    cite: one.elements[0]!.cite,
  })
  return { is, a: shown(a), b: shown(b), turnsOn: [...new Set(turnsOn)] }
}

/** The offence closest to being made out: trafficking before its satellites, then the fewest open or failing elements. */
function nearestToYes(answer: AssessAnswer): OffenceAnswer {
  const rank = { made_out: 0, unknown: 1, not_made_out: 2 }
  const satellite = (one: OffenceAnswer): number =>
    one.kind === 'trafficking' || one.kind === 'exploitation' ? 0 : 1
  const open = (one: OffenceAnswer): number =>
    one.elements.filter((e) => e.result === 'unknown' || e.result === 'not_met').length
  return [...answer.offences].sort(
    (x, y) => rank[x.result] - rank[y.result] || satellite(x) - satellite(y) || open(x) - open(y),
  )[0]!
}
