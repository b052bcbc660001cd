import type { Corpus } from '#platform/corpus'
import { mondayOf, weekIndex } from '../counts/weeks.ts'
import type { PatternTrace } from './arrivals.ts'

/** Posts of detected patterns by pattern, area and day, as far as known on a day. */
export async function listTraces(
  corpus: Corpus,
  query: { resolution: number; knownOn: string },
): Promise<PatternTrace[]> {
  void corpus
  void query
  return []
}

/** The same as weekly counts of a window. */
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
