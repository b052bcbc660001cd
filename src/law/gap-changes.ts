import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import { changes, type Change } from './changes.ts'
import type { GapResult } from './gap-tests.ts'
import { gaps, type Gap } from './gaps.ts'
import type { Bound } from './membership.ts'
import { disclaimer, getJurisdiction, requireInOrder, requireLawOn, type Cite } from './timeline.ts'

export type GapState = { result: GapResult; bound: Bound['is']; verified: boolean; cites: Cite[] }

export type GapChange = Pick<Gap, 'obligation' | 'treaty' | 'article' | 'kind' | 'strength' | 'asks'> & {
  /** Null: the duty did not exist on that day. */
  before: GapState | null
  after: GapState | null
}

export type GapChangesAnswer = {
  jurisdiction: string
  name: string
  since: PlainDate
  until: PlainDate
  catalogueHash: string
  summary: { before: Record<GapResult, number>; after: Record<GapResult, number> }
  /** Duties whose answer is another one, or that bind only now; strongest first. */
  changed: GapChange[]
  /** What of the law itself changed in that time. */
  law: Change[]
  disclaimer: string
}

/** What became of a law's gaps between two days. Throws `BadInput` on a day before any law known. */
export function gapChanges(
  catalogue: Catalogue,
  question: { jurisdiction: string; since: PlainDate; until: PlainDate; treaty?: string | undefined },
): GapChangesAnswer {
  const { jurisdiction, since, until, treaty } = question
  requireLawOn(getJurisdiction(catalogue, jurisdiction), since, 'since')
  requireInOrder(since, until)
  const [old, now] = [since, until].map((on) =>
    gaps(catalogue, { jurisdiction, on, treaty, examples: false }),
  ) as [ReturnType<typeof gaps>, ReturnType<typeof gaps>]
  const earlier = new Map(old.gaps.map((one) => [one.obligation, one]))
  const later = new Map(now.gaps.map((one) => [one.obligation, one]))
  const all = [...now.gaps, ...old.gaps.filter((one) => !later.has(one.obligation))]
  return {
    jurisdiction,
    name: now.name,
    since,
    until,
    catalogueHash: catalogue.hash,
    summary: { before: old.summary, after: now.summary },
    changed: all.flatMap((one): GapChange[] => {
      const [before, after] = [stateOf(earlier.get(one.obligation)), stateOf(later.get(one.obligation))]
      if (before?.result === after?.result && before?.bound === after?.bound) return []
      const { obligation, treaty: of, article, kind, strength, asks } = one
      return [{ obligation, treaty: of, article, kind, strength, asks, before, after }]
    }),
    law: changes(catalogue, { since, until, jurisdiction }).changes,
    disclaimer,
  }
}

function stateOf(gap: Gap | undefined): GapState | null {
  if (!gap) return null
  const { result, bound, verified, tests } = gap
  return { result, bound: bound.is, verified, cites: tests.flatMap((one) => one.cites) }
}
