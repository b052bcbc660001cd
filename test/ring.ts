import { createHash } from 'node:crypto'

/** A row of `sources_ad`. */
export type Ad = {
  id: string
  source: string
  external_id: string
  posted_at: string
  title: string
  text: string
  contact: string
  place_text: string
  country: string
  latitude: number
  longitude: number
  market: string
  images: string[]
  version: number
}

const syllables = 'ba dor fel gan hil jop kes lum mar nev pol ras sot tiv'.split(' ')

/**
 * Ads of an invented town: 60 people with one text and one number each, and two groups (`ring-0`, `ring-1`) that move
 * their numbers and texts on and recruit in one town for another. Ids are by hash, so that they tell nothing of whose an
 * ad is; `external_id` does.
 */
export function townWithRings(): Ad[] {
  let state = 7
  // Park and Miller 1988: the same town every time.
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!
  const wording = (): string =>
    Array.from({ length: 30 }, () => pick(syllables) + pick(syllables) + pick(syllables)).join(' ')
  const number = (): string => `+9991${1_000_000 + Math.floor(next() * 8_999_999)}`
  const ads: Ad[] = []
  const post = (
    who: string,
    day: number,
    at: { town: number; text: string; phone: string; market: string; images: string[] },
  ): void => {
    const place = ads.length
    ads.push({
      id: createHash('sha256').update(`${place}`).digest('hex').slice(0, 32),
      source: 'board',
      external_id: `${who} ${place}`,
      posted_at: new Date(Date.UTC(2026, 0, 1) + day * 86_400_000 + place * 60_000).toISOString(),
      title: '',
      text: `${at.text} ${at.phone}`,
      contact: at.phone,
      place_text: `Town ${at.town}`,
      country: 'XAA',
      latitude: -40 + at.town / 2,
      longitude: -30 - at.town / 2,
      market: at.market,
      images: at.images,
      version: 1,
    })
  }
  for (let person = 0; person < 60; person++) {
    const images = [`photo ${person}`]
    const own = {
      town: Math.floor(next() * 20),
      text: wording(),
      phone: number(),
      market: pick(['jobs', 'adult']),
      images,
    }
    for (let k = 0; k < 10; k++) post(`person-${person}`, Math.floor(next() * 300), own)
  }
  for (const ring of [0, 1]) {
    for (let version = 0; version < 6; version++) {
      const isBase = version % 2 === 0
      const own = {
        town: (isBase ? 3 : 17) - ring * 2,
        text: wording(),
        phone: number(),
        market: isBase ? 'adult' : 'jobs',
      }
      for (let k = 0; k < 10; k++)
        post(`ring-${ring}`, 20 + version * 25 + k * 2 + ring, {
          ...own,
          images: [`ring ${ring} ${pick(['a', 'b', 'c'])}`, `ring ${ring} ${pick(['a', 'b', 'c'])}`],
        })
    }
  }
  return ads
}
