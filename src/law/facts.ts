import { BadInput } from '#platform/errors'
import { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Fact } from './catalogue/vocabulary.ts'
import { truthOf, type TruthWord } from './kleene.ts'
import { nearest } from './nearest.ts'

/** One thing somebody stated, and where from. */
export type Statement = { value: boolean | number | string | null; source?: string }

/** A fact on which statements disagree, or two that cannot both be true: both sides are shown, the fact is unknown. */
export type Contradiction = { facts: string[]; statements: Statement[] }

/** What is known, ready to be asked: yes-no facts by number, others by path. */
export type Situation = {
  truths: Int8Array
  others: ReadonlyMap<string, number | string>
  statements: ReadonlyMap<string, Statement[]>
  /** Facts that follow from a stated one: wider fact → the one that was stated. */
  inferred: ReadonlyMap<string, string>
  contradictions: Contradiction[]
  /** How each fact is shown in answers, made when first needed. */
  shown: Map<string, UsedFact>
}

/** A fact as an answer shows it: how it bore on a rule, its value, what it followed from, who said so. */
export type UsedFact = {
  fact: string
  is: TruthWord
  value?: number | string
  inferredFrom?: string
  sources?: string[]
}

/** The vocabulary as numbers, made once a catalogue. */
export type FactIndex = {
  numbers: ReadonlyMap<string, number>
  paths: string[]
  facts: ReadonlyMap<string, Fact>
  /** For each yes-no fact, all wider ones, however far. */
  wider: number[][]
  /** The order of asking: who first, then what, how and what for. */
  places: ReadonlyMap<string, number>
}

const askedFirst = ['victim', 'person', 'acts', 'means', 'purposes', 'conduct', 'mind', 'evidence', 'events']

const indexes = new WeakMap<object, FactIndex>()

export function factIndex(catalogue: Pick<Catalogue, 'vocabulary'>): FactIndex {
  const known = indexes.get(catalogue.vocabulary)
  if (known) return known
  const facts = new Map<string, Fact>()
  const numbers = new Map<string, number>()
  for (const [group, members] of Object.entries(catalogue.vocabulary.facts)) {
    for (const [name, fact] of Object.entries(members)) {
      facts.set(`${group}.${name}`, fact)
      if (fact.type === 'yes-no') numbers.set(`${group}.${name}`, numbers.size)
    }
  }
  const paths = [...numbers.keys()]
  const wider = paths.map((path) => {
    const found = new Set<string>()
    const queue = [path]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const group = next.split('.')[0]!
      for (const name of facts.get(next)!.implies) {
        const wide = name.includes('.') ? name : `${group}.${name}`
        if (!found.has(wide) && wide !== path) {
          found.add(wide)
          queue.push(wide)
        }
      }
    }
    return [...found].map((wide) => numbers.get(wide)!)
  })
  const places = new Map(
    [...facts.keys()].map((path, i) => [path, askedFirst.indexOf(path.split('.')[0]!) * 1000 + i]),
  )
  const index = { numbers, paths, facts, wider, places }
  indexes.set(catalogue.vocabulary, index)
  return index
}

/** A file of facts as people write it: groups of facts, or full paths; absent and null are unknown. */
export type FactsInput = Record<string, unknown>

const unknownWords = new Set([
  'unknown',
  'not_asked',
  'not-asked',
  'not_sure',
  'not-sure',
  'dont_know',
  'rather_not_say',
])

/** One statement, or a list of them; a list or a statement within another is refused, however deep it goes. */
function asStatements(path: string, given: unknown): Statement[] {
  return Array.isArray(given) ? given.map((one) => asStatement(path, one)) : [asStatement(path, given)]
}

