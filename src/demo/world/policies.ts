import type { Random } from './random.ts'
import { countries } from './region.ts'
import { dayOf } from './settings.ts'

/**
 * A measure that began on a known date, with the effect it truly had (1: none), for methods that estimate impact.
 * The effect is on how many new rings settle in that country from then on.
 */
export type Policy = { name: string; country: string; from: string; fromWeek: number; effect: number }

export function makePolicies(root: Random): Policy[] {
  const source = root.fork('policies')
  const names = [
    'labour inspection doubled',
    'recruiter licensing',
    'residence permit for those who report',
    'poster at every station',
    'prepaid numbers registered',
  ]
  return names.map((name, i) => {
    const fromWeek = source.between(20, 80)
    const effect = i < 3 ? source.uniform(0.4, 0.8) : 1
    return { name, country: source.pick(countries).code, from: dayOf(fromWeek * 7), fromWeek, effect }
  })
}

/** How likely a ring that would settle here in this week does so in spite of the measures. */
export function policyEffect(policies: readonly Policy[], country: string, week: number): number {
  return policies
    .filter((policy) => policy.country === country && week >= policy.fromWeek)
    .reduce((product, policy) => product * policy.effect, 1)
}
