import { type Counter, type CounterKind, counterKinds } from './counter-evidence.ts'
import { type Reason, reason } from './reasons.ts'

/** Posts of a pattern as far as they tell what could be asked of them. */
type Asked = {
  counter: readonly Counter[]
  /** Where they stand, by name or by point. */
  places: readonly unknown[]
  firstAt: string
  lastAt: string
}

const weekMs = 7 * 86_400_000
/** Posts must reach over so many weeks before it can be told whether they come steadily (`counterEvidence`). */
const steadyFrom = 26
const ofPlaces: ReadonlySet<CounterKind> = new Set(['one-place', 'contact-of-each-place', 'scattered'])

/**
 * What was looked for that would speak against a pattern and was not found, and what cannot be known: because these
 * posts do not tell it (no places, too short a time), or because no post does.
 */
export function lookedFor({ counter, places, firstAt, lastAt }: Asked): {
  notFound: Reason[]
  unknown: Reason[]
} {
  const found = new Set(counter.map(({ kind }) => kind))
  const weeks = Math.floor((Date.parse(lastAt) - Date.parse(firstAt)) / weekMs) + 1
  const untold = (kind: CounterKind): boolean =>
    (kind === 'steady' && weeks < steadyFrom) || (ofPlaces.has(kind) && places.length === 0)
  const open = counterKinds.filter((kind) => !found.has(kind))
  const unknown: Reason[] = []
  if (open.some((kind) => ofPlaces.has(kind) && untold(kind))) unknown.push(reason('unknown.places', {}))
  if (open.includes('steady') && untold('steady'))
    unknown.push(reason('unknown.steady', { weeks, from: steadyFrom }))
  unknown.push(reason('unknown.any', {}))
  return {
    notFound: open.filter((kind) => !untold(kind)).map((kind) => reason(`looked.${kind}`, {})),
    unknown,
  }
}
