import { z } from 'zod'

/**
 * A rule as data: total, without I/O, over the facts of `data/law/vocabulary.yaml`. Three-valued (Kleene): a fact
 * nobody asked about is unknown, and unknown stays unknown until it can no longer matter.
 */
export type Expression =
  /** A fact that is true or false: `means.deception`. */
  | string
  | { all: Expression[] }
  | { any: Expression[] }
  | { not: Expression }
  /** At least so many of these. */
  | { atLeast: number; of: Expression[] }
  /** Younger than so many years: `victim` at the time of the conduct (unless told), or `person` today. */
  | { ageBelow: number; who?: 'victim' | 'person' | undefined }
  /** A number or a day against a fixed one. */
  | { compare: string; is: '<' | '<=' | '>' | '>='; than: number | string }
  /** A choice fact whose value is one of these. */
  | { oneOf: string; values: string[] }
  /** Another offence of the same jurisdiction is made out. */
  | { ref: string }
  /** The rule holds unless the exception holds. */
  | { rule: Expression; unless: Expression }
  /** Taken as shown by something else, until the contrary is shown. While nobody has looked, the answer is open. */
  | { presume: Expression; rebuttedBy: Expression }

const FactPath = z.string().regex(/^[a-zA-Z_]+\.[a-zA-Z0-9_]+$/, 'expected a fact such as means.deception')

export const Expression: z.ZodType<Expression> = z
  .lazy(() =>
    z.union([
      FactPath,
      z.strictObject({ all: z.array(Expression).min(1) }),
      z.strictObject({ any: z.array(Expression).min(1) }),
      z.strictObject({ not: Expression }),
      z.strictObject({ atLeast: z.number().int().min(1), of: z.array(Expression).min(1) }),
      z.strictObject({
        ageBelow: z.number().int().min(1).max(120),
        who: z.enum(['victim', 'person']).optional(),
      }),
      z.strictObject({
        compare: FactPath,
        is: z.enum(['<', '<=', '>', '>=']),
        than: z.union([z.number(), z.iso.date()]),
      }),
      z.strictObject({ oneOf: FactPath, values: z.array(z.string().min(1)).min(1) }),
      z.strictObject({ ref: z.string().min(1) }),
      z.strictObject({ rule: Expression, unless: Expression }),
      z.strictObject({ presume: Expression, rebuttedBy: Expression }),
    ]),
  )
  .meta({ id: 'Expression', description: 'A rule over facts; see data/law/README.md' })

/** The parts directly inside an expression. */
export function partsOf(expression: Expression): Expression[] {
  if (typeof expression === 'string') return []
  if ('all' in expression) return expression.all
  if ('any' in expression) return expression.any
  if ('not' in expression) return [expression.not]
  if ('atLeast' in expression) return expression.of
  if ('unless' in expression) return [expression.rule, expression.unless]
  if ('presume' in expression) return [expression.presume, expression.rebuttedBy]
  return []
}

/** Every fact an expression asks for, each once, in the order written. */
export function factsOf(expression: Expression): string[] {
  const found = new Set<string>()
  const walk = (part: Expression): void => {
    if (typeof part === 'string') found.add(part)
    else if ('ageBelow' in part) found.add(part.who === 'person' ? 'person.age' : 'victim.ageAtTime')
    else if ('compare' in part) found.add(part.compare)
    else if ('oneOf' in part) found.add(part.oneOf)
    else for (const inner of partsOf(part)) walk(inner)
  }
  walk(expression)
  return [...found]
}

/** Every offence an expression refers to. */
export function refsOf(expression: Expression): string[] {
  if (typeof expression !== 'string' && 'ref' in expression) return [expression.ref]
  return partsOf(expression).flatMap(refsOf)
}
