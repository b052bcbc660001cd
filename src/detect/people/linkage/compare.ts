import { level, levels } from './fields.ts'
import type { Column, Table } from './table.ts'

/** Compares rows field by field; values compared once are remembered in bounded memory. */
export class Comparison {
  readonly table: Table
  readonly columns: readonly Column[]
  /** Pairs of forms found to stand for each other, per column, as `low * forms + high`. */
  readonly equivalents: readonly Set<number>[]
  readonly #cacheKeys: Float64Array[]
  readonly #cacheLevels: Uint8Array[]
  readonly #given: number
  readonly #surname: number

  constructor(table: Table) {
    this.table = table
    this.columns = table.columns
    this.equivalents = table.columns.map(() => new Set<number>())
    const size = 1 << 18
    this.#cacheKeys = table.columns.map(() => new Float64Array(size).fill(-1))
    this.#cacheLevels = table.columns.map(() => new Uint8Array(size))
    this.#given = table.columns.findIndex(({ rule }) => rule.kind === 'givenName')
    this.#surname = table.columns.findIndex(({ rule }) => rule.kind === 'surname')
  }

  /** The step of two forms of a column. */
  ofForms(c: number, a: number, b: number): number {
    if (a < 0 || b < 0) return level.unknown
    if (a === b) return level.equal
    const column = this.columns[c]!
    const key = a < b ? a * column.forms.length + b : b * column.forms.length + a
    const slot = (key ^ (key / 262_144)) & 262_143
    const keys = this.#cacheKeys[c]!
    if (keys[slot] === key) return this.#cacheLevels[c]![slot]!
    const found = this.equivalents[c]!.has(key)
      ? level.equivalent
      : column.rule.compare(column.forms[Math.min(a, b)]!, column.forms[Math.max(a, b)]!)
    keys[slot] = key
    this.#cacheLevels[c]![slot] = found
    return found
  }

  /** Fills `into` with the step of every column for two rows. */
  levelsOf(i: number, j: number, into: Uint8Array): void {
    const { columns } = this
    for (let c = 0; c < columns.length; c++) {
      const { of } = columns[c]!
      into[c] = this.ofForms(c, of[i]!, of[j]!)
    }
    const g = this.#given
    const s = this.#surname
    if (g >= 0 && s >= 0 && into[g] !== level.equal && into[s] !== level.equal) {
      const given = columns[g]!.of
      const surname = columns[s]!.of
      const one = given[i]! >= 0 && given[i] === surname[j]
      const two = given[j]! >= 0 && given[j] === surname[i]
      if (one && two) {
        into[g] = level.swapped
        into[s] = level.swapped
      } else if (one || two) {
        // Half a swap is told once: the other half is an error of its own.
        if (into[g] === level.different || into[g] === level.unknown) into[g] = level.swapped
      }
    }
  }

  /** What was remembered is forgotten: equivalents have changed. */
  forget(): void {
    for (const keys of this.#cacheKeys) keys.fill(-1)
  }
}

/** Whether a step says that two values are the same. */
export const agrees = (step: number): boolean => step === level.equal || step === level.equivalent

/** All steps of a pair in one number. */
export function patternOf(steps: Uint8Array): number {
  let code = 0
  for (let c = steps.length - 1; c >= 0; c--) code = code * levels + steps[c]!
  return code
}

/** And back. */
export function stepsOf(code: number, into: Uint8Array): void {
  let rest = code
  for (let c = 0; c < into.length; c++) {
    into[c] = rest % levels
    rest = Math.floor(rest / levels)
  }
}
