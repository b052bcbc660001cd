/**
 * Gaussian kernel density at given spots, events per unit of area, without edge correction:
 *   Σ exp(−d²/2σ²) / (2πσ²)
 */
export function gaussianDensity(
  events: { x: ArrayLike<number>; y: ArrayLike<number> },
  spots: { x: ArrayLike<number>; y: ArrayLike<number> },
  sigma: number,
): Float64Array {
  if (!(sigma > 0)) throw new RangeError(`sigma ${sigma}: expected more than 0`)
  const density = new Float64Array(spots.x.length)
  const scale = 2 * sigma * sigma
  for (let s = 0; s < density.length; s++) {
    let sum = 0
    for (let e = 0; e < events.x.length; e++) {
      const d2 = (events.x[e]! - spots.x[s]!) ** 2 + (events.y[e]! - spots.y[s]!) ** 2
      sum += Math.exp(-d2 / scale)
    }
    density[s] = sum / (Math.PI * scale)
  }
  return density
}
