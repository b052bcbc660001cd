/**
 * The false discovery rate of Benjamini & Hochberg (1995, JRSS B 57:289): of many places looked at, some stand
 * out by chance alone; q is the smallest rate of false findings at which this one would still be shown.
 * `NaN` or absent p-values (a place that cannot be judged) get no q and do not count as a test.
 */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array {
  const q = new Float64Array(p.length).fill(Number.NaN)
  const tested: number[] = []
  for (let i = 0; i < p.length; i++) if (!Number.isNaN(p[i]!)) tested.push(i)
  tested.sort((a, b) => p[a]! - p[b]!)
  let least = 1
  for (let rank = tested.length; rank >= 1; rank--) {
    const index = tested[rank - 1]!
    least = Math.min(least, (p[index]! * tested.length) / rank)
    q[index] = least
  }
  return q
}

/** How many places stand out before and after the correction, and over how many that was tested. */
export type Discoveries = { tested: number; naive: number; corrected: number; bonferroni: number }

/** Counts p < level, q < level and Bonferroni's p < level/tested. */
export function countDiscoveries(p: ArrayLike<number>, q: ArrayLike<number>, level = 0.05): Discoveries {
  let tested = 0
  let naive = 0
  let corrected = 0
  for (let i = 0; i < p.length; i++) {
    if (Number.isNaN(p[i]!)) continue
    tested++
    if (p[i]! < level) naive++
    if (q[i]! < level) corrected++
  }
  let bonferroni = 0
  for (let i = 0; i < p.length; i++) if (p[i]! * tested < level) bonferroni++
  return { tested, naive, corrected, bonferroni }
}
