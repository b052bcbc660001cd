import { templatePlaces, templateSize } from './calibration.ts'
import { handle, type Phone } from './contacts.ts'
import { givenNames } from './names.ts'
import { type Pool, words } from './phrases.ts'
import type { Kit } from './poster.ts'
import { hex128, type Random } from './random.ts'
import { kilometres, nearest, pickTown, type Region, type Town } from './region.ts'
import { calendar } from './settings.ts'
import { type Line, paraphrase, withOwn, writeText } from './text.ts'

export const purposes = ['sexual', 'farm', 'domestic', 'begging', 'scam'] as const
export type Purpose = (typeof purposes)[number]

/** One text of a ring, as long as it is used: what a detector may hope to see as one micro-cluster. */
export type Version = {
  kind: 'lure' | 'place'
  lines: readonly Line[]
  second: boolean
  /** Nearly always one, as in real clusters. */
  phones: readonly Phone[]
  towns: readonly Town[]
  /** Week of first and last use. */
  from: number
  to: number
  traces: number
  withHandle: boolean
  disguised: boolean
  /** Share of its ads in which the phone is written to be missed: a habit of whoever posts this version. */
  hides: number
  role: string
}

/** A planted ring: the truth the ruler measures by. */
export type Ring = {
  number: number
  purpose: Purpose
  /** How many people run it, by what they do, and how many they hold. */
  structure: { controllers: number; recruiters: number; transporters: number; held: number }
  /** First and last week of its life, within the world. */
  from: number
  to: number
  origins: readonly Town[]
  bases: readonly Town[]
  /** Towns on the way from the first origin to the first base. */
  corridor: readonly Town[]
  versions: readonly Version[]
  names: readonly { name: string; age: string }[]
  images: readonly string[]
  handle: string
}

const texts: Record<Purpose, { open: Pool; body: Pool; honestOpen: Pool; honestBody: Pool }> = {
  sexual: {
    open: 'houseOpening',
    body: 'houseBody',
    honestOpen: 'companyOpening',
    honestBody: 'companyBody',
  },
  farm: { open: 'crewOpening', body: 'crewBody', honestOpen: 'serviceOpening', honestBody: 'serviceBody' },
  domestic: {
    open: 'crewOpening',
    body: 'crewBody',
    honestOpen: 'serviceOpening',
    honestBody: 'serviceBody',
  },
  begging: { open: 'begOpening', body: 'begBody', honestOpen: 'goodsOpening', honestBody: 'goodsBody' },
  scam: { open: 'scamOpening', body: 'scamBody', honestOpen: 'jobOpening', honestBody: 'jobOffer' },
}

/** How much of a ring's advertising is recruiting far away. */
const lureShare: Record<Purpose, number> = {
  sexual: 0.3,
  farm: 0.6,
  domestic: 0.55,
  begging: 0.45,
  scam: 0.5,
}

/** Plants one ring. `handedOn`: a phone of an ended ring that may come into its hands. */
export function plantRing(kit: Kit, source: Random, number: number, handedOn: Phone | undefined): Ring {
  const { region } = kit
  const purpose = purposes[source.weighted([40, 22, 15, 11, 12])]!
  const held = Math.min(100, Math.max(2, Math.round(Math.exp(1.7 + 0.9 * source.normal()))))
  const weeks = Math.round(8 * (70 / 8) ** source.next())
  const from = source.between(1, calendar.weeks - 9)
  const to = Math.min(calendar.weeks - 1, from + weeks - 1)
  const base = pickTown(source, region, (town) => purpose !== 'farm' || town.economy === 'farm')
  const bases = [
    base,
    ...source
      .shuffled(nearest(region, base, 16))
      .slice(0, templatePlaces(source, Math.min(14, 1 + Math.floor(held / 6))) - 1),
  ]
  const drawn = [...Array(source.weighted([5, 3, 2]) + 1)].map(() =>
    pickTown(
      source,
      region,
      (town) => kilometres(town, base) > 250 && (town.country !== base.country || source.chance(0.3)),
    ),
  )
  const origins = drawn.filter((town, i) => drawn.indexOf(town) === i)
  const names = Array.from({ length: Math.min(14, Math.max(2, Math.round(held * 0.8))) }, () => ({
    name: source.pick(givenNames),
    age: String(source.between(21, 34)),
  }))
  const ring = { number, purpose, from, to, bases, origins, names }
  return {
    ...ring,
    structure: {
      controllers: 1 + Math.floor(held / 15),
      recruiters: 1 + source.below(1 + Math.ceil(held / 8)),
      transporters: source.below(2 + Math.ceil(held / 12)),
      held,
    },
    corridor: towardsBase(region, origins[0]!, base),
    versions: writeVersions(kit, source, { ...ring, held, handedOn }),
    images: Array.from({ length: source.between(3, 10) }, (_, i) => hex128(`${source.path}/image/${i}`)),
    handle: handle(source, source.pick(givenNames)),
  }
}

