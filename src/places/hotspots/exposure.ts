/**
 * What a count is measured against. A map of raw counts is a map of where people live and of where the hotline is
 * known; `population` takes out the first, `effort` both: calls that only ask tell how far reporting reaches.
 */
export const exposureKinds = ['none', 'population', 'effort'] as const
export type ExposureKind = (typeof exposureKinds)[number]

/** Fewer information-only calls than this over the whole map say nothing about where reporting reaches. */
const LEAST_CONTROL = 30

/**
 * Relative exposure of each area. Reach is a gamma–Poisson shrinkage of control calls towards the population's share
 * (towards an even share where no population is known): (k + C)/(k + E), with 1/k the variance of reach beyond
 * Poisson, by moments. Areas without a known population take the median of the others.
 * `uncertainty` is the exposure's relative variance, 1/(k + C) for a reach that was estimated. `kind` is what could be
 * had, which may be less than was asked.
 */
export function exposureOf(
  asked: ExposureKind,
  population: Float64Array,
  control: Float64Array,
): { kind: ExposureKind; exposure: Float64Array; uncertainty: Float64Array } {
  const n = population.length
  const even = new Float64Array(n).fill(1)
  const certain = new Float64Array(n)
  const people = filledPopulation(population)
  const base = people ?? even
  if (asked === 'none' || (asked === 'population' && !people)) {
    return { kind: 'none', exposure: even, uncertainty: certain }
  }
  const calls = control.reduce((sum, count) => sum + count, 0)
  if (asked === 'population' || calls < LEAST_CONTROL) {
    return { kind: people ? 'population' : 'none', exposure: base, uncertainty: certain }
  }
  const rate = calls / base.reduce((sum, value) => sum + value, 0)
  let excess = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    const expected = rate * base[i]!
    excess += (control[i]! - expected) ** 2 - expected
    squares += expected * expected
  }
  const variance = Math.max(0, excess / squares)
  if (variance === 0) return { kind: 'effort', exposure: base, uncertainty: certain }
  const prior = 1 / variance
  return {
    kind: 'effort',
    exposure: base.map((value, i) => (value * (prior + control[i]!)) / (prior + rate * value)),
    uncertainty: control.map((calls) => 1 / (prior + calls)),
  }
}

function filledPopulation(population: Float64Array): Float64Array | null {
  const known = population.filter((value) => value > 0).sort()
  if (known.length === 0) return null
  const middle = known[known.length >> 1]!
  return population.map((value) => (value > 0 ? value : middle))
}
