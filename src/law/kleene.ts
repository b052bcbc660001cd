/**
 * Kleene's strong three-valued logic as numbers: yes 1, unknown 0, no −1. Then 'all' is the least, 'any' the
 * greatest, 'not' the negative; learning a fact can only move an unknown answer, never overturn a known one.
 */
export type Truth = 1 | 0 | -1

export const yes = 1
export const unknown = 0
export const no = -1

export function truthOf(value: boolean | null | undefined): Truth {
  return value === true ? yes : value === false ? no : unknown
}

export type TruthWord = 'yes' | 'no' | 'unknown'

/** 'At least n of these': the n-th greatest. */
export function atLeast(count: number, truths: readonly number[]): Truth {
  if (count > truths.length) return no
  return [...truths].sort((a, b) => b - a)[count - 1] as Truth
}
