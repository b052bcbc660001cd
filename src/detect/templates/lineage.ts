import { z } from 'zod'

/** A post of a family, as lineage looks at it. */
export type Posting = {
  /** The template it is written after: the family. */
  family: string
  /** The edition of it, '' for none. */
  edition: string
  /** ISO 8601, UTC. */
  at: string
  /** Any name that is the same for the same place, '' for none. */
  place: string
}

export const LineageEvent = z.object({
  kind: z
    .enum(['born', 'changed', 'moved', 'died'])
    .describe(
      'born: first post; changed: a new edition appears; moved: most posts stand in another place from now on; died: last post, with a silence after it that the family never kept before',
    ),
  at: z.string(),
  edition: z.string().describe('born, changed: the edition that appears; otherwise empty'),
  from: z.string().describe('changed: the edition before; moved: the place before; otherwise empty'),
  to: z.string().describe('moved: the new place; otherwise empty'),
})
export type LineageEvent = z.infer<typeof LineageEvent>

/** The life of one family of texts; what its editions were, and what happened when. */
export const FamilyLineage = z.object({
  family: z.string(),
  posts: z.number(),
  bornAt: z.string(),
  lastAt: z.string(),
  alive: z.boolean().describe('false once it has died'),
  editions: z.array(
    z.object({ edition: z.string(), posts: z.number(), firstAt: z.string(), lastAt: z.string() }),
  ),
  events: z.array(LineageEvent).describe('In order of time'),
})
export type FamilyLineage = z.infer<typeof FamilyLineage>

export const lineageSettings = {
  /** A family has moved when it posts in the new place in this many of the next posts that name one … */
  settled: 4,
  /** … of so many. */
  window: 5,
  /** It has died after a silence of this many days at least, and of so many times its longest pause. */
  silentDays: 28,
  silentPauses: 3,
} as const

/**
 * The families among posts, the largest first. `until` (ISO 8601) is how far the observations reach: silence after the
 * last post is judged up to there. A single stray post in another town moves nothing; posts of one moment are taken in
 * the order of place and edition, so the order they come in changes nothing.
 */
export function lineage(postings: readonly Posting[], until: string): FamilyLineage[] {
  const families = new Map<string, Posting[]>()
  for (const posting of postings) {
    const known = families.get(posting.family)
    if (known === undefined) families.set(posting.family, [posting])
    else known.push(posting)
  }
  return [...families]
    .map(([family, own]) => lifeOf(family, own, until))
    .sort((a, b) => b.posts - a.posts || (a.family < b.family ? -1 : 1))
}

function lifeOf(family: string, postings: readonly Posting[], until: string): FamilyLineage {
  const posts = [...postings].sort((a, b) => {
    const [x, y] = [a, b].map(({ at, place, edition }) => `${at} ${place}\u0000${edition}`) as [
      string,
      string,
    ]
    return x < y ? -1 : x > y ? 1 : 0
  })
  const first = posts[0]!
  const last = posts.at(-1)!
  const died = hasDied(posts, until)
  const events: LineageEvent[] = [
    { kind: 'born', at: first.at, edition: first.edition, from: '', to: '' },
    ...[...changes(posts), ...moves(posts)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    ...(died ? [{ kind: 'died' as const, at: last.at, edition: '', from: '', to: '' }] : []),
  ]
  return {
    family,
    posts: posts.length,
    bornAt: first.at,
    lastAt: last.at,
    alive: !died,
    editions: editionsOf(posts),
    events,
  }
}

function editionsOf(posts: readonly Posting[]): FamilyLineage['editions'] {
  const editions = new Map<string, FamilyLineage['editions'][number]>()
  for (const { edition, at } of posts) {
    if (edition === '') continue
    const known = editions.get(edition)
    if (known === undefined) editions.set(edition, { edition, posts: 1, firstAt: at, lastAt: at })
    else {
      known.posts++
      known.lastAt = at
    }
  }
  return [...editions.values()]
}

/** The first post of each edition but the first, and the edition that was posted last before it. */
function changes(posts: readonly Posting[]): LineageEvent[] {
  const found: LineageEvent[] = []
  const seen = new Set<string>()
  let before = ''
  for (const { edition, at } of posts) {
    if (edition === '') continue
    if (!seen.has(edition) && before !== '')
      found.push({ kind: 'changed', at, edition, from: before, to: '' })
    seen.add(edition)
    before = edition
  }
  return found
}

function moves(posts: readonly Posting[]): LineageEvent[] {
  const placed = posts.filter(({ place }) => place !== '')
  const found: LineageEvent[] = []
  let current = ''
  for (let i = 0; i < placed.length; i++) {
    const { place, at } = placed[i]!
    if (place === current) continue
    const next = placed.slice(i, i + lineageSettings.window)
    if (next.filter((post) => post.place === place).length < lineageSettings.settled) continue
    if (current !== '') found.push({ kind: 'moved', at, edition: '', from: current, to: place })
    current = place
  }
  return found
}

function hasDied(posts: readonly Posting[], until: string): boolean {
  const times = posts.map(({ at }) => Date.parse(at))
  let longest = 0
  for (let i = 1; i < times.length; i++) longest = Math.max(longest, times[i]! - times[i - 1]!)
  const silence = Date.parse(until) - times.at(-1)!
  return (
    silence >= lineageSettings.silentDays * 86_400_000 && silence >= longest * lineageSettings.silentPauses
  )
}
