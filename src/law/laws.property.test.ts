import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factIndex } from './facts.ts'
import { assess, type AssessAnswer, type FactsInput } from './index.ts'
import { loadCatalogue } from './load.ts'

// Laws of the engine, over facts made up at random. SLOW=1 asks 100,000 patterns.

const catalogue = loadCatalogue({ invented: true })
const runs = process.env['SLOW'] ? 100_000 : 1_000
const jurisdictions = catalogue.jurisdictions.map((one) => one.id)
const paths = ['acts', 'means', 'purposes', 'conduct'].flatMap((group) =>
  Object.entries(catalogue.vocabulary.facts[group]!).flatMap(([name, fact]) =>
    fact.type === 'yes-no' ? [`${group}.${name}`] : [],
  ),
)

/** A known age, some facts known to be so, some known not to be; the rest was not asked. */
const pattern = fc.record({
  jurisdiction: fc.constantFrom(...jurisdictions),
  age: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  yes: fc.uniqueArray(fc.constantFrom(...paths), { maxLength: 14 }),
  no: fc.uniqueArray(fc.constantFrom(...paths), { maxLength: 40 }),
})
type Pattern = { jurisdiction: string; age?: number | undefined; yes: string[]; no: string[] }

function factsOf({ age, yes, no }: Pattern): FactsInput {
  return {
    ...Object.fromEntries(no.map((path) => [path, false])),
    ...Object.fromEntries(yes.map((path) => [path, true])),
    ...(age === undefined ? {} : { 'victim.ageAtTime': age }),
  }
}

function ask(one: Pattern, facts: FactsInput, on = '2025-06-01'): AssessAnswer {
  return assess(catalogue, { jurisdiction: one.jurisdiction, on, facts })
}

const rank = { not_made_out: -1, unknown: 0, made_out: 1 }
const always = (property: (one: Pattern) => void | boolean): void =>
  fc.assert(fc.property(pattern, property), { numRuns: runs, seed: 20261124 })

test('a child in place of an adult never turns yes to no where means are not needed for children', () => {
  always((one) => {
    const adult = ask({ ...one, age: 30 }, factsOf({ ...one, age: 30 }))
    const child = ask({ ...one, age: 10 }, factsOf({ ...one, age: 10 }))
    for (const [i, offence] of adult.offences.entries()) {
      const spared =
        child.offences[i]!.elements.find((element) => element.id === 'means')?.result === 'not_required'
      if (spared) expect(rank[child.offences[i]!.result]).toBeGreaterThanOrEqual(rank[offence.result])
    }
  })
})

test('forgetting a fact only moves an answer towards unknown', () => {
  always((one) => {
    const facts = factsOf(one)
    const whole = ask(one, facts)
    if (whole.contradictions.length > 0) return
    const [forgotten] = Object.keys(facts)
    if (forgotten === undefined) return
    const rest = ask(one, Object.fromEntries(Object.entries(facts).filter(([path]) => path !== forgotten)))
    for (const [i, offence] of whole.offences.entries()) {
      const less = rest.offences[i]!
      if (less.result !== 'unknown') expect([offence.id, offence.result]).toEqual([less.id, less.result])
    }
  })
})

test('agreeing to it changes nothing', () => {
  always((one) => {
    const facts = factsOf(one)
    const results = [true, false].map((consented) =>
      ask(one, { ...facts, 'victim.consented': consented }).offences.map((offence) => offence.result),
    )
    expect(results[0]).toEqual(results[1])
  })
})

/** Days on either side of every version of every offence that has more than one: where the law of a day can be mistaken. */
const turns = catalogue.jurisdictions.flatMap((one) =>
  [...new Set(one.offences.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])))].map(
    (day) => [one.id, day] as const,
  ),
)

