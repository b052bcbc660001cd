import { z } from 'zod'

/** What was answered to one indicator. Four different answers: nobody asked is not 'no'. */
export const Mark = z.enum(['yes', 'no', 'unknown', 'not_asked'])
export type Mark = z.infer<typeof Mark>

export const IndicatorSet = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string().describe('Where the indicators are published'),
  licence: z.string(),
  confidence: z.string().describe('How sure we are of the wording and weights'),
  indicators: z.array(
    z.object({
      id: z.string(),
      number: z.int(),
      facts: z.array(z.string()).describe('Facts of the law vocabulary that a yes speaks for'),
      danger: z.boolean().describe('A yes asks for a look at safety before anything else'),
    }),
  ),
})
export type IndicatorSet = z.infer<typeof IndicatorSet>

/** Marks by indicator; an indicator that is absent was not asked. */
export const Marks = z.record(z.string(), Mark)
export type Marks = z.infer<typeof Marks>

/** What a screening says: never who somebody is, only whether a closer look is called for, and why. */
export type ScreeningResult = {
  /** `look_closer`: at least one indicator is present. `nothing_seen`: all were asked and none is. `too_little_asked`: else. */
  outcome: 'look_closer' | 'nothing_seen' | 'too_little_asked'
  /** Somebody may be in danger now: act on safety first. */
  safetyFirst: string[]
  present: string[]
  absent: string[]
  unknown: string[]
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
  const present = by('yes')
  const notAsked = by('not_asked')
  const unknown = by('unknown')
  const outcome =
    present.length > 0
      ? 'look_closer'
      : notAsked.length + unknown.length === 0
        ? 'nothing_seen'
        : 'too_little_asked'
  return {
    outcome,
    safetyFirst: present.filter(({ danger }) => danger).map(({ id }) => id),
    present: present.map(({ id }) => id),
    absent: by('no').map(({ id }) => id),
    unknown: unknown.map(({ id }) => id),
    notAsked: notAsked.map(({ id }) => id),
    facts: Object.fromEntries(present.flatMap(({ facts }) => facts.map((fact) => [fact, true]))),
  }
}

/** Marks that name no indicator of the set. */
export function strayMarks(set: IndicatorSet, marks: Marks): string[] {
  const known = new Set(set.indicators.map(({ id }) => id))
  return Object.keys(marks).filter((id) => !known.has(id))
}

/** Where two screenings of the same person answered differently: shown to both, settled by neither alone. */
export function disagreements(set: IndicatorSet, a: Marks, b: Marks): string[] {
  const opposed = (x: Mark | undefined, y: Mark | undefined) =>
    (x === 'yes' && y === 'no') || (x === 'no' && y === 'yes')
  return set.indicators.filter(({ id }) => opposed(a[id], b[id])).map(({ id }) => id)
}
