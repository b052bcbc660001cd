import type { Corpus } from '#platform/corpus'
import type { Calibration } from './calibrate.ts'
import type { Link } from './evidence-graph.ts'
import { lookAt, readWords, type Shown, shownIn, type Trace, traces } from './evidence.store.ts'
import { formGroups, type Pattern, type Weighable, weighGroups } from './find-patterns.ts'
import type { Grouping } from './groups.ts'
import { sampled } from './sample.ts'

/** The patterns of a run from the links of its evidence, and what was usual among those they were compared with. */
export async function findPatterns(
  corpus: Corpus,
  run: string,
  links: readonly Link[],
): Promise<{ patterns: Pattern[]; rates: Calibration['rates'] }> {
  return weighGroups(await weighable(corpus, run, links))
}

/** Groups are formed from what observations show; more is read of those in groups only, which may be few of millions. */
async function weighable(corpus: Corpus, run: string, links: readonly Link[]): Promise<Weighable> {
  const formed = formGroups(links, await shownIn(corpus, run))
  const groups = [...formed.groups, ...formed.ordinary]
  const numbers = new Set(groups.flatMap((group) => group.traces.map(({ number }) => number)))
  const read = new Set(groups.flatMap((group) => sampled(group.traces).map(({ number }) => number)))
  await lookAt(corpus, run, numbers, read)
  const known = new Map<number, Trace>()
  for (const trace of await traces(corpus, run, 'looked-at')) known.set(trace.number, trace)
  await readWords(corpus, run, (number, text) => {
    const trace = known.get(number)
    if (trace !== undefined) trace.text = text
  })
  const whole = ({ things, traces: own }: Grouping<Shown>): Grouping => ({
    things,
    traces: own.map(({ number }) => known.get(number)!),
  })
  return { groups: formed.groups.map(whole), ordinary: formed.ordinary.map(whole), links }
}
