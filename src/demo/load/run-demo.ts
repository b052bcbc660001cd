import { loadCatalogue } from '#law/node'
import { openLives } from '#places'
import { measureNaive } from '../ruler/naive.ts'
import { countDisplaced, measurePatterns, measureWarnings } from '../ruler/ruler.ts'
import { truthTable } from '../ruler/truth-table.ts'
import type { WorldOptions } from '../world/settings.ts'
import { makeWorld } from '../world/world.ts'
import { type DemoAnswer, rounded } from './answer.ts'
import { fileStories } from './file-stories.ts'
import { findHotspots } from './hotspots.ts'
import { liveThrough, usualLook } from './live-through.ts'
import { countLeads, openCases } from './open-cases.ts'
import { loadDirectory, noteNeeds } from './directory.ts'
import type { DemoPlatform } from './platform.ts'
import { reviewPatterns, untilLeadsAreOpen } from './reviewer.ts'
import { SEALED_REPORTS, sealDoor } from './seal-door.ts'
import { shownPatterns } from './shown-patterns.ts'
import { hireStaff } from './staff.ts'

/** The day the demo takes for today: the first after the world's calendar, so that the same seed gives the same clocks. */
export const demoDay = '2026-11-23'

export type RunDemo = WorldOptions & {
  platform: DemoPlatform
  /** The day rights are counted from; `demoDay` unless told. */
  today?: string
  /** People look at it afterwards: something is left for them to decide. */
  served?: boolean
  /** Weeks from one detection to the next while the world's weeks pass; 13 at small and medium scale. */
  weeksPerLook?: number
  onProgress: (line: string) => void
}

/**
 * The main job, whole, on the made-up region: import, detect, places, review, leads, reports, cases; then the ruler.
 * The truth is looked at by the ruler only, after everything else is done.
 */
export async function runDemo({
  platform,
  today = demoDay,
  served = false,
  weeksPerLook,
  onProgress,
  ...options
}: RunDemo): Promise<DemoAnswer> {
  const started = performance.now()
  const look = weeksPerLook ?? usualLook[options.scale]
  const { corpus, database } = platform
  onProgress(`making the region: seed ${options.seed}, ${options.scale}, difficulty ${options.difficulty}`)
  const world = makeWorld(options)
  const staff = await hireStaff(platform.auth)
  const lived = await liveThrough(platform, world, staff.analyst, look, onProgress)
  onProgress('looking for hotspots')
  const hotspots = await findHotspots(corpus, world.region)
  await database.as(staff.analyst, (trx) => openLives(trx, lived.run.warnings))

  onProgress('reviewing patterns')
  // Served afterwards, the region keeps a pattern and a lead for whoever signs in.
  const leave = served ? 1 : 0
  const accepted = await reviewPatterns(platform, staff.analyst, leave)
  const leads = await untilLeadsAreOpen(platform, accepted, () => countLeads(platform, staff.analyst))
  onProgress(`filing ${world.stories.length} reports`)
  const reports = await fileStories(
    platform,
    staff.intake_worker.organisation,
    world.stories,
    served
      ? { number: world.stories.length - SEALED_REPORTS, work: () => sealDoor(database, staff) }
      : undefined,
  )
  onProgress('opening cases')
  const law = loadCatalogue({ invented: true })
  const { cases, rightsDue } = await openCases(platform, staff, law, world, reports, { today, leave })
  onProgress('filling the directory of partners and shelters')
  const { partners, shelters } = await loadDirectory(platform, staff, world, today)
  await noteNeeds(platform, staff, world)

  onProgress('measuring against the truth')
  const truth = truthTable(world)
  const patterns = await shownPatterns(corpus)
  const aboutPatterns = measurePatterns(truth, patterns)
  const aboutWarnings = measureWarnings(truth, lived.warnings, lived.weeks)
  return rounded({
    seed: options.seed,
    scale: options.scale,
    difficulty: options.difficulty,
    weeksPerLook: look,
    observations: lived.observations,
    reports: reports.length,
    templates: lived.detection.templates,
    patterns: patterns.length,
    hotspots: hotspots.shown.length,
    warnings: lived.warnings.length,
    leads,
    cases,
    rightsDue,
    partners,
    shelters,
    truth: {
      patternPrecision: aboutPatterns.patternPrecision,
      patternRecall: aboutPatterns.patternRecall,
      patternPurity: aboutPatterns.patternPurity,
      fdr: aboutPatterns.fdr,
      warningLeadDaysMedian: aboutWarnings.warningLeadDaysMedian,
      warningPrecision: aboutWarnings.warningPrecision,
      ringsWarnedInTime: aboutWarnings.ringsWarnedInTime,
      falseWarningsPerMonth: aboutWarnings.falseWarningsPerMonth,
      displacedHotspots: countDisplaced(truth, hotspots.shown),
      displacedHotspotsWithoutEffort: countDisplaced(truth, hotspots.withoutEffort),
      hotspotsWithoutEffort: hotspots.withoutEffort.length,
      harm: aboutPatterns.harm,
      harmWorkers: aboutPatterns.harmWorkers,
    },
    naive: measureNaive(world, truth),
    seconds: (performance.now() - started) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  })
}
