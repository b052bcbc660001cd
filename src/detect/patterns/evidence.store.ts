import { z } from 'zod'
import { Count, type Corpus, readRowBinary } from '#platform/corpus'
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

/** An observation, and what it shows of what stands in others too. */
export type Shown = { id: string; number: number; market: string; things: string[] }

/** What is known of an observation that is looked at closely: it is evidence. */
export type Trace = Shown & {
  /** Seconds since 1970. */
  at: number
  country: string
  place: string
  placeText: string
  latitude: number | null
  longitude: number | null
  language: string
  masked: number
  /** Title and text, of those that are read for what they say (`sampled`); left out of the others. */
  text?: string | undefined
}

/** Where an ad stands, as evidence takes it: its place in the gazetteer, or its point to a hundredth, or its words. */
export const placeOfAd = `if(place_id != '', place_id, if(latitude IS NULL, place_text,
         concat(toString(round(latitude, 2)), ' ', toString(round(longitude, 2)))))`

/** What each observation of a run shows. */
const thingsOf = `SELECT number, arraySort(groupArray(thing)) AS things FROM detect_evidence
  WHERE run = {run:String} GROUP BY number`

/** All observations of a run that show anything linked. */
export async function shownIn(corpus: Corpus, run: string): Promise<Shown[]> {
  const found: Shown[] = []
  const one = sameWords()
  // A join holds its right side whole: that is the evidence, never the ads.
  const answer = corpus.bytes(
    `SELECT ad.id, number, market, things
     FROM (SELECT id, market FROM sources_ad FINAL) AS ad
     INNER JOIN (
       SELECT id, number, things FROM (SELECT id, number FROM detect_signature FINAL) AS s
       INNER JOIN (${thingsOf}) AS e USING (number)
     ) AS shown ON ad.id = shown.id`,
    { run },
  )
  await readRowBinary(answer, (row) => {
    const id = row.string()
    const number = row.uint32()
    const market = one(row.string())
    found.push({ id, number, market, things: row.strings().map(one) })
  })
  return found
}

/** Which of a run's observations: those of some patterns with all their texts, or those that `lookAt` named. */
export type Within = { patterns: readonly string[] } | 'looked-at'

/** Names the observations of a run that are to be looked at, and those whose words are read. */
export async function lookAt(
  corpus: Corpus,
  run: string,
  numbers: Iterable<number>,
  read: ReadonlySet<number>,
): Promise<void> {
  await corpus.insert(
    'detect_said',
    Array.from(numbers, (number) => ({ run, number, words: read.has(number) })),
  )
}

/** The traces of some observations of a run. */
export async function traces(corpus: Corpus, run: string, within: Within): Promise<Trace[]> {
  const [which, words, parameters] =
    within === 'looked-at'
      ? ['number IN (SELECT number FROM detect_said WHERE run = {run:String})', false, { run }]
      : [
          'id IN (SELECT id FROM detect_member WHERE run = {run:String} AND pattern IN ({patterns:Array(String)}))',
          true,
          { run, patterns: within.patterns },
        ]
  const found: Trace[] = []
  const one = sameWords()
  const answer = corpus.bytes(
    `SELECT ad.id, number, market, things, toUnixTimestamp(posted_at), country, assumeNotNull(${placeOfAd}),
       place_text, latitude, longitude, language, masked${words ? ', title, text' : ''}
     FROM (
       SELECT id, posted_at, market, country, place_id, place_text, latitude, longitude, language${words ? ', title, text' : ''}
       FROM sources_ad FINAL WHERE id IN (SELECT id FROM detect_signature FINAL WHERE ${which})
     ) AS ad
     INNER JOIN (
       SELECT id, number, masked, things
       FROM (SELECT id, number, masked FROM detect_signature FINAL WHERE ${which}) AS s
       INNER JOIN (${thingsOf}) AS e USING (number)
     ) AS shown ON ad.id = shown.id`,
    parameters,
  )
  await readRowBinary(answer, (row) => {
    const trace: Trace = {
      id: row.string(),
      number: row.uint32(),
      market: one(row.string()),
      things: row.strings().map(one),
      at: row.uint32(),
      country: one(row.string()),
      place: one(row.string()),
      placeText: one(row.string()),
      latitude: row.nullable(() => row.float64()),
      longitude: row.nullable(() => row.float64()),
      language: one(row.string()),
      masked: row.uint8(),
    }
    found.push(words ? { ...trace, text: wording(row.string(), row.string()) } : trace)
  })
  return found
}

/** Calls `said` with the words of each observation of a run that `lookAt` named to be read. */
export async function readWords(
  corpus: Corpus,
  run: string,
  said: (number: number, text: string) => void,
): Promise<void> {
  const read = `SELECT id, number FROM detect_signature FINAL
    WHERE number IN (SELECT number FROM detect_said WHERE run = {run:String} AND words)`
  const answer = corpus.bytes(
    `SELECT number, title, text
     FROM (SELECT id, title, text FROM sources_ad FINAL WHERE id IN (SELECT id FROM (${read}))) AS ad
     INNER JOIN (${read}) AS s ON ad.id = s.id`,
    { run },
  )
  await readRowBinary(answer, (row) => {
    const number = row.uint32()
    said(number, wording(row.string(), row.string()))
  })
}

/** Gives equal words as one string: each thing and place stands in many traces, and a million are held at once. */
function sameWords(): (word: string) => string {
  const known = new Map<string, string>()
  return (word) => {
    const before = known.get(word)
    if (before === undefined) known.set(word, word)
    return before ?? word
  }
}
