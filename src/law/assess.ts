import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import type { ConsentEffect, Offence } from './catalogue/offence.ts'
import { inner, type Asked, type Trace } from './compile.ts'
import {
  factIndex,
  readFacts,
  type Contradiction,
  type FactIndex,
  type FactsInput,
  type Situation,
  type UsedFact,
} from './facts.ts'
import type { TruthWord } from './kleene.ts'
import { nearMisses, type NearMiss } from './near-misses.ts'
import {
  askElement,
  compileOffence,
  type CompiledOffence,
  type ElementOutcome,
  type Range,
} from './offence.ts'
import { openQuestions } from './questions.ts'
import {
  citeOf,
  disclaimer,
  getJurisdiction,
  heldAt,
  isVerified,
  requireKnownOn,
  requireLawOn,
  weakest,
  type Cite,
  type Moment,
} from './timeline.ts'
import { knownFacts } from './used-facts.ts'

export type AssessQuestion = {
  jurisdiction: string
  /** The day whose law is asked; absent: the last day of the conduct, else its first, else `today`. */
  on?: PlainDate | undefined
  /** What this catalogue knew on a day; absent: what it knows now. */
  knownOn?: PlainDate | undefined
  facts: FactsInput
  today?: PlainDate | undefined
}

export type OffenceAnswer = {
  id: string
  section: string
  title: string
  kind: Offence['kind']
  result: 'made_out' | 'not_made_out' | 'unknown'
  elements: {
    id: string
    result: ElementOutcome['result']
    cite: Cite
    facts: UsedFact[]
    note: string | null
  }[]
  openQuestions: string[]
  nearMisses: NearMiss[]
  /** The range the statute gives: never a prediction. */
  penalty: Range & { cite: Cite; note: string | null }
  aggravations: (Range & { when: string; is: TruthWord; mustBeRead: boolean; cite: Cite })[]
  consent: { effect: ConsentEffect; cite: Cite; note: string | null }
  limitation: { text: string; cite: Cite } | null
  /** Every provision the result stands on was read in a text. */
  verified: boolean
  confidence: Cite['confidence']
  notes: string[]
  trace: Trace
}

export type AssessAnswer = {
  jurisdiction: string
  name: string
  on: PlainDate
  onBecause: 'asked' | 'conduct' | 'today'
  catalogueHash: string
  offences: OffenceAnswer[]
  /** Offences the catalogue holds that were not the law on that day. */
  notInForce: {
    id: string
    title: string
    from: PlainDate
    to: PlainDate | null
    status: Cite['status']
    cite: Cite
  }[]
  contradictions: Contradiction[]
  traps: string[]
  disclaimer: string
}

/** An offence that held at a moment, compiled, with its citations. */
type Active = {
  compiled: CompiledOffence
  elements: Cite[]
  penalty: Cite
  consent: Cite
  aggravations: Cite[]
  limitation: OffenceAnswer['limitation']
  confidence: Cite['confidence']
  verified: boolean
}

/** What of a jurisdiction held at a moment: made once a day asked for, then reused. */
const kept = new WeakMap<Jurisdiction, Map<string, Active[]>>()

function inForce(jurisdiction: Jurisdiction, moment: Moment, index: FactIndex): Active[] {
  let days = kept.get(jurisdiction)
  if (!days) kept.set(jurisdiction, (days = new Map()))
  const key = moment.knownOn === undefined ? moment.on : `${moment.on} ${moment.knownOn}`
  let found = days.get(key)
  if (!found) {
    if (days.size >= 512) days.clear()
    found = jurisdiction.offences
      .filter((one) => heldAt(one, moment, jurisdiction.recorded))
      .map((offence) => activate(jurisdiction, offence, moment, index))
      .filter((one) => one.elements[0]!.status === 'in_force')
    days.set(key, found)
  }
  return found
}

function activate(jurisdiction: Jurisdiction, offence: Offence, moment: Moment, index: FactIndex): Active {
  const cite = (id: string): Cite => citeOf(jurisdiction, id, moment)
  const elements = offence.elements.map((one) => cite(one.cite))
  const penalty = cite(offence.penalty.cite)
  return {
    compiled: compileOffence(offence, index),
    elements,
    penalty,
    consent: cite(offence.consent.cite),
    aggravations: offence.aggravations.map((one) => cite(one.cite)),
    limitation: offence.limitation
      ? { text: offence.limitation.text, cite: cite(offence.limitation.cite) }
      : null,
    confidence: weakest([...elements, penalty]),
    verified: [...elements, penalty].every(isVerified),
  }
}

/**
 * Is an offence made out here, on these facts, under the law of a day? Answers for every offence in force, element by
 * element, each with its provision; what is not known stays unknown, and the facts that could still matter are named.
 * Throws `BadInput` on an unknown jurisdiction, fact or a day before any law known.
 */
export function assess(catalogue: Catalogue, question: AssessQuestion): AssessAnswer {
  return assessSituation(catalogue, question, readFacts(catalogue, question.facts))
}

