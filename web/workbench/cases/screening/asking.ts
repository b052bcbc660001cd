import type { Ground, Grounds, Indicator, IndicatorSet, Mark, Marks, ScreeningView } from '#cases'

/** The last answer somebody got to an indicator: who asked, when, and what it rests on. */
export type Earlier = {
  mark: Mark
  screening: string
  by: string
  at: string
  ground: Ground | undefined
}

/** For each indicator the last answer there is; 'not asked' is none. */
export function earlierAnswers(screenings: readonly ScreeningView[]): ReadonlyMap<string, Earlier> {
  const found = new Map<string, Earlier>()
  for (const { id, marks, grounds, screenedBy, screenedAt } of screenings) {
    for (const [indicator, mark] of Object.entries(marks)) {
      if (mark === 'not_asked') continue
      found.set(indicator, {
        mark,
        screening: id,
        by: screenedBy,
        at: screenedAt,
        ground: grounds[indicator],
      })
    }
  }
  return found
}

/** The answers given so far, with what they rest on. */
export type Given = { marks: Marks; grounds: Grounds }

/** A mark made now; only a yes or a no rests on something. */
export function marked(given: Given, indicator: string, mark: Mark, ground: Ground): Given {
  const marks = { ...given.marks, [indicator]: mark }
  const { [indicator]: _, ...others } = given.grounds
  const grounds = mark === 'yes' || mark === 'no' ? { ...others, [indicator]: ground } : others
  return { marks, grounds }
}

/** An earlier answer used again, with the person's agreement. */
export function reused(given: Given, indicator: string, earlier: Earlier, today: string): Given {
  const ground: Ground = {
    source: earlier.ground?.source ?? 'said',
    on: earlier.ground?.on ?? (earlier.at.slice(0, 10) > today ? today : earlier.at.slice(0, 10)),
    reused: { screening: earlier.screening, agreed: true },
  }
  return {
    marks: { ...given.marks, [indicator]: earlier.mark },
    grounds: { ...given.grounds, [indicator]: ground },
  }
}

/** The indicators by dimension, in the list's order; one unnamed group where it has none. */
export function byGroup(set: IndicatorSet): { group: string | null; indicators: Indicator[] }[] {
  if (!set.groups) return [{ group: null, indicators: set.indicators }]
  return set.groups.map((group) => ({
    group,
    indicators: set.indicators.filter((one) => one.group === group),
  }))
}

/** Answered is whatever is not 'not asked': 'don't know' and 'rather not say' are answers. */
export const isAnswered = (marks: Marks, id: string): boolean => (marks[id] ?? 'not_asked') !== 'not_asked'
