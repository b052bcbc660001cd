import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { type Consensus, consensus } from '../templates/consensus.ts'
import { cosine } from './evidence-graph.ts'
import type { StoredPattern } from './patterns.store.ts'
import { counterOf, type Reason, reasonOf } from './reasons.ts'

/** An observation of a pattern. It carries no score: a single post says nothing about anybody. */
export type PatternObservation = {
  id: string
  source: string
  postedAt: string
  market: string
  country: string
  place: string
  latitude: number | null
  longitude: number | null
  language: string
  title: string
  text: string
  contact: string
  edition: string
  /** Identifiers with the characters they were read from. */
  identifiers: { kind: string; value: string; field: string; start: number; end: number }[]
}

const Observation = z
  .object({
    id: z.string(),
    source: z.string(),
    postedAt: z.string(),
    market: z.string(),
    country: z.string(),
    place: z.string(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    language: z.string(),
    title: z.string(),
    text: z.string(),
    contact: z.string(),
    edition: z.string(),
    kinds: z.array(z.string()),
    values: z.array(z.string()),
    fields: z.array(z.string()),
    starts: z.array(z.number()),
    ends: z.array(z.number()),
  })
  .transform(({ kinds, values, fields, starts, ends, ...row }): PatternObservation => ({
    ...row,
    identifiers: kinds.map((kind, i) => ({
      kind,
      value: values[i]!,
      field: fields[i]!,
      start: starts[i]!,
      end: ends[i]!,
    })),
  }))

/** Most observations that are shown one by one; the figures count all. */
const mostShown = 500

/** The observations of a pattern, the oldest first. */
export async function patternObservations(
  corpus: Corpus,
  run: string,
  id: string,
  limit = mostShown,
): Promise<PatternObservation[]> {
  return corpus.query(
    `SELECT ad.id AS id, source, formatDateTime(posted_at, '%Y-%m-%dT%H:%i:%SZ') AS postedAt, market, country,
       place_text AS place, latitude, longitude, language, title, text, contact, edition.template AS edition,
       s.kinds AS kinds, s.values AS values, s.fields AS fields, s.starts AS starts, s.ends AS ends
     FROM (SELECT * FROM sources_ad FINAL
           WHERE id IN (SELECT id FROM detect_member WHERE run = {run:String} AND pattern = {id:String})) AS ad
     INNER JOIN (SELECT * FROM detect_signature FINAL) AS s ON s.id = ad.id
     LEFT JOIN (SELECT number, template FROM detect_template_member
                WHERE run = {run:String} AND level = 'edition') AS edition ON edition.number = s.number
     ORDER BY posted_at, id LIMIT {limit:UInt32}`,
    Observation,
    { run, id, limit },
  )
}

/** At most so many wordings are judged, and teach, of one pattern. */
const mostWordings = 12

/** The first post of each wording, the most used wording first. */
export function onePostAWording(observations: readonly PatternObservation[]): PatternObservation[] {
  const posts = new Map<string, { first: PatternObservation; n: number }>()
  for (const one of observations) {
    const key = one.edition === '' ? one.id : one.edition
    const known = posts.get(key)
    if (known === undefined) posts.set(key, { first: one, n: 1 })
    else known.n++
  }
  return [...posts.values()]
    .sort((a, b) => b.n - a.n || (a.first.id < b.first.id ? -1 : 1))
    .slice(0, mostWordings)
    .map(({ first }) => first)
}

export type PatternLink = { a: string; b: string; together: number; weight: number }
export type PatternNode = { id: string; kind: string; label: string; observations: number }

/** The pattern's part of the evidence graph; the table of its links says the same. */
export async function patternGraph(
  corpus: Corpus,
  run: string,
  id: string,
  things: readonly string[],
): Promise<{ nodes: PatternNode[]; edges: PatternLink[] }> {
  const own = `SELECT number, thing, having FROM detect_evidence
    WHERE run = {run:String} AND thing IN ({things:Array(String)}) AND number IN (
      SELECT number FROM detect_signature FINAL
      WHERE id IN (SELECT id FROM detect_member WHERE run = {run:String} AND pattern = {id:String}))`
  const parameters = { run, id, things }
  const counted = await corpus.query(
    `SELECT thing, count() AS n FROM (${own}) GROUP BY thing ORDER BY n DESC, thing`,
    z.object({ thing: z.string(), n: Count }),
    parameters,
  )
  const links = await corpus.query(
    `SELECT x.thing AS a, y.thing AS b, count() AS together, any(x.having) AS inA, any(y.having) AS inB
     FROM (${own}) AS x INNER JOIN (${own}) AS y USING (number)
     WHERE x.thing < y.thing GROUP BY a, b ORDER BY together DESC, a, b`,
    z.object({ a: z.string(), b: z.string(), together: Count, inA: z.number(), inB: z.number() }),
    parameters,
  )
  return {
    nodes: counted.map(({ thing, n }) => {
      const at = thing.indexOf(' ')
      return { id: thing, kind: thing.slice(0, at), label: thing.slice(at + 1), observations: n }
    }),
    edges: links.map((link) => ({
      a: link.a,
      b: link.b,
      together: link.together,
      weight: Math.round(cosine(link) * 1000) / 1000,
    })),
  }
}

/** Why a pattern is shown: one reason for each kind of evidence that was found, and those that were asked in vain. */
export function whyOf(pattern: StoredPattern): { why: Reason[]; asked: Reason[]; against: Reason[] } {
  const strong = new Set(pattern.kinds)
  return {
    why: pattern.findings.filter(({ kind }) => strong.has(kind)).map(reasonOf),
    asked: pattern.findings.filter(({ kind }) => !strong.has(kind)).map(reasonOf),
    against: pattern.counter.map(counterOf),
  }
}

/** The wordings of a pattern, the most used first, each as template and slots over up to twelve of its texts. */
export function wordings(
  observations: readonly PatternObservation[],
): ({ edition: string; observations: number; firstAt: string; lastAt: string } & Consensus)[] {
  const editions = new Map<string, PatternObservation[]>()
  for (const one of observations) {
    if (one.edition === '') continue
    const known = editions.get(one.edition)
    if (known === undefined) editions.set(one.edition, [one])
    else known.push(one)
  }
  return [...editions]
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .slice(0, 12)
    .map(([edition, own]) => ({
      edition,
      observations: own.length,
      firstAt: own[0]!.postedAt,
      lastAt: own.at(-1)!.postedAt,
      ...consensus(own.slice(0, 12).map(({ id, text }) => ({ id, text }))),
    }))
}

/** Posts by week (Monday, UTC) and market. */
export function timeLine(
  observations: readonly PatternObservation[],
): { week: string; market: string; posts: number }[] {
  const counts = new Map<string, number>()
  for (const { postedAt, market } of observations) {
    const day = new Date(postedAt)
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
    const key = `${day.toISOString().slice(0, 10)}\u0000${market}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .map(([key, posts]) => {
      const [week, market] = key.split('\u0000') as [string, string]
      return { week, market, posts }
    })
    .sort((a, b) => (a.week + a.market < b.week + b.market ? -1 : 1))
}

type PlaceCount = {
  place: string
  country: string
  latitude: number | null
  longitude: number | null
  posts: number
  firstAt: string
  lastAt: string
  markets: string[]
}

/** Where a pattern posts, the place with most posts first. */
export function placesIn(observations: readonly PatternObservation[]): PlaceCount[] {
  const places = new Map<string, PlaceCount>()
  for (const { place, country, latitude, longitude, postedAt, market } of observations) {
    if (place === '' && latitude === null) continue
    // The same town may be named in two languages: its point decides.
    const key = latitude === null ? `${country} ${place}` : `${latitude.toFixed(2)} ${longitude!.toFixed(2)}`
    const known = places.get(key)
    if (known === undefined)
      places.set(key, {
        place,
        country,
        latitude,
        longitude,
        posts: 1,
        firstAt: postedAt,
        lastAt: postedAt,
        markets: [market],
      })
    else {
      known.posts++
      known.lastAt = postedAt
      if (!known.markets.includes(market)) known.markets.push(market)
    }
  }
  return [...places.values()].sort((a, b) => b.posts - a.posts || (a.place < b.place ? -1 : 1))
}

/** The identifiers of a pattern with when they were first and last shown. */
export function identifiersIn(
  observations: readonly PatternObservation[],
): { kind: string; value: string; posts: number; firstAt: string; lastAt: string }[] {
  const found = new Map<
    string,
    { kind: string; value: string; posts: number; firstAt: string; lastAt: string }
  >()
  for (const { identifiers, postedAt } of observations) {
    for (const key of new Set(identifiers.map(({ kind, value }) => `${kind} ${value}`))) {
      const known = found.get(key)
      const at = key.indexOf(' ')
      if (known === undefined)
        found.set(key, {
          kind: key.slice(0, at),
          value: key.slice(at + 1),
          posts: 1,
          firstAt: postedAt,
          lastAt: postedAt,
        })
      else {
        known.posts++
        known.lastAt = postedAt
      }
    }
  }
  return [...found.values()].sort((a, b) => b.posts - a.posts || (a.value < b.value ? -1 : 1))
}
