/** A row of a design: which columns it has and how much of each; what is not named is 0. */
export type Row = { columns: readonly number[]; values: readonly number[] }

export type Weights = { bias: number; of: Float64Array }

const rounds = 300

/**
 * Weights of a logistic regression with a ridge of one unit over all rows (not on the bias), found by Nesterov's
 * accelerated gradient for a fixed number of rounds, so that the same rows give the same weights. `longest` is the
 * greatest squared length of a row with its bias: it bounds the curvature and so fixes the step.
 */
export function fitLogistic(
  rows: readonly Row[],
  truths: readonly boolean[],
  columns: number,
  longest: number,
): Weights {
  const ridge = 1 / rows.length
  const step = 1 / (longest / 4 + ridge)
  const weights: Weights = { bias: 0, of: new Float64Array(columns) }
  const ahead: Weights = { bias: 0, of: new Float64Array(columns) }
  const slope = new Float64Array(columns)
  for (let round = 1; round <= rounds; round++) {
    for (let c = 0; c < columns; c++) slope[c] = ridge * ahead.of[c]!
    let start = 0
    rows.forEach((row, i) => {
      const error = (sigmoid(logit(ahead, row)) - (truths[i] ? 1 : 0)) / rows.length
      start += error
      for (let k = 0; k < row.columns.length; k++) slope[row.columns[k]!]! += error * row.values[k]!
    })
    const on = (round - 1) / (round + 2)
    const bias = ahead.bias - step * start
    ahead.bias = bias + on * (bias - weights.bias)
    weights.bias = bias
    for (let c = 0; c < columns; c++) {
      const weight = ahead.of[c]! - step * slope[c]!
      ahead.of[c] = weight + on * (weight - weights.of[c]!)
      weights.of[c] = weight
    }
  }
  return weights
}

export function logit({ bias, of }: Weights, { columns, values }: Row): number {
  let sum = bias
  for (let k = 0; k < columns.length; k++) sum += of[columns[k]!]! * values[k]!
  return sum
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Turns a score into a chance: `sigmoid(slope · score + start)`. */
export type Scale = { slope: number; start: number }

/**
 * Platt's scaling (1999, with his smoothed targets) by Newton's method, on scores of rows that were not fitted. The slope
 * is drawn slightly towards 1 so that scores that part the answers wholly do not make it endless.
 */
export function fitScale(scores: readonly number[], truths: readonly boolean[]): Scale {
  const yes = truths.filter(Boolean).length
  const [high, low] = [(yes + 1) / (yes + 2), 1 / (truths.length - yes + 2)]
  const drawn = 0.1
  let [slope, start] = [1, 0]
  for (let round = 0; round < 50; round++) {
    let [gs, g0, hss, hs0, h00] = [drawn * (slope - 1), 0, drawn, 0, 1e-6]
    scores.forEach((score, i) => {
      const chance = sigmoid(slope * score + start)
      const error = chance - (truths[i] ? high : low)
      const curve = chance * (1 - chance)
      gs += error * score
      g0 += error
      hss += curve * score * score
      hs0 += curve * score
      h00 += curve
    })
    const determinant = hss * h00 - hs0 * hs0
    if (determinant < 1e-12) break
    slope -= (gs * h00 - g0 * hs0) / determinant
    start -= (g0 * hss - gs * hs0) / determinant
  }
  return { slope, start }
}
