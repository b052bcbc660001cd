import { z } from 'zod'
import { PlainDate } from '#model'

/** What was answered to one indicator. Five different answers: nobody asked, or would rather not say, is not 'no'. */
export const Mark = z.enum(['yes', 'no', 'unknown', 'declined', 'not_asked'])
export type Mark = z.infer<typeof Mark>

/** How much one indicator counts in its dimension (Delphi survey); null: it is not in the list for this age. */
export const Weight = z.enum(['strong', 'medium', 'weak'])
export type Weight = z.infer<typeof Weight>

/** How sure we are of a name or a weight: seen as published, from a second hand, from memory, worked out by us, the law's. */
export const Confidence = z.enum(['seen', 'secondary', 'memory', 'derived', 'law'])

const ByAge = <T extends z.ZodType>(of: T) => z.object({ adult: of, child: of })

const Indicator = z.object({
  id: z.string(),
  number: z.int(),
  group: z.string().optional().describe('The dimension or the part of the list it stands in'),
  facts: z.array(z.string()).describe('Facts of the law vocabulary that a yes speaks for'),
  danger: z.boolean().describe('A yes asks for a look at safety before anything else'),
  weights: ByAge(Weight.nullable()).optional(),
  confidence: ByAge(Confidence).optional(),
  alone: z.boolean().optional().describe('A yes makes its dimension positive by itself'),
  ilo11: z.array(z.string()).optional().describe('The indicators of forced labour it belongs to'),
})
export type Indicator = z.infer<typeof Indicator>

const Proposal = z.object({
  fact: z.string(),
  anyOf: z.array(z.string()).optional().describe('One yes in any of these dimensions speaks for it'),
  positive: z.array(z.string()).optional().describe('All of these dimensions being positive speaks for it'),
})

export const IndicatorSet = z.object({
  id: z.string(),
  kind: z.enum(['signs', 'delphi']).default('signs'),
  title: z.string(),
  source: z.string().describe('Where the indicators are published'),
  licence: z.string(),
  confidence: z.string().describe('How sure we are of the wording and weights'),
  confidenceNote: z.string().optional(),
  rule: z.string().optional(),
  groups: z.array(z.string()).optional(),
  proposals: z.array(Proposal).default([]),
  indicators: z.array(Indicator),
})
export type IndicatorSet = z.infer<typeof IndicatorSet>

/** Marks by indicator; an indicator that is absent was not asked. */
export const Marks = z.record(z.string().max(100), Mark)
export type Marks = z.infer<typeof Marks>

/** What a mark rests on. */
export const MARK_SOURCES = ['said', 'seen', 'document', 'third_party'] as const

/** What a mark rests on, since when it is known, and the earlier screening it was taken over from with their agreement. */
export const Ground = z.object({
  source: z.enum(MARK_SOURCES),
  on: PlainDate,
  reused: z
    .object({
      screening: z.uuid(),
      agreed: z.literal(true).describe('The person agreed that their earlier answer is used again'),
    })
    .optional(),
})
export type Ground = z.infer<typeof Ground>

export const Grounds = z.record(z.string().max(100), Ground)
export type Grounds = z.infer<typeof Grounds>

/** What a screening says: never who somebody is, only whether a closer look is called for, and why. */
export type ScreeningResult = {
  /** `look_closer`: at least one indicator is present. `nothing_seen`: all were asked and none is. `too_little_asked`: else. */
  outcome: 'look_closer' | 'nothing_seen' | 'too_little_asked'
  /** Somebody may be in danger now: act on safety first. */
  safetyFirst: string[]
  present: string[]
  absent: string[]
  unknown: string[]
  declined: string[]
  notAsked: string[]
  /** Facts for the law that the marks speak for; a mark of 'no' or 'unknown' states nothing. */
  facts: Record<string, boolean>
}

/**
 * Reads the marks of one screening. The ILO sets no number of indicators that makes a case: one may be enough, and
 * their presence calls for a closer look by a person (ILO 2012, p. 3). Indicators screen; a person decides.
 */
export function screen(set: IndicatorSet, marks: Marks): ScreeningResult {
  const by = (mark: Mark) => set.indicators.filter(({ id }) => (marks[id] ?? 'not_asked') === mark)
  const ids = (mark: Mark) => by(mark).map(({ id }) => id)
  const present = by('yes')
  const open = by('not_asked').length + by('unknown').length + by('declined').length
  return {
    outcome: present.length > 0 ? 'look_closer' : open === 0 ? 'nothing_seen' : 'too_little_asked',
    safetyFirst: present.filter(({ danger }) => danger).map(({ id }) => id),
    present: present.map(({ id }) => id),
    absent: ids('no'),
    unknown: ids('unknown'),
    declined: ids('declined'),
    notAsked: ids('not_asked'),
    facts: Object.fromEntries(present.flatMap(({ facts }) => facts.map((fact) => [fact, true]))),
  }
}

/** Marks that name no indicator of the set. */
export function strayMarks(set: IndicatorSet, marks: Readonly<Record<string, unknown>>): string[] {
  const known = new Set(set.indicators.map(({ id }) => id))
  return Object.keys(marks).filter((id) => !known.has(id))
}

/** Where two screenings of the same person answered differently: shown to both, settled by neither alone. */
export function disagreements(set: IndicatorSet, a: Marks, b: Marks): string[] {
  const opposed = (x: Mark | undefined, y: Mark | undefined) =>
    (x === 'yes' && y === 'no') || (x === 'no' && y === 'yes')
  return set.indicators.filter(({ id }) => opposed(a[id], b[id])).map(({ id }) => id)
}

/** What is answered otherwise than before, in the order of the list: how a story becomes clearer over time. */
export function changesSince(
  set: IndicatorSet,
  before: Marks,
  now: Marks,
): { indicator: string; from: Mark; to: Mark }[] {
  return set.indicators.flatMap(({ id }) => {
    const [from, to] = [before[id] ?? 'not_asked', now[id] ?? 'not_asked']
    return from === to ? [] : [{ indicator: id, from, to }]
  })
}
