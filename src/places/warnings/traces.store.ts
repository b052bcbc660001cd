import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { mondayOf, weekIndex } from '../counts/weeks.ts'
import type { PatternTrace } from './arrivals.ts'

const Trace = z.object({
  pattern: z.string(),
  q: z.number(),
  cell: z.string(),
  day: z.string(),
  posts: Count,
})

/**
 * Posts of the patterns that the newest detection shows, by pattern, area and day, up to the day asked. Detection looks
 * back over everything imported, so which posts belong to a pattern is today's knowledge; *when* a place could have been
 * warned of is worked out from the posts' own days (`findArrivals`).
 */
export async function listTraces(
  corpus: Corpus,
  query: { resolution: number; knownOn: string },
): Promise<PatternTrace[]> {
  return corpus.query(
    `WITH (SELECT argMax(run, finished_at) FROM detect_run) AS newest
     SELECT member.pattern AS pattern, any(found.q) AS q, h3ToString(h3ToParent(ad.h3, {resolution:UInt8})) AS cell,
            toString(toDate(ad.posted_at)) AS day, count() AS posts
     FROM (SELECT pattern, id FROM detect_pattern_member WHERE run = newest) AS member
     INNER JOIN (SELECT id, q FROM detect_pattern WHERE run = newest AND state = 'shown') AS found
       ON found.id = member.pattern
     INNER JOIN (SELECT id, h3, posted_at FROM sources_ad FINAL
                 WHERE h3 != 0 AND posted_at > toDateTime(0, 'UTC') AND toDate(posted_at) <= {knownOn:Date}) AS ad
       ON ad.id = member.id
     GROUP BY pattern, cell, day ORDER BY day, pattern, cell`,
    Trace,
    query,
  )
}

/** The same as weekly counts of a window, over all patterns. */
export async function tracesByArea(
  corpus: Corpus,
  query: { resolution: number; knownOn: string; from: string; to: string },
): Promise<{ cell: string; week: string; events: number; personsLow: number; personsHigh: number }[]> {
  const traces = await listTraces(corpus, query)
  return traces
    .filter((trace) => trace.day >= query.from && trace.day <= query.to)
    .map(({ cell, day, posts }) => ({
      cell,
      week: mondayOf(weekIndex(day)),
      events: posts,
      personsLow: posts,
      personsHigh: posts,
    }))
}
