/**
 * The log likelihood ratio of a window (Kulldorff 1997, Communications in Statistics 26:1481), high rates only:
 * Poisson, c cases seen and E expected of C in all:
 *   c·ln(c/E) + (C−c)·ln((C−c)/(C−E)) where c > E, otherwise 0.
 */
export function poissonRatio(c: number, expected: number, total: number): number {
  if (c <= expected) return 0
  const inside = c * Math.log(c / expected)
  return c >= total ? inside : inside + (total - c) * Math.log((total - c) / (total - expected))
}

/**
 * Bernoulli, c cases among n people in the window, C among N in all:
 *   ℓ(c, n) + ℓ(C−c, N−n) − ℓ(C, N) with ℓ(a, b) = a·ln(a/b) + (b−a)·ln((b−a)/b), where the rate inside is higher.
 */
export function bernoulliRatio(c: number, n: number, cases: number, people: number): number {
  if (n <= 0 || n >= people || c * (people - n) <= (cases - c) * n) return 0
  return entropy(c, n) + entropy(cases - c, people - n) - entropy(cases, people)
}

function entropy(a: number, b: number): number {
  return (a > 0 ? a * Math.log(a / b) : 0) + (b > a ? (b - a) * Math.log((b - a) / b) : 0)
}

/**
 * For each count c the largest expectation at which a Poisson window still reaches the ratio `least`; the ratio falls
 * with the expectation, so this turns a logarithm into a comparison.
 */
export function largestExpectations(total: number, least: number): Float64Array {
  const largest = new Float64Array(total + 1)
  for (let c = 1; c <= total; c++) {
    let low = 0
    let high = c
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2
      if (middle > 0 && poissonRatio(c, middle, total) < least) high = middle
      else low = middle
    }
    largest[c] = low
  }
  return largest
}