/** Goes by road, always to the neighbour nearest the base; the towns between, ends left out. */
function towardsBase(region: Region, origin: Town, base: Town): Town[] {
  const way: Town[] = []
  let at = origin
  while (at.index !== base.index && way.length < region.towns.length) {
    const next = region.roads
      .filter((road) => road.from === at.index || road.to === at.index)
      .map((road) => region.towns[road.from === at.index ? road.to : road.from]!)
      .filter((town) => !way.includes(town) && town.index !== origin.index)
      .sort((a, b) => kilometres(a, base) - kilometres(b, base))[0]
    if (next === undefined || next.index === base.index) break
    way.push(next)
    at = next
  }
  return way
}

type Beginnings = Pick<Ring, 'purpose' | 'from' | 'to' | 'bases' | 'origins'> & {
  held: number
  handedOn: Phone | undefined
}

/**
 * The ring's texts in the order they were written. Lures come first, far away; ads at the place follow some weeks
 * later. Each version is a paraphrase of the last one of its family, now and then translated; the phone stays, is
 * swapped back, or is new.
 */
function writeVersions(kit: Kit, source: Random, ring: Beginnings): Version[] {
  const { settings } = kit
  const life = ring.to - ring.from + 1
  const wanted = (life / settings.weeksPerVersion) * source.uniform(0.5, 1) * (1 + Math.log10(ring.held))
  const count = Math.max(2, Math.min(60, Math.round(wanted)))
  const delay = Math.min(Math.floor(life / 3), source.between(2, 5))
  const families = {
    lure: newFamily(kit, source, ring, 'lure'),
    place: newFamily(kit, source, ring, 'place'),
  }
  const second = { lure: source.chance(ring.origins[0]!.second), place: source.chance(ring.bases[0]!.second) }
  const phones: { lure: Phone[]; place: Phone[] } = { lure: [], place: [] }
  const withHandle = source.chance(0.5)
  const versions: Version[] = []
  for (let i = 0; i < count; i++) {
    const kind = i === 0 || source.chance(lureShare[ring.purpose]) ? 'lure' : 'place'
    const towns = kind === 'lure' ? ring.origins : ring.bases
    const from = Math.min(
      ring.to,
      Math.floor(
        ring.from + (kind === 'place' ? delay : 0) + (i * (life - (kind === 'place' ? delay : 0))) / count,
      ),
    )
    const to = Math.min(ring.to, from + Math.max(0, Math.round(source.exponential(settings.weeksPerVersion))))
    const own = phones[kind]
    if (own.length === 0) {
      const other = phones[kind === 'lure' ? 'place' : 'lure'][0]
      own.push(
        other && source.chance(settings.lurePhoneShared)
          ? other
          : ((i === 0 ? ring.handedOn : undefined) ?? kit.phone(towns[0]!.country)),
      )
    } else if (!source.chance(settings.phoneKept)) {
      own.unshift(own.length > 1 && source.chance(0.35) ? own.at(-1)! : kit.phone(towns[0]!.country))
    }
    if (versions.some((version) => version.kind === kind))
      families[kind] = paraphrase(source, families[kind], settings.paraphrase)
    if (source.chance(settings.translated)) second[kind] = !second[kind]
    const places = templatePlaces(source, towns.length)
    versions.push({
      kind,
      lines: families[kind],
      second: second[kind],
      phones: source.chance(0.015) ? own.slice(0, 2) : own.slice(0, 1),
      towns: source.shuffled(towns).slice(0, places),
      from,
      to,
      traces: templateSize(source, kit.largestTemplate),
      withHandle: withHandle && source.chance(settings.imageKept),
      disguised: source.chance(settings.homoglyphs),
      hides: source.chance(0.5) ? settings.phoneHidden : source.chance(settings.phoneHidden) ? 0.9 : 0.1,
      role: source.pick(words.abroadRole),
    })
  }
  return versions
}

function newFamily(kit: Kit, source: Random, ring: Pick<Ring, 'purpose'>, kind: 'lure' | 'place'): Line[] {
  const stock = (): boolean => source.chance(kit.settings.stockLines)
  const own = texts[ring.purpose]
  const lure: Pool[] = [
    ring.purpose === 'scam' ? 'scamOpening' : 'abroadOpening',
    'abroadOffer',
    'abroadOffer',
    stock() ? 'abroadOffer' : 'abroadControl',
    stock() ? 'stock' : 'abroadControl',
    'stock',
  ]
  const place: Pool[] = [
    stock() ? own.honestOpen : own.open,
    stock() ? own.honestBody : own.body,
    own.body,
    stock() ? own.honestBody : own.body,
    'stock',
    ...(stock() ? (['stock'] as const) : []),
  ]
  return writeText(source, withOwn(source, kind === 'lure' ? lure : place, 0.6))
}
