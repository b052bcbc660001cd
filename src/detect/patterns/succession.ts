import { permutationP, shuffle } from './chance.ts'

/** An observation in a sequence with its label, '' for none. */
export type Labelled = { at: number; stratum: string; label: string }

/** Below these there is nothing to ask. */
const least = { perLabel: 2, labels: 2 } as const

/**
 * Do labels follow one another in time (A A A B B C C), rather than being used side by side (A B A A C B)? Counts the
 * changes from one observation to the next within each market; chance deals the same labels anew within the market,
 * so what is posted where and when stays as it is.
 */
export function succession(
  observations: readonly Labelled[],
  next: () => number,
): { p: number; labels: number; changes: number; expected: number } | undefined {
  const strata = new Map<string, Labelled[]>()
  for (const one of observations) {
    if (one.label === '') continue
    const stratum = strata.get(one.stratum)
    if (stratum === undefined) strata.set(one.stratum, [one])
    else stratum.push(one)
  }
  const sequences: Uint32Array[] = []
  const labels = new Set<string>()
  for (const stratum of strata.values()) {
    const counts = new Map<string, number>()
    for (const { label } of stratum) counts.set(label, (counts.get(label) ?? 0) + 1)
    const kept = stratum
      .filter(({ label }) => counts.get(label)! >= least.perLabel)
      .sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : 1))
      .map(({ label }) => label)
    if (new Set(kept).size < least.labels) continue
    sequences.push(codesOf(kept))
    for (const label of kept) labels.add(label)
  }
  if (sequences.length === 0) return undefined
  const changesIn = (sequence: Uint32Array): number => {
    let changes = 0
    for (let i = 1; i < sequence.length; i++) if (sequence[i] !== sequence[i - 1]) changes++
    return changes
  }
  const observed = sequences.reduce((sum, sequence) => sum + changesIn(sequence), 0)
  let sum = 0
  let draws = 0
  const p = permutationP(-observed, () => {
    let changes = 0
    for (const sequence of sequences) {
      shuffle(sequence, next)
      changes += changesIn(sequence)
    }
    sum += changes
    draws++
    return -changes
  })
  return { p, labels: labels.size, changes: observed, expected: Math.round((sum / draws) * 10) / 10 }
}

/** Codes from 0 for labels, in the order they first come. */
export function codesOf(labels: readonly string[]): Uint32Array {
  const codes = new Map<string, number>()
  return Uint32Array.from(labels, (label) => {
    const known = codes.get(label)
    if (known !== undefined) return known
    codes.set(label, codes.size)
    return codes.size - 1
  })
}
