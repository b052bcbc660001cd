import type { Catalogue } from './catalogue/catalogue.ts'
import { factsOf } from './catalogue/expression.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import type { Offence } from './catalogue/offence.ts'
import { numbersFrom } from './numbers.ts'

/** Another engine on the same rules: how fast, and what it says when nobody asked about means. */
export type Peer = {
  engine: string
  perSecond: number
  perCpuSecond: number
  /** Of the main offences that need means: how each is answered when means are not known. */
  meansNotAsked: { asked: number; saidNo: number; saidUnknown: number; failed: number }
}

/** One main offence as plain lists: what all the engines can be given. */
type PlainRule = {
  id: string
  acts: string[]
  means: string[]
  purposes: string[]
  childAge: number
  spared: boolean
}
type PlainFacts = Record<string, boolean> & { age?: number }

/** The main offence of each country that needs means: act AND (child OR means) AND purpose. */
export function plainRules(catalogue: Catalogue, on: string): PlainRule[] {
  const listed = (offence: Offence, element: string): string[] => {
    const rule = offence.elements.find((one) => one.id === element)?.rule
    return rule === undefined ? [] : factsOf(rule).filter((fact) => fact.startsWith(element.slice(0, 3)))
  }
  const mainOf = (one: Jurisdiction): PlainRule[] =>
    one.offences
      .filter((o) => o.kind === 'trafficking' && o.from <= on && (o.to === undefined || o.to > on))
      .slice(0, 1)
      .map((o) => ({
        id: o.id,
        acts: listed(o, 'act'),
        means: listed(o, 'means'),
        purposes: listed(o, 'purpose'),
        childAge: o.childAge,
        spared: o.elements.some((e) => e.id === 'means' && e.notRequiredIf !== undefined),
      }))
  return catalogue.jurisdictions
    .flatMap(mainOf)
    .filter((one) => one.means.length > 0 && one.acts.length > 0 && one.purposes.length > 0)
}

function cases(rules: PlainRule[], count: number): PlainFacts[] {
  const next = numbersFrom(11)
  const names = [...new Set(rules.flatMap((one) => [...one.acts, ...one.means, ...one.purposes]))]
  return Array.from({ length: count }, () => {
    const facts: PlainFacts = Object.fromEntries(names.map((name) => [name, next() < 0.2])) as PlainFacts
    facts.age = 8 + Math.floor(next() * 40)
    return facts
  })
}

async function timed(
  engine: string,
  count: number,
  run: (i: number) => Promise<void> | void,
): Promise<Omit<Peer, 'meansNotAsked'>> {
  for (let i = 0; i < Math.min(50, count); i++) await run(i)
  const before = process.cpuUsage()
  const began = process.hrtime.bigint()
  for (let i = 0; i < count; i++) await run(i)
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const cpu = process.cpuUsage(before)
  return {
    engine,
    perSecond: Math.round(count / seconds),
    perCpuSecond: Math.round((count * 1e6) / (cpu.user + cpu.system)),
  }
}

/** Measures the engines that are installed; those that are not are left out. */
export async function benchPeers(catalogue: Catalogue, on: string): Promise<Peer[]> {
  const rules = plainRules(catalogue, on)
  const found: Peer[] = []
  for (const measure of [jsonRulesEngine, publicodes]) {
    try {
      found.push(await measure(rules))
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    }
  }
  return found
}

async function jsonRulesEngine(rules: PlainRule[]): Promise<Peer> {
  const { Engine } = await import('json-rules-engine')
  const is = (fact: string): { fact: string; operator: string; value: boolean } => ({
    fact,
    operator: 'equal',
    value: true,
  })
  const engines = rules.map((one) => {
    const engine = new Engine([], { allowUndefinedFacts: true })
    const child = { fact: 'age', operator: 'lessThan', value: one.childAge }
    engine.addRule({
      conditions: {
        all: [
          { any: one.acts.map(is) },
          { any: [...one.means.map(is), ...(one.spared ? [child] : [])] },
          { any: one.purposes.map(is) },
        ],
      },
      event: { type: one.id },
    })
    return engine
  })
  const list = cases(rules, 100)
  const speed = await timed('json-rules-engine', 2_000, async (i) => {
    await engines[i % engines.length]!.run(list[i % list.length]!)
  })
  const meansNotAsked = { asked: rules.length, saidNo: 0, saidUnknown: 0, failed: 0 }
  for (const [i, rule] of rules.entries()) {
    const facts = {
      age: 30,
      ...Object.fromEntries([...rule.acts, ...rule.purposes].map((fact) => [fact, true])),
    }
    const { failureEvents } = await engines[i]!.run(facts)
    if (failureEvents && failureEvents.length > 0) meansNotAsked.saidNo++
    else meansNotAsked.failed++
  }
  return { ...speed, meansNotAsked }
}

async function publicodes(rules: PlainRule[]): Promise<Peer> {
  const { default: Engine } = await import('publicodes')
  const name = (fact: string): string => fact.replace('.', ' ').replaceAll('_', ' ')
  const engines = rules.map((one) => {
    const facts = [...one.acts, ...one.means, ...one.purposes]
    const means = {
      'une de ces conditions': [...one.means.map(name), ...(one.spared ? [`age < ${one.childAge}`] : [])],
    }
    const rule = {
      'toutes ces conditions': [
        { 'une de ces conditions': one.acts.map(name) },
        means,
        { 'une de ces conditions': one.purposes.map(name) },
      ],
    }
    const leaves = Object.fromEntries(facts.map((fact) => [name(fact), null]))
    return new Engine({ ...leaves, age: null, offence: rule } as never)
  })
  const list = cases(rules, 100)
  const situation = (facts: PlainFacts, one: PlainRule): never =>
    Object.fromEntries([
      ...[...one.acts, ...one.means, ...one.purposes].map((fact) => [
        name(fact),
        facts[fact] ? 'oui' : 'non',
      ]),
      ['age', facts.age],
    ]) as never
  const speed = await timed('publicodes', 600, (i) => {
    const at = i % engines.length
    engines[at]!.setSituation(situation(list[i % list.length]!, rules[at]!)).evaluate('offence')
  })
  const meansNotAsked = { asked: rules.length, saidNo: 0, saidUnknown: 0, failed: 0 }
  for (const [i, rule] of rules.entries()) {
    const known = Object.fromEntries([
      ...[...rule.acts, ...rule.purposes].map((fact) => [name(fact), 'oui']),
      ['age', 30],
    ])
    const { nodeValue } = engines[i]!.setSituation(known as never).evaluate('offence')
    if (nodeValue === undefined) meansNotAsked.saidUnknown++
    else if (nodeValue === false || nodeValue === null) meansNotAsked.saidNo++
    else meansNotAsked.failed++
  }
  return { ...speed, meansNotAsked }
}
