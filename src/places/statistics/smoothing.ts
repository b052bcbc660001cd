/**
 * Rates of small places jump about; an empirical Bayes rate is drawn towards the rate of all in proportion to how
 * little is known (Marshall 1991, Applied Statistics 40:283, the global method of moments):
 *   b = Σcases/Σpop,  s² = Σ pop·(raw−b)²/Σpop,  a = max(0, s² − b/mean(pop)),  rate = b + a·(raw−b)/(a + b/pop)
 * A place without exposure gets b: nothing is known of it.
 */
export function empiricalBayes(cases: Float64Array, population: Float64Array): Float64Array {
  const n = cases.length
  let totalCases = 0
  let totalPopulation = 0
  let exposed = 0
  for (let i = 0; i < n; i++) {
    if (!(population[i]! > 0)) continue
    totalCases += cases[i]!
    totalPopulation += population[i]!
    exposed++
  }
  const rates = new Float64Array(n)
  if (totalPopulation === 0) return rates
  const b = totalCases / totalPopulation
  let spread = 0
  for (let i = 0; i < n; i++) {
    if (population[i]! > 0) spread += population[i]! * (cases[i]! / population[i]! - b) ** 2
  }
  const a = Math.max(0, spread / totalPopulation - b / (totalPopulation / exposed))
  for (let i = 0; i < n; i++) {
    const pop = population[i]!
    if (!(pop > 0)) rates[i] = b
    else rates[i] = a === 0 ? b : b + (a * (cases[i]! / pop - b)) / (a + b / pop)
  }
  return rates
}