/** `assess` on facts already read: for many jurisdictions on the same facts. */
export function assessSituation(
  catalogue: Catalogue,
  question: Omit<AssessQuestion, 'facts'>,
  situation: Situation,
): AssessAnswer {
  const jurisdiction = getJurisdiction(catalogue, question.jurisdiction)
  const told = ['conduct.to', 'conduct.from'].find((path) => situation.others.has(path))
  const conduct = told === undefined ? undefined : situation.others.get(told)
  const on = question.on ?? (conduct as PlainDate | undefined) ?? question.today ?? today()
  requireLawOn(jurisdiction, on, question.on === undefined ? (told ?? 'on') : 'on')
  requireKnownOn(jurisdiction, question.knownOn)
  const moment = { on, knownOn: question.knownOn }
  return {
    jurisdiction: jurisdiction.id,
    name: jurisdiction.name,
    on,
    onBecause: question.on ? 'asked' : conduct ? 'conduct' : 'today',
    catalogueHash: catalogue.hash,
    offences: askOffences(jurisdiction, moment, situation, factIndex(catalogue)),
    notInForce: jurisdiction.offences
      .filter((one) => !heldAt(one, moment, jurisdiction.recorded) && one.withdrawn === undefined)
      .map((one) => {
        const cite = citeOf(jurisdiction, one.elements[0]!.cite, moment)
        return { id: one.id, title: one.title, from: one.from, to: one.to ?? null, status: cite.status, cite }
      }),
    contradictions: situation.contradictions,
    traps: jurisdiction.traps,
    disclaimer,
  }
}

function today(): PlainDate {
  return new Date().toISOString().slice(0, 10)
}

/** Every offence in force at a moment, on these facts: the engine's inner loop. */
export function askOffences(
  jurisdiction: Jurisdiction,
  moment: Moment,
  situation: Situation,
  index: FactIndex,
): OffenceAnswer[] {
  const active = inForce(jurisdiction, moment, index)
  const answers = new Map<string, OffenceAnswer>()
  const answer = (id: string): OffenceAnswer | undefined => {
    const known = answers.get(id)
    if (known) return known
    const found = active.find(({ compiled }) => compiled.offence.id === id)
    if (!found) return undefined
    const made = askOffence(
      found,
      { situation, offence: wordFor },
      index,
      (other) => answer(other)?.openQuestions ?? [],
    )
    answers.set(id, made)
    return made
  }
  const wordFor = (id: string): TruthWord => {
    const result = answer(id)?.result
    return result === 'made_out' ? 'yes' : result === 'unknown' ? 'unknown' : 'no'
  }
  return active.map(({ compiled }) => answer(compiled.offence.id)!)
}

function askOffence(
  active: Active,
  asked: Asked,
  index: FactIndex,
  questionsOf: (id: string) => readonly string[],
): OffenceAnswer {
  const { compiled, confidence } = active
  const { offence } = compiled
  const outcomes = compiled.elements.map((one) => askElement(one, asked))
  const traces: Trace[] = []
  let value = 1
  for (const { result, trace } of outcomes) {
    if (result === 'not_met') value = -1
    else if (result === 'unknown' && value > 0) value = 0
    if (trace) traces.push(trace)
  }
  return {
    id: offence.id,
    section: offence.section,
    title: offence.title,
    kind: offence.kind,
    result: value > 0 ? 'made_out' : value < 0 ? 'not_made_out' : 'unknown',
    elements: outcomes.map(({ element, result, trace }, i) => ({
      id: element.id,
      result,
      cite: active.elements[i]!,
      facts: trace ? knownFacts(trace, asked.situation) : [],
      note: element.note ?? null,
    })),
    openQuestions: value === 0 ? openQuestions(outcomes, questionsOf) : [],
    nearMisses: value < 0 ? nearMisses(compiled, outcomes, asked, index) : [],
    penalty: { ...penaltyOf(compiled, asked), cite: active.penalty, note: offence.penalty.note ?? null },
    aggravations: offence.aggravations.map((one, i) => ({
      when: one.when,
      is: compiled.aggravations[i]!.rule?.(asked).is ?? 'unknown',
      mustBeRead: one.rule === undefined,
      ...compiled.aggravations[i]!.range,
      cite: active.aggravations[i]!,
    })),
    consent: { effect: offence.consent.effect, cite: active.consent, note: offence.consent.note ?? null },
    limitation: active.limitation,
    verified: active.verified,
    confidence,
    notes: offence.notes,
    trace: inner('all', value, offence.elements[0]!.cite, traces),
  }
}

/** The range of the first tier that holds; while a tier is open, the widest range still possible. */
function penaltyOf({ penalty, tiers }: CompiledOffence, asked: Asked): Range {
  let range = penalty
  const wider = (one: number | null, other: number | null, pick: typeof Math.min): number | null =>
    one === null || other === null ? null : pick(one, other)
  for (const tier of tiers) {
    const { is } = tier.rule(asked)
    if (is === 'yes') return tier.range
    if (is === 'no') continue
    range = {
      minMonths: wider(range.minMonths, tier.range.minMonths, Math.min),
      maxMonths: wider(range.maxMonths, tier.range.maxMonths, Math.max),
      life: range.life || tier.range.life,
    }
  }
  return range
}
