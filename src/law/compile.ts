import type { Expression } from './catalogue/expression.ts'
import { type FactIndex, type Situation } from './facts.ts'
import { atLeast, type TruthWord } from './kleene.ts'

/** Why a rule answered as it did: the rule again, with an answer and a citation at every node. */
export type Trace = {
  rule:
    | 'fact'
    | 'age'
    | 'compare'
    | 'choice'
    | 'offence'
    | 'all'
    | 'any'
    | 'not'
    | 'atLeast'
    | 'unless'
    | 'presume'
  is: TruthWord
  /** The provision this node stands on. */
  cite: string
  /** Leaves only: the fact asked for. */
  fact?: string | undefined
  /** Leaves only: what the fact was compared with. */
  than?: string | undefined
  of?: readonly Trace[] | undefined
  /** Leaves only: the place of the fact in the order of asking. */
  [place]: number
}

/** Kept off the printed trace. */
export const place = Symbol('place')

/** A compiled rule. `Asked` carries what is known and, for references, how another offence came out. */
export type Rule = (asked: Asked) => Trace
export type Asked = { situation: Situation; offence: (id: string) => TruthWord }

export function numberOf({ is }: Trace): number {
  return is === 'yes' ? 1 : is === 'no' ? -1 : 0
}

const words: TruthWord[] = ['no', 'unknown', 'yes']

type Leaf = { rule: Trace['rule']; cite: string; fact: string; than?: string }

/**
 * Leaves are made once for each answer and shared: a trace allocates only its inner nodes. All nodes have the same
 * fields in the same order, so that the engine below sees one shape.
 */
function leaf({ rule, cite, fact, than }: Leaf, index: FactIndex): readonly Trace[] {
  return words.map((is) =>
    Object.freeze({ rule, is, cite, fact, than, of: undefined, [place]: index.places.get(fact) ?? 1e6 }),
  )
}

/** A node over others. */
export function inner(rule: Trace['rule'], value: number, cite: string, of: readonly Trace[]): Trace {
  return { rule, is: words[value + 1]!, cite, fact: undefined, than: undefined, of, [place]: 0 }
}

/** Turns an expression into a closure; every fact is looked up by number, every node carries `cite`. */
export function compile(expression: Expression, cite: string, index: FactIndex): Rule {
  if (typeof expression === 'string') {
    const number = index.numbers.get(expression)
    if (number === undefined) throw new TypeError(`${expression} is not a yes-no fact`)
    const leaves = leaf({ rule: 'fact', cite, fact: expression }, index)
    return ({ situation }) => leaves[situation.truths[number]! + 1]!
  }
  if ('all' in expression) return several('all', expression.all, cite, index)
  if ('any' in expression) return several('any', expression.any, cite, index)
  if ('not' in expression) {
    const part = compile(expression.not, cite, index)
    return (asked) => {
      const trace = part(asked)
      return inner('not', -numberOf(trace), cite, [trace])
    }
  }
  if ('of' in expression) {
    const parts = expression.of.map((part) => compile(part, cite, index))
    return (asked) => {
      const of = parts.map((part) => part(asked))
      return inner('atLeast', atLeast(expression.atLeast, of.map(numberOf)), cite, of)
    }
  }
  if ('ageBelow' in expression) return age(expression.ageBelow, expression.who ?? 'victim', cite, index)
  if ('compare' in expression) return compared(expression, cite, index)
  if ('oneOf' in expression) {
    const leaves = leaf(
      { rule: 'choice', cite, fact: expression.oneOf, than: expression.values.join('|') },
      index,
    )
    const accepted = new Set<unknown>(expression.values)
    return ({ situation }) => {
      const value = situation.others.get(expression.oneOf)
      return leaves[value === undefined ? 1 : accepted.has(value) ? 2 : 0]!
    }
  }
  if ('ref' in expression) {
    const leaves = leaf({ rule: 'offence', cite, fact: expression.ref }, index)
    return ({ offence }) => leaves[words.indexOf(offence(expression.ref))]!
  }
  if ('unless' in expression) {
    const rule = compile(expression.rule, cite, index)
    const exception = compile(expression.unless, cite, index)
    return (asked) => {
      const of = [rule(asked), exception(asked)]
      return inner('unless', Math.min(numberOf(of[0]!), -numberOf(of[1]!)), cite, of)
    }
  }
  // a presumption answers like 'unless', but says that it is one: the contrary must be looked for
  const basis = compile(expression.presume, cite, index)
  const contrary = compile(expression.rebuttedBy, cite, index)
  return (asked) => {
    const of = [basis(asked), contrary(asked)]
    return inner('presume', Math.min(numberOf(of[0]!), -numberOf(of[1]!)), cite, of)
  }
}

function several(rule: 'all' | 'any', expressions: Expression[], cite: string, index: FactIndex): Rule {
  if (expressions.every((one) => typeof one === 'string')) return plain(rule, expressions, cite, index)
  const parts = expressions.map((part) => compile(part, cite, index))
  const sign = rule === 'all' ? -1 : 1
  return (asked) => {
    const of: Trace[] = []
    let value = -1
    for (const part of parts) {
      const trace = part(asked)
      of.push(trace)
      const truth = sign * numberOf(trace)
      if (truth > value) value = truth
    }
    return inner(rule, sign * value, cite, of)
  }
}

/** The commonest part by far: several yes-no facts side by side, without a call for each. */
function plain(rule: 'all' | 'any', facts: string[], cite: string, index: FactIndex): Rule {
  const numbers = facts.map((fact) => {
    const number = index.numbers.get(fact)
    if (number === undefined) throw new TypeError(`${fact} is not a yes-no fact`)
    return number
  })
  const leaves = facts.map((fact) => leaf({ rule: 'fact', cite, fact }, index))
  const sign = rule === 'all' ? -1 : 1
  return ({ situation: { truths } }) => {
    const of: Trace[] = []
    let value = -1
    for (let i = 0; i < numbers.length; i++) {
      const truth = truths[numbers[i]!]!
      of.push(leaves[i]![truth + 1]!)
      if (sign * truth > value) value = sign * truth
    }
    return inner(rule, sign * value, cite, of)
  }
}

function age(years: number, who: 'victim' | 'person', cite: string, index: FactIndex): Rule {
  const path = who === 'victim' ? 'victim.ageAtTime' : 'person.age'
  const child = index.numbers.get(`${who}.child`)
  const leaves = leaf({ rule: 'age', cite, fact: path, than: `under ${years}` }, index)
  return ({ situation }) => {
    const known = situation.others.get(path)
    if (typeof known === 'number') return leaves[known < years ? 2 : 0]!
    const truth = child === undefined ? 0 : situation.truths[child]!
    return leaves[truth > 0 && years >= 18 ? 2 : truth < 0 && years <= 18 ? 0 : 1]!
  }
}

function compared(
  expression: Extract<Expression, { compare: string }>,
  cite: string,
  index: FactIndex,
): Rule {
  const { compare: path, is, than } = expression
  const leaves = leaf({ rule: 'compare', cite, fact: path, than: `${is} ${than}` }, index)
  return ({ situation }) => {
    const value = situation.others.get(path)
    if (value === undefined) return leaves[1]!
    const holds =
      is === '<' ? value < than : is === '<=' ? value <= than : is === '>' ? value > than : value >= than
    return leaves[holds ? 2 : 0]!
  }
}
