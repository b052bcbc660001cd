import type { Random } from '../world/random.ts'
import { sayText, writeText } from '../world/text.ts'
import { type Pool, words } from '../world/phrases.ts'
import type { Slots } from './model.ts'

/** Independent workers, and people who hire with three lines: phrases that all of them use, and little else. */
const independent: readonly Pool[][] = [
  ['companyOpening', 'companyBody', 'own', 'companyBody', 'stock'],
  ['companyOpening', 'own', 'companyBody', 'stock', 'stock'],
  ['serviceOpening', 'serviceBody', 'own', 'stock'],
]
const sparse: readonly Pool[][] = [
  ['jobOpening', 'jobOffer', 'jobClose'],
  ['jobOpening', 'jobDuties', 'jobAsk', 'jobClose'],
  ['jobOpening', 'jobDuties', 'stock'],
]

/** What an honest person wrote alone, in English. */
export function honestText(source: Random, slots: Slots): string {
  const pools = source.pick(source.chance(0.5) ? independent : sparse)
  const filled = {
    name: slots.name,
    town: slots.place,
    from: slots.place,
    wage: slots.wage,
    price: slots.wage,
    company: `${slots.place} ${source.pick(['Ltd', 'Sons', 'Group', 'House'])}`,
    role: source.pick(words.role),
    hours: source.pick(words.hours),
    age: String(source.between(21, 60)),
  }
  const text = sayText(writeText(source, pools), filled, false)
  return source.chance(0.6) ? `${text}. ${slots.phone}` : text
}
