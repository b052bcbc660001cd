import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { wording } from '../signatures/read-observation.ts'
import type { Calibration } from './calibrate.ts'
import type { Link } from './evidence-graph.ts'
import { type Trace, traces } from './evidence.store.ts'
import { formGroups, type Pattern, weighGroups } from './find-patterns.ts'
import { sampled } from './sample.ts'

/** The patterns of a run from the links of its evidence, and what was usual among those they were compared with. */
export async function findPatterns(
  corpus: Corpus,
  run: string,
  links: readonly Link[],
): Promise<{ patterns: Pattern[]; rates: Calibration['rates'] }> {
  const weighable = formGroups(links, await traces(corpus, run))
  await readWords(
    corpus,
    run,
    [...weighable.groups, ...weighable.ordinary].flatMap((group) => sampled(group.traces)),
  )
  return weighGroups(weighable)
}

/** Gives these traces their text. */
async function readWords(corpus: Corpus, run: string, read: readonly Trace[]): Promise<void> {
  const byNumber = new Map<number, Trace>()
  for (const trace of read) byNumber.set(trace.number, trace)
  await corpus.insert(
    'detect_said',
    [...byNumber.keys()].map((number) => ({ run, number })),
  )
  const rows = corpus.stream(
    `SELECT s.number AS number, title, text
     FROM (SELECT id, number FROM detect_signature FINAL
           WHERE number IN (SELECT number FROM detect_said WHERE run = {run:String})) AS s
     INNER JOIN (SELECT id, title, text FROM sources_ad FINAL) AS ad ON ad.id = s.id`,
    z.object({ number: z.number(), title: z.string(), text: z.string() }),
    { run },
  )
  for await (const { number, title, text } of rows) {
    const trace = byNumber.get(number)
    if (trace !== undefined) trace.text = wording(title, text)
  }
}
