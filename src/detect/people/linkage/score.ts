import { level } from './fields.ts'
import type { Linkage } from './link.ts'
import { probabilityOf } from './weigh.ts'

export type PeopleScore = {
  records: number
  pairsTrue: number
  pairsFound: number
  precision: number
  recall: number
  f1: number
  /** Mean gap between the chance given and the share that is true, over compared pairs of 1 % and more, in ten bins. */
  calibrationError: number
  /**
   * What nothing could exceed: true pairs that no chain of their person's records, each sharing two fields with the
   * next (equal or one slip; sex apart), holds together have too little in common to be told.
   */
  ceiling: { recall: number; f1: number; pairsApart: number }
}

/** Scores a linkage against the truth, one entity per row of its table. `across`: only pairs of two sources count. */
export function scoreLinkage(linkage: Linkage, truth: readonly string[], across: boolean): PeopleScore {
  const { table, groups } = linkage
  const sourceOf = across ? (row: number): string => table.records[row]!.source ?? '' : undefined
  const count = (sets: Iterable<readonly number[]>): number => {
    let sum = 0
    for (const rows of sets) sum += pairsIn(rows, sourceOf)
    return sum
  }
  const entities = grouped(
    truth.map((_, row) => row),
    (row) => truth[row]!,
  )
  const pairsTrue = count(entities)
  const pairsFound = count(groups)
  const right = count(groups.flatMap((rows) => grouped(rows, (row) => truth[row]!)))
  const reachable = count(entities.flatMap((rows) => chained(linkage, rows)))
  const recall = pairsTrue === 0 ? 1 : right / pairsTrue
  const most = pairsTrue === 0 ? 1 : reachable / pairsTrue
  return {
    records: table.rows,
    pairsTrue,
    pairsFound,
    precision: pairsFound === 0 ? 1 : right / pairsFound,
    recall,
    f1: pairsTrue + pairsFound === 0 ? 1 : (2 * right) / (pairsTrue + pairsFound),
    calibrationError: calibrationError(linkage, truth),
    ceiling: { recall: most, f1: (2 * most) / (1 + most), pairsApart: pairsTrue - reachable },
  }
}

function grouped(rows: readonly number[], keyOf: (row: number) => string): number[][] {
  const byKey = new Map<string, number[]>()
  for (const row of rows) {
    const own = byKey.get(keyOf(row))
    if (own === undefined) byKey.set(keyOf(row), [row])
    else own.push(row)
  }
  return [...byKey.values()]
}

function pairsIn(rows: readonly number[], sourceOf: ((row: number) => string) | undefined): number {
  const all = (rows.length * (rows.length - 1)) / 2
  if (sourceOf === undefined) return all
  return grouped(rows, sourceOf).reduce((sum, own) => sum - (own.length * (own.length - 1)) / 2, all)
}

/** One person's records in sets that chains of two shared fields hold together. */
function chained({ table, weigher }: Linkage, rows: readonly number[]): number[][] {
  const steps = new Uint8Array(table.columns.length)
  const informative = table.columns.map(({ rule }) => rule.kind !== 'sex')
  const left = new Set(rows)
  const sets: number[][] = []
  for (const start of rows) {
    if (!left.delete(start)) continue
    const set = [start]
    for (let at = 0; at < set.length; at++)
      for (const row of left) {
        weigher.comparison.levelsOf(set[at]!, row, steps)
        const shared = steps.reduce(
          (sum, step, c) => (informative[c]! && step >= level.equal && step <= level.slip ? sum + 1 : sum),
          0,
        )
        if (shared < 2) continue
        left.delete(row)
        set.push(row)
      }
    sets.push(set)
  }
  return sets
}

function calibrationError({ pairs }: Linkage, truth: readonly string[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sum: 0, right: 0 }))
  pairs.bits.forEach((bits, e) => {
    const chance = probabilityOf(bits)
    const bin = bins[Math.min(9, Math.floor(chance * 10))]!
    bin.sum += chance
    if (truth[pairs.low[e]!] === truth[pairs.high[e]!]) bin.right++
  })
  const gap = bins.reduce((sum, bin) => sum + Math.abs(bin.sum - bin.right), 0)
  return pairs.bits.length === 0 ? 0 : gap / pairs.bits.length
}
