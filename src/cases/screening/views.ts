import { z } from 'zod'
import type { CaseFacts, ChildAnswer } from '../record/case.ts'
import { type DelphiResult, readDelphi, type ReadAs } from './delphi.ts'
import type { FactSource } from './fact-source.store.ts'
import { indicatorSets } from './indicators.ts'
import { proposeFacts } from './proposals.ts'
import { changesSince, disagreements, Grounds, type IndicatorSet, Mark, Marks, screen } from './screening.ts'
import type { ScreeningRow } from './screening.store.ts'

const Result = z.object({
  outcome: z.enum(['look_closer', 'nothing_seen', 'too_little_asked']),
  safetyFirst: z.array(z.string()),
  present: z.array(z.string()),
  absent: z.array(z.string()),
  unknown: z.array(z.string()),
  declined: z.array(z.string()),
  notAsked: z.array(z.string()),
})

const Outcome = z.enum([
  'nothing_positive',
  'means_without_exploitation',
  'exploitation',
  'means_and_exploitation',
  'deception_and_exploitation',
  'exploitation_and_coercion',
  'exploitation_act_open',
  'trafficking_indicated',
])

const Dimension = z.object({
  id: z.string(),
  state: z.enum(['positive', 'open', 'not_positive']),
  clause: z
    .enum(['two_strong', 'strong_with_another', 'three_medium', 'two_medium_one_weak', 'alone'])
    .nullable(),
  strong: z.array(z.string()),
  medium: z.array(z.string()),
  weak: z.array(z.string()),
  restsOn: z.array(z.string()),
  oneMore: z.array(z.string()),
})

/** The six dimensions read with one list of weights: which is positive, why, and what one more answer would change. */
export const DelphiReading = z.object({
  as: z.enum(['adult', 'child']),
  outcome: Outcome,
  byVulnerability: z.boolean(),
  couldBecome: Outcome,
  dimensions: z.array(Dimension),
  oneMore: z.array(
    z.object({ indicator: z.string(), dimension: z.string().nullable(), outcome: Outcome.nullable() }),
  ),
})
export type DelphiReading = z.infer<typeof DelphiReading>

export const ScreeningView = z.object({
  id: z.string(),
  indicatorSet: z.string(),
  personId: z.string().nullable(),
  marks: Marks,
  grounds: Grounds,
  notes: z.record(z.string(), z.string()),
  screenedAt: z.string(),
  screenedBy: z.string(),
  decision: z.enum(['possible', 'not_indicated', 'needs_more']).nullable(),
  decisionReason: z.string().nullable(),
  result: Result,
  readings: z
    .array(DelphiReading)
    .describe('By the weights for adults, for children, or both where the age is not known'),
  proposals: z
    .array(
      z.object({
        fact: z.string(),
        because: z.array(z.string()),
        dimensions: z.array(z.string()),
        confirmed: z.boolean().describe('Somebody confirmed it from this screening'),
        stated: z.boolean().nullable().describe('What the case says of this fact now'),
      }),
    )
    .describe('Act, means and purpose as the marks show them; facts only once a person confirms them'),
  differsFromBefore: z
    .array(z.string())
    .describe('Indicators that the screening before, by the same list, answered the other way'),
  changes: z
    .array(z.object({ indicator: z.string(), from: Mark, to: Mark }))
    .describe('All that is answered otherwise than in the screening before'),
})
export type ScreeningView = z.infer<typeof ScreeningView>

/** Two people who screened the same person answered one indicator yes and no. */
export const Disagreement = z.object({
  indicatorSet: z.string(),
  personId: z.string().nullable(),
  indicator: z.string(),
  said: z.array(z.object({ by: z.string(), at: z.string(), mark: Mark, screening: z.string() })),
})
export type Disagreement = z.infer<typeof Disagreement>

export type CaseKnows = {
  facts: CaseFacts
  people: readonly { id: string; child: ChildAnswer }[]
  sources: readonly FactSource[]
}

/** What the law calls an act of trafficking (Trafficking Protocol, art. 3(a)), and what implies one. */
const ACTS = ['recruit', 'transport', 'transfer', 'harbour', 'receive', 'transport_across_border', 'bring_in']

/** Under 18, an adult, or either while nobody knows: until then both lists of weights are read, the child's first. */
export function readAs(child: ChildAnswer | undefined): ReadAs[] {
  if (child === 'yes') return ['child']
  return child === 'no' ? ['adult'] : ['child', 'adult']
}

/** The readings of one screening; none for a list without weights. */
export function readingsOf(
  set: IndicatorSet,
  row: Pick<ScreeningRow, 'marks' | 'personId'>,
  knows: Pick<CaseKnows, 'facts' | 'people'>,
): DelphiResult[] {
  if (set.kind !== 'delphi') return []
  const person = knows.people.find(({ id }) => id === row.personId) ?? knows.people[0]
  const act = ACTS.some((name) => knows.facts[`acts.${name}`] === true)
  return readAs(person?.child).map((as) => readDelphi(set, row.marks, as, act))
}

/** Every screening with what its marks say, oldest first; a screening by a list we no longer have is left out. */
export function screeningViews(rows: readonly ScreeningRow[], knows: CaseKnows): ScreeningView[] {
  return rows.flatMap((row, i) => {
    const set = indicatorSets.find(({ id }) => id === row.indicatorSet)
    if (!set) return []
    const { facts: _, ...result } = screen(set, row.marks)
    const readings = readingsOf(set, row, knows)
    const before = rows
      .slice(0, i)
      .findLast((one) => one.indicatorSet === row.indicatorSet && one.personId === row.personId)
    const proposals = proposeFacts(set, row.marks, readings).map((proposal) => {
      const stated = knows.facts[proposal.fact]
      return {
        ...proposal,
        confirmed: knows.sources.some(
          ({ screeningId, fact }) => screeningId === row.id && fact === proposal.fact,
        ),
        stated: typeof stated === 'boolean' ? stated : null,
      }
    })
    return [
      {
        ...row,
        result,
        readings,
        proposals,
        differsFromBefore: before ? disagreements(set, before.marks, row.marks) : [],
        changes: before ? changesSince(set, before.marks, row.marks) : [],
      },
    ]
  })
}

/**
 * Where screeners disagree: for each person and list, the last yes or no of each screener; shown side by side, settled
 * by neither alone. A screener who changed their own answer over time does not disagree.
 */
export function findDisagreements(rows: readonly ScreeningRow[]): Disagreement[] {
  const last = new Map<string, Disagreement>()
  for (const row of rows) {
    for (const [indicator, mark] of Object.entries(row.marks)) {
      if (mark !== 'yes' && mark !== 'no') continue
      const key = [row.indicatorSet, row.personId, indicator].join('\n')
      const { indicatorSet, personId, screenedBy: by, screenedAt: at, id: screening } = row
      const found = last.get(key) ?? { indicatorSet, personId, indicator, said: [] }
      found.said = [...found.said.filter((one) => one.by !== by), { by, at, mark, screening }]
      last.set(key, found)
    }
  }
  return [...last.values()].filter(({ said }) => new Set(said.map(({ mark }) => mark)).size > 1)
}
