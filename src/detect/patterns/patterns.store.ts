import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import type { Finding } from './evidence.ts'
import type { Counter } from './counter-evidence.ts'
import { type Pattern, patternSettings } from './find-patterns.ts'

/** A pattern as it was stored. */
export type StoredPattern = {
  id: string
  fingerprint: string
  state: 'shown' | 'not-enough'
  p: number
  q: number
  size: number
  kinds: string[]
  templates: number
  firstAt: string
  lastAt: string
  countries: string[]
  places: string[]
  findings: Finding[]
  counter: Counter[]
  things: string[]
}

const Figures = z.record(z.string(), z.union([z.number(), z.string()]))
const Details = z.object({
  findings: z.array(
    z.object({
      kind: z.string(),
      chance: z.number(),
      strength: z.number(),
      p: z.number(),
      usual: z.number(),
      figures: Figures,
    }),
  ),
  counter: z.array(z.object({ kind: z.string(), figures: Figures })),
  things: z.array(z.string()),
})

const Row = z
  .object({
    id: z.string(),
    fingerprint: z.string(),
    state: z.enum(['shown', 'not-enough']),
    p: z.number(),
    q: z.number(),
    size: z.number(),
    kinds: z.array(z.string()),
    templates: z.number(),
    firstAt: z.string(),
    lastAt: z.string(),
    countries: z.array(z.string()),
    places: z.array(z.string()),
    details: z.string(),
  })
  .transform(({ details, ...row }): StoredPattern => {
    const parsed = Details.parse(JSON.parse(details))
    return { ...row, ...(parsed as Pick<StoredPattern, 'findings' | 'counter' | 'things'>) }
  })

const columns = `id, fingerprint, state, p, q, size, kinds, templates, formatDateTime(first_at, '%Y-%m-%dT%H:%i:%SZ') AS firstAt,
  formatDateTime(last_at, '%Y-%m-%dT%H:%i:%SZ') AS lastAt, countries, places, details`

/** Writes the patterns of a run under the ids given (`idsOf`). */
export async function storePatterns(
  corpus: Corpus,
  run: string,
  patterns: readonly Pattern[],
  ids: readonly string[],
): Promise<void> {
  await corpus.insert(
    'detect_pattern_member',
    patterns.flatMap((pattern, i) => pattern.traces.map(({ id }) => ({ run, pattern: ids[i]!, id }))),
  )
  await corpus.insert(
    'detect_pattern',
    patterns.map((pattern, i) => ({
      run,
      id: ids[i]!,
      fingerprint: pattern.fingerprint,
      state: pattern.state,
      p: pattern.p,
      q: pattern.q,
      size: pattern.traces.length,
      kinds: pattern.findings.filter(({ p }) => p <= patternSettings.kind).map(({ kind }) => kind),
      templates: pattern.things.filter((thing) => thing.startsWith('edition ')).length,
      first_at: pattern.traces[0]!.at,
      last_at: pattern.traces.at(-1)!.at,
      countries: [...new Set(pattern.traces.map(({ country }) => country))].filter(Boolean).sort(),
      places: placesOf(pattern),
      details: JSON.stringify({
        findings: pattern.findings,
        counter: pattern.counter,
        things: pattern.things,
      }),
    })),
  )
}

/** Names of its places, those with most observations first; twenty at most. */
function placesOf(pattern: Pattern): string[] {
  const counts = new Map<string, number>()
  for (const { placeText } of pattern.traces)
    if (placeText !== '') counts.set(placeText, (counts.get(placeText) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 20)
    .map(([place]) => place)
}

/**
 * The id of each pattern: that of the pattern of the run before whose observations it holds most of, so that a pattern
 * keeps its id as it grows; otherwise one made of its observations.
 */
export async function idsOf(
  corpus: Corpus,
  before: string | undefined,
  patterns: readonly Pattern[],
): Promise<string[]> {
  const known = new Map<string, { pattern: string; size: number }>()
  if (before !== undefined) {
    const rows = corpus.stream(
      `SELECT pattern, id, toUInt32(count() OVER (PARTITION BY pattern)) AS size FROM detect_pattern_member WHERE run = {before:String}`,
      z.object({ pattern: z.string(), id: z.string(), size: z.number() }),
      { before },
    )
    for await (const { pattern, id, size } of rows) known.set(id, { pattern, size })
  }
  const claims = patterns.flatMap((pattern, i) => {
    const shared = new Map<string, { n: number; size: number }>()
    for (const { id } of pattern.traces) {
      const old = known.get(id)
      if (old !== undefined)
        shared.set(old.pattern, { n: (shared.get(old.pattern)?.n ?? 0) + 1, size: old.size })
    }
    return [...shared].filter(([, { n, size }]) => n * 2 >= size).map(([id, { n }]) => ({ i, id, n }))
  })
  claims.sort((a, b) => b.n - a.n || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.i - b.i))
  const ids = patterns.map((): string | undefined => undefined)
  const taken = new Set<string>()
  for (const { i, id } of claims) {
    if (ids[i] !== undefined || taken.has(id)) continue
    ids[i] = id
    taken.add(id)
  }
  return patterns.map(({ fingerprint }, i) => ids[i] ?? newIdOf(fingerprint, taken))
}

/** One of its own: what grew and was divided again may look as it did under an id that another part of it goes on with. */
function newIdOf(fingerprint: string, taken: Set<string>): string {
  for (let hash = fingerprint; ; hash = createHash('sha256').update(hash).digest('hex')) {
    const id = `p${hash.slice(0, 15)}`
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}

/** The patterns of a run, those with the smallest q first. */
export async function listStored(
  corpus: Corpus,
  run: string,
  filter: { state?: 'shown' | 'not-enough' | undefined; limit?: number; country?: string | undefined } = {},
): Promise<StoredPattern[]> {
  return corpus.query(
    `SELECT ${columns} FROM detect_pattern WHERE run = {run:String}
       ${filter.state === undefined ? '' : 'AND state = {state:String}'}
       ${filter.country === undefined ? '' : 'AND has(countries, {country:String})'}
     ORDER BY q, p, id LIMIT {limit:UInt32}`,
    Row,
    {
      run,
      limit: filter.limit ?? 10_000,
      ...(filter.state === undefined ? {} : { state: filter.state }),
      ...(filter.country === undefined ? {} : { country: filter.country }),
    },
  )
}

export async function findStored(
  corpus: Corpus,
  run: string,
  id: string,
): Promise<StoredPattern | undefined> {
  const [row] = await corpus.query(
    `SELECT ${columns} FROM detect_pattern WHERE run = {run:String} AND id = {id:String}`,
    Row,
    { run, id },
  )
  return row
}

export async function memberIds(corpus: Corpus, run: string, id: string): Promise<string[]> {
  const rows = await corpus.query(
    'SELECT id FROM detect_member WHERE run = {run:String} AND pattern = {id:String} ORDER BY id',
    z.object({ id: z.string() }),
    { run, id },
  )
  return rows.map((row) => row.id)
}
