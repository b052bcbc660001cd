import { align, type Alignment } from './align.ts'
import { type Evidence, type EvidenceName, evidenceNames, evidenceOf } from './evidence.ts'
import { logistic } from './fit.ts'
import { shippedWeights } from './shipped-weights.ts'
import { alternatives, type Bearer, type Name, readName } from './read-name.ts'
import { weigh, type Weights } from './weights.ts'

/** One reason: what was compared, how, and what it adds to the log-odds. */
export type NameReason = { words: string; part: EvidenceName | 'word'; odds: number }

export type NameComparison = {
  /** The chance that the two are one name, as judges of names would say; never exactly 0 or 1. */
  score: number
  /** The same as natural log-odds: it does not saturate. */
  odds: number
  evidence: Evidence
  reasons: readonly NameReason[]
}

type Read = { one: Name; two: Name; alignment: Alignment; evidence: Evidence; odds: number }

/**
 * Compares two names in any scripts. Symmetric. `bearer`: whose name it is; forms of address mean something for a
 * person, legal forms for a body. Names longer than 400 characters are compared by their head.
 */
export function compareNames(
  a: string,
  b: string,
  bearer: Bearer = 'person',
  weights: Weights = shippedWeights,
): NameComparison {
  const best = readBoth(a, b, bearer, weights)
  if (best === undefined) {
    const evidence = Object.fromEntries(evidenceNames.map((part) => [part, 0])) as Evidence
    return { score: 0.001, odds: Math.log(0.001 / 0.999), evidence, reasons: [] }
  }
  return {
    score: logistic(best.odds),
    odds: best.odds,
    evidence: best.evidence,
    reasons: reasonsOf(best, weights),
  }
}

/** Of the names that each side gives ('X / Y'), the two that go best together; undefined when a side has none. */
function readBoth(a: string, b: string, bearer: Bearer, weights: Weights): Read | undefined {
  let best: Read | undefined
  // Always the same way round, so that no tie in the alignment can break the symmetry.
  const [first, second] = a <= b ? [a, b] : [b, a]
  for (const x of alternatives(first))
    for (const y of alternatives(second)) {
      const one = readName(x, bearer)
      const two = readName(y, bearer)
      if (one.words.length === 0 || two.words.length === 0) continue
      const alignment = align(one, two)
      const evidence = evidenceOf(one, two, alignment)
      const odds = weigh(weights, evidence)
      if (best === undefined || odds > best.odds) best = { one, two, alignment, evidence, odds }
    }
  return best
}

const ways = {
  equal: 'equal', form: 'forms of one name', initial: 'initial', letters: 'alike', sound: 'sounds alike',
  number: 'number', joined: 'written together', acronym: 'first letters', conflict: 'in each other’s place',
} as const // prettier-ignore

function reasonsOf({ alignment, evidence }: Read, { parts }: Weights): NameReason[] {
  const words = alignment.links.map(({ a, b, way, value }) => ({
    words: `${a.map(({ raw }) => raw).join(' ')} – ${b.map(({ raw }) => raw).join(' ')}: ${ways[way]}${value < 1 ? ` (${value.toFixed(2)})` : ''}`,
    part: 'word' as const,
    odds: 0,
  }))
  const only = [...alignment.onlyA, ...alignment.onlyB].map(({ raw }) => raw)
  const sums = evidenceNames
    .map((part) => ({
      words: part === 'extra' ? `only on one side: ${only.join(' ')}` : part,
      part,
      odds: parts[part] * evidence[part],
    }))
    .filter(({ odds }) => Math.abs(odds) > 0.005)
    .sort((p, q) => Math.abs(q.odds) - Math.abs(p.odds))
  return [...words, ...sums]
}

/** The evidence alone, for learning. */
export function readEvidence(a: string, b: string, bearer: Bearer): Evidence {
  return compareNames(a, b, bearer).evidence
}