function asStatement(path: string, given: unknown): Statement {
  if (given !== null && typeof given === 'object' && !Array.isArray(given)) {
    const { value, source, ...rest } = given as Record<string, unknown>
    const extra = Object.keys(rest)[0]
    if (!('value' in given) || extra !== undefined) {
      throw new BadInput(
        `fact ${path}: found ${extra ?? 'no value'}, expected a value or {"value": …, "source": …}`,
      )
    }
    return { value: plainValue(path, value), ...(typeof source === 'string' ? { source } : {}) }
  }
  return { value: plainValue(path, given) }
}

function plainValue(path: string, given: unknown): Statement['value'] {
  if (given === undefined || given === null || (typeof given === 'string' && unknownWords.has(given)))
    return null
  if (typeof given === 'boolean' || typeof given === 'number' || typeof given === 'string') return given
  const found = Array.isArray(given) ? 'a list within it' : typeof given
  throw new BadInput(`fact ${path}: found ${found}, expected a plain value`, { field: path })
}

const expectations: Record<Fact['type'], string> = {
  'yes-no': 'true, false or null',
  number: 'a number of at least 0',
  day: 'a day, YYYY-MM-DD',
  choice: 'one of its values',
  country: 'a country, ISO 3166-1 alpha-3',
}

function typed(path: string, fact: Fact, value: boolean | number | string): boolean | number | string {
  const fits =
    fact.type === 'yes-no'
      ? typeof value === 'boolean' || value === 'yes' || value === 'no'
      : fact.type === 'number'
        ? typeof value === 'number' && Number.isFinite(value) && value >= 0
        : fact.type === 'day'
          ? PlainDate.safeParse(value).success
          : fact.type === 'country'
            ? typeof value === 'string' && /^[A-Z]{3}$/.test(value)
            : typeof value === 'string' && (fact.values ?? []).includes(value)
  if (!fits) {
    const expected =
      fact.type === 'choice' ? `one of ${(fact.values ?? []).join(', ')}` : expectations[fact.type]
    throw new BadInput(`fact ${path}: found ${JSON.stringify(value)}, expected ${expected}`, { field: path })
  }
  return value === 'yes' ? true : value === 'no' ? false : value
}

/** Flattens `{means: {force: true}, 'acts.recruit': true}` to paths. */
function flatten(input: FactsInput, groups: ReadonlySet<string>): [path: string, given: unknown][] {
  return Object.entries(input).flatMap(([key, given]): [string, unknown][] => {
    if (key.includes('.')) return [[key, given]]
    if (!groups.has(key)) {
      const near = nearest(key, [...groups])
      throw new BadInput(
        `facts: found group ${key}, expected one of ${[...groups].join(', ')}${near ? `; did you mean ${near}?` : ''}`,
        { field: key },
      )
    }
    if (given === null || given === undefined) return []
    if (typeof given !== 'object' || Array.isArray(given)) {
      throw new BadInput(`facts: ${key}: found ${JSON.stringify(given)}, expected an object of facts`, {
        field: key,
      })
    }
    return Object.entries(given).map(([name, value]): [string, unknown] => [`${key}.${name}`, value])
  })
}

/**
 * Reads a file of facts against the vocabulary. Throws `BadInput` naming the fact, what was found, what was expected
 * and, for a fact that does not exist, the nearest that does.
 */
export function readFacts(catalogue: Pick<Catalogue, 'vocabulary'>, input: FactsInput): Situation {
  const index = factIndex(catalogue)
  const statements = new Map<string, Statement[]>()
  for (const [path, given] of flatten(input, new Set(Object.keys(catalogue.vocabulary.facts)))) {
    const fact = index.facts.get(path)
    if (!fact) {
      const near = nearest(path, [...index.facts.keys()])
      throw new BadInput(
        `fact ${path} is not in the vocabulary${near ? `; the nearest is ${near}` : ''} (data/law/vocabulary.yaml)`,
        { field: path, nearest: near ?? null },
      )
    }
    const said = asStatements(path, given).map((one) =>
      one.value === null ? one : { ...one, value: typed(path, fact, one.value) },
    )
    statements.set(path, [...(statements.get(path) ?? []), ...said])
  }
  return situationOf(index, statements)
}

