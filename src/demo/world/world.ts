import { type AwarenessEvent, makeAwareness } from './awareness.ts'
import { phoneBook } from './contacts.ts'
import { type Incident, type IncidentTruth, makeIncidents } from './incidents.ts'
import { agency, franchise, ordinaryPoster, seasonalRecruiter, spammer } from './ordinary.ts'
import { makePolicies, type Policy, policyEffect } from './policies.ts'
import type { Ad, Kit, Poster, PosterKind } from './poster.ts'
import { hex128, type Random, random } from './random.ts'
import { makePeople, makeServices, type PersonRecord, type Service } from './records.ts'
import { makeRegion, type Region } from './region.ts'
import { ringPoster } from './ring-poster.ts'
import { plantRing, type Ring } from './rings.ts'
import { difficultySettings, instantOf, scales, type WorldOptions } from './settings.ts'
import { makeStories, type Story } from './stories.ts'
import { independentWorker, sharedPhones } from './workers.ts'

/** Everything the seed makes. What can be imported and what is true are kept apart: `truth` is never written among the rows. */
export type World = {
  options: WorldOptions
  region: Region
  awareness: readonly AwarenessEvent[]
  policies: readonly Policy[]
  adCount: number
  /** The ads in the order they were posted; made as they are read. */
  ads(): Generator<Ad>
  incidents: readonly Incident[]
  stories: readonly Story[]
  people: readonly PersonRecord[]
  services: readonly Service[]
  truth: WorldTruth
}

export type WorldTruth = {
  rings: readonly Ring[]
  /** Who wrote the ad with this id. Reading it walks no text. */
  writers(): Generator<{ id: string; poster: number; kind: PosterKind; ring: number; minute: number }>
  incidents: readonly IncidentTruth[]
  /** The ring each story is about, −1 for none; in the order of `stories`. */
  stories: readonly number[]
  /** The person behind each record, in the order of `people`. */
  people: readonly number[]
}

/** Share of the ads that are not a ring's, by who posts them. */
const shares: Record<Exclude<PosterKind, 'ring'>, number> = {
  seller: 0.24,
  landlord: 0.12,
  tradesperson: 0.13,
  employer: 0.17,
  agency: 0.08,
  franchise: 0.05,
  seasonal: 0.04,
  independent: 0.08,
  touring: 0.05,
  spammer: 0.04,
}

/** Makes the region, its life and its rings from the seed. The same options give the same world, byte by byte. */
export function makeWorld(options: WorldOptions): World {
  const size = scales[options.scale]
  const root = random(`asylia/${options.seed}/${options.scale}/${options.difficulty}`)
  const settings = difficultySettings(options.difficulty)
  const region = makeRegion(root, size.towns)
  const kit: Kit = {
    region,
    settings,
    largestTemplate: size.largestTemplate,
    phone: phoneBook(root.fork('phones')),
    stockImages: Array.from({ length: 60 }, (_, i) => hex128(`${root.path}/stock/${i}`)),
  }
  const awareness = makeAwareness(root)
  const policies = makePolicies(root)
  const rings = plantRings(kit, root, policies, size.rings)
  const posters = rings.map((ring) => ringPoster(kit, root.fork('ring-ads', ring.number), ring))
  posters.push(...everyoneElse(kit, root, size.observations - size.incidents - countAds(posters)))
  const order = postingOrder(posters)
  const incidents = makeIncidents(root, { region, rings, awareness, settings, rows: size.incidents })
  const stories = makeStories(root, region, rings, size.stories)
  const people = makePeople(root, region, size.rings * 8)
  const idOf = (i: number): string => hex128(`${root.path}/ad/${i}`).slice(0, 16)
  return {
    options,
    region,
    awareness,
    policies,
    adCount: order.length,
    *ads() {
      for (let i = 0; i < order.length; i++) {
        const { poster, k } = order.at(i)
        const writer = posters[poster]!
        const draft = writer.compose(k, root.fork('ad', poster, k))
        yield { id: idOf(i), posted_at: instantOf(writer.times[k]!), ...draft }
      }
    },
    incidents: incidents.incidents,
    stories: stories.map(({ story }) => story),
    people: people.map(({ record }) => record),
    services: makeServices(root, region),
    truth: {
      rings,
      *writers() {
        for (let i = 0; i < order.length; i++) {
          const { poster, k } = order.at(i)
          const { kind, ring, times } = posters[poster]!
          yield { id: idOf(i), poster, kind, ring, minute: times[k]! }
        }
      },
      incidents: incidents.truth,
      stories: stories.map(({ ring }) => ring),
      people: people.map(({ person }) => person),
    },
  }
}

/** A ring that a policy kept from settling is planted elsewhere. Phones of earlier rings may be handed on. */
function plantRings(kit: Kit, root: Random, policies: readonly Policy[], count: number): Ring[] {
  const rings: Ring[] = []
  for (let attempt = 0; rings.length < count; attempt++) {
    const source = root.fork('ring', attempt)
    const earlier =
      rings.length > 0 && source.chance(kit.settings.honestLikeness * 0.5)
        ? source.pick(rings).versions.at(-1)?.phones[0]
        : undefined
    const ring = plantRing(kit, source.fork('planted'), rings.length, earlier)
    if (attempt > count * 20 || source.chance(policyEffect(policies, ring.bases[0]!.country, ring.from)))
      rings.push(ring)
  }
  return rings
}

function everyoneElse(kit: Kit, root: Random, ads: number): Poster[] {
  const shared = sharedPhones(kit, root.fork('shared-phones'), Math.ceil(kit.region.towns.length / 3))
  const make: Record<keyof typeof shares, (source: Random) => Poster> = {
    seller: (source) => ordinaryPoster(kit, source, 'seller'),
    landlord: (source) => ordinaryPoster(kit, source, 'landlord'),
    tradesperson: (source) => ordinaryPoster(kit, source, 'tradesperson'),
    employer: (source) => ordinaryPoster(kit, source, 'employer'),
    agency: (source) => agency(kit, source),
    franchise: (source) => franchise(kit, source),
    seasonal: (source) => seasonalRecruiter(kit, source),
    independent: (source) => independentWorker(kit, source, false, shared),
    touring: (source) => independentWorker(kit, source, true, shared),
    spammer: (source) => spammer(kit, source),
  }
  return (Object.keys(shares) as (keyof typeof shares)[]).flatMap((kind) => {
    const posters: Poster[] = []
    for (let made = 0; made < ads * shares[kind];) {
      const poster = make[kind](root.fork(kind, posters.length))
      posters.push(poster)
      made += poster.times.length
    }
    return posters
  })
}

function countAds(posters: readonly Poster[]): number {
  return posters.reduce((sum, poster) => sum + poster.times.length, 0)
}

/** All ads by time; ties by writer, so that the order is the same everywhere. */
function postingOrder(posters: readonly Poster[]): {
  length: number
  at(i: number): { poster: number; k: number }
} {
  const total = countAds(posters)
  const poster = new Uint32Array(total)
  const k = new Uint32Array(total)
  const key = new Float64Array(total)
  let i = 0
  posters.forEach((one, p) => {
    one.times.forEach((minute, at) => {
      poster[i] = p
      k[i] = at
      key[i] = minute * 2 ** 31 + i
      i += 1
    })
  })
  const order = new Uint32Array(total).map((_, n) => n).sort((a, b) => key[a]! - key[b]!)
  return { length: total, at: (n) => ({ poster: poster[order[n]!]!, k: k[order[n]!]! }) }
}
