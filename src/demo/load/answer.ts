import type { NaiveFigures } from '../ruler/naive.ts'

/** What `demo --once --json` prints; the same options give the same answer, `seconds` and `peakRssMb` aside. */
export type DemoAnswer = {
  seed: number
  scale: string
  difficulty: number
  /** Weeks from one detection to the next: warnings can come no sooner than that. */
  weeksPerLook: number
  observations: number
  reports: number
  templates: number
  patterns: number
  hotspots: number
  warnings: number
  leads: number
  cases: number
  rightsDue: number
  partners: number
  shelters: number
  truth: {
    patternPrecision: number | null
    patternRecall: number
    patternPurity: number | null
    fdr: number | null
    warningLeadDaysMedian: number | null
    warningPrecision: number | null
    ringsWarnedInTime: number
    falseWarningsPerMonth: number
    /** Of the hotspots shown, which take reporting effort into account; and of those shown without it. */
    displacedHotspots: number
    displacedHotspotsWithoutEffort: number
    hotspotsWithoutEffort: number
    harm: number
    harmWorkers: number
  }
  naive: NaiveFigures
  seconds: number
  peakRssMb: number
}

/** Figures to three decimals, so that they read well and stay the same everywhere. */
export function rounded<T>(value: T): T {
  if (typeof value === 'number')
    return (Number.isInteger(value) ? value : Math.round(value * 1000) / 1000) as T
  if (Array.isArray(value)) return value.map((item: unknown) => rounded(item)) as T
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]: [string, unknown]) => [key, rounded(item)]),
    ) as T
  }
  return value
}
