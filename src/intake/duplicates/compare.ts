import type { Report } from '../report/report.ts'
import { type Mark, marksOf, wordsOf } from './marks.ts'
import { KIND_POINTS, type Weigh } from './rarity.ts'

export const REASONS = ['phone', 'identifier', 'name', 'place', 'wording', 'time', 'signs', 'child'] as const
export const AGAINST = ['child', 'time'] as const

/** Why two reports may tell of one event: what both say, and how much it weighs. Points are not a probability. */
export type Reason = { kind: (typeof REASONS)[number]; points: number; said: string[] }
export type Likeness = { points: number; reasons: Reason[]; against: (typeof AGAINST)[number][] }

export type Told = { report: Report; receivedAt: Date }

/** From how many points on two reports are shown to a person as possibly the same event. */
export const SUGGESTED_FROM = 3.5
/** What the event itself tells; the others only add to it. */
const SPECIFIC = new Set<string>(['phone', 'identifier', 'name', 'place', 'wording'])
const DAY = 86_400_000

/**
 * What speaks for one event and what against it; `undefined` below what is worth a person's time. `weigh` says how much a shared
 * mark tells; without it every one tells all.
 */
export function compareReports(a: Told, b: Told, weigh: Weigh = () => 1): Likeness | undefined {
  const shared = sharedMarks(a.report, b.report)
  const days = Math.abs(a.receivedAt.getTime() - b.receivedAt.getTime()) / DAY
  const of = (
    kind: Exclude<Reason['kind'], 'wording' | 'time' | 'signs' | 'child'>,
    most: number,
  ): Reason => {
    const marks = shared.filter((mark) => mark.kind === kind)
    const points = marks.reduce((sum, mark) => sum + KIND_POINTS[kind] * weigh(mark), 0)
    return { kind, points: halves(Math.min(most, points)), said: marks.map(({ said }) => said).slice(0, 8) }
  }
  const signs = a.report.signs.filter((sign) => b.report.signs.includes(sign))
  const reasons: Reason[] = [
    of('phone', 6),
    of('identifier', 5),
    of('name', 5),
    of('place', 3),
    wording(a.report.story, b.report.story, weigh),
    { kind: 'time' as const, points: days <= 7 ? 1 : days <= 30 ? 0.5 : 0, said: [] },
    { kind: 'signs' as const, points: signs.length >= 3 ? 0.5 : 0, said: signs },
    {
      kind: 'child' as const,
      points: a.report.child === 'yes' && b.report.child === 'yes' ? 0.5 : 0,
      said: [],
    },
  ].filter(({ points }) => points > 0)
  const children = new Set([a.report.child, b.report.child])
  const against: Likeness['against'] = [
    ...(children.has('yes') && children.has('no') ? (['child'] as const) : []),
    ...(days > 90 ? (['time'] as const) : []),
  ]
  const points = reasons.reduce((sum, one) => sum + one.points, 0) - against.length
  if (points < SUGGESTED_FROM || !reasons.some(({ kind }) => SPECIFIC.has(kind))) return undefined
  return { points, reasons: reasons.toSorted((one, other) => other.points - one.points), against }
}

function sharedMarks(a: Report, b: Report): Mark[] {
  const others = new Set(marksOf(b).map(({ kind, value }) => `${kind} ${value}`))
  return marksOf(a).filter(({ kind, value }) => others.has(`${kind} ${value}`))
}

const halves = (points: number) => Math.round(points * 2) / 2

/**
 * The share of words both stories use (Jaccard), with the longest run of words they have in common; each as much as its words
 * tell.
 */
function wording(a: string, b: string, weigh: Weigh): Reason {
  const [left, right] = [wordsOf(a), wordsOf(b)]
  const long = (words: readonly string[]) => new Set(words.filter((word) => word.length > 3))
  const [one, other] = [long(left), long(right)]
  const both = [...one].filter((word) => other.has(word))
  const share = both.length / Math.max(1, one.size + other.size - both.length)
  const phrase = longestRun(left.slice(0, 1_000), right.slice(0, 1_000))
  const points =
    (share >= 0.15 && both.length >= 3 ? Math.min(4, share * 10) * telling(both, weigh) : 0) +
    (phrase.length >= 5 ? 2 * telling(phrase, weigh) : 0)
  return {
    kind: 'wording',
    points: Math.min(4, halves(points)),
    said: phrase.length >= 3 ? [phrase.join(' ')] : [],
  }
}

/** How much these words tell on average; short ones are not marked, and say nothing of it. */
function telling(words: readonly string[], weigh: Weigh): number {
  const marked = words.filter((word) => word.length > 5)
  if (marked.length === 0) return 0.5
  return marked.reduce((sum, value) => sum + weigh({ kind: 'word', value }), 0) / marked.length
}

function longestRun(a: readonly string[], b: readonly string[]): string[] {
  let best = { end: 0, length: 0 }
  let previous = new Uint16Array(b.length + 1)
  for (const [i, word] of a.entries()) {
    const row = new Uint16Array(b.length + 1)
    for (let j = 1; j <= b.length; j++) {
      if (b[j - 1] !== word) continue
      const length = previous[j - 1]! + 1
      row[j] = length
      if (length > best.length) best = { end: i + 1, length }
    }
    previous = row
  }
  return a.slice(best.end - best.length, best.end)
}
