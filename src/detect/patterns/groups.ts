import { communities, type Link } from './evidence-graph.ts'
import type { Trace } from './evidence.store.ts'
import { type Members, namesOf, type Shown } from './shown.ts'

/** Things that belong together and the observations that show them. */
export type Grouping = { things: string[]; traces: Trace[] }

export const groupSettings = {
  /**
   * A thing holds a group together when at least this share of its observations show another thing of the group too. A
   * hotel's phone, a picture from the net, a sentence that everybody writes stand mostly elsewhere.
   */
  ownShare: 0.34,
  /** A thing of fewer observations is not yet said to stand elsewhere. */
  ownFrom: 5,
  /** Groups are formed anew without what stands mostly elsewhere, this often at most. */
  rounds: 3,
} as const

/**
 * The groups among linked things with their observations. What stands mostly elsewhere is taken out and the groups are
 * formed anew, until nothing of the kind is left. The same for any order of the input.
 */
export function groupsOf(links: readonly Link[], shown: Shown): Members[] {
  const having = new Map<string, number>()
  for (const { a, b, inA, inB } of links) having.set(a, inA).set(b, inB)
  let left = links
  for (let round = 1; ; round++) {
    const groups = assign(communities(left), shown)
    if (round === groupSettings.rounds) return groups
    const foreign = foreignThings(groups, having, shown)
    if (foreign.size === 0) return groups
    const groupsByThing = indexed(groups.map(({ things }) => things))
    left = left.filter(({ a, b }) => {
      const shared = (groupsByThing.get(a) ?? []).filter((group) =>
        (groupsByThing.get(b) ?? []).includes(group),
      )
      return !shared.some((group) => foreign.has(`${group} ${a}`) || foreign.has(`${group} ${b}`))
    })
  }
}

/** Each thing, by its group's number, that stands mostly elsewhere. */
function foreignThings(
  groups: readonly Members[],
  having: ReadonlyMap<string, number>,
  all: Shown,
): Set<string> {
  const foreign = new Set<string>()
  groups.forEach(({ things, numbers }, group) => {
    const own = new Set(things)
    const inside = new Map<string, number>()
    for (const number of numbers) {
      const shown = namesOf(all, number).filter((thing) => own.has(thing))
      // By itself it says nothing about where it belongs.
      if (shown.length < 2) continue
      for (const thing of shown) inside.set(thing, (inside.get(thing) ?? 0) + 1)
    }
    for (const thing of things) {
      const n = having.get(thing) ?? 0
      if (n >= groupSettings.ownFrom && (inside.get(thing) ?? 0) < n * groupSettings.ownShare)
        foreign.add(`${group} ${thing}`)
    }
  })
  return foreign
}

function indexed(groups: readonly (readonly string[])[]): Map<string, number[]> {
  const groupsByThing = new Map<string, number[]>()
  groups.forEach((group, i) => {
    for (const thing of group) {
      const known = groupsByThing.get(thing)
      if (known === undefined) groupsByThing.set(thing, [i])
      else known.push(i)
    }
  })
  return groupsByThing
}

/** Ways to reach somebody; a text or a picture is no such. */
const contact = /^(?:phone|email|handle|account|wallet) /

/**
 * Each observation goes to the community that most of what it shows belongs to; a tie to none. Who shows contacts of
 * their own and none of the community's has only a sentence or a picture in common with it, and is not of it; nor is
 * who has nothing in common with it but one picture.
 */
function assign(groups: readonly string[][], { names, starts, things }: Shown): Members[] {
  const groupsByThing = indexed(groups)
  const groupsBy = new Map<number, readonly number[]>()
  names.forEach((name, thing) => {
    const own = groupsByThing.get(name)
    if (own !== undefined) groupsBy.set(thing, own)
  })
  const isContact = Uint8Array.from(names, (name) => (contact.test(name) ? 1 : 0))
  const made = groups.map((own): Members => ({ things: own, numbers: [] }))
  for (let number = 0; number + 1 < starts.length; number++) {
    const all = things.subarray(starts[number], starts[number + 1])
    const group = mostVoted(all, groupsBy)
    if (group === undefined) continue
    const shown = all.filter((thing) => groupsBy.get(thing)?.includes(group))
    if (shown.length === 1 && names[shown[0]!]!.startsWith('image ')) continue
    const contacts = all.filter((thing) => isContact[thing] === 1)
    if (contacts.length === 0 || contacts.some((thing) => shown.includes(thing)))
      made[group]!.numbers.push(number)
  }
  return made
}

/** The group that most of some things belong to; none when there is a tie, or no group. */
function mostVoted(
  things: Uint32Array,
  groupsBy: ReadonlyMap<number, readonly number[]>,
): number | undefined {
  const votes = new Map<number, number>()
  for (const thing of things) {
    const own = groupsBy.get(thing)
    if (own !== undefined) for (const group of own) votes.set(group, (votes.get(group) ?? 0) + 1 / own.length)
  }
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1])
  return first === undefined || (second !== undefined && first[1] <= second[1]) ? undefined : first[0]
}
