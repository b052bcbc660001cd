import { detect } from '#detect'
import { loadCatalogue } from '#law/node'
import { openLives } from '#places'
import { measureNaive } from '../ruler/naive.ts'
import { countDisplaced, measurePatterns, measureWarnings } from '../ruler/ruler.ts'
import { truthTable } from '../ruler/truth-table.ts'
import type { WorldOptions } from '../world/settings.ts'
import { makeWorld } from '../world/world.ts'
import { type DemoAnswer, rounded } from './answer.ts'
import { fileStories } from './file-stories.ts'
import { importWorld } from './import-world.ts'
import { observePlaces } from './observe.ts'
import { countLeads, openCases } from './open-cases.ts'
import type { DemoPlatform } from './platform.ts'
import { shownPatterns } from './shown-patterns.ts'
import { hireStaff } from './staff.ts'

/** The day the demo takes for today: the first after the world's calendar, so that the same seed gives the same clocks. */
export const demoDay = '2026-11-23'

export type RunDemo = WorldOptions & {
  platform: DemoPlatform
  /** The day rights are counted from; `demoDay` unless told. */
  today?: string
  onProgress(line: string): void
}

/**
 * The main job, whole, on the made-up region: import, detect, places, review, leads, reports, cases; then the ruler.
 * The truth is looked at by the ruler only, after everything else is done.
 */
export async function runDemo({
  platform,
  today = demoDay,
  onProgress,
  ...options
}: RunDemo): Promise<DemoAnswer> {
  const started = performance.now()
  const { corpus, database } = platform
  onProgress(`making the region: seed ${options.seed}, ${options.scale}, difficulty ${options.difficulty}`)
  const world = makeWorld(options)
  const staff = await hireStaff(platform.auth)
  const imported = await importWorld(platform, world, staff.analyst, onProgress)

  onProgress('looking for templates, links and patterns')
  const found = await detect({ corpus, onProgress })
  onProgress('looking for hotspots and warnings, week by week')
  const observed = await observePlaces(corpus, world.region)
  await database.as({ ...staff.analyst }, (trx) => openLives(trx, observed.run.warnings))

  onProgress(`filing ${world.stories.length} reports`)
  const reports = await fileStories(platform, staff.intake_worker.organisation, world.stories)
  onProgress('opening cases')
  const law = loadCatalogue({ invented: true })
  const { cases, rightsDue } = await openCases(platform, staff, law, world, reports, today)

  onProgress('measuring against the truth')
  const truth = truthTable(world)
  const patterns = await shownPatterns(corpus)
  const aboutPatterns = measurePatterns(truth, patterns)
  const aboutWarnings = measureWarnings(truth, observed.warnings, observed.weeks)
  return rounded({
    seed: options.seed,
    scale: options.scale,
    difficulty: options.difficulty,
    observations: imported.ads + imported.incidents,
    reports: reports.length,
    templates: found.templates,
    patterns: patterns.length,
    hotspots: observed.hotspots.length,
    warnings: observed.warnings.length,
    leads: await countLeads(platform, staff.case_worker),
    cases,
    rightsDue,
    truth: {
      patternPrecision: aboutPatterns.patternPrecision,
      patternRecall: aboutPatterns.patternRecall,
      patternPurity: aboutPatterns.patternPurity,
      fdr: aboutPatterns.fdr,
      warningLeadDaysMedian: aboutWarnings.warningLeadDaysMedian,
      warningPrecision: aboutWarnings.warningPrecision,
      ringsWarnedInTime: aboutWarnings.ringsWarnedInTime,
      falseWarningsPerMonth: aboutWarnings.falseWarningsPerMonth,
      displacedHotspots: countDisplaced(truth, observed.hotspots),
      displacedHotspotsWithoutEffort: countDisplaced(truth, observed.hotspotsWithoutEffort),
      hotspotsWithoutEffort: observed.hotspotsWithoutEffort.length,
      harm: aboutPatterns.harm,
      harmWorkers: aboutPatterns.harmWorkers,
    },
    naive: measureNaive(world, truth),
    seconds: (performance.now() - started) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  })
}
