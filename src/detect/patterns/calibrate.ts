import { type EvidenceKind, evidenceKinds, type Finding } from './evidence.ts'
import type { Group } from './find-patterns.ts'

export const calibration = {
  /** A p-value up to this says that there is an order at all; above it strength counts as none. */
  real: 0.05,
  /** Compared are those who post at least half as much, or this often: then they could show as much. */
  posts: 8,
  /** A market of few is judged by all markets, as if this many of the average stood in it. */
  pseudo: 20,
  /** Each further replacement is taken to be at most this much rarer than the one before. */
  leastRatio: 0.3,
} as const

/** How common a kind of evidence is among those who post in a market, and how fast it thins out with strength. */
type Rate = { any: number; all: number }

/**
 * Honest people rewrite their ads, get new numbers and hide them at times. So what was found in a group is held against
 * those who post in the same market about as often or oftener: what share of them shows as much? Groups in which two
 * kinds meet are left out of the comparison, as it is they that are in question; beyond what was seen, each further
 * step is as much rarer as the steps before (geometric tail).
 */
export function calibrate(groups: readonly Group[]): { groups: Group[]; judge(group: Group): Group } {
  const rates = new Map<string, Rate>()
  const steps = new Map<EvidenceKind, { beyondFirst: number; sum: number }>()
  const rateOf = (market: string, kind: EvidenceKind): Rate => {
    const key = `${market} ${kind}`
    const rate = rates.get(key) ?? { any: 0, all: 0 }
    rates.set(key, rate)
    return rate
  }
  for (const group of groups) {
    if (group.traces.length < calibration.posts) continue
    const strengths = new Map(group.findings.map((finding) => [finding.kind, effective(finding)]))
    if ([...strengths.values()].filter((strength) => strength > 0).length >= 2) continue
    for (const kind of evidenceKinds) {
      const strength = strengths.get(kind) ?? 0
      for (const market of [...marketsOf(group), '']) {
        const rate = rateOf(market, kind)
        rate.all++
        if (strength > 0) rate.any++
      }
      if (strength === 0) continue
      const step = steps.get(kind) ?? { beyondFirst: 0, sum: 0 }
      steps.set(kind, step)
      step.beyondFirst += Math.max(0, strength - 1)
      step.sum += Math.max(1, strength)
    }
  }
  const usual = (finding: Finding, market: string): number => {
    const strength = effective(finding)
    if (strength === 0) return 1
    const everywhere = rateOf('', finding.kind)
    const here = rateOf(market, finding.kind)
    const average = (1 + everywhere.any) / (2 + everywhere.all)
    const any = (here.any + calibration.pseudo * average) / (here.all + calibration.pseudo)
    const step = steps.get(finding.kind) ?? { beyondFirst: 0, sum: 0 }
    const ratio = Math.max(calibration.leastRatio, (step.beyondFirst + 1) / (step.sum + 2))
    return any * ratio ** Math.max(0, strength - 1)
  }
  const judge = (group: Group): Group => ({
    ...group,
    findings: group.findings.map((finding) => {
      const share = Math.max(...marketsOf(group).map((market) => usual(finding, market)))
      return { ...finding, usual: share, p: Math.max(finding.chance, share) }
    }),
  })
  return { groups: groups.map(judge), judge }
}

function effective(finding: Finding): number {
  return finding.chance <= calibration.real ? finding.strength : 0
}

/** The markets a group posts in, each with a fifth of its posts at least. */
function marketsOf(group: Group): string[] {
  const counts = new Map<string, number>()
  for (const { market } of group.traces) counts.set(market, (counts.get(market) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= group.traces.length / 5).map(([market]) => market)
}