test('a later day uses later law: each answer stands on the versions of its own day, and says the same all through one', () => {
  const day = fc.constantFrom(...turns).chain(([jurisdiction, turn]) =>
    fc.record({
      jurisdiction: fc.constant(jurisdiction),
      on: fc.integer({ min: -900, max: 900 }).map((shift) => shifted(turn, shift)),
      later: fc.integer({ min: 1, max: 1_500 }),
      facts: pattern,
    }),
  )
  fc.assert(
    fc.property(day, ({ jurisdiction, on, later, facts }) => {
      const law = catalogue.jurisdictions.find((one) => one.id === jurisdiction)!
      const earliest = law.offences.map((one) => one.from).sort()[0]!
      const days = [on, shifted(on, later)].filter((one) => one >= earliest)
      const answers = days.map((one) => ask({ ...facts, jurisdiction }, factsOf(facts), one))
      for (const [i, answer] of answers.entries()) {
        const held = law.offences.filter(
          (one) => one.from <= days[i]! && (one.to === undefined || days[i]! < one.to),
        )
        expect(answer.on).toBe(days[i])
        for (const offence of answer.offences) {
          const version = held.find((one) => one.id === offence.id)!
          expect([offence.id, version.title]).toEqual([offence.id, offence.title])
          for (const { cite } of offence.elements) {
            expect(cite.version.from <= days[i]!).toBe(true)
            expect(cite.version.to === null || cite.version.to > days[i]!).toBe(true)
          }
        }
        for (const other of answer.notInForce) {
          expect(days[i]! < other.from || (other.to !== null && days[i]! >= other.to)).toBe(true)
        }
      }
      const [first, second] = answers
      if (!first || !second) return
      const changed = turns.some(([id, turn]) => id === jurisdiction && turn > days[0]! && turn <= days[1]!)
      const provisions = law.provisions.some((one) =>
        [one.from, one.to].some((turn) => turn !== undefined && turn > days[0]! && turn <= days[1]!),
      )
      if (!changed && !provisions)
        expect(JSON.stringify(second.offences)).toBe(JSON.stringify(first.offences))
    }),
    { numRuns: runs, seed: 20261124 },
  )
})

function shifted(day: string, by: number): string {
  return new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10)
}

test('questions are asked exactly where the answer is open, and each can still decide its element', () => {
  const index = factIndex(catalogue)
  const widerThan = (one: string): string[] =>
    (index.wider[index.numbers.get(one) ?? -1] ?? []).map((n) => index.paths[n]!)
  always((one) => {
    const facts = factsOf(one)
    const answer = ask(one, facts)
    if (answer.contradictions.length > 0) return
    for (const [i, offence] of answer.offences.entries()) {
      expect(offence.openQuestions.length > 0).toBe(offence.result === 'unknown')
      const asked = offence.openQuestions[offence.openQuestions.length - 1]
      if (asked === undefined || !index.numbers.has(asked)) continue
      // an offence that leans on another asks the other's questions too; they are proved there
      if (JSON.stringify(offence.trace).includes('"rule":"offence"')) continue
      expect(facts[asked]).toBeUndefined()
      const wider = widerThan(asked)
      const others = offence.openQuestions.filter(
        (other) => other !== asked && index.numbers.has(other) && !wider.includes(other),
      )
      // all others no, then each of them alone yes
      const decides = [undefined, ...others].some((yes) => {
        const filled = { ...facts, ...Object.fromEntries(others.map((other) => [other, other === yes])) }
        const open = wider.filter((other) => facts[other] === undefined)
        const answers = [
          ask(one, { ...filled, [asked]: true }),
          ask(one, { ...filled, ...Object.fromEntries(open.map((other) => [other, false])), [asked]: false }),
        ]
        // a yes that contradicts what is known is told as such
        if (answers.some((other) => other.contradictions.length > 0)) return true
        const elements = answers.map((other) =>
          JSON.stringify(other.offences[i]!.elements.map((element) => element.result)),
        )
        return elements[0] !== elements[1]
      })
      expect([asked, decides]).toEqual([asked, true])
    }
  })
})

test('the same question gives the same bytes', () => {
  always((one) => {
    const facts = factsOf(one)
    return JSON.stringify(ask(one, facts)) === JSON.stringify(ask(one, facts))
  })
})

test('every node of every trace, every element, range and clause has a citation that exists', () => {
  const known = new Set(
    catalogue.jurisdictions.flatMap((one) => one.provisions.map((provision) => provision.id)),
  )
  always((one) => {
    for (const offence of ask(one, factsOf(one)).offences) {
      const walk = (node: typeof offence.trace): void => {
        expect(known.has(node.cite)).toBe(true)
        for (const part of node.of ?? []) walk(part)
      }
      walk(offence.trace)
      const cites = [
        ...offence.elements.map((element) => element.cite),
        offence.penalty.cite,
        offence.consent.cite,
        ...offence.aggravations.map((aggravation) => aggravation.cite),
      ]
      for (const cite of cites) expect(known.has(cite.provision) && cite.source.text !== '').toBe(true)
    }
  })
})
