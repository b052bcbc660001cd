import { agrees, type Comparison } from './compare.ts'
import { level } from './fields.ts'
import type { Model } from './model.ts'

/** Pairs that the assumed rarity of a value counts for. */
const assumedRows = 300

/** Turns the steps of a pair into bits of evidence: above 0 for one person, below 0 for two. */
export class Weigher {
  readonly comparison: Comparison
  /** Bits for the prior. */
  readonly prior: number
  readonly #bits: readonly Float64Array[]
  readonly #equalBits: readonly Float64Array[]
  readonly #following: readonly { child: number; parent: number; bits: Float64Array }[]
  readonly #steps: Uint8Array

  constructor(comparison: Comparison, model: Model) {
    this.comparison = comparison
    this.prior = Math.log2(model.prior / (1 - model.prior))
    this.#steps = new Uint8Array(comparison.columns.length)
    this.#bits = comparison.columns.map((_, c) => bitsOf(model.m[c]!, model.u[c]!))
    this.#following = model.dependences.map(({ child, parent, u }) => ({
      child,
      parent,
      bits: bitsOf(model.m[child]!, u),
    }))
    // A rare value that agrees says more than a common one: its own share stands for u.
    this.#equalBits = comparison.columns.map(({ counts, present, rule }, c) => {
      const assumed = rule.u[level.equal]!
      return Float64Array.from(counts, (count) =>
        Math.log2(
          model.m[c]![level.equal]! / Math.min(1, (count + assumedRows * assumed) / (present + assumedRows)),
        ),
      )
    })
  }

  /** Bits of one column of a pair whose steps are known; `form` is the value that may agree, for its rarity. */
  ofColumn(c: number, steps: Uint8Array, form: number): number {
    const step = steps[c]!
    if (step === level.unknown) return 0
    for (const { child, parent, bits } of this.#following)
      if (child === c && agrees(steps[parent]!)) return bits[step]!
    return step === level.equal ? this.#equalBits[c]![form]! : this.#bits[c]![step]!
  }

  /** Bits of a step without rarity and dependence. */
  plain(c: number, step: number): number {
    return this.#bits[c]![step]!
  }

  /** All evidence about two rows, the prior included. */
  ofPair(i: number, j: number): number {
    const steps = this.#steps
    this.comparison.levelsOf(i, j, steps)
    let bits = this.prior
    const { columns } = this.comparison
    for (let c = 0; c < columns.length; c++) bits += this.ofColumn(c, steps, columns[c]!.of[i]!)
    return bits
  }
}

/** Bits of each step. What is less than equal says no more than equal, however few strangers showed it. */
function bitsOf(m: Float64Array, u: Float64Array): Float64Array {
  const equal = Math.log2(m[level.equal]! / u[level.equal]!)
  return m.map((chance, step) => (step === level.unknown ? 0 : Math.min(equal, Math.log2(chance / u[step]!))))
}

/** The chance that goes with bits of evidence. */
export function probabilityOf(bits: number): number {
  return bits > 0 ? 1 / (1 + 2 ** -bits) : 2 ** bits / (1 + 2 ** bits)
}
