import { hidePhone, type Phone, writePhone } from './contacts.ts'
import { secondWord } from './second-language.ts'
import type { Random } from './random.ts'
import { languages, type Region, type Town } from './region.ts'
import type { Difficulty } from './settings.ts'
import { disguise, type Line, misspell, sayText, type Slots } from './text.ts'

export const posterKinds = [
  'seller',
  'landlord',
  'tradesperson',
  'employer',
  'agency',
  'franchise',
  'seasonal',
  'independent',
  'touring',
  'spammer',
  'ring',
] as const
/** Who writes: the truth about an ad. Never part of what is imported. */
export type PosterKind = (typeof posterKinds)[number]

/** What an importer reads of one ad; everything a reader of the site could see and nothing else. */
export type Ad = {
  id: string
  posted_at: string
  title: string
  text: string
  contact: string
  place: string
  country: string
  latitude: number | null
  longitude: number | null
  market: 'jobs' | 'services' | 'rentals' | 'goods' | 'company'
  language: string
  images: string[]
}

export type Draft = Omit<Ad, 'id' | 'posted_at'>

/** Somebody who posts ads: when, and what each one says. */
export type Poster = {
  kind: PosterKind
  /** The ring's number, −1 for everyone else. */
  ring: number
  /** Minutes since the world began, ascending. */
  times: readonly number[]
  /** The ad number `k`; `source` is that ad's own stream. */
  compose(k: number, source: Random): Draft
}

/** What a maker of posters is given. */
export type Kit = {
  region: Region
  settings: Difficulty
  /** Ads of the largest template a ring may have at this scale. */
  largestTemplate: number
  phone(country: Town['country']): Phone
  /** Images anybody finds on the net. */
  stockImages: readonly string[]
}

export type Wording = {
  market: Ad['market']
  lines: readonly Line[]
  slots: Slots
  second: boolean
  town: Town
  phone: Phone | undefined
  /** Further ways to reach them, written as they are. */
  also: readonly string[]
  hide: boolean
  disguised: boolean
  noise: number
  /** Probability that contacts stand in the site's contact field and not in the text. */
  inField: number
  images: readonly string[]
}

/** Writes an ad the way its site shows it. */
export function compose(source: Random, wording: Wording): Draft {
  const { town, second } = wording
  const slots: Slots = {
    ...wording.slots,
    town: wording.slots['town'] ?? town.name,
    town2: wording.slots['town2'] ?? town.secondName,
    role2: secondWord(wording.slots['role'] ?? 'work'),
    hours2: secondWord(wording.slots['hours'] ?? 'hours'),
    rooms2: secondWord(wording.slots['rooms'] ?? 'rooms'),
    goods2: secondWord(wording.slots['goods'] ?? 'thing'),
  }
  const phone =
    wording.phone && (wording.hide ? hidePhone(source, wording.phone) : writePhone(source, wording.phone))
  const contacts = [phone, ...wording.also].filter((contact): contact is string => contact !== undefined)
  const inField = source.chance(wording.inField)
  let text = misspell(source, sayText(wording.lines, slots, second), wording.noise)
  if (wording.disguised && !second) text = disguise(source, text)
  const title = text.split('. ')[0]!.slice(0, 80)
  if (!inField && contacts.length > 0) text += `. ${contacts.join(' ')}`
  return {
    title,
    text,
    contact: inField ? contacts.join(' ') : '',
    place: second && source.chance(0.7) ? town.secondName : town.name,
    country: town.country,
    latitude: town.latitude,
    longitude: town.longitude,
    market: wording.market,
    language: second ? languages.second : languages.english,
    images: [...wording.images],
  }
}

/** `count` times between two minutes, ascending, most of them in waking hours. */
export function timesBetween(source: Random, count: number, from: number, to: number): number[] {
  const times = Array.from({ length: count }, () => {
    const day = Math.floor(source.uniform(from, to) / 1440)
    const hour = Math.min(23.9, Math.max(0, 14 + 4.5 * source.normal()))
    return Math.floor(day * 1440 + hour * 60)
  })
  return times.sort((a, b) => a - b)
}

/** A price in the region's crowns, rounded as people round. */
export function crowns(source: Random, around: number): string {
  const value = around * Math.exp(0.12 * source.normal())
  const step = value > 1000 ? 50 : value > 100 ? 10 : 5
  return `${Math.max(step, Math.round(value / step) * step)} crowns`
}
