import { z } from 'zod'
import { reason, type Reason } from './reasons.ts'

/** Counts from 1 to one less than this are never shown (SAFETY, rule 5); nothing at all, 0, is. */
export const SMALLEST_SHOWN = 3

/** A count as it is shown: one below the threshold is null, and `fewerThan` says below what. */
export const ShownCount = z.object({
  observed: z.number().nullable().describe('Null: withheld, because it is below `fewerThan` and not 0'),
  fewerThan: z.number().nullable().describe('The threshold an observed count was below; null: it is shown'),
})
export type ShownCount = z.infer<typeof ShownCount>

export const isWithheld = (count: number): boolean => count > 0 && count < SMALLEST_SHOWN

/** How a count stands in a sentence. */
export const inWords = (count: number): string => (isWithheld(count) ? `<${SMALLEST_SHOWN}` : String(count))

export function withhold<T extends { observed: number }>(counted: T): Omit<T, 'observed'> & ShownCount {
  return isWithheld(counted.observed)
    ? { ...counted, observed: null, fewerThan: SMALLEST_SHOWN }
    : { ...counted, fewerThan: null }
}

/** Sentences without the count: `<3` in its place, and no p beside an expectation from which it could be reckoned back. */
export function withholdReasons(reasons: readonly Reason[], threshold: number): Reason[] {
  return reasons.map((why) => {
    const { key, parameters } = why
    if ('observed' in parameters) return reason(key, { ...parameters, observed: `<${threshold}` })
    return key === 'arrival.share' ? reason(key, { ...parameters, p: '–' }) : why
  })
}

/** A warning as it is shown: with its count go its p and what its reasons say of them. */
export function withholdWarning<T extends { observed: number; p: number; reasons: Reason[] }>(warning: T) {
  const { p, reasons, ...shown } = withhold(warning)
  return shown.fewerThan === null
    ? { ...shown, p, reasons }
    : { ...shown, p: null, reasons: withholdReasons(reasons, shown.fewerThan) }
}
