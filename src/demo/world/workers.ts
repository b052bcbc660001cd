import { handle, type Phone } from './contacts.ts'
import { givenNames } from './names.ts'
import { type Pool, words } from './phrases.ts'
import { compose, crowns, type Kit, type Poster, timesBetween } from './poster.ts'
import { hex128, type Random } from './random.ts'
import { nearest, pickTown, type Town } from './region.ts'
import { calendar } from './settings.ts'
import { paraphrase, withOwn, writeText } from './text.ts'

/** A hotel's desk or a driver whom several independent workers name: a shared phone that means nothing. */
export type SharedPhone = { town: Town; phone: Phone; words: string }

export function sharedPhones(kit: Kit, source: Random, count: number): SharedPhone[] {
  return Array.from({ length: count }, () => {
    const town = pickTown(source, kit.region)
    return {
      town,
      phone: kit.phone(town.country),
      words: source.pick(['hotel desk', 'my driver', 'reception']),
    }
  })
}

/**
 * An adult who works for herself or himself. The touring ones move from town to town with the same text. They are
 * the people a careless detector harms: they share phrases with each other and with rings, and sometimes a phone.
 */
export function independentWorker(
  kit: Kit,
  source: Random,
  touring: boolean,
  shared: readonly SharedPhone[],
): Poster {
  const home = pickTown(source, kit.region)
  const phone = kit.phone(home.country)
  const laterPhone = source.chance(0.08) ? kit.phone(home.country) : phone
  const newPhoneAt = source.next()
  const name = source.pick(givenNames)
  const age = String(source.between(21, 49))
  const likeness = kit.settings.honestLikeness
  const pools: Pool[] = [
    'companyOpening',
    'companyBody',
    'companyBody',
    ...(source.chance(likeness) ? (['houseBody'] as const) : (['companyBody'] as const)),
    'stock',
    ...(source.chance(0.4) ? (['stock'] as const) : []),
  ]
  const texts = [writeText(source, withOwn(source, pools, 0.75))]
  if (source.chance(0.5)) texts.push(paraphrase(source, texts[0]!, 0.4))
  const route = touring
    ? [home, ...source.shuffled(nearest(kit.region, home, 12)).slice(0, source.between(3, 9))]
    : [home]
  const photos = Array.from({ length: source.between(1, 4) }, (_, i) => hex128(`${source.path}/photo/${i}`))
  const second = source.chance(home.second)
  const price = crowns(source, 180)
  const hours = source.pick(words.hours)
  const chat = source.chance(0.25) ? [handle(source, name)] : []
  const hide = source.chance(likeness * 1.5)
  const weeks = source.between(4, 60)
  const start = source.uniform(0, calendar.minutes - Math.min(weeks, 100) * 10_080)
  const count = touring ? source.between(6, 34) : source.between(2, 16)
  const times = timesBetween(source, count, start, start + weeks * 10_080)
  return {
    kind: touring ? 'touring' : 'independent',
    ring: -1,
    times,
    compose: (k, ad) => {
      const town = route[Math.floor((k * route.length) / times.length)]!
      const here = shared.filter((one) => one.town.index === town.index)
      const through =
        here.length > 0 && ad.chance(Math.min(0.6, likeness * (touring ? 3 : 1))) ? ad.pick(here) : undefined
      return compose(ad, {
        market: 'company',
        lines: texts[Math.floor((k * texts.length) / times.length)]!,
        slots: { name, age, price, hours },
        second,
        town,
        phone: k < newPhoneAt * times.length ? phone : laterPhone,
        also: [...chat, ...(through ? [`${through.words} +${through.phone.digits}`] : [])],
        hide: hide && ad.chance(0.7),
        disguised: false,
        noise: kit.settings.wordNoise * 0.6,
        inField: 0.5,
        images: ad.shuffled(photos).slice(0, 2),
      })
    },
  }
}
