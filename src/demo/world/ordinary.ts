import { email, website } from './contacts.ts'
import { companyName, givenNames } from './names.ts'
import { type Pool, words } from './phrases.ts'
import { compose, crowns, type Kit, type Poster, timesBetween } from './poster.ts'
import { hex128, type Random } from './random.ts'
import { pickTown } from './region.ts'
import { calendar } from './settings.ts'
import { paraphrase, withOwn, writeText } from './text.ts'

type Walk = {
  market: 'goods' | 'rentals' | 'services' | 'jobs'
  pools: (source: Random) => Pool[]
  most: number
  span: number
}

const walks = {
  seller: {
    market: 'goods',
    pools: (s) => [
      'goodsOpening',
      ...(s.chance(0.7) ? (['goodsBody'] as const) : []),
      'goodsBody',
      ...(s.chance(0.4) ? (['stock'] as const) : []),
    ],
    most: 3,
    span: 4,
  },
  landlord: {
    market: 'rentals',
    pools: (s) => [
      'rentalOpening',
      'rentalBody',
      'rentalBody',
      'rentalBody',
      ...(s.chance(0.3) ? (['stock'] as const) : []),
    ],
    most: 8,
    span: 10,
  },
  tradesperson: {
    market: 'services',
    pools: (s) => [
      'serviceOpening',
      'serviceBody',
      'serviceBody',
      ...(s.chance(0.6) ? (['serviceBody'] as const) : []),
      'stock',
    ],
    most: 20,
    span: 60,
  },
  employer: {
    market: 'jobs',
    pools: (s) => [
      'jobOpening',
      'jobDuties',
      ...(s.chance(0.6) ? (['jobDuties'] as const) : []),
      'jobOffer',
      'jobAsk',
      'jobClose',
      ...(s.chance(0.3) ? (['stock'] as const) : []),
    ],
    most: 6,
    span: 8,
  },
} satisfies Record<string, Walk>

export type OrdinaryKind = keyof typeof walks

/** One person or small firm with one text, put up again now and then: most of the ads there are. */
export function ordinaryPoster(kit: Kit, source: Random, kind: OrdinaryKind): Poster {
  const walk: Walk = walks[kind]
  const town = pickTown(source, kit.region)
  const phone = kit.phone(town.country)
  const name = source.pick(givenNames)
  const company = companyName(source)
  const second = source.chance(town.second)
  const lines = writeText(source, withOwn(source, walk.pools(source), kind === 'seller' ? 0.45 : 0.75))
  // People rewrite their ad, and people get a new number: neither means anything.
  const rewritten = source.chance(0.3) ? paraphrase(source, lines, 0.5) : lines
  const laterPhone = source.chance(0.06) ? kit.phone(town.country) : phone
  const rewrittenAt = source.next()
  const newPhoneAt = source.next()
  const count = source.chance(0.45)
    ? 1
    : Math.min(walk.most, 1 + Math.floor(source.exponential(walk.most / 3)))
  const from = source.uniform(-walk.span * 7 * 720, calendar.minutes - 1440)
  const start = Math.max(0, from)
  const end = Math.min(
    calendar.minutes - 1440,
    Math.max(start + 1440, from + walk.span * 7 * 1440 * source.uniform(0.3, 1)),
  )
  const photo = source.chance(0.6) ? [hex128(`${source.path}/photo`)] : []
  const slots = {
    name,
    company,
    role: source.pick(words.role),
    goods: source.pick(words.goods),
    rooms: source.pick(words.rooms),
    hours: source.pick(words.hours),
    price: crowns(source, kind === 'landlord' ? 700 : kind === 'seller' ? 60 : 30),
    wage: crowns(source, 1900),
  }
  const withMail = source.chance(kind === 'employer' ? 0.6 : 0.15)
  const mail = email(source, kind === 'employer' ? company : name)
  const hide = source.chance(kit.settings.honestLikeness * 0.4)
  const stock = source.chance(0.08) ? [source.pick(kit.stockImages)] : []
  return {
    kind,
    ring: -1,
    times: timesBetween(source, count, start, end),
    compose: (k, ad) =>
      compose(ad, {
        market: walk.market,
        lines: k < rewrittenAt * count ? lines : rewritten,
        slots,
        second,
        town,
        phone: withMail && ad.chance(0.5) ? undefined : k < newPhoneAt * count ? phone : laterPhone,
        also: withMail ? [mail] : [],
        hide: hide && ad.chance(0.7),
        disguised: false,
        noise: kit.settings.wordNoise * 0.4,
        inField: 0.65,
        images: [...photo, ...stock],
      }),
  }
}

