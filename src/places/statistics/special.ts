/**
 * The distributions that hotspots and warnings need, to about 1e-14 relative: gamma and beta functions by
 * Lanczos' approximation, series and continued fractions (Press et al., Numerical Recipes, 3rd ed., §6.1–6.4).
 */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const y = x - 1
  let sum: number = LANCZOS[0]
  for (let i = 1; i < 9; i++) sum += LANCZOS[i]! / (y + i)
  const t = y + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a). */
export function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1
  if (x === Infinity) return 0
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x)
}

/** The regularised lower incomplete gamma function P(a, x) = 1 − Q(a, x), without loss near 0. */
export function gammaP(a: number, x: number): number {
  if (x <= 0) return 0
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x)
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 10_000; n++) {
    term *= x / (a + n)
    sum += term
    if (Math.abs(term) < Math.abs(sum) * 1e-16) break
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a))
}

function upperFraction(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return Math.exp(-x + a * Math.log(x) - logGamma(a)) * h
}

/** The regularised incomplete beta function I_x(a, b). */
export function betaI(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a
  return 1 - (front * betaFraction(1 - x, b, a)) / b
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  if (Math.abs(d) < tiny) d = tiny
  d = 1 / d
  let h = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 + even * d
    if (Math.abs(d) < tiny) d = tiny
    c = 1 + even / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + odd * d
    if (Math.abs(d) < tiny) d = tiny
    c = 1 + odd / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return h
}

/** Φ(z), the standard normal distribution function. */
export function normalCdf(z: number): number {
  return z < 0 ? 0.5 * gammaQ(0.5, (z * z) / 2) : 1 - 0.5 * gammaQ(0.5, (z * z) / 2)
}

/** 2·Φ(−|z|), without loss in the far tail. */
export function normalTwoSided(z: number): number {
  return gammaQ(0.5, (z * z) / 2)
}

/** The standard normal quantile: Acklam's rational approximation, then Halley's step to full precision. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity
  if (p >= 1) return Infinity
  if (p > 0.5) return -normalQuantile(1 - p)
  let z: number
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    z =
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
        q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
        1)
  } else {
    const q = p - 0.5
    const r = q * q
    z =
      ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
        30.66479806614716) *
        r +
        2.506628277459239) *
        q) /
      (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
        13.28068155288572) *
        r +
        1)
  }
  const error = normalCdf(z) - p
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2)
  return z - step / (1 + (z * step) / 2)
}

/** P(Y ≥ y) of a Poisson with this mean. */
export function poissonUpper(y: number, mean: number): number {
  return y <= 0 ? 1 : gammaP(y, mean)
}

/** P(Y ≤ y) of a Poisson with this mean. */
export function poissonLower(y: number, mean: number): number {
  return y < 0 ? 0 : gammaQ(y + 1, mean)
}

/** P(Y ≥ y) of a negative binomial with this size and success probability (mean size·(1−p)/p). */
export function negativeBinomialUpper(y: number, size: number, probability: number): number {
  return y <= 0 ? 1 : betaI(1 - probability, y, size)
}

/** The smallest y with P(Y ≤ y) ≥ q. */
export function poissonQuantile(q: number, mean: number): number {
  return smallest(q, mean, Math.sqrt(mean), (y) => poissonLower(y, mean))
}

/** The smallest y with P(Y ≤ y) ≥ q. */
export function negativeBinomialQuantile(q: number, size: number, probability: number): number {
  const mean = (size * (1 - probability)) / probability
  return smallest(q, mean, Math.sqrt(mean / probability), (y) => betaI(probability, size, y + 1))
}

function smallest(q: number, mean: number, sd: number, cdf: (y: number) => number): number {
  let y = Math.max(0, Math.floor(mean + normalQuantile(q) * sd))
  // R's qpois and qnbinom compare with this fuzz, so that a quantile of a cdf value gives the value back.
  const target = q * (1 - 64 * Number.EPSILON)
  let step = 1
  while (cdf(y) < target) {
    y += step
    step *= 2
  }
  while (y > 0 && cdf(y - 1) >= target) y--
  return y
}
