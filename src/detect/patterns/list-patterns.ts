import type { Actor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import type { Database } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { newestRun } from '../runs.store.ts'
import { type Review, reviewOf, type Verdict } from '../verdicts/verdict.ts'
import { decidedToday, decidePattern, newestVerdicts, verdictsOn } from '../verdicts/verdicts.store.ts'
import type { VerdictWord } from '../verdicts/verdict.ts'
import type { PatternDetail, PatternSummary } from './pattern-views.ts'
import { findStored, listStored, memberIds, type StoredPattern } from './patterns.store.ts'
import {
  identifiersIn,
  patternGraph,
  patternObservations,
  placesIn,
  timeLine,
  whyOf,
  wordings,
} from './show-pattern.ts'

/** How many patterns a team looks at in a day unless it says otherwise. */
export const usualBudget = 10

export type PatternFilter = {
  /** `shown` unless told; `not-enough`: those with too little evidence; `all`. */
  state?: 'shown' | 'not-enough' | 'all' | undefined
  /** `due` unless told: open or changed since a verdict; a rejected pattern is not due. */
  review?: Review | 'due' | 'all' | undefined
  kind?: string | undefined
  country?: string | undefined
  /** Only patterns of at least this many observations. */
  minSize?: number | undefined
  maxQ?: number | undefined
  /** Verdicts a day the team can give. */
  budget?: number | undefined
}

export type PatternList = {
  run: string | null
  finishedAt: string | null
  total: number
  budget: number
  decidedToday: number
  patterns: PatternSummary[]
}

/** Patterns of the newest run, those with the smallest q first, each with why and what speaks against it. */
export async function listPatterns(
  stores: { corpus: Corpus; db: Pick<Database, 'as'> },
  actor: Actor,
  filter: PatternFilter = {},
): Promise<PatternList> {
  const { given, today } = await stores.db.as(actor, async (trx) => ({
    given: await newestVerdicts(trx),
    today: await decidedToday(trx),
  }))
  const newest = await newestRun(stores.corpus)
  const budget = filter.budget ?? usualBudget
  if (newest === undefined)
    return { run: null, finishedAt: null, total: 0, budget, decidedToday: today, patterns: [] }
  const state = filter.state ?? 'shown'
  const stored = await listStored(stores.corpus, newest.run, {
    state: state === 'all' ? undefined : state,
    country: filter.country,
  })
  let left = Math.max(0, budget - today)
  const patterns = stored
    .map((pattern) => {
      const summary = summaryOf(pattern, given.get(pattern.id))
      const due = summary.review === 'open' || summary.review === 'changed'
      return { ...summary, withinBudget: due && pattern.state === 'shown' && left-- > 0 }
    })
    .filter((pattern) => matches(pattern, filter))
  return { ...newest, total: patterns.length, budget, decidedToday: today, patterns }
}

function matches(pattern: PatternSummary, filter: PatternFilter): boolean {
  const review = filter.review ?? 'due'
  return (
    (review === 'all' ||
      pattern.review === review ||
      (review === 'due' && (pattern.review === 'open' || pattern.review === 'changed'))) &&
    (filter.kind === undefined || pattern.kinds.includes(filter.kind)) &&
    (filter.minSize === undefined || pattern.size >= filter.minSize) &&
    (filter.maxQ === undefined || pattern.q <= filter.maxQ)
  )
}

function summaryOf(pattern: StoredPattern, verdict: Verdict | undefined): PatternSummary {
  const { why, against } = whyOf(pattern)
  return {
    id: pattern.id,
    state: pattern.state,
    review: reviewOf(verdict, pattern),
    withinBudget: false,
    p: pattern.p,
    q: pattern.q,
    kinds: pattern.kinds,
    size: pattern.size,
    wordings: pattern.templates,
    firstAt: pattern.firstAt,
    lastAt: pattern.lastAt,
    countries: pattern.countries,
    places: pattern.places,
    why,
    against,
  }
}

/** One pattern of the newest run with all it rests on. Throws `detect.pattern.not-found`. */
export async function getPattern(
  stores: { corpus: Corpus; db: Pick<Database, 'as'> },
  actor: Actor,
  id: string,
): Promise<PatternDetail> {
  const { run, pattern } = await newestPattern(stores.corpus, id)
  const given = await stores.db.as(actor, (trx) => verdictsOn(trx, id))
  const observations = await patternObservations(stores.corpus, run, id)
  return {
    ...summaryOf(pattern, given[0]),
    run,
    asked: whyOf(pattern).asked,
    identifiers: identifiersIn(observations),
    templates: wordings(observations),
    timeLine: timeLine(observations),
    placesInTime: placesIn(observations),
    graph: await patternGraph(stores.corpus, run, id, pattern.things),
    observationIds: await memberIds(stores.corpus, run, id),
    observations,
    verdicts: given,
  }
}

async function newestPattern(corpus: Corpus, id: string): Promise<{ run: string; pattern: StoredPattern }> {
  const newest = await newestRun(corpus)
  const pattern = newest && (await findStored(corpus, newest.run, id))
  if (newest === undefined || pattern === undefined)
    throw new AsyliaError('detect.pattern.not-found', `there is no pattern ${id} in the newest run`, { id })
  return { run: newest.run, pattern }
}

/** Decides on a pattern of the newest run; accepting it announces `detect.pattern-accepted`. */
export async function giveVerdict(
  stores: { corpus: Corpus; db: Pick<Database, 'as'> },
  actor: Actor,
  decision: { id: string; verdict: VerdictWord; reason: string },
): Promise<Verdict> {
  const { run, pattern } = await newestPattern(stores.corpus, decision.id)
  return stores.db.as(actor, async (trx) => {
    await decidePattern(trx, actor, { pattern, run, verdict: decision.verdict, reason: decision.reason })
    return (await verdictsOn(trx, decision.id))[0]!
  })
}

/** What a lead rests on: for the listener of `detect.pattern-accepted`. Undefined when the pattern is gone. */
export async function findPatternLead(
  corpus: Corpus,
  id: string,
): Promise<
  { title: string; reasons: string[]; observationIds: string[]; country: string | null } | undefined
> {
  const newest = await newestRun(corpus)
  const pattern = newest && (await findStored(corpus, newest.run, id))
  if (newest === undefined || pattern === undefined) return undefined
  const { why, against } = whyOf(pattern)
  const where = pattern.places.slice(0, 2).join(', ')
  return {
    title: `${pattern.size} posts${where === '' ? '' : `, ${where}`}, ${pattern.firstAt.slice(0, 10)} to ${pattern.lastAt.slice(0, 10)}`,
    reasons: [...why, ...against].map(({ text }) => text),
    observationIds: await memberIds(corpus, newest.run, id),
    country: pattern.countries[0] ?? null,
  }
}
