import type { Trace } from './evidence.store.ts'

/** Texts of one edition are alike, so some of each are read for what they say. */
const most = { ofAnEdition: 4, ofAGroup: 80 } as const

/**
 * The observations of a group whose words are read: up to four of each edition, the largest editions first, those with
 * the smallest ids. Depends on nothing but the observations, so that it is the same whenever it is asked.
 */
export function sampled(traces: readonly Trace[]): Trace[] {
  const editions = new Map<string, Trace[]>()
  for (const trace of traces.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const edition = trace.things.find((thing) => thing.startsWith('edition ')) ?? `alone ${trace.id}`
    const known = editions.get(edition)
    if (known === undefined) editions.set(edition, [trace])
    else known.push(trace)
  }
  return [...editions.values()]
    .sort((a, b) => b.length - a.length || (a[0]!.id < b[0]!.id ? -1 : 1))
    .flatMap((own) => own.slice(0, most.ofAnEdition))
    .slice(0, most.ofAGroup)
}
