import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { wording } from '../signatures/read-observation.ts'
import { graphSettings, type Link } from './evidence-graph.ts'

/** Each thing an observation shows: its identifiers, and the edition its text is of. `thing` is kind and value. */
const things = `
  SELECT number, concat(kind, ' ', value) AS thing FROM detect_identifier GROUP BY number, thing
  UNION ALL
  SELECT number, concat('edition ', template) AS thing FROM detect_template_member
  WHERE run = {run:String} AND level = 'edition'`

/** Fills `detect_evidence` for a run: what stands in two observations or more. */
export async function prepareEvidence(corpus: Corpus, run: string): Promise<void> {
  await corpus.command(
    `INSERT INTO detect_evidence
     SELECT {run:String}, number, thing, having
     FROM (${things}) AS one
     INNER JOIN (SELECT thing, count() AS having FROM (${things}) GROUP BY thing HAVING having > 1) AS frequent
       USING (thing)`,
    { run },
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

/** What is known of the observations that show any linked thing: theirs is the evidence. */
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
  things: string[]
  /** Title and text, of those that are read for what they say (`sampled`); left out of the others. */
  text?: string | undefined
}

/** Where an ad stands, as evidence takes it: its place in the gazetteer, or its point to a hundredth, or its words. */
export const placeOfAd = `if(place_id != '', place_id, if(latitude IS NULL, place_text,
         concat(toString(round(latitude, 2)), ' ', toString(round(longitude, 2)))))`

/** The traces of a run; with `patterns` only those of their observations, their texts included. */
export async function traces(corpus: Corpus, run: string, patterns?: readonly string[]): Promise<Trace[]> {
  const within =
    patterns === undefined
      ? ''
      : 'WHERE id IN (SELECT id FROM detect_member WHERE run = {run:String} AND pattern IN ({patterns:Array(String)}))'
  // A join holds its right side whole: that is the evidence, never the ads.
  const rows = corpus.stream(
    `SELECT ad.id AS id, number, toUnixTimestamp(posted_at) AS at, market, country,
       ${placeOfAd} AS place,
       place_text AS placeText, latitude, longitude, language, masked, things,
       ${patterns === undefined ? 'NULL' : 'title'} AS title, ${patterns === undefined ? 'NULL' : 'text'} AS body
     FROM (
       SELECT id, posted_at, market, country, place_id, place_text, latitude, longitude, language,
         title, text FROM sources_ad FINAL ${within}
     ) AS ad
     INNER JOIN (
       SELECT id, number, masked, things
       FROM (SELECT id, number, masked FROM detect_signature FINAL ${within}) AS s
       INNER JOIN (
         SELECT number, arraySort(groupArray(thing)) AS things FROM detect_evidence WHERE run = {run:String} GROUP BY number
       ) AS e USING (number)
     ) AS shown ON ad.id = shown.id`,
    TraceRow,
    patterns === undefined ? { run } : { run, patterns },
  )
  const found: Trace[] = []
  const one = sameWords()
  for await (const trace of rows) {
    for (const field of ['market', 'country', 'place', 'placeText', 'language'] as const)
      trace[field] = one(trace[field])
    trace.things = trace.things.map(one)
    found.push(trace)
  }
  return found
}

/** Gives equal words as one string: each thing and place stands in many traces, and a million traces are held at once. */
function sameWords(): (word: string) => string {
  const known = new Map<string, string>()
  return (word) => {
    const before = known.get(word)
    if (before === undefined) known.set(word, word)
    return before ?? word
  }
}

const TraceRow = z
  .object({
    id: z.string(),
    number: z.number(),
    at: z.number(),
    market: z.string(),
    country: z.string(),
    place: z.string(),
    placeText: z.string(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    language: z.string(),
    masked: z.number(),
    things: z.array(z.string()),
    title: z.string().nullable(),
    body: z.string().nullable(),
  })
  .transform(({ title, body, ...row }): Trace => ({
    ...row,
    text: title === null || body === null ? undefined : wording(title, body),
  }))
