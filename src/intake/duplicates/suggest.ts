import { compareReports, type Likeness, type Told } from './compare.ts'
import { marksOf } from './marks.ts'
import { KIND_POINTS, rarity, type Weigh } from './rarity.ts'

/** How many reports are opened to compare with one, and how many are shown of it. */
export const MOST_COMPARED = 30
export const MOST_SUGGESTED = 10

/**
 * What the desk would suggest for each of these reports, without a database: those whose shared marks tell most are compared,
 * the likeliest shown. By the places in the list; the desk's own order of equals is by id, here it is the list's.
 */
export function suggestAmong(reports: readonly Told[]): Map<number, { other: number; likeness: Likeness }[]> {
  const marks = reports.map(({ report }) => marksOf(report))
  const keys = marks.map((each) => new Set(each.map(keyOf)))
  const having = new Map<string, number>()
  for (const each of keys) for (const key of each) having.set(key, (having.get(key) ?? 0) + 1)
  const weigh: Weigh = (mark) => rarity(mark.kind, having.get(keyOf(mark)) ?? 0, reports.length)
  const suggested = new Map<number, { other: number; likeness: Likeness }[]>()
  for (const [one, own] of marks.entries()) {
    const candidates = keys
      .map((others, other) => ({
        other,
        tells: own.reduce(
          (sum, mark) => sum + (others.has(keyOf(mark)) ? KIND_POINTS[mark.kind] * weigh(mark) : 0),
          0,
        ),
      }))
      .filter(({ other, tells }) => other !== one && tells > 0)
      .toSorted((a, b) => b.tells - a.tells)
      .slice(0, MOST_COMPARED)
    const likely = candidates.flatMap(({ other }) => {
      const likeness = compareReports(reports[one]!, reports[other]!, weigh)
      return likeness ? [{ other, likeness }] : []
    })
    suggested.set(
      one,
      likely.toSorted((a, b) => b.likeness.points - a.likeness.points).slice(0, MOST_SUGGESTED),
    )
  }
  return suggested
}

const keyOf = ({ kind, value }: { kind: string; value: string }) => `${kind}:${value}`
