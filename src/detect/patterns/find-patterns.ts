import { createHash } from 'node:crypto'
import { type Calibration, calibrate } from './calibrate.ts'
import { qValues } from './chance.ts'
import { type Counter, counterEvidence } from './counter-evidence.ts'
import { type EvidenceKind, type Finding, findings } from './evidence.ts'
import type { Link } from './evidence-graph.ts'
import type { Trace } from './evidence.store.ts'
import type { Grouping } from './groups.ts'
import { takeIn, unite } from './take-in.ts'

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
  /** How often all kinds together come out as rare among those compared, and the false discovery rate. */
  p: number
  q: number
  findings: Finding[]
  counter: Counter[]
  /** What holds it together: identifiers and editions. */
  things: string[]
  traces: Trace[]
}

/** Things that belong together, the observations that show them, and what was asked of those. */
export type Group = Grouping & { findings: Finding[] }

/** What is to be weighed, its texts read (`sampled`): groups, and those who belong to none and tell what is usual. */
export type Weighable = { groups: Grouping[]; ordinary: Grouping[]; links: readonly Link[] }

/**
 * The patterns among groups, those with the smallest q first. Every group is tested, whether anything was found in it or
 * not. Deterministic, whatever the order of the input.
 */
export function weighGroups({ groups, ordinary, links }: Weighable): {
  patterns: Pattern[]
  rates: Calibration['rates']
} {
  const examined = groups.map(examine)
  const { judge, combine, rates } = calibrate([...examined, ...ordinary.map(examine)])
  const examineAgain = (group: Grouping): Group => judge(examine(group))
  const weigh = (tested: readonly Group[]): Pattern[] => {
    const p = tested.map(combine)
    const q = qValues(p)
    return tested.map((group, i) => asPattern(group, p[i]!, q[i]!))
  }
  const joined = joinParts(examined.map(judge), links, examineAgain)
  const alone = weigh(joined)
  const shown = new Set(joined.filter((_, i) => alone[i]!.state === 'shown'))
  const whole = takeIn(joined, links, {
    isShown: (group) => shown.has(group),
    isOrganised,
    examineAgain,
    stillHolds,
  })
  const patterns = weigh(whole)
    .filter(({ findings: found }) => found.some((finding) => finding.p <= patternSettings.kind))
    .sort((a, b) => a.q - b.q || a.p - b.p || (a.fingerprint < b.fingerprint ? -1 : 1))
  return { patterns, rates }
}

const examine = (group: Grouping): Group => ({ ...group, findings: findings(group.traces) })

const kindsOf = ({ findings: found }: Group): EvidenceKind[] =>
  found.filter(({ p }) => p <= patternSettings.kind).map(({ kind }) => kind)

const isOrganised = (group: Group): boolean => kindsOf(group).length >= 2

/** Each kind of evidence that was there without what was taken in is there with it, and enough to be shown. */
function stillHolds(whole: Group, alone: Group): boolean {
  const kinds = kindsOf(whole)
  return (
    kindsOf(alone).every((kind) => kinds.includes(kind)) && isEnough(kinds, counterEvidence(whole.traces))
  )
}

/**
 * Two groups that share or link a thing and are each organised by themselves are parts of one; so is a group that shares
 * a thing with one organised group and no other.
 */
function joinParts(
  groups: readonly Group[],
  links: readonly Link[],
  examineAgain: (group: Grouping) => Group,
): Group[] {
  const parent = groups.map((_, i) => i)
  const find = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  const byThing = new Map<string, number>()
  groups.forEach((group, i) => {
    if (!isOrganised(group)) return
    for (const thing of group.things) {
      const other = byThing.get(thing)
      if (other === undefined) byThing.set(thing, i)
      else parent[find(i)] = find(other)
    }
  })
  for (const { a, b } of links) {
    const [x, y] = [byThing.get(a), byThing.get(b)]
    if (x !== undefined && y !== undefined) parent[find(x)] = find(y)
  }
  groups.forEach((group, i) => {
    if (isOrganised(group)) return
    const owners = new Set(
      group.things.flatMap((thing) => {
        const owner = byThing.get(thing)
        return owner === undefined ? [] : [find(owner)]
      }),
    )
    if (owners.size === 1) parent[find(i)] = [...owners][0]!
  })
  const parts = new Map<number, Group[]>()
  groups.forEach((group, i) => {
    const root = find(i)
    parts.set(root, [...(parts.get(root) ?? []), group])
  })
  return [...parts.values()].map((some) => (some.length === 1 ? some[0]! : examineAgain(unite(some))))
}

/**
 * Whether kinds of evidence are enough to be shown, with what speaks against them: two at least. What gathers nowhere is
 * advertising at large: there is no place at which anybody could be helped. Who shows a page or address of their own
 * openly has many wordings and many lines, as firms do: there one kind must be about places or about what is said.
 */
export function isEnough(kinds: readonly EvidenceKind[], counter: readonly Counter[]): boolean {
  const speaksAgainst = new Set(counter.map(({ kind }) => kind))
  if (kinds.length < 2 || speaksAgainst.has('scattered')) return false
  return !speaksAgainst.has('own-page') || kinds.some((kind) => !ofManyLines.has(kind))
}

const ofManyLines: ReadonlySet<EvidenceKind> = new Set(['contacts-replaced', 'texts-rewritten'])

function asPattern(group: Group, p: number, q: number): Pattern {
  const strong = group.findings.filter((finding) => finding.p <= patternSettings.kind)
  const counter = counterEvidence(group.traces)
  const ids = group.traces.map(({ id }) => id).sort()
  const hash = createHash('sha256').update(ids.join(' '))
  for (const { kind } of strong) hash.update(` ${kind}`)
  return {
    fingerprint: hash.digest('hex').slice(0, 32),
    state:
      q <= patternSettings.q &&
      isEnough(
        strong.map(({ kind }) => kind),
        counter,
      )
        ? 'shown'
        : 'not-enough',
    p,
    q,
    findings: [...group.findings].sort((a, b) => a.p - b.p),
    counter,
    things: group.things,
    traces: [...group.traces].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  }
}
