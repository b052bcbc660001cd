import type { Ad } from '../world/poster.ts'
import { kilometres, type Region } from '../world/region.ts'
import { calendar, weekOf } from '../world/settings.ts'
import type { World } from '../world/world.ts'
import { measurePatterns, measureWarnings, type ShownPattern, type ShownWarning } from './ruler.ts'
import type { TruthTable } from './truth-table.ts'

/** The figures of three detectors anybody could write in an hour, over the same ads and rows. */
export type NaiveFigures = {
  duplicates: { recall: number; precision: number | null; patterns: number; harm: number }
  phone: { recall: number; precision: number | null; patterns: number; harm: number }
  counts: { precision: number | null; warnings: number; leadDaysMedian: number | null; falsePerMonth: number }
}

/** The world is too easy if a naive detector does better than this. */
export const tooEasy = { duplicatesRecall: 0.4, phoneRecall: 0.5, countsPrecision: 0.3 } as const

export function measureNaive(world: World, truth: TruthTable): NaiveFigures {
  const texts = new Map<string, string[]>()
  const phones = new Map<string, string[]>()
  for (const ad of world.ads()) {
    add(texts, ad.text.toLowerCase().replace(/[\d\s+().-]+/g, ' '), ad.id)
    for (const phone of plainPhones(ad)) add(phones, phone, ad.id)
  }
  const counts = weeklyCounts(world)
  const warned = measureWarnings(truth, counts, calendar.weeks - history)
  return {
    duplicates: patternsOf(truth, texts),
    phone: patternsOf(truth, phones),
    counts: {
      precision: warned.warningPrecision,
      warnings: warned.warnings,
      leadDaysMedian: warned.warningLeadDaysMedian,
      falsePerMonth: warned.falseWarningsPerMonth,
    },
  }
}

function add(groups: Map<string, string[]>, key: string, id: string): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [id])
  else group.push(id)
}

function patternsOf(truth: TruthTable, groups: Map<string, string[]>): NaiveFigures['phone'] {
  const patterns = [...groups]
    .filter(([, ads]) => ads.length >= 2)
    .map(([id, ads]): ShownPattern => ({ id, ads, q: 1 }))
  const figures = measurePatterns(truth, patterns)
  return {
    recall: figures.patternRecall,
    precision: figures.patternPrecision,
    patterns: figures.shown,
    harm: figures.harm,
  }
}

/** Runs of plain digits, as a first attempt would find them; hidden ones are missed. */
function plainPhones(ad: Ad): Set<string> {
  const found = `${ad.contact} ${ad.text}`.match(/(?:\+|00|\(\+)?\d(?:[ ().-]{0,2}\d){8,14}/g) ?? []
  return new Set(found.map((written) => written.replace(/\D/g, '').replace(/^00/, '')))
}

/** Weeks a town's series must have before it is judged. */
const history = 12

/** Rows by town and week they became known; a week above mean + 2 standard deviations of all weeks before is a warning. */
export function weeklyCounts(world: World): ShownWarning[] {
  const { towns } = world.region
  const series = towns.map(() => new Float64Array(calendar.weeks))
  for (const incident of world.incidents) {
    const week = weekOf(incident.known)
    if (incident.latitude === null || incident.longitude === null || week < 0 || week >= calendar.weeks)
      continue
    series[nearestTown(world.region, incident.latitude, incident.longitude)]![week]! += 1
  }
  return series.flatMap((counts, town) => {
    const warnings: ShownWarning[] = []
    for (let week = history; week < calendar.weeks; week++) {
      const before = counts.slice(0, week)
      const mean = before.reduce((sum, count) => sum + count, 0) / week
      const sd = Math.sqrt(before.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (week - 1))
      if (counts[week]! > mean + 2 * sd && counts[week]! > 0) {
        warnings.push({ id: `${town}/${week}`, day: week * 7 + 6, towns: [town], from: week, to: week })
      }
    }
    return warnings
  })
}

export function nearestTown(region: Region, latitude: number, longitude: number): number {
  let best = 0
  let least = Infinity
  for (const town of region.towns) {
    const far = kilometres(town, { latitude, longitude })
    if (far < least) {
      least = far
      best = town.index
    }
  }
  return best
}
