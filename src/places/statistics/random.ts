/** A seeded source of numbers: the same seed gives the same results on every machine. */
export type Random = {
  /** A number in [0, 1) with 32 random bits. */
  next(): number
  /** A whole number in [0, bound), bound ≤ 2³². */
  below(bound: number): number
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, fast in 32-bit arithmetic. */
export function seededRandom(seed: number): Random {
  let a = seed | 0
  let b = Math.floor(seed / 4294967296) | 0
  let c = 0x9e3779b9 | 0
  let counter = 1
  const step = (): number => {
    const result = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + result) | 0
    return result >>> 0
  }
  for (let i = 0; i < 15; i++) step()
  return {
    next: () => step() / 4294967296,
    below: (bound) => Math.floor((step() * bound) / 4294967296),
  }
}

/** A Poisson variate: by inversion below a mean of 30, by Hörmann's PTRS (1993) above. */
export function poissonVariate(random: Random, mean: number): number {
  if (mean <= 0) return 0
  if (mean < 30) {
    const limit = Math.exp(-mean)
    let product = random.next()
    let k = 0
    while (product > limit) {
      product *= random.next()
      k++
    }
    return k
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const vr = 0.9277 - 3.6224 / (b - 2)
  const logMean = Math.log(mean)
  for (;;) {
    const u = random.next() - 0.5
    const v = random.next()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= vr) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMean - mean - logFactorial(k)) return k
  }
}

function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1
    for (let i = 2; i <= k; i++) product *= i
    return Math.log(product)
  }
  const x = k + 1
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
}
