import type { PlainDate } from '#model'
import { BadInput } from '#platform/errors'
import type { Catalogue } from './catalogue/catalogue.ts'
import { isBound, type Bound } from './membership.ts'
import { nearest } from './nearest.ts'
import { disclaimer } from './timeline.ts'

export type TreatyStatusAnswer = {
  treaty: string
  title: string
  on: PlainDate
  catalogueHash: string
  /** Whether a state that is not listed is known not to belong. */
  complete: boolean
  notes: string[]
  counts: {
    bound: number
    notBound: number
    unknown: number
    disputed: number
    twoSources: number
    withReservation: number
  }
  /** Every state listed, by code: a world map can be drawn from it. */
  states: Bound[]
  disclaimer: string
}

/** Who is bound by a treaty, or belongs to a body, on a day: every state listed, with its source and what other sources say. */
export function treatyStatus(
  catalogue: Catalogue,
  question: { treaty: string; on: PlainDate },
): TreatyStatusAnswer {
  const { treaty, on } = question
  const list = catalogue.memberships.find((one) => one.id === treaty)
  if (!list) {
    const ids = catalogue.memberships.map((one) => one.id)
    const near = nearest(treaty, ids)
    throw new BadInput(
      `treaty ${treaty} has no list of parties${near ? `; did you mean ${near}?` : ''} There are ${ids.join(', ')}`,
      { field: 'treaty' },
    )
  }
  const states = Object.keys(list.states)
    .sort()
    .map((state) => isBound(catalogue, treaty, state, on))
  const count = (test: (one: Bound) => boolean): number => states.filter(test).length
  return {
    treaty,
    title: list.title,
    on,
    catalogueHash: catalogue.hash,
    complete: list.complete,
    notes: list.notes,
    counts: {
      bound: count((one) => one.is === 'yes'),
      notBound: count((one) => one.is === 'no'),
      unknown: count((one) => one.is === 'unknown'),
      disputed: count((one) => one.disputed.length > 0),
      twoSources: count((one) => one.is === 'yes' && one.confirmed.length > 0),
      withReservation: count((one) => one.reservations.length > 0),
    },
    states,
    disclaimer,
  }
}
