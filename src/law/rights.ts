import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import { identificationSteps, type Deadline, type IdentificationStep, type Right } from './catalogue/right.ts'
import { compile, numberOf, type Trace } from './compile.ts'
import { computeDeadline, type ComputedDeadline, type Pause } from './deadline.ts'
import { factIndex, readFacts, type FactIndex, type FactsInput, type Situation } from './facts.ts'
import { isBound, type Bound } from './membership.ts'
import {
  citeOf,
  disclaimer,
  getJurisdiction,
  heldAt,
  isVerified,
  requireKnownOn,
  requireLawOn,
  type Cite,
  type Moment,
} from './timeline.ts'

export type RightsQuestion = {
  jurisdiction: string
  on?: PlainDate | undefined
  knownOn?: PlainDate | undefined
  /** What is known of the person: groups `person`, `victim` and `events` of the vocabulary. */
  person: FactsInput
  today?: PlainDate | undefined
}

export type RightAnswer = {
  id: string
  right: string
  detail: string
  cite: Cite
  verified: boolean
  responsible: string | null
  /** The step of recognition at which it begins. */
  begins: IdentificationStep
  deadline: ComputedDeadline | null
  /** What has still to happen: recognition first, then the conditions not yet met. */
  after: { step: string; kind: 'recognition' | 'condition'; is: 'no' | 'unknown' }[]
  breaks: { what: string; is: 'yes' | 'no' | 'unknown'; cite: Cite }[]
  form: Right['form'] | null
  partial: boolean
  openQuestions: string[]
}

export type NotProvided = {
  right: string
  why: 'not_commenced' | 'repealed' | 'absent' | 'not_found'
  note: string
  /** Where it was looked for; null where nothing was found to cite. */
  cite: Cite | null
  /** Treaty articles that ask for it, and whether the state is bound. */
  askedBy: {
    obligation: string
    treaty: string
    article: string
    paraphrase: string
    strength: string
    bound: Bound['is']
  }[]
}

export type RightsAnswer = {
  jurisdiction: string
  name: string
  on: PlainDate
  catalogueHash: string
  dueNow: RightAnswer[]
  dueAfterStep: RightAnswer[]
  discretionary: RightAnswer[]
  notProvided: NotProvided[]
  /** Rights that exist but are not for this person, with the reason. */
  notForThisPerson: { id: string; right: string; cite: Cite; because: string[] }[]
  /** Provisions that take protection away. */
  warnings: RightAnswer[]
  contradictions: Situation['contradictions']
  disclaimer: string
}

/** Steps of recognition a case worker may name in other words. */
function withShortcuts(jurisdiction: string, person: FactsInput, catalogue: Catalogue): FactsInput {
  const groups = new Set(Object.keys(catalogue.vocabulary.facts))
  const flat: FactsInput = {}
  for (const [key, value] of Object.entries(person)) {
    if (groups.has(key) || key.includes('.')) flat[key] = value
    else flat[`person.${key}`] = value
  }
  const inner = (flat['person'] ?? {}) as FactsInput
  const nationality = flat['person.nationality'] ?? inner['nationality']
  const citizen = flat['person.citizen'] ?? inner['citizen']
  if (typeof nationality === 'string' && (citizen === undefined || citizen === null)) {
    flat['person.citizen'] = nationality === jurisdiction
    if ('citizen' in inner) flat['person'] = { ...inner, citizen: undefined }
  }
  return flat
}

/**
 * What this person is entitled to in a jurisdiction on a day: due now, after a step, at an authority's discretion, or
 * not provided though treaties ask for it. Every line has its legal basis; nothing unknown is taken for no.
 */
export function rights(catalogue: Catalogue, question: RightsQuestion): RightsAnswer {
  const jurisdiction = getJurisdiction(catalogue, question.jurisdiction)
  const on = question.on ?? question.today ?? new Date().toISOString().slice(0, 10)
  requireLawOn(jurisdiction, on)
  requireKnownOn(jurisdiction, question.knownOn)
  const moment = { on, knownOn: question.knownOn }
  const situation = readFacts(catalogue, withShortcuts(jurisdiction.id, question.person, catalogue))
  const index = factIndex(catalogue)
  const answer: RightsAnswer = {
    jurisdiction: jurisdiction.id,
    name: jurisdiction.name,
    on,
    catalogueHash: catalogue.hash,
    dueNow: [],
    dueAfterStep: [],
    discretionary: [],
    notProvided: notProvided(catalogue, jurisdiction, moment),
    notForThisPerson: [],
    warnings: [],
    contradictions: situation.contradictions,
    disclaimer,
  }
  for (const right of jurisdiction.rights) {
    if (!heldAt(right, moment, jurisdiction.recorded)) continue
    const cite = citeOf(jurisdiction, right.cite, moment)
    if (cite.status === 'in_force')
      place(answer, right, cite, { catalogue, jurisdiction, moment, situation, index })
  }
  const order = Object.keys(catalogue.vocabulary.rights)
  for (const list of [answer.dueNow, answer.dueAfterStep, answer.discretionary] as RightAnswer[][]) {
    list.sort((a, b) => order.indexOf(a.right) - order.indexOf(b.right))
  }
  return answer
}

type Asking = {
  catalogue: Catalogue
  jurisdiction: Jurisdiction
  moment: Moment
  situation: Situation
  index: FactIndex
}

