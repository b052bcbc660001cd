import type { Ordered } from './cluster.ts'
import type { Parts } from './parts.ts'
import { settings } from './settings.ts'
import { strongestFirst } from './strongest.ts'

/**
 * The open pairs of a part, strongest first; those of equal strength by what the texts say, so their order never matters.
 */
export function ordered(
  parts: Parts,
  part: number,
  level: 'template' | 'edition',
  rank: Float64Array,
  open: (a: number, b: number) => boolean,
): Ordered {
  const scores = parts[level]
  const { faint } = settings[level]
  const { a, b } = parts
  const order = new Uint32Array(parts.starts[part + 1]! - parts.starts[part]!)
  let length = 0
  for (let e = parts.starts[part]!; e < parts.starts[part + 1]!; e++)
    if (scores[e]! >= faint && open(a[e]!, b[e]!)) order[length++] = e
  const lower = (e: number): number => Math.min(rank[a[e]!]!, rank[b[e]!]!)
  const upper = (e: number): number => Math.max(rank[a[e]!]!, rank[b[e]!]!)
  strongestFirst(order.subarray(0, length), scores, (x, y) => lower(x) - lower(y) || upper(x) - upper(y))
  const made = {
    a: new Uint32Array(length),
    b: new Uint32Array(length),
    score: new Float32Array(length),
    length: 0,
  }
  for (let i = 0; i < length; i++) {
    const e = order[i]!
    const last = made.length - 1
    // The same pair may have been found by two threads.
    if (last >= 0 && made.a[last] === a[e] && made.b[last] === b[e]) continue
    made.a[made.length] = a[e]!
    made.b[made.length] = b[e]!
    made.score[made.length++] = scores[e]!
  }
  return made
}
