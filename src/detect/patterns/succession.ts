import { permutationP, shuffle } from './chance.ts'

/** An observation in a sequence with its label, '' for none; `at` in seconds since 1970, 0 where no day is known. */
export type Labelled = { at: number; stratum: string; label: string }

/** Labels as codes in order of time, and where several of them are of one moment. */
type Sequence = { codes: Uint32Array; moments: { from: number; to: number }[] }

/** Below these there is nothing to ask. */
const least = { perLabel: 2, labels: 2 } as const

/**
 * Do labels follow one another in time (A A A B B C C), rather than being used side by side (A B A A C B)? Counts the
 * changes from one observation to the next within each market; chance deals the same labels anew within the market,
 * so what is posted where and when stays as it is. What has no day is left out. Of one moment no order is known (many
 * sources tell the day alone): there equal labels are put together, in what was dealt just as in what was observed.
 */
export function succession(
  observations: readonly Labelled[],
  next: () => number,
): { p: number; labels: number; changes: number; expected: number } | undefined {
  const strata = new Map<string, Labelled[]>()
  for (const one of observations) {
    if (one.label === '' || one.at <= 0) continue
    const stratum = strata.get(one.stratum)
    if (stratum === undefined) strata.set(one.stratum, [one])
    else stratum.push(one)
  }
  const sequences: Sequence[] = []
  const labels = new Set<string>()
  for (const stratum of strata.values()) {
    const counts = new Map<string, number>()
    for (const { label } of stratum) counts.set(label, (counts.get(label) ?? 0) + 1)
    const kept = stratum
      .filter(({ label }) => counts.get(label)! >= least.perLabel)
      .sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : 1))
    const own = new Set(kept.map(({ label }) => label))
    if (own.size < least.labels) continue
    sequences.push({ codes: codesOf(kept.map(({ label }) => label)), moments: momentsOf(kept) })
    for (const label of own) labels.add(label)
  }
  if (sequences.length === 0) return undefined
  const observed = sequences.reduce((sum, sequence) => sum + changesIn(sequence), 0)
  let sum = 0
  let draws = 0
  const p = permutationP(-observed, () => {
    let changes = 0
    for (const sequence of sequences) {
      shuffle(sequence.codes, next)
      changes += changesIn(sequence)
    }
    sum += changes
    draws++
    return -changes
  })
  return { p, labels: labels.size, changes: observed, expected: Math.round((sum / draws) * 10) / 10 }
}

function changesIn({ codes, moments }: Sequence): number {
  for (const { from, to } of moments) codes.subarray(from, to).sort()
  let changes = 0
  for (let i = 1; i < codes.length; i++) if (codes[i] !== codes[i - 1]) changes++
  return changes
}

/** The moments that several of some observations in order of time share. */
function momentsOf(ordered: readonly Labelled[]): Sequence['moments'] {
  const moments: Sequence['moments'] = []
  for (let from = 0, to = 1; to <= ordered.length; to++) {
    if (ordered[to]?.at === ordered[from]!.at) continue
    if (to - from > 1) moments.push({ from, to })
    from = to
  }
  return moments
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
