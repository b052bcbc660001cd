import { calibration } from './calibrate.ts'
import { seedOf } from './chance.ts'
import type { Trace } from './evidence.store.ts'
import type { Grouping } from './groups.ts'
import type { Poster } from './shown.store.ts'

/** Contacts of each market that are looked at, and posts of each. */
const most = { ofAMarket: 400, posts: 60 } as const

/**
 * Those who post often under one number and belong to no group: most honest people. What is usual is told by them too.
 * A sample when there are many, drawn by a hash of the number, so that it is always the same.
 */
export class OrdinarySample {
  readonly #grouped: ReadonlySet<string>
  readonly #byMarket = new Map<string, { order: number; phone: string }[]>()

  /** `grouped`: the things of all groups. */
  constructor(grouped: ReadonlySet<string>) {
    this.#grouped = grouped
  }

  add({ phone, market }: Poster): void {
    if (this.#grouped.has(phone)) return
    const there = this.#byMarket.get(market) ?? []
    this.#byMarket.set(market, there)
    there.push({ order: seedOf([phone]), phone })
    if (there.length === most.ofAMarket * 4) first(there)
  }

  /** The numbers of the sample, market by market. */
  phones(): string[] {
    return [...this.#byMarket]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, there]) => first(there).map(({ phone }) => phone))
  }
}

/** Leaves those that the sample takes. */
function first(there: { order: number; phone: string }[]): typeof there {
  there.sort((a, b) => a.order - b.order || (a.phone < b.phone ? -1 : 1))
  there.length = Math.min(there.length, most.ofAMarket)
  return there
}

/** The posts of each number of a sample; of a number that thousands show, which is nobody's, those with the smallest ids. */
export class PostsOf {
  readonly #posts: Map<string, Trace[]>

  constructor(phones: readonly string[]) {
    this.#posts = new Map(phones.map((phone) => [phone, []]))
  }

  add(trace: Trace): void {
    for (const thing of trace.things) {
      const posts = this.#posts.get(thing)
      if (posts === undefined) continue
      posts.push(trace)
      if (posts.length === most.posts * 4) smallest(posts)
    }
  }

  groups(): Grouping[] {
    return [...this.#posts]
      .filter(([, posts]) => posts.length >= calibration.posts)
      .map(([phone, posts]) => ({ things: [phone], traces: smallest(posts) }))
  }
}

function smallest(posts: Trace[]): Trace[] {
  posts.sort((a, b) => (a.id < b.id ? -1 : 1))
  posts.length = Math.min(posts.length, most.posts)
  return posts
}
