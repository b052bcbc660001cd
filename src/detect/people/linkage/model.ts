import { type Block, unique } from './blocking.ts'
import { agrees, type Comparison, patternOf, stepsOf } from './compare.ts'
import type { Dependence } from './dependence.ts'
import { level, levels } from './fields.ts'

/** The weights of evidence of a set of records, learned from the records alone (Fellegi and Sunter 1969). */
export type Model = {
  /** Chance that two records drawn at random are one person. */
  prior: number
  /** Per column and step: chance among pairs of one person, and of two. */
  m: readonly Float64Array[]
  u: readonly Float64Array[]
  dependences: readonly Dependence[]
}

/** Pairs that what is assumed beforehand counts for. */
const assumedMatches = 40
const assumedOthers = 400
const mostSampled = 120_000
const mostPerBlock = 150_000

/** A stream of numbers in [0, 1) (mulberry32): the same for the same records. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How often each step comes among pairs drawn at random: nearly all of two persons. */
export function learnOthers(comparison: Comparison): Float64Array[] {
  const { distinct } = comparison.table
  const rows = distinct.length
  const { columns } = comparison
  const counts = columns.map(() => new Float64Array(levels))
  const steps = new Uint8Array(columns.length)
  const add = (i: number, j: number): void => {
    comparison.levelsOf(distinct[i]!, distinct[j]!, steps)
    for (let c = 0; c < columns.length; c++) counts[c]![steps[c]!]! += 1
  }
  const total = (rows * (rows - 1)) / 2
  if (total <= mostSampled) for (let i = 0; i < rows; i++) for (let j = i + 1; j < rows; j++) add(i, j)
  else {
    const next = numbers(rows)
    for (let drawn = 0; drawn < mostSampled; drawn++) {
      const i = Math.floor(next() * rows)
      const j = Math.floor(next() * rows)
      if (i !== j) add(i, j)
    }
  }
  return counts.map((seen, c) => smoothed(seen, columns[c]!.rule.u, assumedOthers))
}

/** Counts and an assumption as chances over the steps that are known (1 and up). */
function smoothed(seen: Float64Array, assumed: readonly number[], weight: number): Float64Array {
  const known = seen.reduce((sum, count, step) => (step === level.unknown ? sum : sum + count), 0)
  const assumedSum = assumed.reduce((sum, chance) => sum + chance + 1e-6, 0)
  return seen.map((count, step) =>
    step === level.unknown ? 1 : (count + weight * ((assumed[step]! + 1e-6) / assumedSum)) / (known + weight),
  )
}

/**
 * Learns how often each step comes among pairs of one person, by expectation and maximisation within each block, for
 * the fields that the block's key does not speak of; then over all blocks, weighted by the matches found in each.
 */
export function learnMatches(
  comparison: Comparison,
  blocks: readonly Block[],
  u: readonly Float64Array[],
  dependences: readonly Dependence[],
): Float64Array[] {
  const { columns, table } = comparison
  const totals = columns.map(() => new Float64Array(levels))
  const assumed = columns.map(({ rule }) => smoothed(new Float64Array(levels), rule.m, assumedMatches))
  const steps = new Uint8Array(columns.length)
  for (const { kinds, pairs } of blocks) {
    const free = columns.map((_, c) => c).filter((c) => !kinds.includes(columns[c]!.rule.kind))
    if (free.length < 2) continue
    const patterns = new Map<number, number>()
    const stride = Math.max(1, Math.ceil(pairs.length / mostPerBlock))
    for (let p = 0; p < pairs.length; p += stride) {
      const i = Math.floor(pairs[p]! / table.rows)
      comparison.levelsOf(i, pairs[p]! - i * table.rows, steps)
      const code = patternOf(steps)
      patterns.set(code, (patterns.get(code) ?? 0) + 1)
    }
    const found = expectation(patterns, free, assumed, u, dependences, columns)
    for (const c of free)
      for (let step = 1; step < levels; step++) totals[c]![step]! += found[c]![step]! * stride
  }
  return totals.map((seen, c) => smoothed(seen, columns[c]!.rule.m, assumedMatches))
}

/** Expected counts of each step among the matches of one block. */
function expectation(
  patterns: ReadonlyMap<number, number>,
  free: readonly number[],
  start: readonly Float64Array[],
  u: readonly Float64Array[],
  dependences: readonly Dependence[],
  columns: Comparison['columns'],
): Float64Array[] {
  const rows = [...patterns].map(([code, count]) => {
    const steps = new Uint8Array(columns.length)
    stepsOf(code, steps)
    // What each step is against, for these very steps.
    const others = Array.from(steps, (step, c) => {
      const follows = dependences.find(({ child, parent }) => child === c && agrees(steps[parent]!))
      return (follows?.u ?? u[c]!)[step]!
    })
    return { steps, count, others }
  })
  const pairs = rows.reduce((sum, { count }) => sum + count, 0)
  let m = start
  let share = 0.2
  let counts = start.map(() => new Float64Array(levels))
  for (let round = 0; round < 25; round++) {
    counts = start.map(() => new Float64Array(levels))
    let matches = 0
    for (const { steps, count, others } of rows) {
      let odds = share / (1 - share)
      for (const c of free) {
        const step = steps[c]!
        if (step !== level.unknown) odds *= m[c]![step]! / others[c]!
      }
      const expected = (count * odds) / (1 + odds)
      matches += expected
      for (const c of free) counts[c]![steps[c]!]! += expected
    }
    const next = Math.min(0.999, Math.max(1e-6, (matches + 0.2) / (pairs + 1)))
    m = m.map((old, c) => (free.includes(c) ? smoothed(counts[c]!, columns[c]!.rule.m, assumedMatches) : old))
    if (Math.abs(next - share) < 1e-5) break
    share = next
  }
  return counts
}

/** All pairs that any block proposes, each once. */
export function allPairs(blocks: readonly Block[]): Float64Array {
  const length = blocks.reduce((sum, { pairs }) => sum + pairs.length, 0)
  const all = new Float64Array(length)
  let at = 0
  for (const { pairs } of blocks) {
    all.set(pairs, at)
    at += pairs.length
  }
  return unique(all)
}