function place(answer: RightsAnswer, right: Right, cite: Cite, asking: Asking): void {
  const { jurisdiction, moment, situation, index } = asking
  const asked = { situation, offence: () => 'unknown' as const }
  const who = right.who === undefined ? undefined : compile(right.who, right.cite, index)(asked)
  if (who?.is === 'no') {
    answer.notForThisPerson.push({ id: right.id, right: right.right, cite, because: leaves(who, 'no') })
    return
  }
  const after: RightAnswer['after'] = []
  const open = new Set(who ? leaves(who, 'unknown') : [])
  const reached = identificationSteps.indexOf(
    (situation.others.get('person.status') as IdentificationStep) ?? 'none',
  )
  if (identificationSteps.indexOf(right.begins) > reached) {
    after.push({
      step: right.begins,
      kind: 'recognition',
      is: situation.others.has('person.status') ? 'no' : 'unknown',
    })
    if (!situation.others.has('person.status')) open.add('person.status')
  }
  for (const condition of right.conditions) {
    const trace = compile(condition.rule, right.cite, index)(asked)
    if (trace.is === 'yes') continue
    after.push({ step: condition.step, kind: 'condition', is: trace.is })
    for (const fact of leaves(trace, 'unknown')) open.add(fact)
  }
  const breaks = right.breaks.map((end) => ({
    what: end.what,
    is: end.rule ? compile(end.rule, end.cite, index)(asked).is : ('unknown' as const),
    cite: citeOf(jurisdiction, end.cite, moment),
  }))
  const event = right.deadline && situation.others.get(right.deadline.from)
  const made: RightAnswer = {
    id: right.id,
    right: right.right,
    detail: right.detail,
    cite,
    verified: isVerified(cite),
    responsible: right.responsible ?? null,
    begins: right.begins,
    deadline: right.deadline
      ? computeDeadline(
          right.deadline,
          event as PlainDate | undefined,
          asking.catalogue.calendars.calendars[jurisdiction.id] ?? { rest: jurisdiction.rest },
          pausesOf(right.deadline, situation),
        )
      : null,
    after,
    breaks,
    form: right.form ?? null,
    partial: right.partial,
    openQuestions: [...open],
  }
  const broken = breaks.some((end) => end.is === 'yes')
  if (right.negative) answer.warnings.push(made)
  else if (broken) {
    answer.notForThisPerson.push({
      id: right.id,
      right: right.right,
      cite,
      because: breaks.flatMap((end) => (end.is === 'yes' ? [end.what] : [])),
    })
  } else if (right.discretionary) answer.discretionary.push(made)
  else if (after.length > 0 || (who && numberOf(who) === 0)) answer.dueAfterStep.push(made)
  else answer.dueNow.push(made)
}

/** The times in which this clock stood still, as far as their days are known; one without an end still does. */
function pausesOf(deadline: Deadline, situation: Situation): Pause[] {
  return deadline.suspended.flatMap(({ from, to }): Pause[] => {
    const [began, ended] = [situation.others.get(from), situation.others.get(to)]
    return began === undefined ? [] : [{ from: began as PlainDate, to: ended as PlainDate | undefined }]
  })
}

function leaves(trace: Trace, is: Trace['is']): string[] {
  if (!trace.of) return trace.is === is || is === 'no' ? [trace.fact!] : []
  return [...new Set(trace.of.flatMap((part) => leaves(part, is)))]
}

/** Rights treaties ask for that this law, as known, does not give, or not yet. */
function notProvided(catalogue: Catalogue, jurisdiction: Jurisdiction, moment: Moment): NotProvided[] {
  const held = jurisdiction.rights.filter((one) => heldAt(one, moment, jurisdiction.recorded))
  const given = new Set(
    held
      .filter((one) => citeOf(jurisdiction, one.cite, moment).status === 'in_force')
      .map((one) => one.right),
  )
  const found: NotProvided[] = []
  for (const right of Object.keys(catalogue.vocabulary.rights)) {
    if (given.has(right)) continue
    const askedBy = askingFor(catalogue, jurisdiction.id, right, moment)
    const dormant = held.find((one) => one.right === right)
    const absence = jurisdiction.absences.find(
      (one) => one.right === right && heldAt(one, moment, jurisdiction.recorded),
    )
    if (dormant) {
      const cite = citeOf(jurisdiction, dormant.cite, moment)
      const why = cite.status === 'not_commenced' ? 'not_commenced' : 'repealed'
      found.push({ right, why, note: dormant.detail || cite.paraphrase, cite, askedBy })
    } else if (absence) {
      found.push({
        right,
        why: 'absent',
        note: absence.note,
        cite: citeOf(jurisdiction, absence.cite, moment),
        askedBy,
      })
    } else if (askedBy.length > 0) {
      const note = 'Not found in this catalogue; that does not mean the law lacks it.'
      found.push({ right, why: 'not_found', note, cite: null, askedBy })
    }
  }
  return found
}

function askingFor(
  catalogue: Catalogue,
  state: string,
  right: string,
  moment: Moment,
): NotProvided['askedBy'] {
  return catalogue.treaties.flatMap((treaty) =>
    treaty.obligations
      .filter(
        (one) =>
          one.tests.some((test) => test.about === `right.${right}`) && heldAt(one, moment, treaty.recorded),
      )
      .map((one) => ({
        obligation: one.id,
        treaty: treaty.id,
        article: one.article,
        paraphrase: one.paraphrase,
        strength: one.strength,
        bound: isBound(catalogue, treaty.id, state, moment.on).is,
      }))
      .filter((one) => one.bound !== 'no'),
  )
}
