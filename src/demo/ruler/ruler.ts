import type { TruthTable, TrueRing } from './truth-table.ts'

/** A pattern as it was shown to a person. */
export type ShownPattern = { id: string; ads: readonly string[]; q: number }

/** A warning as it was raised: the day it could first be read, the towns in its area, and the weeks it speaks of. */
export type ShownWarning = { id: string; day: number; towns: readonly number[]; from: number; to: number }

export type ShownHotspot = { id: string; towns: readonly number[]; from: number; to: number }

export type PatternFigures = {
  /** Rings of 3 traces or more for which a shown pattern holds at least half of their traces and is at least half theirs. */
  patternRecall: number
  /** Shown patterns that hold at least half the traces of one ring; null when none was shown. */
  patternPrecision: number | null
  /** 1 − precision among patterns with q ≤ .05; null when there is none. */
  fdr: number | null
  /** Shown patterns holding an ad of an independent worker, per 1,000 such workers. */
  harm: number
  /** Independent workers with an ad in a shown pattern, per 1,000. */
  harmWorkers: number
  /** Shown patterns at least half of whose ads are one ring's: looser than precision, it forgives a ring seen in parts. */
  patternPurity: number | null
  shown: number
}

/** Measures shown patterns against the planted rings. Patterns on franchises, touring workers, hotels or spam are false. */
export function measurePatterns(truth: TruthTable, patterns: readonly ShownPattern[]): PatternFigures {
  const rings = new Map(truth.rings.map((ring) => [ring.number, ring]))
  const found = new Set<number>()
  const workers = new Set<number>()
  let right = 0
  let pure = 0
  let touching = 0
  let certain = 0
  let certainRight = 0
  for (const pattern of patterns) {
    const ads = new Set(pattern.ads)
    const own = new Map<number, number>()
    let touched = false
    for (const ad of ads) {
      const writer = truth.writers.get(ad)
      if (writer === undefined) continue
      if (writer.ring >= 0) own.set(writer.ring, (own.get(writer.ring) ?? 0) + 1)
      if (writer.kind === 'independent' || writer.kind === 'touring') {
        workers.add(writer.poster)
        touched = true
      }
    }
    if (touched) touching += 1
    const halves = [...own].filter(([ring, count]) => count * 2 >= rings.get(ring)!.traces)
    if (halves.length > 0) right += 1
    if ([...own.values()].some((count) => count * 2 >= ads.size)) pure += 1
    for (const [ring, count] of halves) if (count * 2 >= ads.size) found.add(ring)
    if (pattern.q <= 0.05) {
      certain += 1
      if (halves.length > 0) certainRight += 1
    }
  }
  const sought = truth.rings.filter((ring) => ring.traces >= 3)
  const perThousand = (count: number): number =>
    truth.independentWorkers === 0 ? 0 : (count / truth.independentWorkers) * 1000
  return {
    patternRecall: share(sought.filter((ring) => found.has(ring.number)).length, sought.length) ?? 0,
    patternPrecision: share(right, patterns.length),
    fdr: certain === 0 ? null : 1 - certainRight / certain,
    harm: perThousand(touching),
    harmWorkers: perThousand(workers.size),
    patternPurity: share(pure, patterns.length),
    shown: patterns.length,
  }
}

export type WarningFigures = {
  /**
   * Days from the first warning about an end of a ring's corridor, in its lifetime, to its first confirming report;
   * a ring never reported counts by its last day. Median over the rings warned of; null when there was no warning.
   */
  warningLeadDaysMedian: number | null
  /** Warnings a month whose area and weeks hold no ring activity, rises of awareness included. */
  falseWarningsPerMonth: number
  /** Share of warnings whose area and weeks hold ring activity; null when there was none. */
  warningPrecision: number | null
  /** Share of rings warned of before their first confirming report (or their end). */
  ringsWarnedInTime: number
  warnings: number
}

/** `weeks`: how many weeks the detector was watching. */
export function measureWarnings(
  truth: TruthTable,
  warnings: readonly ShownWarning[],
  weeks: number,
): WarningFigures {
  const active = (towns: readonly number[], from: number, to: number): boolean => {
    for (let week = from; week <= to; week++)
      if (towns.some((town) => truth.activity(town, week) > 0)) return true
    return false
  }
  const right = warnings.filter((warning) => active(warning.towns, warning.from, warning.to)).length
  const leads = truth.rings
    .map((ring) => leadDays(ring, warnings))
    .filter((days): days is number => days !== null)
  return {
    warningLeadDaysMedian: median(leads),
    falseWarningsPerMonth: (warnings.length - right) / (weeks / (365.25 / 7 / 12)),
    warningPrecision: share(right, warnings.length),
    ringsWarnedInTime: share(leads.filter((days) => days > 0).length, truth.rings.length) ?? 0,
    warnings: warnings.length,
  }
}

function leadDays(ring: TrueRing, warnings: readonly ShownWarning[]): number | null {
  const about = warnings.filter(
    (one) =>
      one.to >= ring.from && one.from <= ring.to && one.towns.some((town) => ring.towns.includes(town)),
  )
  if (about.length === 0) return null
  return (ring.confirmed ?? ring.to * 7 + 6) - Math.min(...about.map((one) => one.day))
}

/** Hotspots in whose area no town's ring activity, over the hotspot's weeks, is above the median town's. */
export function countDisplaced(truth: TruthTable, hotspots: readonly ShownHotspot[]): number {
  return hotspots.filter((hotspot) => {
    const totals = Array.from({ length: truth.towns }, (_, town) => {
      let sum = 0
      for (let week = hotspot.from; week <= hotspot.to; week++) sum += truth.activity(town, week)
      return sum
    })
    const middle = median(totals) ?? 0
    return hotspot.towns.every((town) => totals[town]! <= middle)
  }).length
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