/** One text, honestly the same, in every town of a chain; each shop with its own phone, all with one page. */
export function franchise(kit: Kit, source: Random): Poster {
  const company = companyName(source)
  const shops = Array.from({ length: source.between(4, 22) }, () => {
    const town = pickTown(source, kit.region)
    return { town, phone: kit.phone(town.country), role: source.pick(words.role) }
  })
  const jobs = source.chance(0.6)
  const lines = writeText(
    source,
    jobs
      ? ['jobOpening', 'jobDuties', 'jobDuties', 'jobOffer', 'own', 'jobAsk', 'jobClose']
      : ['serviceOpening', 'serviceBody', 'serviceBody', 'own', 'serviceBody', 'stock'],
  )
  const page = website(company)
  const logo = hex128(`${source.path}/logo`)
  const wage = crowns(source, 1900)
  const price = crowns(source, 35)
  const hours = source.pick(words.hours)
  const count = Math.round(shops.length * source.uniform(1, 4))
  return {
    kind: 'franchise',
    ring: -1,
    times: timesBetween(source, count, source.uniform(0, calendar.minutes * 0.6), calendar.minutes - 1440),
    compose: (k, ad) => {
      const shop = shops[k % shops.length]!
      return compose(ad, {
        market: jobs ? 'jobs' : 'services',
        lines,
        slots: { company, role: shop.role, name: 'the manager', wage, price, hours },
        second: false,
        town: shop.town,
        phone: shop.phone,
        also: [page],
        hide: false,
        disguised: false,
        noise: 0,
        inField: 0.8,
        images: [logo],
      })
    },
  }
}

/** A registered agency: several texts, one or two lines, an address, many towns, year in, year out. */
export function agency(kit: Kit, source: Random): Poster {
  const company = companyName(source)
  const home = pickTown(source, kit.region)
  const phones = [kit.phone(home.country), kit.phone(home.country)]
  const towns = Array.from({ length: source.between(2, 9) }, () =>
    pickTown(source, kit.region, (town) => town.country === home.country || source.chance(0.2)),
  )
  const texts = Array.from({ length: source.between(2, 6) }, () => ({
    lines: writeText(source, [
      'jobOpening',
      'jobDuties',
      'jobDuties',
      'jobOffer',
      'jobAsk',
      ...(source.chance(kit.settings.honestLikeness * 2) ? (['abroadOffer'] as const) : []),
      'stock',
      'own',
      'jobClose',
    ]),
    role: source.pick(words.role),
    second: source.chance(home.second),
    wage: crowns(source, 2000),
    hours: source.pick(words.hours),
  }))
  const mail = email(source, company)
  const page = website(company)
  const name = source.pick(givenNames)
  const inTurn = source.chance(0.3)
  const count = source.between(12, 70)
  return {
    kind: 'agency',
    ring: -1,
    times: timesBetween(source, count, source.uniform(0, calendar.minutes * 0.5), calendar.minutes - 1440),
    compose: (k, ad) => {
      const text = inTurn ? texts[Math.floor((k * texts.length) / count)]! : ad.pick(texts)
      return compose(ad, {
        market: 'jobs',
        lines: text.lines,
        slots: { company, name, role: text.role, wage: text.wage, hours: text.hours },
        second: text.second,
        town: ad.pick(towns),
        phone: phones[ad.chance(0.8) ? 0 : 1],
        also: [ad.chance(0.5) ? mail : page],
        hide: false,
        disguised: false,
        noise: kit.settings.wordNoise * 0.1,
        inField: 0.75,
        images: [],
      })
    },
  }
}

