import { z } from 'zod'
import { type EvidenceKind, evidenceKinds, type Finding } from './evidence.ts'
import type { Group } from './find-patterns.ts'

export const calibration = {
  /** Order in time or place that chance brings about more often than this is none. */
  real: 0.05,
  /** Compared are those who post this often at least: then they could show as much. */
  posts: 6,
  /** A market of few is judged by all markets, as if this many of the average stood in it. */
  pseudo: 20,
  /** The combination is reckoned in steps of this much of −ln p. */
  step: 0.02,
  /** No group shows more of a kind than this; beyond, it counts as this much. */
  mostStrength: 40,
} as const

/** How many of those compared in a market show at least as much of a kind; place s is strength s, place 0 all. */
type Counts = { all: number; atLeast: Float64Array }

/** Of a market ('' for all): how many were compared, and how many show a kind with strength 1 or more, 2 or more … */
export const Rate = z.object({
  market: z.string(),
  kind: z.enum(evidenceKinds),
  compared: z.number(),
  showing: z.array(z.number()),
})
export type Rate = z.infer<typeof Rate>

export type Calibration = {
  /** The group with its findings weighed. */
  judge: (group: Group) => Group
  /** How often all kinds together come out as rare as this among those who post in the same markets. */
  combine: (group: Group) => number
  /** For the record of a run. */
  rates: Rate[]
}

/** An order that is no order counts as nothing shown. */
export function effective({ chance, strength }: Pick<Finding, 'chance' | 'strength'>): number {
  return chance <= calibration.real ? Math.min(strength, calibration.mostStrength) : 0
}

/** The weight of a finding: how usual it is, once there is an order at all. */
export function weightOf(finding: Pick<Finding, 'chance' | 'strength'>, usual: number): number {
  return effective(finding) === 0 ? 1 : usual
}

/**
 * Honest people rewrite their ads, get new numbers, and write of housing and tickets. So what was found in a group is
 * held against those who post in the same market: what share of them shows as much? Groups in which two kinds meet are
 * left out of the comparison, as it is they that are in question. The share is never 0: (1 + those who show as much)
 * of (2 + all), in a small market drawn towards that of all markets.
 */
export function calibrate(compared: readonly Group[]): Calibration {
  const table = new Table()
  const countsOf = table.of.bind(table)
  for (const group of compared) {
    if (group.traces.length < calibration.posts) continue
    const strengths = new Map(group.findings.map((finding) => [finding.kind, effective(finding)]))
    if ([...strengths.values()].filter((strength) => strength > 0).length >= 2) continue
    for (const kind of evidenceKinds)
      for (const market of [...marketsOf(group), '']) {
        const here = countsOf(market, kind)
        here.all++
        for (let s = 1; s <= (strengths.get(kind) ?? 0); s++) here.atLeast[s]!++
      }
  }
  return weighBy(table)
}

/** The calibration of a run as its record keeps it. */
export function recallCalibration(rates: readonly Rate[]): Calibration {
  const table = new Table()
  for (const { market, kind, compared, showing } of rates) {
    const here = table.of(market, kind)
    here.all = compared
    showing.forEach((n, i) => {
      here.atLeast[i + 1] = n
    })
  }
  return weighBy(table)
}

class Table {
  readonly #counts = new Map<string, Counts>()

  of(market: string, kind: EvidenceKind): Counts {
    const key = `${kind} ${market}`
    let known = this.#counts.get(key)
    if (known === undefined) {
      known = { all: 0, atLeast: new Float64Array(calibration.mostStrength + 2) }
      this.#counts.set(key, known)
    }
    return known
  }

  rates(): Rate[] {
    return [...this.#counts]
      .map(([key, { all, atLeast }]) => {
        const at = key.indexOf(' ')
        return {
          market: key.slice(at + 1),
          kind: key.slice(0, at) as EvidenceKind,
          compared: all,
          showing: Array.from(atLeast.subarray(1)).filter((n) => n > 0),
        }
      })
      .sort((a, b) => (`${a.market} ${a.kind}` < `${b.market} ${b.kind}` ? -1 : 1))
  }
}

function weighBy(table: Table): Calibration {
  const countsOf = table.of.bind(table)
  const share = (market: string, kind: EvidenceKind, strength: number): number => {
    const everywhere = countsOf('', kind)
    const here = countsOf(market, kind)
    const average = (1 + everywhere.atLeast[strength]!) / (2 + everywhere.all)
    const drawn = (here.atLeast[strength]! + calibration.pseudo * average) / (here.all + calibration.pseudo)
    // Nothing is rarer than one among all who were compared could be.
    return Math.max(drawn, 1 / (2 + everywhere.all))
  }
  const usual = (group: Group, kind: EvidenceKind, strength: number): number =>
    strength === 0 ? 1 : Math.max(...marketsOf(group).map((market) => share(market, kind, strength)))
  const remembered = new Map<string, Float64Array[]>()
  const tailsOf = (group: Group): Float64Array[] => {
    const key = marketsOf(group).toSorted().join('\n')
    const known = remembered.get(key)
    if (known !== undefined) return known
    const made = evidenceKinds.map((kind) =>
      Float64Array.from({ length: calibration.mostStrength }, (_, s) => usual(group, kind, s + 1)),
    )
    remembered.set(key, made)
    return made
  }
  return {
    judge: (group) => ({
      ...group,
      findings: group.findings.map((finding) => {
        const share = usual(group, finding.kind, effective(finding))
        return { ...finding, usual: share, p: weightOf(finding, share) }
      }),
    }),
    combine: (group) => {
      const total = group.findings.reduce((sum, { p }) => sum - Math.log(p), 0)
      return total === 0 ? 1 : asRare(tailsOf(group), total)
    },
    rates: table.rates(),
  }
}

/**
 * The probability that the −ln p of all kinds add up to `total` or more, each kind showing what it shows among those
 * compared, independently of the others: the distributions are folded, in steps rounded down, so that it is never
 * too small.
 */
function asRare(tails: readonly Float64Array[], total: number): number {
  const last = Math.floor(total / calibration.step)
  let sums = new Float64Array(last + 1)
  sums[0] = 1
  for (const tail of tails) {
    const next = new Float64Array(last + 1)
    const atoms = [{ at: 0, p: 1 - tail[0]! }]
    tail.forEach((p, s) => {
      const mass = p - (tail[s + 1] ?? 0)
      if (mass > 0) atoms.push({ at: Math.ceil(-Math.log(p) / calibration.step), p: mass })
    })
    for (let i = 0; i <= last; i++)
      if (sums[i]! > 0) for (const { at, p } of atoms) next[Math.min(last, i + at)]! += sums[i]! * p
    sums = next
  }
  return Math.min(1, sums[last]!)
}

/** The markets a group posts in, each with a fifth of its posts at least. */
function marketsOf(group: Group): string[] {
  const counts = new Map<string, number>()
  for (const { market } of group.traces) counts.set(market, (counts.get(market) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= group.traces.length / 5).map(([market]) => market)
}