function situationOf(index: FactIndex, statements: Map<string, Statement[]>): Situation {
  const truths = new Int8Array(index.paths.length)
  const others = new Map<string, number | string>()
  const inferred = new Map<string, string>()
  const contradictions: Contradiction[] = []
  const contested = new Set<number>()
  for (const [path, said] of statements) {
    const known = said.filter((one) => one.value !== null)
    const values = new Set(known.map((one) => one.value))
    const number = index.numbers.get(path)
    if (values.size > 1) {
      contradictions.push({ facts: [path], statements: known })
      if (number !== undefined) contested.add(number)
    } else if (number !== undefined) truths[number] = truthOf(known[0]?.value as boolean | undefined)
    else if (known[0]) others.set(path, known[0].value as number | string)
  }
  const stated = Int8Array.from(truths)
  // what was said outright stands; the wider fact it would make true, though denied, is left open
  const clash = (one: number, other: number): void => {
    const facts = [index.paths[one]!, index.paths[other]!]
    contradictions.push({ facts, statements: facts.flatMap((path) => statements.get(path) ?? []) })
    contested.add(other)
  }
  for (let number = 0; number < stated.length; number++) {
    if (stated[number] !== 1) continue
    for (const wide of index.wider[number]!) {
      if (stated[wide] === -1) clash(number, wide)
      else if (stated[wide] === 0 && !contested.has(wide)) {
        truths[wide] = 1
        if (!inferred.has(index.paths[wide]!)) inferred.set(index.paths[wide]!, index.paths[number]!)
      }
    }
    for (const name of index.facts.get(index.paths[number]!)!.excludes) {
      const other = index.numbers.get(name)
      if (other === undefined || other < number || stated[other] !== 1) continue
      clash(number, other)
      contested.add(number)
    }
  }
  ageClash(others, truths, index, statements, contradictions, contested)
  dayClash(others, statements, contradictions)
  for (const number of contested) {
    truths[number] = 0
    // what followed only from a contested fact falls with it
    for (const wide of index.wider[number]!) {
      if (
        stated[wide] === 0 &&
        ![...stated.keys()].some(
          (n) => stated[n] === 1 && !contested.has(n) && index.wider[n]!.includes(wide),
        )
      ) {
        truths[wide] = 0
        inferred.delete(index.paths[wide]!)
      }
    }
  }
  return { truths, others, statements, inferred, contradictions, shown: new Map() }
}

/** Conduct that ended before it began: neither day is taken, least of all to choose the law by. */
function dayClash(
  others: Map<string, number | string>,
  statements: Map<string, Statement[]>,
  contradictions: Contradiction[],
): void {
  const facts = ['conduct.from', 'conduct.to']
  const [from, to] = facts.map((path) => others.get(path))
  if (from === undefined || to === undefined || from <= to) return
  contradictions.push({ facts, statements: facts.flatMap((path) => statements.get(path) ?? []) })
  for (const path of facts) others.delete(path)
}

function ageClash(
  others: Map<string, number | string>,
  truths: Int8Array,
  index: FactIndex,
  statements: Map<string, Statement[]>,
  contradictions: Contradiction[],
  contested: Set<number>,
): void {
  for (const [agePath, childPath] of [
    ['victim.ageAtTime', 'victim.child'],
    ['person.age', 'person.child'],
  ] as const) {
    const age = others.get(agePath)
    const child = index.numbers.get(childPath)
    if (typeof age !== 'number' || child === undefined || truths[child] === 0) continue
    if (age < 18 !== (truths[child] === 1)) {
      const facts = [agePath, childPath]
      contradictions.push({ facts, statements: facts.flatMap((path) => statements.get(path) ?? []) })
      contested.add(child)
      others.delete(agePath)
    }
  }
}
