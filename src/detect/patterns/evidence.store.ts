import { z } from 'zod'
import { Count, type Corpus, readRowBinary, type RowBinary } from '#platform/corpus'
import { wording } from '../signatures/read-observation.ts'
import { graphSettings, type Link } from './evidence-graph.ts'

/** The identifiers that observations show, each once. `thing` is kind and value. */
const identifiers = `
  SELECT number, arrayJoin(arrayDistinct(arrayMap((kind, value) -> concat(kind, ' ', value), kinds, values))) AS thing
  FROM detect_signature FINAL`

/** What is kept when an observation shows very many things: ways to reach or pay somebody first. */
const rank = `multiIf(startsWith(thing, 'phone '), 1, match(thing, '^(account|wallet) '), 2, match(thing, '^(email|handle) '), 3, 4)`

/**
 * Fills `detect_evidence` for a run with what stands in two observations or more: identifiers, and the editions of texts,
 * each of which has two at least. Of one that shows very many some are taken, or two posts that list a thousand pages
 * each would link them all with one another.
 */
export async function prepareEvidence(corpus: Corpus, run: string): Promise<void> {
  await corpus.command(
    `INSERT INTO detect_evidence
     SELECT {run:String}, number, thing, having
     FROM (${identifiers}) AS one
     INNER JOIN (SELECT thing, count() AS having FROM (${identifiers}) GROUP BY thing HAVING having > 1) AS frequent
       USING (thing)
     ORDER BY number, ${rank}, having, thing
     LIMIT {most:UInt32} BY number
     UNION ALL
     SELECT {run:String}, arrayJoin(members), concat('edition ', id), size
     FROM detect_template WHERE run = {run:String} AND level = 'edition'`,
    { run, most: graphSettings.mostThings },
  )
}

/** Links between things that stand in the same observations, weak ones left out by the engine. */
export async function evidenceLinks(corpus: Corpus, run: string): Promise<Link[]> {
  return corpus.query(
    `SELECT x.thing AS a, y.thing AS b, count() AS together, any(x.having) AS inA, any(y.having) AS inB
     FROM (SELECT number, thing, having FROM detect_evidence WHERE run = {run:String}) AS x
     INNER JOIN (SELECT number, thing, having FROM detect_evidence WHERE run = {run:String}) AS y USING (number)
     WHERE x.thing < y.thing
     GROUP BY a, b
     HAVING together / sqrt(inA * inB) >= if(together = 1, {one:Float64}, {cosine:Float64})`,
    z.object({ a: z.string(), b: z.string(), together: Count, inA: z.number(), inB: z.number() }),
    { run, cosine: graphSettings.cosine, one: graphSettings.cosineOfOne },
  )
}

/** What is known of an observation that is looked at closely: it is evidence. */
export type Trace = {
  id: string
  number: number
  /** Seconds since 1970. */
  at: number
  market: string
  country: string
  place: string
  placeText: string
  latitude: number | null
  longitude: number | null
  language: string
  masked: number
  /** What it shows of what stands in others too, in the order of their bytes. */
  things: string[]
  /** Title and text, of those that are read for what they say (`sampled`); left out of the others. */
  text?: string | undefined
}

/** Where an ad stands, as evidence takes it: its place in the gazetteer, or its point to a hundredth, or its words. */
export const placeOfAd = `if(place_id != '', place_id, if(latitude IS NULL, place_text,
         concat(toString(round(latitude, 2)), ' ', toString(round(longitude, 2)))))`

/** What `readTrace` reads, of a join of `sources_ad` and `detect_signature`. */
export const traceColumns = `ad.id, number, toUnixTimestamp(posted_at), market, country, assumeNotNull(${placeOfAd}), place_text,
  latitude, longitude, language, masked`

export function readTrace(row: RowBinary, one: (word: string) => string): Omit<Trace, 'things' | 'text'> {
  return {
    id: row.string(),
    number: row.uint32(),
    at: row.uint32(),
    market: one(row.string()),
    country: one(row.string()),
    place: one(row.string()),
    placeText: one(row.string()),
    latitude: row.nullable(() => row.float64()),
    longitude: row.nullable(() => row.float64()),
    language: one(row.string()),
    masked: row.uint8(),
  }
}

/** The traces of the observations of some patterns, with their texts. */
export async function traces(corpus: Corpus, run: string, patterns: readonly string[]): Promise<Trace[]> {
  const within =
    'WHERE id IN (SELECT id FROM detect_member WHERE run = {run:String} AND pattern IN ({patterns:Array(String)}))'
  const found: Trace[] = []
  const one = sameWords()
  // A join holds its right side whole: that is the evidence, never the ads.
  const answer = corpus.bytes(
    `SELECT ${traceColumns}, things, title, text
     FROM (
       SELECT id, posted_at, market, country, place_id, place_text, latitude, longitude, language, title, text
       FROM sources_ad FINAL ${within}
     ) AS ad
     INNER JOIN (
       SELECT id, number, masked, things
       FROM (SELECT id, number, masked FROM detect_signature FINAL ${within}) AS s
       INNER JOIN (
         SELECT number, arraySort(groupArray(thing)) AS things FROM detect_evidence
         WHERE run = {run:String} AND number IN (SELECT number FROM detect_signature FINAL ${within}) GROUP BY number
       ) AS e USING (number)
     ) AS shown ON ad.id = shown.id`,
    { run, patterns },
  )
  await readRowBinary(answer, (row) => {
    const known = readTrace(row, one)
    const things = row.strings().map(one)
    found.push({ ...known, things, text: wording(row.string(), row.string()) })
  })
  return found
}

/** Gives equal words as one string: each thing and place stands in many traces. */
export function sameWords(): (word: string) => string {
  const known = new Map<string, string>()
  return (word) => {
    const before = known.get(word)
    if (before === undefined) known.set(word, word)
    return before ?? word
  }
}
