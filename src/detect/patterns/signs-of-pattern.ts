import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { combinations, liftSettings, type SignedText } from '../indicators/lift.ts'
import { signsIn } from '../indicators/signs.ts'
import { wording } from '../signatures/read-observation.ts'
import { type Reason, reason } from './reasons.ts'
import type { PatternObservation } from './show-pattern.ts'

/** Texts of each part of the market that are read for comparison, and parts at most. */
const sample = { ofASegment: 25, segments: 80 } as const

/**
 * What the words of a pattern support, for the pattern as a whole: its combinations of signs against posts of the same
 * site, market, country and month that are not of it. Nothing is said of one post.
 */
export async function signsOfPattern(
  corpus: Corpus,
  observations: readonly PatternObservation[],
): Promise<Reason[]> {
  const wordings = new Map<string, SignedText>()
  for (const one of observations) {
    const key = one.edition === '' ? one.id : one.edition
    if (!wordings.has(key))
      wordings.set(key, { segment: segmentOf(one), signs: signsIn(wording(one.title, one.text)) })
  }
  const own = [...wordings.values()]
  const found = combinations(own, await marketTexts(corpus, observations))
  const { wordings: least, market } = liftSettings
  if (found === undefined) return [reason('signs.not-enough', { wordings: own.length, least, market })]
  if (found.length === 0) return [reason('signs.none', { wordings: own.length })]
  return found.map(({ first, second, wordings: n, of, usual, lift, low, high }) =>
    reason('signs.combination', {
      first,
      second,
      wordings: n,
      of,
      usual: Number((100 * usual).toPrecision(2)),
      lift: Number(lift.toPrecision(2)),
      low: Number(low.toPrecision(2)),
      high: Number(high.toPrecision(2)),
    }),
  )
}

const segmentOf = ({ source, market, country, postedAt }: PatternObservation): string =>
  [source, market, country, postedAt.slice(0, 7)].join('\n')

/** Texts of others in the same parts of the market; always the same ones, each text once. */
async function marketTexts(
  corpus: Corpus,
  observations: readonly PatternObservation[],
): Promise<SignedText[]> {
  const segments = [...new Set(observations.map(segmentOf))].sort().slice(0, sample.segments)
  const rows = await corpus.query(
    `SELECT segment, title, text FROM (
       SELECT concat(source, '\n', market, '\n', country, '\n', formatDateTime(posted_at, '%Y-%m')) AS segment,
         id, title, text
       FROM sources_ad FINAL
       WHERE segment IN ({segments:Array(String)}) AND id NOT IN ({own:Array(String)})
       ORDER BY segment, cityHash64(text), id LIMIT 1 BY segment, text
     ) LIMIT {each:UInt32} BY segment`,
    z.object({ segment: z.string(), title: z.string(), text: z.string() }),
    { segments, own: observations.map(({ id }) => id), each: sample.ofASegment },
  )
  return rows.map(({ segment, title, text }) => ({ segment, signs: signsIn(wording(title, text)) }))
}
