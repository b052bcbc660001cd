import type { Corpus } from '#platform/corpus'
import { type Calibration, calibration } from './calibrate.ts'
import type { Link } from './evidence-graph.ts'
import type { Trace } from './evidence.store.ts'
import { type Pattern, patternSettings, type Weighable, weighGroups } from './find-patterns.ts'
import { groupsOf } from './groups.ts'
import { OrdinarySample, PostsOf } from './ordinary.ts'
import { sampled } from './sample.ts'
import { numbersShowing } from './shown.ts'
import { lookAt, postersOf, readShown, readTraces, readWords } from './shown.store.ts'

/** The patterns of a run from the links of its evidence, and what was usual among those they were compared with. */
export async function findPatterns(
  corpus: Corpus,
  run: string,
  links: readonly Link[],
): Promise<{ patterns: Pattern[]; rates: Calibration['rates'] }> {
  const weighable = await formGroups(corpus, run, links)
  const said = new Map<number, Trace>()
  for (const group of [...weighable.groups, ...weighable.ordinary])
    for (const trace of sampled(group.traces)) said.set(trace.number, trace)
  await lookAt(corpus, run, said.keys(), true)
  await readWords(corpus, run, (number, text) => {
    const trace = said.get(number)
    if (trace !== undefined) trace.text = text
  })
  return weighGroups(weighable)
}

/** The groups among linked things, and who tells what is usual; only of these the details are read. */
async function formGroups(corpus: Corpus, run: string, links: readonly Link[]): Promise<Weighable> {
  const shown = await readShown(corpus, run)
  const all = groupsOf(links, shown)
  const sample = new OrdinarySample(new Set(all.flatMap(({ things }) => things)))
  for await (const poster of postersOf(corpus, run, calibration.posts)) sample.add(poster)
  const phones = sample.phones()
  const ordinary = new PostsOf(phones)
  const groups = all.filter(({ numbers }) => numbers.length >= patternSettings.leastObservations)
  const asked = numbersShowing(shown, new Set(phones))
  const groupOf = new Map<number, number>()
  groups.forEach(({ numbers }, group) => {
    for (const number of numbers) groupOf.set(number, group)
  })
  const tracesOf = groups.map((): Trace[] => [])
  await lookAt(corpus, run, new Set([...groupOf.keys(), ...asked]), false)
  await readTraces(corpus, run, shown, (trace) => {
    const group = groupOf.get(trace.number)
    if (group !== undefined) tracesOf[group]!.push(trace)
    if (asked.has(trace.number)) ordinary.add(trace)
  })
  return {
    // An observation that was removed meanwhile has no trace.
    groups: groups
      .map(({ things }, group) => ({ things, traces: tracesOf[group]! }))
      .filter(({ traces }) => traces.length >= patternSettings.leastObservations),
    ordinary: ordinary.groups(),
    links,
  }
}
