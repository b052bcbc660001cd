import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { weightOf } from '../patterns/calibrate.ts'
import { counterEvidence } from '../patterns/counter-evidence.ts'
import { type Finding, findings } from '../patterns/evidence.ts'
import { type Trace, traces } from '../patterns/evidence.store.ts'
import { isEnough, patternSettings } from '../patterns/find-patterns.ts'
import { findStored, type StoredPattern } from '../patterns/patterns.store.ts'
import { type Made, regroup, type Regrouping } from './regroup.ts'

/** A pattern that a reviewer made, and how. */
export type Part = StoredPattern & { made: Pick<Regrouping, 'kind' | 'patterns' | 'decidedAt'> }

/** The patterns of a run as reviewers left them: what they made, and what that stands in place of. */
export type Overlay = {
  parts: Part[]
  madeBy: ReadonlyMap<string, Regrouping>
  replaced: ReadonlyMap<string, { into: string[]; by: Regrouping }>
}

/**
 * Divides and joins the patterns of a run as reviewers did, and keeps what comes out beside the run, so that it is read
 * like any pattern.
 */
export async function overlay(corpus: Corpus, run: string, steps: readonly Regrouping[]): Promise<Overlay> {
  if (steps.length === 0) return { parts: [], madeBy: new Map(), replaced: new Map() }
  const own = new Set(steps.flatMap(({ parts }) => parts.map(({ id }) => id)))
  const named = [...new Set(steps.flatMap(({ patterns }) => patterns))].filter((id) => !own.has(id))
  const stored = new Map<string, StoredPattern>()
  const members = new Map<string, Trace[]>()
  for (const id of named) {
    const pattern = await findStored(corpus, run, id)
    if (pattern === undefined) continue
    stored.set(id, pattern)
    members.set(id, await traces(corpus, run, [id]))
  }
  const { made, replaced } = regroup(members, steps)
  const parts: Part[] = []
  for (const one of made) parts.push((await findPart(corpus, run, one.id)) ?? (await make(one)))
  return { parts, madeBy: new Map(made.map(({ id, by }) => [id, by])), replaced }

  async function make(one: Made): Promise<Part> {
    const ids = new Set(one.members)
    const origins = [...members].flatMap(([id, all]) => (all.some((trace) => ids.has(trace.id)) ? [id] : []))
    const reckoned = reckon(
      one.id,
      origins.flatMap((id) => members.get(id)!.filter((trace) => ids.has(trace.id))),
      origins.map((id) => stored.get(id)!),
    )
    const { kind, patterns, decidedAt } = one.by
    const pattern: Part = { ...reckoned, made: { kind, patterns, decidedAt } }
    await corpus.insert(
      'detect_part_member',
      one.members.map((id) => ({ run, pattern: one.id, id })),
    )
    await corpus.insert('detect_part', [{ run, id: one.id, pattern: JSON.stringify(pattern) }])
    return pattern
  }
}

/** A part as it was kept; undefined when there is none of this id in the run. */
export async function findPart(corpus: Corpus, run: string, id: string): Promise<Part | undefined> {
  const [row] = await corpus.query(
    'SELECT pattern FROM detect_part WHERE run = {run:String} AND id = {id:String} LIMIT 1',
    z.object({ pattern: z.string() }),
    { run, id },
  )
  return row && (JSON.parse(row.pattern) as Part)
}

/**
 * The evidence of a group that a reviewer made, asked anew of its own observations. What was chosen after looking is no
 * sample: how usual a kind of evidence is, how rare all together, and the false discovery rate stay those of where it came from.
 */
function reckon(id: string, own: readonly Trace[], origins: readonly StoredPattern[]): StoredPattern {
  const ordered = own.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const isPattern = own.length >= patternSettings.leastObservations
  const asked = findings(ordered).map((finding) => {
    const known = origins.flatMap(({ findings: all }) =>
      all.filter(({ kind }) => kind === finding.kind).map((one) => one.usual),
    )
    // What was not asked where it came from cannot be called rare.
    const usual = isPattern && known.length > 0 ? Math.max(...known) : 1
    return { ...finding, usual, p: weightOf(finding, usual) }
  })
  const found = asked.toSorted((a, b) => a.p - b.p)
  const isStrong = ({ p }: Finding): boolean => p <= patternSettings.kind
  const strong = found.filter(isStrong).map(({ kind }) => kind)
  const counter = counterEvidence(ordered)
  const q = isPattern ? Math.max(...origins.map((origin) => origin.q)) : 1
  const shown = new Set(ordered.flatMap(({ things }) => things))
  const things = [...new Set(origins.flatMap((origin) => origin.things))]
    .filter((one) => shown.has(one))
    .sort()
  const places = new Map<string, number>()
  for (const { placeText } of ordered)
    if (placeText !== '') places.set(placeText, (places.get(placeText) ?? 0) + 1)
  const hash = createHash('sha256').update(
    ordered
      .map((trace) => trace.id)
      .toSorted()
      .join(' '),
  )
  for (const { kind } of asked.filter(isStrong)) hash.update(` ${kind}`)
  return {
    id,
    fingerprint: hash.digest('hex').slice(0, 32),
    state: q <= patternSettings.q && isEnough(strong, counter) ? 'shown' : 'not-enough',
    p: isPattern ? Math.max(...origins.map((origin) => origin.p)) : 1,
    q,
    size: ordered.length,
    kinds: strong,
    templates: things.filter((thing) => thing.startsWith('edition ')).length,
    firstAt: instant(ordered[0]!.at),
    lastAt: instant(ordered.at(-1)!.at),
    countries: [...new Set(ordered.map(({ country }) => country))].filter(Boolean).sort(),
    places: [...places]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 20)
      .map(([place]) => place),
    findings: found,
    counter,
    things,
  }
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
