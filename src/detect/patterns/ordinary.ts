import { seedOf } from './chance.ts'
import type { Grouping } from './groups.ts'
import type { Shown } from './evidence.store.ts'

/** Contacts of each market that are looked at, and posts of each. */
const most = { ofAMarket: 400, posts: 60 } as const

/**
 * Those who post often under one number and belong to no group: most honest people. What is usual is told by them too.
 * A sample when there are many, drawn by a hash of the number, so that it is always the same.
 */
export function ordinaryPosters(
  groups: readonly Grouping<Shown>[],
  traces: readonly Shown[],
  leastPosts: number,
): Grouping<Shown>[] {
  const grouped = new Set(groups.flatMap(({ things }) => things))
  const byContact = new Map<string, Shown[]>()
  for (const trace of traces)
    for (const thing of trace.things) {
      if (!thing.startsWith('phone ') || grouped.has(thing)) continue
      const known = byContact.get(thing)
      if (known === undefined) byContact.set(thing, [trace])
      else known.push(trace)
    }
  const byMarket = new Map<string, { order: number; thing: string; own: Shown[] }[]>()
  for (const [thing, own] of byContact) {
    if (own.length < leastPosts) continue
    // A number that thousands show is nobody's.
    const kept = own.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, most.posts)
    const { market } = kept[0]!
    const there = byMarket.get(market) ?? []
    byMarket.set(market, there)
    there.push({ order: seedOf([thing]), thing, own: kept })
  }
  return [...byMarket]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) =>
      some
        .sort((a, b) => a.order - b.order || (a.thing < b.thing ? -1 : 1))
        .slice(0, most.ofAMarket)
        .map(({ thing, own }) => ({ things: [thing], traces: own })),
    )
}
