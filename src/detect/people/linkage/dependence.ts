import type { Comparison } from './compare.ts'
import { type FieldKind, level, levels } from './fields.ts'
import { numbers } from './model.ts'
import { probabilityOf, type Weigher } from './weigh.ts'

/**
 * Fields that follow from another: who shares a postcode shares the town, who shares a given name mostly the sex. When
 * the first agrees, the second is weighed against strangers who agree in the first too, or it would count twice.
 */
const follows: readonly (readonly [child: FieldKind, parent: FieldKind])[] = [
  ['place', 'postcode'],
  ['address', 'postcode'],
  ['sex', 'givenName'],
]

/** For a column that follows from another: chances of its steps among two persons who agree in that other. */
export type Dependence = { child: number; parent: number; u: Float64Array }

const mostSampled = 60_000
/** Pairs that the chances without dependence count for. */
const assumedPairs = 30

/** Learns the dependences from pairs of strangers that agree in the parent, as the weights so far tell strangers. */
export function learnDependences(weigher: Weigher, u: readonly Float64Array[]): Dependence[] {
  const { comparison } = weigher
  return follows.flatMap(([childKind, parentKind]) => {
    const child = comparison.columns.findIndex(({ rule }) => rule.kind === childKind)
    const parent = comparison.columns.findIndex(({ rule }) => rule.kind === parentKind)
    if (child < 0 || parent < 0) return []
    return [{ child, parent, u: amongStrangers(weigher, comparison, child, parent, u[child]!) }]
  })
}

function amongStrangers(
  weigher: Weigher,
  comparison: Comparison,
  child: number,
  parent: number,
  unconditional: Float64Array,
): Float64Array {
  const { of, forms } = comparison.columns[parent]!
  const childOf = comparison.columns[child]!.of
  const rowsOf: number[][] = Array.from({ length: forms.length }, () => [])
  const rows: number[] = []
  of.forEach((form, row) => {
    if (form < 0) return
    rowsOf[form]!.push(row)
    rows.push(row)
  })
  const counts = new Float64Array(levels)
  const next = numbers(rows.length)
  for (let drawn = 0; drawn < mostSampled && rows.length > 0; drawn++) {
    const i = rows[Math.floor(next() * rows.length)]!
    const group = rowsOf[of[i]!]!
    const j = group[Math.floor(next() * group.length)]!
    if (i === j) continue
    const step = comparison.ofForms(child, childOf[i]!, childOf[j]!)
    if (step !== level.unknown) counts[step]! += 1 - probabilityOf(weigher.ofPair(i, j))
  }
  const known = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count, step) =>
    step === level.unknown ? 1 : (count + assumedPairs * unconditional[step]!) / (known + assumedPairs),
  )
}
