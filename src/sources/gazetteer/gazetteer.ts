import { Cities, type City, type Region } from './cities.ts'
import { countryOf } from './countries.ts'
import { placeKey } from './place-key.ts'

/** How a place was told: by a city, or only its region or country (then without a point: a middle would be made up). */
export type ResolvedPlace = {
  found: true
  placeId: string
  name: string
  /** ISO 3166-1 alpha-3. */
  country: string
  latitude: number | null
  longitude: number | null
  /** In words: what decided it. */
  how: 'city in its country' | 'city in its region' | 'the only city of that name' | 'region' | 'country'
}

/** A place nobody may guess: with what is known all the same, and what it could have been. */
export type UnresolvedPlace = {
  found: false
  country: string
  reason: 'empty' | 'unknown' | 'ambiguous' | 'in another country'
  candidates: string[]
}

const cacheSize = 20_000
const cityStates = new Set(['SGP', 'MCO', 'VAT', 'HKG', 'MAC', 'GIB'])

type Part = { text: string; key: string; country: string; code: string }
type Scored = { city: City; part: number; explained: number; regionSaid: boolean; leftover: boolean }

/** Turns what people write for a place into a place, offline. Open it with `openGazetteer`. */
export class Gazetteer {
  readonly #cities = new Cities()
  readonly #cache = new Map<string, ResolvedPlace | UnresolvedPlace>()

  /**
   * 'US, NY, New York', 'Lagos (Nigeria)', 'köln' with hint 'DEU'. A name that fits several places is decided by the
   * country, the region or nothing: it then stays unresolved, with its candidates. `country` is alpha-3 or ''.
   */
  resolve(text: string, country = ''): ResolvedPlace | UnresolvedPlace {
    const key = `${country}|${text}`
    const cached = this.#cache.get(key)
    if (cached !== undefined) return cached
    if (this.#cache.size >= cacheSize) this.#cache.clear()
    const answer = this.#resolve(text, country)
    this.#cache.set(key, answer)
    return answer
  }

  /** Whether latitude and longitude stand in each other's place: the point lies outside the country, its mirror inside. */
  looksSwapped(latitude: number, longitude: number, country: string): boolean {
    if (Math.abs(latitude) > 90) return Math.abs(longitude) <= 90
    return (
      this.#cities.mayLieIn(country, latitude, longitude) === false &&
      this.#cities.mayLieIn(country, longitude, latitude) === true
    )
  }

  #resolve(text: string, hint: string): ResolvedPlace | UnresolvedPlace {
    const parts = partsOf(text)
    if (parts.length === 0) return hint === '' ? unresolved('empty', '') : countryPlace(hint)
    const cities = this.#scoreCities(parts, hint)
    const regions = this.#scoreRegions(parts, hint)
    const country =
      hint !== '' ? hint : countrySaid(parts, (code) => this.#cities.regionName('USA', code) !== undefined)
    const best = cities.filter(
      (each) => each.explained === cities[0]!.explained && each.part === cities[0]!.part,
    )
    const regionElsewhere = regions.some(
      (region) => !best.some(({ city }) => city.country === region.country),
    )
    const only = best.length === 1 ? best[0]! : undefined
    const told = only !== undefined && (hint !== '' || only.explained > 0)
    const onlyCountry =
      parts.length === 1 && parts[0]!.country !== '' && (hint === '' || hint === parts[0]!.country)

    if (onlyCountry && !(told && cityStates.has(only.city.country))) {
      const namesakes = regions.filter((region) => !isCode(parts[0]!) && region.country !== parts[0]!.country)
      if (namesakes.length > 0 && hint === '') {
        return unresolved('ambiguous', '', [parts[0]!.country, ...namesakes.map(({ placeId }) => placeId)])
      }
      if (cityStates.has(parts[0]!.country)) {
        const own = best.find(({ city }) => city.country === parts[0]!.country)
        if (own) return cityPlace(own.city, 'city in its country')
      }
      return countryPlace(parts[0]!.country)
    }
    if (only !== undefined && told && !(regionElsewhere && hint === '' && country === '')) {
      return cityPlace(only.city, only.regionSaid ? 'city in its region' : 'city in its country')
    }
    if (only !== undefined && !only.leftover && regions.length === 0 && country === '') {
      return cityPlace(only.city, 'the only city of that name')
    }
    if (best.length > 0) {
      return unresolved('ambiguous', country, [
        ...best.map(({ city }) => city.placeId),
        ...(regionElsewhere ? regions.map(({ placeId }) => placeId) : []),
      ])
    }
    const spoken = parts.filter((part) => part.country === '' && !isCode(part))
    if (regions.length === 1 && spoken.every((part) => this.#saysRegion(part, regions[0]!)))
      return regionPlace(regions[0]!)
    if (regions.length > 1)
      return unresolved(
        'ambiguous',
        country,
        regions.map(({ placeId }) => placeId),
      )
    if (country !== '' && spoken.length === 0) return countryPlace(country)
    const elsewhere =
      hint === ''
        ? []
        : parts
            .filter((part) => !isCode(part))
            .flatMap((part) => this.#cities.find(part.key))
            .map(({ placeId }) => placeId)
    return unresolved(elsewhere.length > 0 ? 'in another country' : 'unknown', country, elsewhere)
  }

  /** Every city one of the parts may name, the ones that explain most of the other parts first. */
  #scoreCities(parts: Part[], hint: string): Scored[] {
    const scored = parts.flatMap((part, index) => {
      if (isCode(part) && parts.length > 1) return []
      return this.#cities.find(part.key).flatMap((city, rank): Scored[] => {
        if (hint !== '' && city.country !== hint) return []
        const others = parts.filter((_, other) => other !== index)
        const regionSaid = others.some((other) => this.#saysRegion(other, city))
        const explains = (other: Part) => other.country === city.country || this.#saysRegion(other, city)
        const exact = placeKey(city.name) === part.key
        const leftover = others.some((other) => !explains(other) && !isCode(other))
        if (
          !exact &&
          rank > 0 &&
          this.#cities.find(part.key).some((c) => placeKey(c.name) === part.key && c.country === city.country)
        )
          return []
        return [{ city, part: index, explained: others.filter(explains).length, regionSaid, leftover }]
      })
    })
    // Of two parts that both name cities, the more special one stands first ('Camden, London') unless a country leads.
    const lead = parts[0]!.country !== '' && parts.length > 1 ? -1 : 1
    return scored.sort((a, b) => b.explained - a.explained || lead * (a.part - b.part))
  }

  #scoreRegions(parts: Part[], hint: string): Region[] {
    const said =
      hint !== ''
        ? new Set([hint])
        : new Set(parts.map(({ country }) => country).filter((code) => code !== ''))
    const found = parts.flatMap((part) => [
      ...this.#cities.findRegions(part.code),
      ...this.#cities.findRegions(part.key),
    ])
    const fitting = found.filter((region) => {
      if (hint === '' && said.size === 0) return placeKey(region.name) === parts[0]!.key && parts.length === 1
      if (parts.length === 1 && hint === '') return true
      return said.has(region.country)
    })
    return [...new Map(fitting.map((region) => [region.placeId, region])).values()]
  }

  #saysRegion(part: Part, of: { country: string; region?: string; code?: string }): boolean {
    const code = of.region ?? of.code ?? ''
    if (code === '') return false
    if (part.code === code) return true
    return [...this.#cities.findRegions(part.key)].some(
      (region) => region.country === of.country && region.code === code,
    )
  }
}

