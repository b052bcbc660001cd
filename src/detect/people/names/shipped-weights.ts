import type { Weights } from './weights.ts'

/**
 * Learned once from the 826 judged pairs of OpenSanctions' name_bench (opensanctions/nomenklatura 502208c, MIT) by
 * `learnWeights`; `eval names` learns them again without the names it scores, and says what that changes.
 */
export const shippedWeights: Weights = {
  bias: 3.37,
  parts: {
    agreed: 0.35, lost: -4.62, worst: -9.25, extra: -1.98, bodyExtra: -2.49, turned: -2.06, parentage: -6.82,
    initials: -1, numbers: -8.71, legal: -5.8, single: -0.4, firstLetter: -0.45, written: -0.8,
  },
} // prettier-ignore
