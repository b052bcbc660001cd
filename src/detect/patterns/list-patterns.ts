import type { Actor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import type { Database } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { newestRun } from '../runs.store.ts'
import { changesSince } from '../verdicts/changes.ts'
import { findPart, overlay } from '../verdicts/parts.store.ts'
import type { Regrouping } from '../verdicts/regroup.ts'
import { regroupingsOf } from '../verdicts/regroupings.store.ts'
import { patternLineage } from '../templates/lineage.store.ts'
import { isDue, type Review, reviewOf } from '../verdicts/verdict.ts'
import {
  decidedToday,
  experienceOf,
  type GivenVerdict,
  newestVerdicts,
  verdictsOn,
} from '../verdicts/verdicts.store.ts'
import type { PatternDetail, PatternSummary, RegroupingView } from './pattern-views.ts'
import { findStored, listStored, memberIds, type StoredPattern } from './patterns.store.ts'
import { lookedFor } from './looked-for.ts'
import { whyNotShown } from './not-enough.ts'
import { rankPatterns } from './rank.ts'
import { signsOfPattern } from './signs-of-pattern.ts'
import { signsToJudge } from './signs-to-judge.ts'
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

/** What reviewing needs: observations, records, and the time, when it is not now. */
export type ReviewStores = { corpus: Corpus; db: Pick<Database, 'as'>; now?: (() => Date) | undefined }

export type PatternFilter = {
  /** `shown` unless told; `not-enough`: those with too little evidence; `all`. */
  state?: 'shown' | 'not-enough' | 'all' | undefined
  /** `due` unless told: open, changed since a verdict or expired; a rejected pattern is not due. */
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

/**
 * Patterns of the newest run as the actor's organisation left them: those that wait for a verdict by rank, then the
 * others by q, each with why and what speaks against it.
 */
export async function listPatterns(
  stores: ReviewStores,
  actor: Actor,
  filter: PatternFilter = {},
): Promise<PatternList> {
  const at = stores.now?.() ?? new Date()
  const { given, today, steps } = await stores.db.as(actor, async (trx) => ({
    given: await newestVerdicts(trx),
    today: await decidedToday(trx, at),
    steps: await regroupingsOf(trx, actor),
  }))
  const newest = await newestRun(stores.corpus)
  const budget = filter.budget ?? usualBudget
  if (newest === undefined)
    return { run: null, finishedAt: null, total: 0, budget, decidedToday: today, patterns: [] }
  const regrouped = await overlay(stores.corpus, newest.run, steps)
  const found = await listStored(stores.corpus, newest.run, { country: filter.country })
  const stored = [
    ...found.filter(({ id }) => !regrouped.replaced.has(id)),
    ...regrouped.parts.filter(
      ({ countries }) => filter.country === undefined || countries.includes(filter.country),
    ),
  ]
  const summaries = stored.map((pattern) =>
    summaryOf(pattern, given.get(pattern.id), at, regrouped.madeBy.get(pattern.id)),
  )
  const ranked = rankPatterns(summaries, experienceOf(given.values()), Math.max(0, budget - today))
  const patterns = ranked.filter((pattern) => matches(pattern, filter))
  return { ...newest, total: patterns.length, budget, decidedToday: today, patterns }
}

function matches(pattern: PatternSummary, filter: PatternFilter): boolean {
  const review = filter.review ?? 'due'
  const state = filter.state ?? 'shown'
  return (
    (state === 'all' || pattern.state === state) &&
    (review === 'all' || pattern.review === review || (review === 'due' && isDue(pattern.review))) &&
    (filter.kind === undefined || pattern.kinds.includes(filter.kind)) &&
    (filter.minSize === undefined || pattern.size >= filter.minSize) &&
    (filter.maxQ === undefined || pattern.q <= filter.maxQ)
  )
}

function summaryOf(
  pattern: StoredPattern,
  verdict: GivenVerdict | undefined,
  at: Date,
  made: Regrouping | undefined,
): PatternSummary {
  const { why, against } = whyOf(pattern)
  return {
    id: pattern.id,
    state: pattern.state,
    review: reviewOf(verdict, pattern, at),
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
    notShown: whyNotShown(pattern),
    rank: null,
    changes: verdict === undefined ? [] : changesSince({ ...verdict, ...verdict.seen }, pattern),
    made: made === undefined ? null : viewOf(made),
  }
}

const viewOf = ({ parts, ...one }: Regrouping): RegroupingView => ({
  ...one,
  into: parts.map(({ id }) => id),
})

/** One pattern of the newest run with all it rests on. Throws `detect.pattern.not-found`. */
export async function getPattern(stores: ReviewStores, actor: Actor, id: string): Promise<PatternDetail> {
  const { run, pattern, made, replaced } = await openPattern(stores, actor, id)
  const given = await stores.db.as(actor, (trx) => verdictsOn(trx, id))
  const at = stores.now?.() ?? new Date()
  const standing = given.find(({ takenBack }) => takenBack === null)
  const observations = await patternObservations(stores.corpus, run, id)
  const places = placesIn(observations)
  const looked = lookedFor({ ...pattern, places })
  return {
    ...summaryOf(pattern, standing, at, made),
    run,
    asked: whyOf(pattern).asked,
    lookedFor: looked.notFound,
    unknown: looked.unknown,
    signs: await signsOfPattern(stores.corpus, observations),
    signsToJudge: await signsToJudge(stores, actor, { run, id, observations }),
    identifiers: identifiersIn(observations),
    templates: wordings(observations),
    timeLine: timeLine(observations),
    lineage: await patternLineage(stores.corpus, run, id),
    placesInTime: places,
    graph: await patternGraph(stores.corpus, run, id, pattern.things),
    observationIds: await memberIds(stores.corpus, run, id),
    observations,
    verdicts: given,
    replaced: replaced === undefined ? null : viewOf(replaced),
  }
}

/** A pattern of the newest run as the actor may see it: what another organisation divided is not there. */
export async function openPattern(
  stores: ReviewStores,
  actor: Actor,
  id: string,
): Promise<{
  run: string
  pattern: StoredPattern
  made: Regrouping | undefined
  replaced: Regrouping | undefined
}> {
  const newest = await newestRun(stores.corpus)
  if (newest !== undefined) {
    const steps = await stores.db.as(actor, (trx) => regroupingsOf(trx, actor))
    const { parts, madeBy, replaced } = await overlay(stores.corpus, newest.run, steps)
    const pattern = (await findStored(stores.corpus, newest.run, id)) ?? parts.find((part) => part.id === id)
    if (pattern !== undefined)
      return { run: newest.run, pattern, made: madeBy.get(id), replaced: replaced.get(id)?.by }
  }
  throw new AsyliaError('detect.pattern.not-found', `there is no pattern ${id} in the newest run`, { id })
}

/** What a lead rests on: for the listener of `detect.pattern-accepted`. Undefined when the pattern is gone. */
export async function findPatternLead(
  corpus: Corpus,
  id: string,
): Promise<
  { title: string; reasons: string[]; observationIds: string[]; country: string | null } | undefined
> {
  const newest = await newestRun(corpus)
  const pattern =
    newest && ((await findStored(corpus, newest.run, id)) ?? (await findPart(corpus, newest.run, id)))
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
