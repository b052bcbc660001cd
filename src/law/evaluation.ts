import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { assess, type OffenceAnswer } from './assess.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { FactsInput } from './facts.ts'
import { loadCatalogue } from './load.ts'

const words: Record<string, OffenceAnswer['result']> = {
  made_out: 'made_out',
  convicted: 'made_out',
  conviction: 'made_out',
  yes: 'made_out',
  true: 'made_out',
  not_made_out: 'not_made_out',
  acquitted: 'not_made_out',
  acquittal: 'not_made_out',
  no: 'not_made_out',
  false: 'not_made_out',
  unknown: 'unknown',
}

const Outcome = z
  .union([z.string(), z.boolean()])
  .transform((value) => words[String(value).toLowerCase()])
  .pipe(
    z.enum(
      ['made_out', 'not_made_out', 'unknown'],
      'expected made_out, not_made_out, unknown, convicted or acquitted',
    ),
  )

/** A fact pattern coded from a judgment, and what the court found. */
export const LawCase = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  jurisdiction: Alpha3,
  on: PlainDate.optional(),
  /** The offence charged, by id or section; absent: trafficking and exploitation as a whole. */
  offence: z.string().optional(),
  facts: z.record(z.string(), z.unknown()),
  expected: Outcome,
})
export type LawCase = z.infer<typeof LawCase>

export type LawEvaluation = {
  cases: number
  /** The engine answered as the court did. */
  agree: number
  /** The engine answered the opposite. */
  disagree: number
  /** The engine left open what the court decided. */
  unknown: number
  /** 'Not made out' where the court convicted: the worst error. */
  wrongNo: number
  /** Cohen's kappa over made out, not made out and unknown. */
  kappa: number
  byJurisdiction: Record<string, { cases: number; agree: number }>
  disagreements: {
    id: string
    jurisdiction: string
    expected: string
    answered: string
    openQuestions: string[]
  }[]
}

/** Compares the engine with outcomes already known. */
export function evaluateLaw(catalogue: Catalogue, cases: readonly LawCase[]): LawEvaluation {
  const outcomes = cases.map((one, i) => {
    const { result, openQuestions } = answerFor(catalogue, one)
    return {
      id: String(one.id ?? i + 1),
      jurisdiction: one.jurisdiction,
      expected: one.expected,
      answered: result,
      openQuestions,
    }
  })
  const byJurisdiction: LawEvaluation['byJurisdiction'] = {}
  for (const one of outcomes) {
    const row = (byJurisdiction[one.jurisdiction] ??= { cases: 0, agree: 0 })
    row.cases++
    if (one.expected === one.answered) row.agree++
  }
  const count = (test: (one: (typeof outcomes)[number]) => boolean): number => outcomes.filter(test).length
  return {
    cases: outcomes.length,
    agree: count((one) => one.expected === one.answered),
    disagree: count((one) => one.expected !== one.answered && one.answered !== 'unknown'),
    unknown: count((one) => one.expected !== one.answered && one.answered === 'unknown'),
    wrongNo: count((one) => one.expected === 'made_out' && one.answered === 'not_made_out'),
    kappa: kappa(outcomes.map((one) => [one.expected, one.answered])),
    byJurisdiction,
    disagreements: outcomes.filter((one) => one.expected !== one.answered),
  }
}

function answerFor(
  catalogue: Catalogue,
  one: LawCase,
): { result: OffenceAnswer['result']; openQuestions: string[] } {
  const answer = assess(catalogue, {
    jurisdiction: one.jurisdiction,
    on: one.on,
    facts: one.facts as FactsInput,
  })
  const charged = one.offence
  const asked =
    charged === undefined
      ? answer.offences.filter((offence) => offence.kind === 'trafficking' || offence.kind === 'exploitation')
      : answer.offences.filter((offence) => offence.id === charged || offence.section === charged)
  if (asked.length === 0) {
    throw new BadInput(
      `case ${one.id ?? ''}: found offence ${charged}, expected one in force in ${one.jurisdiction} on ${answer.on}: ${answer.offences.map((o) => o.id).join(', ')}`,
    )
  }
  const made = asked.find((offence) => offence.result === 'made_out')
  const open = asked.filter((offence) => offence.result === 'unknown')
  if (made) return { result: 'made_out', openQuestions: [] }
  if (open.length > 0)
    return {
      result: 'unknown',
      openQuestions: [...new Set(open.flatMap((offence) => offence.openQuestions))],
    }
  return { result: 'not_made_out', openQuestions: [] }
}

/** Agreement beyond chance; 1 when there is nothing to disagree about. */
export function kappa(pairs: readonly (readonly [string, string])[]): number {
  if (pairs.length === 0) return 1
  const labels = [...new Set(pairs.flat())]
  const share = (side: 0 | 1, label: string): number =>
    pairs.filter((pair) => pair[side] === label).length / pairs.length
  const observed = pairs.filter(([a, b]) => a === b).length / pairs.length
  const expected = labels.reduce((sum, label) => sum + share(0, label) * share(1, label), 0)
  return expected === 1 ? 1 : (observed - expected) / (1 - expected)
}

/** Reads a file of cases: a list, or an object with `cases`. Throws `BadInput` naming file, case and field. */
export function readCases(file: string): LawCase[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new BadInput(`${file}: cannot be read as JSON: ${(error as Error).message}`)
  }
  const list = Array.isArray(value) ? value : (value as { cases?: unknown } | null)?.cases
  if (!Array.isArray(list)) throw new BadInput(`${file}: expected a list of cases, or an object with "cases"`)
  return list.map((one: unknown, i) => {
    const parsed = LawCase.safeParse(withAliases(one))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]!
    throw new BadInput(`${file}: case ${i + 1}: ${issue.path.join('.')}: ${issue.message}`)
  })
}

/** Other words people use for the outcome; facts may also stand directly in the case. */
function withAliases(one: unknown): unknown {
  if (one === null || typeof one !== 'object') return one
  const { acts, means, purposes, victim, conduct, ...rest } = one as Record<string, unknown>
  const groups = Object.fromEntries(
    Object.entries({ acts, means, purposes, victim, conduct }).filter(([, value]) => value !== undefined),
  )
  const facts = rest['facts'] ?? groups
  const expected = rest['expected'] ?? rest['outcome'] ?? rest['result'] ?? rest['expect']
  return { ...rest, facts, expected }
}

export const evalCommand: Command = {
  name: ['eval', 'law'],
  usage: 'eval law CASES.json…',
  summary: 'How often the engine answers as courts did, on fact patterns coded from judgments.',
  async run(args) {
    const { positionals } = parseCommandLine(this.usage, args, {}, [1, Infinity])
    const cases = positionals.flatMap(readCases)
    const answer = evaluateLaw(
      loadCatalogue({ invented: cases.some((one) => one.jurisdiction.startsWith('XA')) }),
      cases,
    )
    const lines = answer.disagreements.map(
      (one) =>
        `  ${one.id} (${one.jurisdiction}): court ${one.expected}, engine ${one.answered}${one.openQuestions.length ? `; open: ${one.openQuestions.slice(0, 4).join(', ')}` : ''}`,
    )
    const text = `${answer.cases} cases: ${answer.agree} agree, ${answer.disagree} disagree, ${answer.unknown} left open, ${answer.wrongNo} wrong no; kappa ${answer.kappa.toFixed(3)}`
    return { exit: 0, json: answer, text: [text, ...lines].join('\n') }
  },
}
