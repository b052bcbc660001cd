import { z } from 'zod'
import { type Corpus, readRowBinary } from '#platform/corpus'
import { wording } from '../signatures/read-observation.ts'
import { readTrace, sameWords, type Trace, traceColumns } from './evidence.store.ts'
import { namesOf, type Shown, shownFrom } from './shown.ts'

/** What the observations of a run show. */
export async function readShown(corpus: Corpus, run: string): Promise<Shown> {
  const names: string[] = []
  const numbersOf: Uint32Array[] = []
  const answer = corpus.bytes(
    `SELECT thing, groupArray(number) FROM detect_evidence WHERE run = {run:String} GROUP BY thing ORDER BY thing`,
    { run },
  )
  await readRowBinary(answer, (row) => {
    const name = row.string()
    const numbers = row.uint32s((length) => new Uint32Array(length))
    names.push(name)
    numbersOf.push(numbers)
  })
  return shownFrom(names, numbersOf)
}

/** Who posts under one number: how often is known to be enough, and the market is that of the post with the smallest id. */
export type Poster = { phone: string; market: string }

/** The numbers under which so many posts stand at least, in no order. */
export async function* postersOf(corpus: Corpus, run: string, leastPosts: number): AsyncGenerator<Poster> {
  yield* corpus.stream(
    `SELECT thing AS phone, argMin(market, ad.id) AS market
     FROM (SELECT id, market FROM sources_ad FINAL) AS ad
     INNER JOIN (
       SELECT id, thing FROM (SELECT id, number FROM detect_signature FINAL) AS s
       INNER JOIN (
         SELECT number, thing FROM detect_evidence
         WHERE run = {run:String} AND having >= {leastPosts:UInt32} AND startsWith(thing, 'phone ')
       ) AS e USING (number)
     ) AS shown ON ad.id = shown.id
     GROUP BY phone HAVING count() >= {leastPosts:UInt32}`,
    z.object({ phone: z.string(), market: z.string() }),
    { run, leastPosts },
  )
}

/** Names observations of a run that are looked at closely; `words`: what they say is read too. */
export async function lookAt(
  corpus: Corpus,
  run: string,
  numbers: Iterable<number>,
  words: boolean,
): Promise<void> {
  let rows: Record<string, unknown>[] = []
  for (const number of numbers) {
    if (rows.push({ run, number, words }) < 100_000) continue
    await corpus.insert('detect_said', rows)
    rows = []
  }
  await corpus.insert('detect_said', rows)
}

/** The traces of the observations that `lookAt` named, without their words, one at a time and in no order. */
export async function readTraces(
  corpus: Corpus,
  run: string,
  shown: Shown,
  take: (trace: Trace) => void,
): Promise<void> {
  const named = `SELECT id, number, masked FROM detect_signature FINAL
    WHERE number IN (SELECT number FROM detect_said WHERE run = {run:String})`
  const one = sameWords()
  const answer = corpus.bytes(
    `SELECT ${traceColumns}
     FROM (
       SELECT id, posted_at, market, country, place_id, place_text, latitude, longitude, language
       FROM sources_ad FINAL WHERE id IN (SELECT id FROM (${named}))
     ) AS ad
     INNER JOIN (${named}) AS s ON ad.id = s.id`,
    { run },
  )
  await readRowBinary(answer, (row) => {
    const known = readTrace(row, one)
    take({ ...known, things: namesOf(shown, known.number) })
  })
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
