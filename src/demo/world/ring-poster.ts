import { words } from './phrases.ts'
import { compose, crowns, type Kit, type Poster, timesBetween } from './poster.ts'
import { hex128, type Random } from './random.ts'
import type { Purpose, Ring, Version } from './rings.ts'
import { calendar } from './settings.ts'
import type { Ad } from './poster.ts'

const placeMarket: Record<Purpose, Ad['market']> = {
  sexual: 'company',
  farm: 'services',
  domestic: 'services',
  begging: 'goods',
  scam: 'jobs',
}

/** The ads of one ring: every trace of every version, in order of time. */
export function ringPoster(kit: Kit, source: Random, ring: Ring): Poster {
  const plan: { minute: number; version: Version }[] = []
  for (const version of ring.versions) {
    const end = Math.min(calendar.minutes - 1440, (version.to + 1) * 10_080 - 1)
    for (const minute of timesBetween(source, version.traces, version.from * 10_080, end))
      plan.push({ minute, version })
  }
  plan.sort((a, b) => a.minute - b.minute)
  const wage = crowns(source, 2500)
  return {
    kind: 'ring',
    ring: ring.number,
    times: plan.map(({ minute }) => minute),
    compose: (k, ad) => {
      const { version } = plan[k]!
      const lure = version.kind === 'lure'
      const town = ad.pick(version.towns)
      const base = ring.bases[0]!
      const person = ad.pick(ring.names)
      const kept = (): string =>
        ad.chance(kit.settings.imageKept) ? ad.pick(ring.images) : hex128(`${ad.path}/image`)
      const images = Array.from({ length: ad.below(lure ? 2 : 3) }, kept)
      if (ad.chance(0.1)) images.push(ad.pick(kit.stockImages))
      return compose(ad, {
        market: lure ? 'jobs' : placeMarket[ring.purpose],
        lines: version.lines,
        slots: {
          name: person.name,
          age: person.age,
          role: version.role,
          goods: ad.pick(words.goods),
          hours: ad.pick(words.hours),
          wage,
          price: crowns(ad, ring.purpose === 'sexual' ? 150 : 60),
          from: town.name,
          from2: town.secondName,
          company: 'our firm',
          ...(lure ? { town: base.name, town2: base.secondName } : {}),
        },
        second: version.second,
        town,
        phone: ad.chance(0.93) ? ad.pick(version.phones) : undefined,
        also: version.withHandle && ad.chance(0.6) ? [ring.handle] : [],
        hide: ad.chance(version.hides),
        disguised: version.disguised && ad.chance(0.7),
        noise: kit.settings.wordNoise,
        inField: 0.4,
        images,
      })
    },
  }
}
