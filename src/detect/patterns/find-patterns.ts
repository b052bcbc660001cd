import { createHash } from 'node:crypto'
import { calibrate } from './calibrate.ts'
import { fisher, qValues } from './chance.ts'
import { type Counter, counterEvidence } from './counter-evidence.ts'
import { type Finding, findings } from './evidence.ts'
import { communities, type Link } from './evidence-graph.ts'
import type { Trace } from './evidence.store.ts'

export const patternSettings = {
  /** Fewer observations make no pattern. */
  leastObservations: 3,
  /** A kind of evidence counts with a p-value up to this. */
  kind: 0.05,
  /** A pattern is shown when the false discovery rate among those shown is at most this. */
  q: 0.05,
} as const

/** Something organised that the observations point at; a person decides what it is. */
export type Pattern = {
  /** Hash of its observations and kinds of evidence. */
  fingerprint: string
  /** `not-enough`: some evidence, and too little of it, or of one kind only. Never shown as an alert. */
  state: 'shown' | 'not-enough'
  /** All kinds that could be asked, combined (Fisher), and the false discovery rate. */
  p: number
  q: number
  findings: Finding[]
  counter: Counter[]
  /** What holds it together: identifiers and editions. */
  things: string[]
  traces: Trace[]
}

/** Things that belong together, the observations that show them, and what was asked of those. */
export type Group = { things: string[]; traces: Trace[]; findings: Finding[] }

/** The patterns among linked things, those with the smallest q first. Deterministic, whatever the order of the input. */
export function findPatterns(links: readonly Link[], traces: readonly Trace[]): Pattern[] {
  const groups = assign(communities(links), traces)
    .filter((group) => group.traces.length >= patternSettings.leastObservations)
    .map((group) => examine(group.things, group.traces))
  const judged = calibrate(groups)
  const merged = joinParts(judged.groups, (things, own) => judged.judge(examine(things, own)))
  const tested = merged.filter((group) => group.findings.length >= 2)
  const p = tested.map((group) => fisher(group.findings.map((finding) => finding.p)))
  const q = qValues(p)
  return tested
    .map((group, i) => asPattern(group, p[i]!, q[i]!))
    .filter(({ findings: found }) => found.some((finding) => finding.p <= patternSettings.kind))
    .sort((a, b) => a.q - b.q || a.p - b.p || (a.fingerprint < b.fingerprint ? -1 : 1))

  function examine(things: string[], own: Trace[]): Group {
    return { things, traces: own, findings: findings(own) }
  }
}

/** Each observation goes to the community that most of what it shows belongs to; a tie to none. */
function assign(
  groups: readonly string[][],
  traces: readonly Trace[],
): { things: string[]; traces: Trace[] }[] {
  const groupsOf = new Map<string, number[]>()
  groups.forEach((group, i) => {
    for (const thing of group) {
      const known = groupsOf.get(thing)
      if (known === undefined) groupsOf.set(thing, [i])
      else known.push(i)
    }
  })
  const made = groups.map((things) => ({ things, traces: [] as Trace[] }))
  for (const trace of traces) {
    const votes = new Map<number, number>()
    for (const thing of trace.things) {
      const own = groupsOf.get(thing) ?? []
      for (const group of own) votes.set(group, (votes.get(group) ?? 0) + 1 / own.length)
    }
    const [first, second] = [...votes].sort((a, b) => b[1] - a[1])
    if (first !== undefined && (second === undefined || first[1] > second[1]))
      made[first[0]]!.traces.push(trace)
  }
  return made
}

/** Two groups that share a thing and are each organised by themselves are parts of one. */
function joinParts(groups: readonly Group[], examine: (things: string[], traces: Trace[]) => Group): Group[] {
  const parent = groups.map((_, i) => i)
  const find = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  const organised = groups.map(
    (group) => group.findings.filter(({ p }) => p <= patternSettings.kind).length >= 2,
  )
  const byThing = new Map<string, number>()
  groups.forEach(({ things }, i) => {
    if (!organised[i]) return
    for (const thing of things) {
      const other = byThing.get(thing)
      if (other === undefined) byThing.set(thing, i)
      else parent[find(i)] = find(other)
    }
  })
  const parts = new Map<number, Group[]>()
  groups.forEach((group, i) => {
    const root = find(i)
    parts.set(root, [...(parts.get(root) ?? []), group])
  })
  return [...parts.values()].map((some) =>
    some.length === 1
      ? some[0]!
      : examine(
          [...new Set(some.flatMap(({ things }) => things))].sort(),
          some.flatMap(({ traces }) => traces),
        ),
  )
}

function asPattern(group: Group, p: number, q: number): Pattern {
  const strong = group.findings.filter((finding) => finding.p <= patternSettings.kind)
  const counter = counterEvidence(group.traces)
  // What gathers nowhere is advertising at large: there is no place at which anybody could be helped.
  const scattered = counter.some(({ kind }) => kind === 'scattered')
  const ids = group.traces.map(({ id }) => id).sort()
  const hash = createHash('sha256').update(ids.join(' '))
  for (const { kind } of strong) hash.update(` ${kind}`)
  return {
    fingerprint: hash.digest('hex').slice(0, 32),
    state: strong.length >= 2 && q <= patternSettings.q && !scattered ? 'shown' : 'not-enough',
    p,
    q,
    findings: [...group.findings].sort((a, b) => a.p - b.p),
    counter,
    things: group.things,
    traces: [...group.traces].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  }
}
