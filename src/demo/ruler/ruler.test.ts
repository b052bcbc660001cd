import { describe, expect, it } from 'vitest'
import { makeWorld } from '../world/world.ts'
import { measureNaive, tooEasy } from './naive.ts'
import { countDisplaced, measurePatterns, measureWarnings } from './ruler.ts'
import { truthTable, type TruthTable, type Writer } from './truth-table.ts'

/** Two rings of four ads, a franchise of four, two independent workers of two; ring 0 is active in town 0, weeks 10 to 19. */
const writers = new Map<string, Writer>()
const put = (prefix: string, count: number, writer: Writer): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`).map((id) => (writers.set(id, writer), id))
const ring0 = put('a', 4, { poster: 0, kind: 'ring', ring: 0 })
const ring1 = put('b', 4, { poster: 1, kind: 'ring', ring: 1 })
const chain = put('f', 4, { poster: 2, kind: 'franchise', ring: -1 })
const worker = put('w', 2, { poster: 3, kind: 'independent', ring: -1 })
const tourist = put('t', 2, { poster: 4, kind: 'touring', ring: -1 })
const truth: TruthTable = {
  writers,
  towns: 3,
  weeks: 104,
  independentWorkers: 2,
  activity: (town, week) =>
    town === 0 && week >= 10 && week < 20 ? 5 : town === 1 && week >= 40 && week < 50 ? 3 : 0,
  rings: [
    { number: 0, traces: 4, from: 10, to: 19, towns: [0], confirmed: 150 },
    { number: 1, traces: 4, from: 40, to: 49, towns: [1], confirmed: null },
  ],
}
const shown = (id: string, ads: string[], q = 0.01) => ({ id, ads, q })

describe('patterns', () => {
  it('a detector that shows each ring whole has recall and precision 1 and harms nobody', () => {
    expect(measurePatterns(truth, [shown('1', ring0), shown('2', ring1)])).toEqual({
      patternRecall: 1,
      patternPrecision: 1,
      fdr: 0,
      harm: 0,
      harmWorkers: 0,
      patternPurity: 1,
      shown: 2,
    })
  })

  it('a pattern on an honest franchise is false', () => {
    const figures = measurePatterns(truth, [shown('1', chain)])
    expect(figures).toMatchObject({ patternRecall: 0, patternPrecision: 0, fdr: 1 })
  })

  it('a pattern on workers is false, and counts as harm', () => {
    const figures = measurePatterns(truth, [shown('1', [...worker, ...tourist])])
    expect(figures).toMatchObject({ patternPrecision: 0, harm: 500, harmWorkers: 1000 })
  })

  it('half a ring is found, less is not; a ring drowned in others is not', () => {
    expect(measurePatterns(truth, [shown('1', ring0.slice(0, 2))]).patternRecall).toBe(0.5)
    expect(measurePatterns(truth, [shown('1', ring0.slice(0, 1))]).patternRecall).toBe(0)
    expect(measurePatterns(truth, [shown('1', [...ring0, ...chain, 'w0'])]).patternRecall).toBe(0)
  })

  it('the false discovery rate looks only at patterns claimed with q of .05 or less', () => {
    expect(measurePatterns(truth, [shown('1', ring0), shown('2', chain, 0.4)]).fdr).toBe(0)
    expect(measurePatterns(truth, [shown('2', chain, 0.4)]).fdr).toBeNull()
  })

  it('nothing shown is recall 0 and no precision at all', () => {
    expect(measurePatterns(truth, [])).toMatchObject({
      patternRecall: 0,
      patternPrecision: null,
      fdr: null,
      harm: 0,
    })
  })
})

describe('warnings', () => {
  const warning = (day: number, town: number) => ({
    id: `${day}/${town}`,
    day,
    towns: [town],
    from: Math.floor(day / 7),
    to: Math.floor(day / 7),
  })

  it('lead is the time to the first confirming report, or to the end of a ring nobody reported', () => {
    expect(measureWarnings(truth, [warning(80, 0)], 104).warningLeadDaysMedian).toBe(70)
    expect(measureWarnings(truth, [warning(300, 1)], 104).warningLeadDaysMedian).toBe(49 * 7 + 6 - 300)
  })

  it('a warning where nothing is going on is false', () => {
    const figures = measureWarnings(truth, [warning(80, 0), warning(80, 2), warning(600, 0)], 104)
    expect(figures.warningPrecision).toBeCloseTo(1 / 3)
    expect(figures.falseWarningsPerMonth).toBeCloseTo(2 / (104 / 4.348), 2)
    expect(figures.ringsWarnedInTime).toBe(0.5)
  })
})

it('a hotspot is displaced where no town is busier with rings than the median one', () => {
  const spot = (town: number) => ({ id: String(town), towns: [town], from: 0, to: 103 })
  expect(countDisplaced(truth, [spot(0), spot(2)])).toBe(1)
})

it('the world is hard: no naive detector reaches what would make it too easy (median of three seeds)', () => {
  const figures = [1, 2, 3].map((seed) => {
    const world = makeWorld({ seed, scale: 'small', difficulty: 2 })
    return measureNaive(world, truthTable(world))
  })
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[1]!
  expect(middle(figures.map(({ duplicates }) => duplicates.recall))).toBeLessThanOrEqual(
    tooEasy.duplicatesRecall,
  )
  expect(middle(figures.map(({ phone }) => phone.recall))).toBeLessThanOrEqual(tooEasy.phoneRecall)
  expect(middle(figures.map(({ counts }) => counts.precision ?? 0))).toBeLessThanOrEqual(
    tooEasy.countsPrecision,
  )
})
