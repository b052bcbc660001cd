import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import {
  type Exposure,
  type HotspotFigures,
  measureHotspots,
  measureRises,
  type RiseOptions,
} from '../ruler/places-figures.ts'
import { median, type WarningFigures } from '../ruler/ruler.ts'
import { truthTable } from '../ruler/truth-table.ts'
import { type Scale, scales } from '../world/settings.ts'
import { makeWorld } from '../world/world.ts'

type ByExposure = Record<Exposure, HotspotFigures>

/** Rises of one way to judge them, over all seeds. */
type RiseSummary = {
  warnings: number
  leadDaysMedian: number | null
  falsePerMonth: number
  precision: number | null
}

const ways: Record<string, Omit<RiseOptions, 'factor'>> = {
  withEffort: { effort: true, by: 'told' },
  withoutEffort: { effort: false, by: 'told' },
  withEffortByDayItHappened: { effort: true, by: 'occurred' },
}

const usage =
  'eval places-demo [--seeds N] [--first-seed N] [--scale small|medium] [--difficulty D] [--factor F]'

/**
 * Hotspots and rises against the made-up region's truth, straight from its incidents: awareness as it is, and shifted
 * by area. Nothing is stored, so that many seeds are affordable; arrivals, which need detection, are in `demo curves`.
 */
export const evalPlacesDemo: Command = {
  name: ['eval', 'places-demo'],
  usage,
  summary:
    'Displaced hotspots, lead and false warnings on made-up regions, with and without the effort layer.',
  async run(args, { progress }) {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, {
      seeds: text,
      'first-seed': text,
      scale: text,
      difficulty: text,
      factor: text,
    })
    const seeds = numberBetween('seeds', values.seeds ?? '20', 1, 1000)
    const firstSeed = numberBetween('first-seed', values['first-seed'] ?? '101', 0, 1e9)
    const difficulty = numberBetween('difficulty', values.difficulty ?? '2', 0, 3)
    const factor = numberBetween('factor', values.factor ?? '3', 1, 20)
    const scale = readScale(values.scale ?? 'small')
    const usual = emptyHotspots()
    const shifted = emptyHotspots()
    const rises = new Map<string, WarningFigures[]>()
    const perSeed: unknown[] = []
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      progress(`seed ${seed}`)
      const world = makeWorld({ seed, scale, difficulty })
      const truth = truthTable(world)
      const asItIs = measureHotspots(world, truth, 1)
      const byArea = measureHotspots(world, truth, factor)
      addUp(usual, asItIs)
      addUp(shifted, byArea)
      for (const [way, options] of Object.entries(ways)) {
        const figures = measureRises(world, truth, { ...options, factor: 1 })
        rises.set(way, [...(rises.get(way) ?? []), figures])
      }
      perSeed.push({ seed, usual: asItIs, shifted: byArea })
    }
    const json = {
      seeds,
      firstSeed,
      scale,
      difficulty,
      factor,
      hotspots: { usual: withShares(usual), shifted: withShares(shifted) },
      rises: Object.fromEntries([...rises].map(([way, figures]) => [way, summarize(figures)])),
      perSeed,
    }
    const lines = [
      ...(['usual', 'shifted'] as const).map((awareness) => {
        const { population, none, effort } = json.hotspots[awareness]
        return `awareness ${awareness}: displaced hotspots ${effort.displaced} of ${effort.hotspots} with the effort layer, ${population.displaced} of ${population.hotspots} by population, ${none.displaced} of ${none.hotspots} by raw counts`
      }),
      ...Object.entries(json.rises).map(
        ([way, { warnings, leadDaysMedian, falsePerMonth, precision }]) =>
          `rises ${way}: ${warnings} warnings, ${falsePerMonth} false a month, precision ${precision ?? 'none'}, median lead ${leadDaysMedian ?? 'none'} days`,
      ),
    ]
    return { exit: 0, json, text: lines.join('\n') }
  },
}

const emptyHotspots = (): ByExposure => ({
  none: { hotspots: 0, displaced: 0 },
  population: { hotspots: 0, displaced: 0 },
  effort: { hotspots: 0, displaced: 0 },
})

function addUp(sums: ByExposure, figures: ByExposure): void {
  for (const exposure of ['none', 'population', 'effort'] as const) {
    sums[exposure].hotspots += figures[exposure].hotspots
    sums[exposure].displaced += figures[exposure].displaced
  }
}

/** Beside the sums, what the effort layer leaves of the displaced ones: at most 0.5 is 'at least halved'. */
function withShares(sums: ByExposure) {
  const left = (of: HotspotFigures) => (of.displaced === 0 ? null : sums.effort.displaced / of.displaced)
  return {
    ...sums,
    displacedLeftOfPopulation: left(sums.population),
    displacedLeftOfRawCounts: left(sums.none),
  }
}

function summarize(figures: readonly WarningFigures[]): RiseSummary {
  const warnings = figures.reduce((sum, one) => sum + one.warnings, 0)
  const right = figures.reduce((sum, one) => sum + (one.warningPrecision ?? 0) * one.warnings, 0)
  const rounded = (value: number): number => Math.round(value * 1000) / 1000
  return {
    warnings,
    leadDaysMedian: median(
      figures.flatMap(({ warningLeadDaysMedian: lead }) => (lead === null ? [] : [lead])),
    ),
    falsePerMonth: rounded(median(figures.map((one) => one.falseWarningsPerMonth)) ?? 0),
    precision: warnings === 0 ? null : rounded(right / warnings),
  }
}

function readScale(scale: string): Scale {
  if (scale === 'small' || scale === 'medium') return scale
  throw new BadInput(`--scale: found ${scale}, expected one of ${Object.keys(scales).slice(1, 3).join(', ')}`)
}

function numberBetween(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw new BadInput(`--${option}: found ${text}, expected a number from ${least} to ${most}`)
}
