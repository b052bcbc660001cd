import { type EvidenceName, evidenceNames, reasoned } from './evidence.ts'
import { fit } from './fit.ts'

/** What each part of the evidence weighs, in natural log-odds. */
export type Weights = { bias: number; parts: Readonly<Record<EvidenceName, number>> }

const learned = evidenceNames.filter((part) => reasoned[part] === undefined)

/** Learns the weights that are not set by reason from judged pairs. */
export function learnWeights(
  cases: readonly { evidence: Readonly<Record<EvidenceName, number>>; isMatch: boolean }[],
): Weights {
  const offsets = cases.map(({ evidence }) =>
    evidenceNames.reduce((sum, part) => sum + (reasoned[part] ?? 0) * evidence[part], 0),
  )
  const { bias, weights } = fit(
    cases.map(({ evidence }) => learned.map((part) => evidence[part])),
    cases.map(({ isMatch }) => isMatch),
    offsets,
  )
  const parts = Object.fromEntries(
    evidenceNames.map((part) => [part, reasoned[part] ?? weights[learned.indexOf(part)]!]),
  ) as Record<EvidenceName, number>
  return { bias, parts }
}

/** Log-odds of one name. */
export function weigh({ bias, parts }: Weights, evidence: Readonly<Record<EvidenceName, number>>): number {
  return evidenceNames.reduce((sum, part) => sum + parts[part] * evidence[part], bias)
}