function partsOf(text: string): Part[] {
  const pieces = text.split(/[,;|/()\n]|\s[-–—]\s/).map((piece) => piece.trim())
  return pieces
    .map((piece) => ({
      text: piece,
      key: placeKey(piece),
      country: countryOf(piece),
      code: piece.replace(/\./g, '').toUpperCase(),
    }))
    .filter(({ key }) => key !== '')
}

/** 'US', 'NSW', '01': says where a town is, is no town itself. */
const isCode = (part: Part) => part.code.length <= 3 || /^\d+$/.test(part.key)

/**
 * The country that the first or the last part names. A code in the last place may be a region's ('Stockton, CA', 'DE,
 * BE'): it says no country when another stands first, or when a state of the United States has it too.
 */
function countrySaid(parts: Part[], isState: (code: string) => boolean): string {
  const first = parts[0]!
  const last = parts.at(-1)!
  if (first.country !== '' && (last === first || last.country === '' || isCode(last))) return first.country
  if (first.country !== '' && first.country !== last.country) return ''
  return isCode(last) && parts.length > 1 && isState(last.code) ? '' : last.country
}

function cityPlace(city: City, how: ResolvedPlace['how']): ResolvedPlace {
  const { placeId, name, country, latitude, longitude } = city
  return { found: true, placeId, name, country, latitude, longitude, how }
}

function regionPlace({ placeId, name, country }: Region): ResolvedPlace {
  return { found: true, placeId, name, country, latitude: null, longitude: null, how: 'region' }
}

function countryPlace(country: string): ResolvedPlace {
  return {
    found: true,
    placeId: country,
    name: country,
    country,
    latitude: null,
    longitude: null,
    how: 'country',
  }
}

function unresolved(
  reason: UnresolvedPlace['reason'],
  country: string,
  candidates: string[] = [],
): UnresolvedPlace {
  return { found: false, reason, country, candidates: candidates.slice(0, 10) }
}

let opened: Gazetteer | undefined

/** The one gazetteer of this process, loaded when first asked for (under a second). */
export function openGazetteer(): Gazetteer {
  opened ??= new Gazetteer()
  return opened
}
