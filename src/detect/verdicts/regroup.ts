import { createHash } from 'node:crypto'

/** What a reviewer did to patterns: divided one, or put several together. Never overwritten; an undo takes it back. */
export type Regrouping = {
  id: string
  kind: 'split' | 'merge'
  patterns: string[]
  /** What they became. A split fixes who stood where; later observations go with those they share most with. */
  parts: { id: string; observations: string[] }[]
  reason: string
  decidedBy: string
  decidedAt: string
}

/** An observation and what it shows: identifiers and the edition of its text. */
export type Member = { id: string; things: readonly string[] }

/** A group that a reviewer made, and the line that made it. */
export type Made = { id: string; by: Regrouping; members: string[] }

export type Regrouped = {
  made: Made[]
  /** Patterns that are no longer shown, and what stands in their place. */
  replaced: ReadonlyMap<string, { into: string[]; by: Regrouping }>
}

/**
 * Does what reviewers did, in their order, to the patterns of a run. A step whose patterns are no longer there, or that
 * would leave a part empty, rests: it is done again when they are back.
 */
export function regroup(
  patterns: ReadonlyMap<string, readonly Member[]>,
  steps: readonly Regrouping[],
): Regrouped {
  const groups = new Map<string, { members: readonly Member[]; by: Regrouping | undefined }>(
    [...patterns].map(([id, members]) => [id, { members, by: undefined }]),
  )
  const replaced = new Map<string, { into: string[]; by: Regrouping }>()
  for (const step of steps) {
    const there = step.patterns.filter((id) => groups.has(id))
    if (there.length < (step.kind === 'split' ? 1 : 2)) continue
    const members = there.flatMap((id) => groups.get(id)!.members)
    const divided = step.kind === 'split' ? divide(members, step.parts) : [members]
    if (divided.some((part) => part.length === 0)) continue
    for (const id of there) {
      groups.delete(id)
      replaced.set(id, { into: step.parts.map((part) => part.id), by: step })
    }
    step.parts.forEach((part, i) => groups.set(part.id, { members: divided[i]!, by: step }))
  }
  return {
    made: [...groups].flatMap(([id, { members, by }]) =>
      by === undefined ? [] : [{ id, by, members: members.map((member) => member.id).sort() }],
    ),
    replaced,
  }
}

/** Each member where it was put; one that came later where most of what it shows stands, in doubt with the first part. */
function divide(members: readonly Member[], parts: Regrouping['parts']): Member[][] {
  const home = new Map(parts.flatMap((part, i) => part.observations.map((id) => [id, i] as const)))
  const counts = new Map<string, number[]>()
  for (const { id, things } of members) {
    const at = home.get(id)
    if (at === undefined) continue
    for (const thing of things) {
      const own = counts.get(thing) ?? parts.map(() => 0)
      own[at]!++
      counts.set(thing, own)
    }
  }
  const made = parts.map((): Member[] => [])
  for (const member of members) made[home.get(member.id) ?? nearest(member)]!.push(member)
  return made

  function nearest({ things }: Member): number {
    const votes = parts.map(() => 0)
    for (const thing of things) {
      const own = counts.get(thing)
      const all = own?.reduce((sum, n) => sum + n, 0) ?? 0
      own?.forEach((n, i) => (votes[i]! += n / all))
    }
    return votes.indexOf(Math.max(...votes))
  }
}

/** Which observations go apart when a reviewer names things, observations or both: those named, and all that show one. */
export function apartOf(
  members: readonly Member[],
  named: { things: readonly string[]; observations: readonly string[] },
): string[] {
  const [things, ids] = [new Set(named.things), new Set(named.observations)]
  return members
    .filter(({ id, things: own }) => ids.has(id) || own.some((thing) => things.has(thing)))
    .map(({ id }) => id)
}

/** The id of a part: of the same shape as a pattern's, and not to be guessed from it. */
export const partId = (regrouping: string, place: number): string =>
  `p${createHash('sha256').update(`${regrouping} ${place}`).digest('hex').slice(0, 15)}`
