import { BadInput } from '#platform/errors'
import { findBlocks } from './blocking.ts'
import { cluster } from './cluster.ts'
import { Comparison } from './compare.ts'
import { learnDependences } from './dependence.ts'
import { learnEquivalents } from './equivalents.ts'
import { allPairs, learnMatches, learnOthers, type Model } from './model.ts'
import { openTable, type PersonRecord, type Table } from './table.ts'
import { probabilityOf, Weigher } from './weigh.ts'

export type LinkOptions = {
  /** Pairs of record ids that are known to be two persons; they are kept apart whatever the evidence. */
  cannotLink?: readonly (readonly [string, string])[]
  /** Each source holds every person once: at most one record of it in a group, and links only between sources. */
  oneToOne?: boolean
  /** The chance from which records are suggested to be one person; 0.5 unless told. */
  threshold?: number
}

export type Linkage = {
  table: Table
  weigher: Weigher
  model: Model
  /** Pairs with at least one chance in a hundred, as rows of the table. */
  pairs: { low: Int32Array; high: Int32Array; bits: Float64Array }
  /** Groups of rows suggested to be one person each, singles included. */
  groups: readonly (readonly number[])[]
  groupOf: Int32Array
  threshold: number
  /** How many pairs were compared in full. */
  compared: number
}

const rounds = 2
const leastKept = Math.log2(0.01 / 0.99)

/**
 * Links records about persons: proposes pairs, learns the weights of evidence from the records alone, weighs every
 * pair, groups. Nothing is merged: what comes out is for a person to look at.
 */
export function linkRecords(records: readonly PersonRecord[], options: LinkOptions = {}): Linkage {
  const table = openTable(records)
  const threshold = options.threshold ?? 0.5
  const { rows } = table
  const comparison = new Comparison(table)
  const sourceOf = (row: number): string => table.records[row]!.source ?? ''
  const blocks = findBlocks(table)
  let pairs = allPairs(blocks)
  if (options.oneToOne === true)
    pairs = pairs.filter((pair) => {
      const i = Math.floor(pair / rows)
      return sourceOf(i) !== sourceOf(pair - i * rows)
    })
  let model: Model = {
    prior: 1 / Math.max(2, rows),
    m: table.columns.map(({ rule }) => Float64Array.from(rule.m, (chance) => chance + 1e-6)),
    u: table.columns.map(({ rule }) => Float64Array.from(rule.u, (chance) => chance + 1e-6)),
    dependences: [],
  }
  let weigher = new Weigher(comparison, model)
  for (let round = 0; round < rounds; round++) {
    const u = learnOthers(comparison)
    const dependences = learnDependences(weigher, u)
    const m = learnMatches(comparison, blocks, u, dependences)
    model = { m, u, dependences, prior: model.prior }
    model = { ...model, prior: learnPrior(comparison, pairs, model) }
    weigher = new Weigher(comparison, model)
    if (round < rounds - 1) learnEquivalents(weigher, pairs)
  }
  const kept = weighed(pairs, weigher, rows)
  const apart = pairsApart(table, options.cannotLink ?? [])
  const least = Math.log2(threshold / (1 - threshold))
  const sure = [...kept.bits.keys()].filter((e) => kept.bits[e]! >= least)
  const { of, members } = cluster(
    rows,
    {
      low: Int32Array.from(sure, (e) => kept.low[e]!),
      high: Int32Array.from(sure, (e) => kept.high[e]!),
      bits: Float64Array.from(sure, (e) => kept.bits[e]!),
    },
    weigher,
    {
      least,
      cannotLink: (i, j) => apart.size > 0 && apart.has(Math.min(i, j) * rows + Math.max(i, j)),
      oneToOne: options.oneToOne === true ? sourceOf : undefined,
    },
  )
  return {
    table,
    weigher,
    model,
    pairs: kept,
    groups: members,
    groupOf: of,
    threshold,
    compared: pairs.length,
  }
}

function pairsApart({ records, rows }: Table, pairs: readonly (readonly [string, string])[]): Set<number> {
  const rowsOf = new Map<string, number[]>()
  records.forEach(({ id }, row) => rowsOf.set(id, [...(rowsOf.get(id) ?? []), row]))
  const rowsCalled = (id: string): number[] => {
    const found = rowsOf.get(id)
    if (found === undefined)
      throw new BadInput(`cannotLink: found the id '${id}', expected the id of a record`)
    return found
  }
  return new Set(
    pairs.flatMap(([a, b]) =>
      rowsCalled(a).flatMap((i) => rowsCalled(b).map((j) => Math.min(i, j) * rows + Math.max(i, j))),
    ),
  )
}

/** The share of matches among all pairs: what the weights find with it must be what it says (a fixed point). */
function learnPrior(comparison: Comparison, pairs: Float64Array, start: Model): number {
  const { rows } = comparison.table
  const total = Math.max(1, (rows * (rows - 1)) / 2)
  const stride = Math.max(1, Math.floor(pairs.length / 300_000))
  const neutral = new Weigher(comparison, { ...start, prior: 0.5 })
  const bits: number[] = []
  for (let p = 0; p < pairs.length; p += stride) {
    const i = Math.floor(pairs[p]! / rows)
    bits.push(neutral.ofPair(i, pairs[p]! - i * rows))
  }
  let { prior } = start
  for (let round = 0; round < 30; round++) {
    const shift = Math.log2(prior / (1 - prior))
    const expected = bits.reduce((sum, own) => sum + probabilityOf(own + shift), 0) * stride
    // As if fifty pairs of strangers had been seen: two records alone are no reason to believe anything.
    const next = Math.min(0.5, (expected + 0.5) / (total + 50))
    if (Math.abs(Math.log2(next / prior)) < 0.01) return next
    prior = next
  }
  return prior
}

function weighed(pairs: Float64Array, weigher: Weigher, rows: number): Linkage['pairs'] {
  const low: number[] = []
  const high: number[] = []
  const bits: number[] = []
  for (const pair of pairs) {
    const i = Math.floor(pair / rows)
    const j = pair - i * rows
    const weight = weigher.ofPair(i, j)
    if (weight < leastKept) continue
    low.push(i)
    high.push(j)
    bits.push(weight)
  }
  return { low: Int32Array.from(low), high: Int32Array.from(high), bits: Float64Array.from(bits) }
}
