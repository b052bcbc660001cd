import { type Reason, reason } from '../patterns/reasons.ts'

/** What a pattern looked like when a verdict was given: enough to say later what is new. */
export type Seen = { things: readonly string[]; places: readonly string[] }

type Pattern = {
  size: number
  kinds: readonly string[]
  things: readonly string[]
  places: readonly string[]
}

/** What changed since a verdict, in words; empty when nothing did. */
export function changesSince(
  seen: Seen & { size: number; kinds: readonly string[] },
  now: Pattern,
): Reason[] {
  const found: Reason[] = []
  if (now.size > seen.size) found.push(reason('change.more-posts', { posts: now.size - seen.size }))
  if (now.size < seen.size) found.push(reason('change.fewer-posts', { posts: seen.size - now.size }))
  for (const kind of without(now.kinds, seen.kinds)) found.push(reason('change.new-kind', { kind }))
  for (const kind of without(seen.kinds, now.kinds)) found.push(reason('change.lost-kind', { kind }))
  const gained = without(now.things, seen.things)
  const wordings = gained.filter((thing) => thing.startsWith('edition ')).length
  if (wordings > 0) found.push(reason('change.new-wordings', { wordings }))
  const contacts = gained.length - wordings
  if (contacts > 0) found.push(reason('change.new-contacts', { contacts }))
  const places = without(now.places, seen.places)
  if (places.length > 0) found.push(reason('change.new-places', { places: places.slice(0, 5).join(', ') }))
  return found
}

function without(values: readonly string[], known: readonly string[]): string[] {
  const all = new Set(known)
  return values.filter((value) => !all.has(value))
}
