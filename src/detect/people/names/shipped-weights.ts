import type { Weights } from './weights.ts'

/**
 * Learned once from the 826 judged pairs of OpenSanctions' name_bench (opensanctions/nomenklatura 502208c, MIT) by
 * `learnWeights`; `eval names` learns them again without the names it scores, and says what that changes.
 */
export const shippedWeights: Weights = {
  bias: 3.45,
  parts: {
    agreed: 0.35, lost: -6.9, worst: -8.35, worstDeep: -0.82, extra: -1.87, bodyExtra: -2.98, turned: -2.19,
    parentage: -6.85, initials: -1, numbers: -8.77, legal: -5.23, single: -0.4, firstLetter: -0.75, written: -0.8,
  },
} // prettier-ignore
