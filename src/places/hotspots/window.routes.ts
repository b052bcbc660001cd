import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { weekIndex } from '../counts/weeks.ts'
import { unitGeometry } from './hotspot-feature.ts'
import { judgeHotspots } from './hotspots.store.ts'
import { spotOf } from './neighbourhood.ts'

/** Fewer weeks say too little of a place, and so much about single events. */
const LEAST_WEEKS = 4

/**
 * Hotspots of any weeks, for the time brush. Classes without counts: the counts of two windows could be subtracted, and
 * what one week adds be read from the difference.
 */
export function windowEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/places/hotspots/window',
      summary: 'Which areas stand out in the weeks chosen: classes and q, without counts; nothing is kept',
      access: { resource: 'places', action: 'read', purpose: 'analysis' },
      query: z.object({ from: PlainDate, to: PlainDate, knownOn: PlainDate }),
      answer: z.object({
        type: z.literal('FeatureCollection'),
        from: z.string(),
        to: z.string(),
        discoveries: z.looseObject({ naive: z.number(), corrected: z.number() }),
        features: z.array(z.looseObject({ type: z.literal('Feature') })),
      }),
      async handle({ query: { from, to, knownOn } }) {
        if (weekIndex(to) - weekIndex(from) + 1 < LEAST_WEEKS)
          throw new BadInput(`from ${from} to ${to}: expected at least ${LEAST_WEEKS} weeks`, {
            field: 'from',
          })
        const { hotspots, discoveries } = await judgeHotspots(corpus, { from, to, knownOn })
        return {
          type: 'FeatureCollection' as const,
          from,
          to,
          discoveries,
          features: hotspots.map((spot) => {
            const [latitude, longitude] = spotOf(spot)
            const { cell, place, country, class: found, q, stability, unjudged } = spot
            return {
              type: 'Feature' as const,
              id: cell,
              geometry: unitGeometry(cell),
              properties: {
                cell,
                place,
                country,
                class: found,
                q,
                stability,
                unjudged,
                centre: [longitude, latitude],
              },
            }
          }),
        }
      },
    }),
  ]
}
