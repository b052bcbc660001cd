import { BadInput } from '#platform/errors'
import { level, levelWords, type FieldKind } from './fields.ts'
import type { Linkage } from './link.ts'
import { probabilityOf } from './weigh.ts'

/** One field of a pair: how its two values compare and what that weighs. */
export type Reason = {
  field: FieldKind
  a: string
  b: string
  /** How they compare, in words. */
  step: (typeof levelWords)[number]
  /** Bits: above 0 for one person, below 0 for two. */
  bits: number
  /** Of these, what the rarity of the value adds, or takes where it follows from another field that agrees. */
  adjustmentBits: number
}

/** Why two records may be one person: the start, each field, the end. The bits add up. */
export type Waterfall = {
  a: string
  b: string
  /** Bits before anything is compared: two records drawn at random are hardly ever one person. */
  priorBits: number
  reasons: readonly Reason[]
  totalBits: number
  probability: number
}

/** Records that may be one person, for a person to decide on. Nothing is merged. */
export type Suggestion = {
  state: 'for review'
  records: readonly string[]
  /** The chance of the least certain record's belonging. */
  probability: number
  /** Share of the pairs within that are likelier than not by themselves. */
  cohesion: number
  /** The least certain pair, with its reasons: what a reviewer should look at first. */
  weakest: Waterfall
}

/** The reasons of a pair of rows. */
export function explainRows({ table, weigher }: Linkage, i: number, j: number): Waterfall {
  const { comparison } = weigher
  const steps = new Uint8Array(table.columns.length)
  comparison.levelsOf(i, j, steps)
  const reasons = table.columns.flatMap(({ rule, of, forms }, c): Reason[] => {
    const step = steps[c]!
    if (step === level.unknown) return []
    const bits = weigher.ofColumn(c, steps, of[i]!)
    const form = (row: number): string => (of[row]! < 0 ? '' : forms[of[row]!]!)
    return [
      {
        field: rule.kind,
        a: form(i),
        b: form(j),
        step: levelWords[step]!,
        bits,
        adjustmentBits: bits - weigher.plain(c, step),
      },
    ]
  })
  const totalBits = weigher.prior + reasons.reduce((sum, { bits }) => sum + bits, 0)
  return {
    a: table.records[i]!.id,
    b: table.records[j]!.id,
    priorBits: weigher.prior,
    reasons: reasons.sort((p, q) => q.bits - p.bits),
    totalBits,
    probability: probabilityOf(totalBits),
  }
}

/** The reasons of a pair of records, by id. */
export function explainPair(linkage: Linkage, a: string, b: string): Waterfall {
  const rowOf = (id: string): number => {
    const row = linkage.table.records.findIndex((record) => record.id === id)
    if (row < 0) throw new BadInput(`found the id '${id}', expected the id of a record that was linked`)
    return row
  }
  return explainRows(linkage, rowOf(a), rowOf(b))
}

/** Groups of two and more, the surest first. */
export function suggestions(linkage: Linkage): Suggestion[] {
  const { table, weigher } = linkage
  return linkage.groups
    .filter(({ length }) => length > 1)
    .map((rows): Suggestion => {
      let likely = 0
      let pairs = 0
      let weakest: { i: number; j: number; bits: number } | undefined
      const sums = rows.map(() => 0)
      rows.forEach((i, a) =>
        rows.slice(a + 1).forEach((j, offset) => {
          const bits = weigher.ofPair(i, j)
          pairs++
          if (bits > 0) likely++
          sums[a]! += bits
          sums[a + 1 + offset]! += bits
          if (weakest === undefined || bits < weakest.bits) weakest = { i, j, bits }
        }),
      )
      return {
        state: 'for review',
        records: rows.map((row) => table.records[row]!.id).sort(),
        probability: probabilityOf(Math.min(...sums) / (rows.length - 1)),
        cohesion: likely / pairs,
        weakest: explainRows(linkage, weakest!.i, weakest!.j),
      }
    })
    .sort((p, q) => q.probability - p.probability || (p.records[0]! < q.records[0]! ? -1 : 1))
}
