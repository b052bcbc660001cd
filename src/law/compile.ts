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
  fact?: string
  /** Leaves only: what the fact was compared with. */
  than?: string
  of?: readonly Trace[]
}

/** A compiled rule. `Asked` carries what is known and, for references, how another offence came out. */
export type Rule = (asked: Asked) => Trace
export type Asked = { situation: Situation; offence(id: string): TruthWord }

const valueOf: Record<TruthWord, number> = { yes: 1, no: -1, unknown: 0 }

export function numberOf(trace: Trace): number {
  return valueOf[trace.is]
}

const words: TruthWord[] = ['no', 'unknown', 'yes']

/** Leaves are made once for each answer and shared: a trace allocates only its inner nodes. */
function leaf(base: Omit<Trace, 'is'>): readonly Trace[] {
  return words.map((is) => Object.freeze({ ...base, is }))
}

function inner(rule: Trace['rule'], value: number, cite: string, of: readonly Trace[]): Trace {
  return { rule, is: words[value + 1]!, cite, of }
}

/** Turns an expression into a closure; every fact is looked up by number, every node carries `cite`. */
export function compile(expression: Expression, cite: string, index: FactIndex): Rule {
  if (typeof expression === 'string') {
    const number = index.numbers.get(expression)
    if (number === undefined) throw new TypeError(`${expression} is not a yes-no fact`)
    const leaves = leaf({ rule: 'fact', cite, fact: expression })
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
  if ('compare' in expression) return compared(expression, cite)
  if ('oneOf' in expression) {
    const leaves = leaf({ rule: 'choice', cite, fact: expression.oneOf, than: expression.values.join('|') })
    const accepted = new Set<unknown>(expression.values)
    return ({ situation }) => {
      const value = situation.others.get(expression.oneOf)
      return leaves[value === undefined ? 1 : accepted.has(value) ? 2 : 0]!
    }
  }
  if ('ref' in expression) {
    const leaves = leaf({ rule: 'offence', cite, fact: expression.ref })
    return ({ offence }) => leaves[valueOf[offence(expression.ref)] + 1]!
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
  const parts = expressions.map((part) => compile(part, cite, index))
  const wanted = rule === 'all' ? -1 : 1
  return (asked) => {
    const of = new Array<Trace>(parts.length)
    let value = -wanted
    for (let i = 0; i < parts.length; i++) {
      const trace = parts[i]!(asked)
      of[i] = trace
      const truth = valueOf[trace.is]
      if (wanted > 0 ? truth > value : truth < value) value = truth
    }
    return inner(rule, value, cite, of)
  }
}

function age(years: number, who: 'victim' | 'person', cite: string, index: FactIndex): Rule {
  const path = who === 'victim' ? 'victim.ageAtTime' : 'person.age'
  const child = index.numbers.get(`${who}.child`)
  const leaves = leaf({ rule: 'age', cite, fact: path, than: `under ${years}` })
  return ({ situation }) => {
    const known = situation.others.get(path)
    if (typeof known === 'number') return leaves[known < years ? 2 : 0]!
    const truth = child === undefined ? 0 : situation.truths[child]!
    return leaves[truth > 0 && years >= 18 ? 2 : truth < 0 && years <= 18 ? 0 : 1]!
  }
}

function compared(expression: Extract<Expression, { compare: string }>, cite: string): Rule {
  const { compare: path, is, than } = expression
  const leaves = leaf({ rule: 'compare', cite, fact: path, than: `${is} ${than}` })
  return ({ situation }) => {
    const value = situation.others.get(path)
    if (value === undefined) return leaves[1]!
    const holds =
      is === '<' ? value < than : is === '<=' ? value <= than : is === '>' ? value > than : value >= than
    return leaves[holds ? 2 : 0]!
  }
}
