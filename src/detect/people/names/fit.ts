/** Logistic regression, by hand: few cases, few weights, one answer. */

export type Fitted = { bias: number; weights: readonly number[] }

export const logistic = (z: number): number =>
  z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))

/**
 * Fits by gradient descent with Adam's steps and a ridge; deterministic. Every part counts a difference, so
 * no weight may rise above 0: a fit that says so has learned noise. `offsets` are what is known of each row beforehand.
 */
export function fit(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  offsets: readonly number[],
  ridge = 0.003,
): Fitted {
  const size = rows[0]?.length ?? 0
  const scale = Array.from({ length: size }, (_, k) => {
    const mean = rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length
    return Math.sqrt(rows.reduce((sum, row) => sum + (row[k]! - mean) ** 2, 0) / rows.length) || 1
  })
  const w = new Float64Array(size + 1)
  const first = new Float64Array(size + 1)
  const second = new Float64Array(size + 1)
  for (let step = 1; step <= 1500; step++) {
    const slope = new Float64Array(size + 1)
    rows.forEach((row, r) => {
      let z = w[size]! + offsets[r]!
      for (let k = 0; k < size; k++) z += (w[k]! * row[k]!) / scale[k]!
      const gap = (logistic(z) - (labels[r] ? 1 : 0)) / rows.length
      for (let k = 0; k < size; k++) slope[k]! += (gap * row[k]!) / scale[k]!
      slope[size]! += gap
    })
    for (let k = 0; k <= size; k++) {
      const own = slope[k]! + (k < size ? ridge * w[k]! : 0)
      first[k] = 0.9 * first[k]! + 0.1 * own
      second[k] = 0.999 * second[k]! + 0.001 * own * own
      w[k]! -= (0.05 * (first[k]! / (1 - 0.9 ** step))) / (Math.sqrt(second[k]! / (1 - 0.999 ** step)) + 1e-8)
      if (k < size && w[k]! > 0) w[k] = 0
    }
  }
  return { bias: w[size]!, weights: Array.from({ length: size }, (_, k) => w[k]! / scale[k]!) }
}
