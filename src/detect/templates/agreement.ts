/** How well clusters agree with the truth. −1 in the truth means: of no template. */
export type Agreement = {
  docs: number
  ari: number
  pair: Score
  doc: Score
  templatesFound: number
  templatesTrue: number
}
export type Score = { precision: number; recall: number; f1: number }

const pairs = (n: number): number => (n * (n - 1)) / 2

/**
 * Compares predicted with true template ids. `ari` is the adjusted Rand index (Hubert and Arabie 1985), each text of
 * no template counting as a cluster of its own on both sides; `pair`: pairs of texts of one cluster; `doc`: is this
 * text of any template?
 */
export function agreement(truth: readonly string[], found: readonly string[]): Agreement {
  const none = (id: string, row: number): string => (id === '-1' ? `alone ${row}` : id)
  const t = truth.map(none)
  const f = found.map(none)
  const together = pairsOf(t.map((id, row) => `${id}\u0000${f[row]!}`))
  const ofTruth = pairsOf(t)
  const ofFound = pairsOf(f)
  const all = pairs(truth.length)
  const expected = all === 0 ? 0 : (ofTruth * ofFound) / all
  const most = (ofTruth + ofFound) / 2
  let both = 0
  let onlyFound = 0
  let onlyTrue = 0
  truth.forEach((id, row) => {
    const isTrue = id !== '-1'
    const isFound = found[row] !== '-1'
    if (isTrue && isFound) both++
    else if (isFound) onlyFound++
    else if (isTrue) onlyTrue++
  })
  return {
    docs: truth.length,
    ari: most === expected ? 1 : (together - expected) / (most - expected),
    pair: score(together, ofFound - together, ofTruth - together),
    doc: score(both, onlyFound, onlyTrue),
    templatesFound: new Set(found.filter((id) => id !== '-1')).size,
    templatesTrue: new Set(truth.filter((id) => id !== '-1')).size,
  }
}

function score(hits: number, extra: number, missed: number): Score {
  const precision = hits + extra === 0 ? 1 : hits / (hits + extra)
  const recall = hits + missed === 0 ? 1 : hits / (hits + missed)
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}

function pairsOf(ids: readonly string[]): number {
  const sizes = new Map<string, number>()
  for (const id of ids) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  let sum = 0
  for (const size of sizes.values()) sum += pairs(size)
  return sum
}