/** An honest recruiter for harvest and hotels: work far away, housing and a bus, every year in its season. */
export function seasonalRecruiter(kit: Kit, source: Random): Poster {
  const company = companyName(source)
  const place = pickTown(source, kit.region, (town) => town.economy === 'farm' || town.economy === 'resort')
  const origins = Array.from({ length: source.between(2, 5) }, () =>
    pickTown(source, kit.region, (town) => town.index !== place.index),
  )
  const phone = kit.phone(origins[0]!.country)
  const control = source.chance(kit.settings.honestLikeness * 2)
  const lines = writeText(source, [
    'abroadOpening',
    'abroadOffer',
    'abroadOffer',
    control ? 'abroadControl' : 'abroadOffer',
    'own',
    'jobClose',
    'stock',
  ])
  const second = source.chance(origins[0]!.second)
  const role = source.pick(words.abroadRole.slice(0, 4))
  const wage = crowns(source, 2100)
  const mail = email(source, company)
  const name = source.pick(givenNames)
  const hide = source.chance(kit.settings.honestLikeness)
  const season = source.below(12) * 4.35
  const times = [0, 1].flatMap((year) => {
    const week = Math.min(98, season + year * 52)
    return timesBetween(
      source,
      source.between(3, 16),
      week * 10_080,
      Math.min(calendar.minutes - 1440, (week + 6) * 10_080),
    )
  })
  return {
    kind: 'seasonal',
    ring: -1,
    times,
    compose: (_, ad) => {
      const from = ad.pick(origins)
      return compose(ad, {
        market: 'jobs',
        lines,
        slots: {
          company,
          name,
          role,
          wage,
          town: place.name,
          town2: place.secondName,
          from: from.name,
          from2: from.secondName,
        },
        second,
        town: from,
        phone,
        also: ad.chance(0.5) ? [mail] : [],
        hide: hide && ad.chance(0.7),
        disguised: false,
        noise: kit.settings.wordNoise * 0.4,
        inField: 0.6,
        images: ad.chance(0.2) ? [ad.pick(kit.stockImages)] : [],
      })
    },
  }
}

/** Spam and scams: organised, everywhere, many phones, letters disguised, and yet nobody is held. */
export function spammer(kit: Kit, source: Random): Poster {
  const lines = writeText(
    source,
    withOwn(source, ['scamOpening', 'scamBody', 'scamBody', 'stock', 'stock'], 0.5),
  )
  const phones = Array.from({ length: source.between(1, 6) }, () =>
    kit.phone(source.pick(['XAA', 'XAB', 'XAC'])),
  )
  const markets = source.shuffled(['jobs', 'services', 'goods'] as const).slice(0, source.between(1, 3))
  const page = website(`${companyName(source)} ${source.below(90)}`)
  const wage = crowns(source, 4000)
  const price = crowns(source, 90)
  const weeks = source.between(2, 14)
  const start = source.uniform(0, calendar.minutes - weeks * 10_080)
  const count = source.between(10, 90)
  // Some change numbers and wording one after the other, as rings do.
  const inTurn = source.chance(kit.settings.honestLikeness * 2)
  const versions = phones.map(() => (inTurn ? paraphrase(source, lines, 0.3) : lines))
  return {
    kind: 'spammer',
    ring: -1,
    times: timesBetween(source, count, start, start + weeks * 10_080),
    compose: (k, ad) => {
      const turn = inTurn ? Math.floor((k * phones.length) / count) : ad.below(phones.length)
      return compose(ad, {
        market: ad.pick(markets),
        lines: versions[turn]!,
        slots: { wage, price },
        second: ad.chance(0.2),
        town: pickTown(ad, kit.region),
        phone: ad.chance(0.7) ? phones[turn] : undefined,
        also: ad.chance(0.8) ? [page] : [],
        hide: ad.chance(0.3),
        disguised: ad.chance(0.4),
        noise: kit.settings.wordNoise * 2,
        inField: 0.2,
        images: [ad.pick(kit.stockImages)],
      })
    },
  }
}
