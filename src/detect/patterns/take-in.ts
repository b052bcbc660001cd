import type { Link } from './evidence-graph.ts'
import type { Grouping } from './groups.ts'

type Rules<Group> = {
  /** Shown by what it shows itself. */
  isShown: (group: Group) => boolean
  /** Two kinds of evidence at least: it is taken into no other. */
  isOrganised: (group: Group) => boolean
  examineAgain: (group: Grouping) => Group
  /** Whether all that was found in a group still holds with what is taken in. */
  stillHolds: (whole: Group, alone: Group) => boolean
}

/**
 * What hangs together with one group that is shown, and with no other organised one, by a thing of both or by a link of
 * two, is a further part of it: a later number under an older picture. The group must be shown without it, so that nobody
 * is shown for being like others, and with it; what weakens it is left alone. The same for any order of the groups.
 */
export function takeIn<Group extends Grouping>(
  groups: readonly Group[],
  links: readonly Link[],
  { isShown, isOrganised, examineAgain, stillHolds }: Rules<Group>,
): Group[] {
  const neighbours = new Map<string, Set<Group>>()
  const add = (thing: string, owners: Iterable<Group>): void => {
    const known = neighbours.get(thing) ?? new Set()
    for (const owner of owners) known.add(owner)
    neighbours.set(thing, known)
  }
  const organised = new Set(groups.filter(isOrganised))
  for (const group of organised) for (const thing of group.things) add(thing, [group])
  const owning = new Map([...neighbours].map(([thing, owners]) => [thing, [...owners]]))
  for (const { a, b } of links) {
    add(a, owning.get(b) ?? [])
    add(b, owning.get(a) ?? [])
  }
  const parts = new Map<Group, Group[]>()
  for (const group of groups) {
    if (organised.has(group)) continue
    const owners = new Set(group.things.flatMap((thing) => [...(neighbours.get(thing) ?? [])]))
    const [owner] = owners
    if (owners.size === 1 && isShown(owner!)) parts.set(owner!, [...(parts.get(owner!) ?? []), group])
  }
  const taken = new Set<Group>()
  const made = new Map<Group, Group>()
  for (const [owner, some] of parts) {
    const whole = examineAgain(unite([owner, ...some]))
    if (!stillHolds(whole, owner)) continue
    made.set(owner, whole)
    for (const group of some) taken.add(group)
  }
  return groups.flatMap((group) => (taken.has(group) ? [] : [made.get(group) ?? group]))
}

/** Groups as one. */
export const unite = (some: readonly Grouping[]): Grouping => ({
  things: [...new Set(some.flatMap(({ things }) => things))].sort(),
  traces: some.flatMap(({ traces }) => traces),
})
