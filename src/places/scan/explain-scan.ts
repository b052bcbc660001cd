import { reason, type Reason, type ReasonKey } from '../reasons.ts'
import { inWords } from '../withhold.ts'
import type { ScanQuery } from './scan.store.ts'
import type { SpaceTimeCluster } from './space-time.ts'

/** Why a window is shown: what was counted, against what, how likely by chance. */
export function explainCluster(
  cluster: SpaceTimeCluster,
  query: ScanQuery,
  at: {
    place: string
    from: string
    to: string
    length: number
    replicas: number
    recurrenceP: number | null
  },
): Reason[] {
  const { observed, expected, members, radius, relativeRisk, p } = cluster
  const reasons = [
    reason('scan.count', {
      place: at.place,
      areas: members.length,
      radius,
      from: at.from,
      to: at.to,
      count: observed,
      expected,
    }),
    reason(`scan.${query.settings.model}` satisfies ReasonKey),
  ]
  if (relativeRisk !== null) reasons.push(reason('scan.risk', { risk: relativeRisk }))
  if (p !== null)
    reasons.push(reason(p <= 0.05 ? 'scan.beyond-chance' : 'scan.chance', { p, replicas: at.replicas }))
  if (query.settings.time === 'prospective' && at.recurrenceP)
    reasons.push(reason('scan.recurrence', { years: (7 * at.length) / at.recurrenceP / 365.25 }))
  if (cluster.shape.ratio > 1) reasons.push(reason('scan.ellipse', { ratio: cluster.shape.ratio }))
  return reasons
}

/** What this scan cannot know, whatever it finds. */
export function notKnown(
  query: ScanQuery,
  exposure: string,
  found: {
    total: number
    stoppedEarly: boolean
    outside: number
    withheld: number
    replicas: ArrayLike<number>
  },
): Reason[] {
  const { model, time } = query.settings
  const reasons = [reason('scan.not-known-edge'), reason('scan.not-known-within')]
  if (found.total === 0) reasons.push(reason('scan.nothing-counted'))
  if (model === 'poisson' && exposure === 'none') reasons.push(reason('exposure.none'))
  if (model === 'poisson' && exposure === 'population') reasons.push(reason('exposure.population'))
  if (model === 'permutation') reasons.push(reason('scan.not-known-awareness'))
  if (time !== 'none' && time !== 'prospective') reasons.push(reason('scan.not-known-late'))
  if (found.stoppedEarly) reasons.push(reason('scan.stopped-early', { replicas: found.replicas.length }))
  if (found.withheld > 0) reasons.push(reason('scan.withheld', { count: found.withheld }))
  if (found.outside > 0) reasons.push(reason('scan.outside', { rows: inWords(found.outside) }))
  return reasons
}
